"""A Subscriber is an e-mail address that asked to be told; each Subscription says what of. No account is needed."""

import datetime as dt
import zlib
from typing import Any

from django.db import models

from commonhour.core.scope import Scope
from commonhour.models.group import Group
from commonhour.models.series import Series
from commonhour.models.space import Space

BOUNCES = 3  # mails in a row that an address may refuse
UNDO_WITHIN = dt.timedelta(minutes=10)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def told(self) -> "SubscriberQuerySet":
        """Those to whom anything is sent: confirmed, and not given up after mails that came back."""
        return self.filter(confirmed_at__isnull=False, stopped_at=None)


class Subscriber(models.Model):
    """`tells_*` is what they want to hear, `reminder_minutes` how long before a call, and `reminded_since` when they last
    chose that: what was due earlier does not come late (None: since they confirmed). `confirmed_at` is when somebody
    proved that the address is theirs; `bounces` counts mails in a row that it refused, `stopped_at` is when that, or they
    themselves, ended it. `before` is what held before they changed something at `changed_at`, for taking it back."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=8, default="en")
    tzid = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    bounces = models.IntegerField(default=0)
    tells_changes = models.BooleanField(default=True)
    tells_week = models.BooleanField(default=False)
    tells_notes = models.BooleanField(default=False)
    invites = models.BooleanField(default=False)
    reminder_minutes = models.JSONField(default=list, blank=True)
    reminded_since = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)
    before = models.JSONField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def is_given_up(self) -> bool:
        """True when mails came back, and not they themselves ended it."""
        return self.stopped_at is not None and self.bounces >= BOUNCES

    def may_undo(self, now: dt.datetime) -> bool:
        """A clock that was set back by a moment takes nobody's way back."""
        return (
            self.before is not None
            and self.changed_at is not None
            and abs(now - self.changed_at) < UNDO_WITHIN
        )


class Subscription(models.Model):
    """One thing they asked to hear of: everything, or what lies in all of the lists that are not empty, by the ids of
    groups, spaces and series, which outlive their addresses."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    groups = models.JSONField(default=list, blank=True)
    spaces = models.JSONField(default=list, blank=True)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    tags = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"subscription {self.pk} of {self.subscriber}"

    @property
    def label(self) -> str:
        """The same for everybody who subscribed to the same, in letters that an address may have."""
        lists = {
            "series": [self.series_id] if self.series_id else [],
            "group": self.groups,
            "space": self.spaces,
        }
        parts = [f"{name}-{'-'.join(map(str, keys))}" for name, keys in lists.items() if keys]
        parts += [f"tags-{zlib.crc32(repr(sorted(self.tags)).encode()):08x}"] if self.tags else []
        return ".".join(parts)[:200] or "everything"

    @classmethod
    def of(cls, scope: Scope, now: dt.datetime, **fields: Any) -> "Subscription":
        """For what an address of a list, a feed or an embed is about."""
        groups = Group.objects.filter(slug__in=scope.groups).order_by("pk").values_list("pk", flat=True)
        spaces = Space.objects.filter(slug__in=scope.spaces).order_by("pk").values_list("pk", flat=True)
        series = Series.objects.filter(slug=scope.series).first() if scope.series else None
        return cls(
            groups=list(groups), spaces=list(spaces), series=series, tags=list(scope.tags), created_at=now, **fields
        )  # fmt: skip

    def reaches(self, series: Series) -> bool:
        """True when a series is in it, as `Series.objects.ids_within` has it for the pages. Looks at its group and its
        co-groups, which come with it or are read."""
        space = series.group.space_id if series.group else None
        return (
            self.series_id in (None, series.pk)
            and (not self.groups or not _holders(series).isdisjoint(self.groups))
            and (not self.spaces or space in self.spaces)
            and (not self.tags or not set(self.tags).isdisjoint(series.tags))
        )


def _holders(series: Series) -> set[int | None]:
    return {series.group_id, *(group.pk for group in series.co_groups.all())}
