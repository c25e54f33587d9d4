"""The outbox: a Notice is one change to be told, a Delivery one message to one place until it went or never will."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commonhour.models.change import ChangeSet
from commonhour.models.destination import Destination
from commonhour.models.group import Group
from commonhour.models.series import Series

# A worker that has taken a message has so long for it; after that another one takes it again.
LEASE = dt.timedelta(minutes=5)

# Kinds that only whom they are for may read: nothing of one is kept once it went or never will.
SECRET = frozenset(
    {"agenda-confirm", "sign-in-code", "invitation", "confirm", "reply-confirm", "still-meeting"}
)
# Somebody sits before a page and waits for it: it goes before ten thousand others.
AWAITED = frozenset(
    {
        "agenda-confirm",
        "sign-in-code",
        "confirm",
        "proposal-confirm",
        "door-link",
        "proposal-support",
        "reply-confirm",
        "submission-confirm",
    }
)


class Notice(models.Model):
    """What one person changed in one series, told at once: `change_sets` grow until it leaves at `due_at`. What it says
    is made when it goes, from what holds then."""

    WAITING, LEFT, WITHDRAWN = "waiting", "left", "withdrawn"
    # Several edits become one message, and what was a slip is taken back before anybody hears of it.
    PAUSE = dt.timedelta(minutes=10)
    AT_ONCE_WITHIN = dt.timedelta(hours=2)  # of the beginning of a call

    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    change_sets = models.ManyToManyField(ChangeSet, related_name="notices")

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: dt.datetime) -> "DeliveryQuerySet":
        """Waiting, with their time come, and in no worker's hands. A lease that ends much later than any given now
        is of a clock that was set back; of a clock that is a little ahead it holds."""
        free = Q(lease_until=None) | Q(lease_until__lte=now) | Q(lease_until__gt=now + 2 * LEASE)
        has_left = Q(notice=None) | Q(notice__state=Notice.LEFT)
        return self.filter(free, has_left, state=Delivery.WAITING, due_at__lte=now)

    def of_causes(self, causes: Collection[str]) -> "list[Delivery]":
        """Mails and places apart, since each has an index of its own; `facts` and the like are not read."""
        found = self.filter(cause__in=causes).only("cause", "to", "destination", "state").order_by()
        return [*found.filter(destination=None), *found.filter(destination__isnull=False)]


class Delivery(models.Model):
    """To the address `to`, or to a `destination`. `kind` and `facts` are what its words are made from when it goes; of one
    `cause` a place is told once. `queued_at` is when it was put here, or put here anew because somebody said "try again";
    `good_until` is when it would be too late. `fault` is why it did not go, this time or for good; a fault, an address or
    facts are for programme managers only."""

    WAITING, SENT, FAILED, WITHDRAWN = "waiting", "sent", "failed", "withdrawn"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)  # for ever in its Message-ID
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=120)
    to = models.EmailField(blank=True)
    # What a place was told stays when it is removed: it may come back, and is told nothing twice.
    destination = models.ForeignKey(
        Destination, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facts = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="en")
    tzid = models.CharField(max_length=64, default="UTC")
    state = models.CharField(max_length=10, default=WAITING)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=32, blank=True)
    attempts = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    fault = models.JSONField(default=dict, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "to"], condition=Q(destination=None), name="delivery_mail_once"
            ),
            models.UniqueConstraint(
                fields=["cause", "destination"],
                condition=Q(destination__isnull=False),
                name="delivery_destination_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(F("queued_at").desc(), name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_mail(self) -> bool:
        return self.destination_id is None
