"""The derived columns of dates: read, compared and written many at a time, and what happened to each recorded here."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import models

from commonhour.actions.many_rows import update_rows
from commonhour.actions.news.change_set import Changes
from commonhour.actions.noted_dates import follow_dates
from commonhour.core.happening import Seen
from commonhour.core.recurrence.expansion import span
from commonhour.core.schedule.occurrence import Occurrence as CoreOccurrence
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models import Occurrence, Schedule


class Columns(NamedTuple):
    """What is derived of one date: the columns of its row, in the order in which they are read and written."""

    schedule_id: int | None
    series_id: int
    recurrence_id: str
    start: dt.datetime
    end: dt.datetime
    all_day: bool
    tzid: str
    status: str
    is_moved: bool
    is_detached: bool
    summary: str
    reason: str
    tzdata_version: str

    @property
    def seen(self) -> Seen:
        """What a reader sees of it."""
        is_shown = not self.is_detached
        return Seen(
            self.start, self.end, self.all_day, self.tzid, self.status, self.summary, self.reason, is_shown
        )


DERIVED = Columns._fields


def rows_of(found: "models.QuerySet[Occurrence]") -> dict[int, Columns]:
    """These dates by the id of their row, in the order in which they come."""
    return {key: Columns(*values) for key, *values in found.values_list("id", *DERIVED)}


def columns_of(schedule: Schedule, core: CoreSchedule, place: CoreOccurrence) -> Columns:
    """The row of one place. Only what an override says makes it another than the schedule planned."""
    override = place.override
    own = (schedule.pk, schedule.series_id, place.recurrence_id, place.start, place.end, place.all_day)
    if override is None:
        return Columns(*own, core.tzid, place.status, False, False, "", "", TZDATA_VERSION)
    is_moved = (place.start, place.end) != span(place.recurrence_id, core.tzid, core.duration)
    texts = (override.summary or "", override.reason)
    return Columns(*own, override.tzid or core.tzid, place.status, is_moved, False, *texts, TZDATA_VERSION)


def write_rows(changes: Changes, before: Mapping[int, Columns], after: Mapping[int, Columns]) -> None:
    """Write rows that changed, and of them the columns that did: every index that is left alone saves time."""
    pairs = [(before[key], row) for key, row in after.items()]
    changed = [n for n in range(len(DERIVED)) if any(old[n] != new[n] for old, new in pairs)]
    rows = [(*(row[n] for n in changed), key) for key, row in after.items()]
    update_rows(Occurrence, [DERIVED[n] for n in changed], rows)
    for key, row in after.items():
        changes.happened(key, row.series_id, before[key].seen, row.seen)
    if any(_where(before[key]) != _where(row) for key, row in after.items()):
        follow_dates(Occurrence.objects.filter(pk__in=list(after)))


def _where(row: Columns) -> tuple[object, ...]:
    """By which the day and the series of its notes are told."""
    return row.series_id, row.start, row.tzid


def tell_new(changes: Changes, schedule: Schedule, recurrence_ids: Collection[str]) -> None:
    """Dates that came to be within what was known already: an extra date, or a rule that gives more of them."""
    if recurrence_ids:
        made = schedule.occurrences.filter(recurrence_id__in=recurrence_ids).order_by("start")
        for key, row in rows_of(made).items():
            changes.happened(key, row.series_id, None, row.seen)
