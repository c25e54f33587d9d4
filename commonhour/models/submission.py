"""A Submission: a meeting that somebody without an account sent in, until a person of the hub decides."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonhour.core.schedule.schedule import Schedule
from commonhour.models.group import Group
from commonhour.models.sealed import sealed, unsealed
from commonhour.models.series import Series
from commonhour.models.texts import PublicLine, PublicText

UNCONFIRMED, WAITING, ASKED, ACCEPTED, DECLINED, WITHDRAWN, SPAM = (
    "unconfirmed", "waiting", "asked", "accepted", "declined", "withdrawn", "spam",
)  # fmt: skip
STATES = [
    (UNCONFIRMED, _("Not confirmed yet")), (WAITING, _("Waits for an answer")), (ASKED, _("We have a question")),
    (ACCEPTED, _("Accepted")), (DECLINED, _("Declined")), (WITHDRAWN, _("Withdrawn")), (SPAM, _("Spam")),
]  # fmt: skip
OPEN = (WAITING, ASKED)
NEEDED = (
    "title",
    "dtstart",
    "about",
    "link_sealed",
    "name",
)  # what a person must say before anybody looks at it


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def whole(self) -> "SubmissionQuerySet":
        """With all that pages and messages say of one."""
        return self.select_related("group", "decided_by", "series")

    def open(self) -> "SubmissionQuerySet":
        return self.filter(state__in=OPEN)

    def for_groups(self, groups: list[int] | None) -> "SubmissionQuerySet":
        """Those with a proved address that somebody decides on who looks after these groups; None for all."""
        rows = self.exclude(confirmed_at=None)
        return rows if groups is None else rows.filter(group__in=groups)

    def forgotten(self, now: dt.datetime) -> "SubmissionQuerySet":
        """Those to which nobody said yes in a week, and what was settled a year ago: what it became stays."""
        unconfirmed = Q(confirmed_at=None, sent_at__lt=now - Submission.KEPT_UNCONFIRMED)
        settled = ~Q(state__in=OPEN) & Q(sent_at__lt=now - Submission.KEPT)
        return self.filter(unconfirmed | settled)


class Submission(models.Model):
    """`group` is where it belongs as its sender sees it, None for the community. `dtstart`, `tzid`, `minutes` and `rrule`
    say when, as a schedule does; `typed` is how that was written. `link_sealed` is how people join, `answer` what was said
    with the last decision or question, `series` what became of it. `sender_tzid` is the zone of who sent it. One that came
    `by_mail` may lack what its mail did not say, until its sender fills it in; `uid` and `sequence` are those of its
    invitation, by which a later one is known."""

    KEPT_UNCONFIRMED, KEPT = dt.timedelta(days=7), dt.timedelta(days=365)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    email = models.EmailField()
    name = PublicLine(max_length=100)
    title = PublicLine(max_length=200)
    about = PublicText(max_length=5000)
    link_sealed = models.TextField(blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    typed = PublicLine(max_length=200)
    dtstart = models.CharField(max_length=16)
    tzid = models.CharField(max_length=64)
    minutes = models.IntegerField(default=60)
    rrule = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=8, default="en")
    sender_tzid = models.CharField(max_length=64, default="UTC")
    by_mail = models.BooleanField(default=False)
    uid = models.CharField(max_length=255, blank=True)
    sequence = models.IntegerField(default=0)
    state = models.CharField(max_length=12, choices=STATES, default=UNCONFIRMED)
    answer = PublicText(max_length=2000, blank=True)
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.IntegerField(default=1)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["confirmed_at", "id"]
        indexes = [models.Index(fields=["state", "confirmed_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def missing(self) -> list[str]:
        """The columns of NEEDED that are empty."""
        return [name for name in NEEDED if not getattr(self, name)]

    def schedule(self, uid: str = "") -> Schedule:
        return Schedule(self.dtstart, self.tzid, dt.timedelta(minutes=self.minutes), self.rrule, uid=uid)

    def seal(self, link: str) -> None:
        self.link_sealed = sealed({"link": link}) if link else ""

    def link(self) -> str:
        """How people join. Raises UserError when the secret key is not the one it was sealed with."""
        return unsealed(self.link_sealed)["link"] if self.link_sealed else ""
