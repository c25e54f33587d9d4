"""A Schedule is one recurring component of a series, in wall time; an Override is one changed instance."""

import datetime as dt

from django.db import models

from commonhour.core.schedule import schedule as core
from commonhour.core.scope import Scope
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models.change import ChangeSet
from commonhour.models.series import Series
from commonhour.models.source import Source
from commonhour.models.texts import PublicLine, PublicText, PublicValues


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def within(self, scope: Scope) -> "ScheduleQuerySet":
        if scope.is_everything:
            return self
        return self.filter(series_id__in=Series.objects.ids_within(scope))

    def in_feed(self, scope: Scope, *, is_ours: bool = True) -> "ScheduleQuerySet":
        """With everything a feed needs; those of outside calendars only without `is_ours`."""
        shown = models.Q(source=None) if is_ours else models.Q(source=None) | models.Q(source__is_shown=True)
        rows = self.filter(shown, gone_at=None).within(scope)
        rows = rows.select_related("series__group").prefetch_related("overrides")
        return rows.order_by("series__slug", "position", "id")


class Schedule(models.Model):
    """Wall texts as in `core/schedule.py`, never a database date-time. `uid` is the iCalendar UID.

    `gone_at` is when its outside calendar stopped listing it: its coming dates are detached until it is back.
    `tzdata_version` is the zone data its coming dates were last made with. `owed_to` is the change whose dates are still
    to be made: a big import writes its calls at once and their dates in slices. `held` is the schedule as it was before its
    series was paused or concluded (`actions/pausing.py`): what it goes on with.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="schedules")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uid = models.CharField(max_length=400)
    dtstart = models.CharField(max_length=15)
    tzid = models.CharField(max_length=64)
    duration_seconds = models.IntegerField(default=3600)
    rrule = models.CharField(max_length=500, blank=True)
    rdates = models.JSONField(default=list, blank=True)
    exdates = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=10, default=core.CONFIRMED)
    sequence = models.IntegerField(default=0)
    position = models.IntegerField(default=0)
    held = PublicValues(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    tzdata_version = models.CharField(max_length=16, blank=True)
    owed_to = models.ForeignKey(
        ChangeSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="owing"
    )

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["uid"], condition=models.Q(source=None), name="own_uid_unique"),
            models.UniqueConstraint(
                fields=["source", "uid"], condition=models.Q(source__isnull=False), name="sourced_uid_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dtstart} {self.tzid} {self.rrule}".strip()

    @property
    def duration(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.duration_seconds)

    @property
    def is_away(self) -> bool:
        """True while its outside calendar does not list it, or is not shown: it makes no dates then."""
        source = self.source
        return self.gone_at is not None or (source is not None and not source.is_shown)

    @property
    def has_stale_dates(self) -> bool:
        """True when its coming dates were made with other zone data than this hub has now."""
        return self.gone_at is None and self.tzdata_version != TZDATA_VERSION

    def as_core(self) -> core.Schedule:
        """The pure schedule, overrides included. Prefetch `overrides` when reading many."""
        return core.Schedule(
            dtstart=self.dtstart,
            tzid=self.tzid,
            duration=self.duration,
            rrule=self.rrule,
            rdates=tuple(self.rdates),
            exdates=tuple(self.exdates),
            overrides=tuple(override.as_core() for override in self.overrides.all()),
            uid=self.uid,
            sequence=self.sequence,
            status=self.status,
        )


class Override(models.Model):
    """Empty fields mean "as the schedule says"."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="overrides")
    recurrence_id = models.CharField(max_length=15)
    dtstart = models.CharField(max_length=15, blank=True)
    tzid = models.CharField(max_length=64, blank=True)
    duration_seconds = models.IntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, default=core.CONFIRMED)
    summary = PublicLine(max_length=300, blank=True)
    description = PublicText(blank=True)
    reason = PublicLine(max_length=300, blank=True)
    sequence = models.IntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["recurrence_id"]
        constraints = [models.UniqueConstraint(fields=["schedule", "recurrence_id"], name="override_once")]

    def __str__(self) -> str:
        return f"{self.recurrence_id} {self.status}"

    def as_core(self) -> core.Override:
        seconds = self.duration_seconds
        return core.Override(
            recurrence_id=self.recurrence_id,
            dtstart=self.dtstart or None,
            tzid=self.tzid or None,
            duration=None if seconds is None else dt.timedelta(seconds=seconds),
            status=self.status,
            summary=self.summary or None,
            description=self.description or None,
            reason=self.reason,
            sequence=self.sequence,
        )
