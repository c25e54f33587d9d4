"""An Occurrence is one materialised instance; whatever belongs to one meeting hangs on it."""

import datetime as dt

from django.db import models

from commonhour.core.hues import hue_of
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.models.schedule import Schedule
from commonhour.models.series import Series
from commonhour.models.source import source_name
from commonhour.models.texts import PublicLine

_LISTED = (
    "public_id", "summary", "series__title", "series__slug", "series__group__slug", "series__group__name",
    "start", "end", "all_day", "tzid", "status", "is_moved", "reason", "recurrence_id", "slug",
    "schedule__uid", "series__region", "schedule__tzid", "schedule__source__label", "schedule__source__feed_url",
    "schedule__source__url", "schedule__source__kind", "series__group_id",
)  # fmt: skip


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def attached(self) -> "OccurrenceQuerySet":
        return self.filter(is_detached=False)

    def within(self, scope: Scope) -> "OccurrenceQuerySet":
        if scope.is_everything:
            return self
        return self.filter(series_id__in=Series.objects.ids_within(scope))

    def of_groups(self, groups: list[int] | None) -> "OccurrenceQuerySet":
        """Those that the groups with these ids hold, alone or with others; None means all of them."""
        if groups is None:
            return self
        held = models.Q(group__in=groups) | models.Q(co_groups__in=groups)
        return self.filter(series_id__in=Series.objects.filter(held).values("pk"))

    def ours(self) -> "OccurrenceQuerySet":
        """Without those of outside calendars."""
        return self.filter(schedule__source=None)

    def touching(self, after: dt.datetime, before: dt.datetime) -> "OccurrenceQuerySet":
        """Those that start before `before` and end after `after` (UTC)."""
        return self.filter(start__lt=before).filter(models.Q(end__gt=after) | models.Q(start__gte=after))

    def upcoming(self, now: dt.datetime) -> "OccurrenceQuerySet":
        """Not over yet, soonest first."""
        return self.attached().filter(end__gt=now).order_by("start", "id")

    def confirmed(self) -> "OccurrenceQuerySet":
        return self.exclude(status=CANCELLED)

    def asking(self) -> "OccurrenceQuerySet":
        """Those of series that ask who comes."""
        return self.filter(series__takes_replies=True, series__source=None)

    def first_of_each(self, owner: str) -> "OccurrenceQuerySet":
        """Those that start no later than all others of their owner ("series_id", "series__group_id"): hold what is
        listed under the owner once. Two queries, however many owners."""
        firsts = self.order_by().values(owner).annotate(first=models.Min("start"))
        starts = set(firsts.values_list("first", flat=True))
        return self.filter(start__in=starts).order_by("start", "id")

    def listed(self, limit: int | None = None) -> list[ListedDate]:
        """Its dates as lists show them, in its order, in one query."""
        values = self.values_list(*_LISTED)
        return [
            ListedDate(
                str(public_id), summary or title, series, title, group or "", group_name or "", start, end, all_day,
                tzid, status, is_moved, reason, recurrence_id, slug, uid or "", region,
                source_name(label or "", feed_url or url, kind) if kind else "", schedule_tzid or tzid, hue_of(group_id),
            )
            for (public_id, summary, title, series, group, group_name, start, end, all_day, tzid, status, is_moved,
                 reason, recurrence_id, slug, uid, region, schedule_tzid, label, feed_url, url, kind, group_id)
            in (values[:limit] if limit is not None else values)
        ]  # fmt: skip

    def first_listed(self) -> ListedDate | None:
        return next(iter(self.listed(1)), None)


class Occurrence(models.Model):
    """`start` and `end` are UTC and derived; (schedule, recurrence_id) is its present place, `public_id` and
    `first_recurrence_id` are for ever. `slug` is its day in the schedule's zone ("2026-11-26"), with the hour
    behind it where the series has two that day. `outcome` says what was, apart from RFC 5545 STATUS. `replies_yes` and
    `replies_no` are how many came and could not, once it is over and their names are to be forgotten. `outcome` is "held",
    "not-held" (with `outcome_reason`) or "" while nobody said. One that `is_from_notes` no calendar knew: notes of that day
    were brought in."""

    # Without an index of their own: both begin one of those below, and each index is paid for by every date.
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="occurrences", db_index=False)
    schedule = models.ForeignKey(
        Schedule, null=True, on_delete=models.SET_NULL, related_name="occurrences", db_index=False
    )
    recurrence_id = models.CharField(max_length=15)
    public_id = models.UUIDField(unique=True)
    first_recurrence_id = models.CharField(max_length=15)
    slug = models.CharField(max_length=20)
    start = models.DateTimeField()
    end = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    tzid = models.CharField(max_length=64)
    status = models.CharField(max_length=10, default=CONFIRMED)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_reason = PublicLine(max_length=300, blank=True, db_default="")
    is_from_notes = models.BooleanField(default=False, db_default=False)
    is_moved = models.BooleanField(default=False)
    is_detached = models.BooleanField(default=False)
    summary = PublicLine(max_length=300, blank=True)
    reason = PublicLine(max_length=300, blank=True)
    tzdata_version = models.CharField(max_length=16, blank=True)
    replies_yes = models.PositiveIntegerField(null=True, blank=True)
    replies_no = models.PositiveIntegerField(null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "recurrence_id"], name="occurrence_place_once")
        ]
        indexes = [
            # Also for what is not over yet: one by `end` leads to all of it, which is then sorted by `start`.
            models.Index(fields=["start", "end"]),
            models.Index(fields=["series", "start"]),
            models.Index(fields=["series", "slug"]),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.start:%Y-%m-%d %H:%M}Z"

    @property
    def title(self) -> str:
        return self.summary or self.series.title

    @property
    def local_day(self) -> dt.date:
        """Its day where it is held."""
        return self.start.date() if self.all_day else wall_of(self.start, self.tzid).date()

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED
