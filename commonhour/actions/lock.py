"""The row as it is now, locked until the transaction ends: what every action reads before it computes.

Locks are taken in one order (community, calendars, group, series, schedule), before anything else is written, and leave
keys free (`FOR NO KEY UPDATE`): two writers wait for each other and never block each other for good. Whoever changes
anything of a series holds the series itself: what a change set remembers of it is one person's work.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from commonhour.errors import Conflict, NotFound
from commonhour.models import Occurrence, Schedule, Series, Source

Row = TypeVar("Row", bound=models.Model)


def lock(row: Row) -> Row:
    """The present row, locked. Call inside a transaction. Raises NotFound when it is gone."""
    rows = type(row)._default_manager.select_for_update(no_key=True)
    fresh = rows.filter(pk=row.pk).first()
    if fresh is None:
        raise NotFound("removed-meanwhile")
    return fresh


def lock_series(keys: Iterable[int | None]) -> None:
    """These series, by their ids, also those that lists leave out; in one order, before any of their schedules."""
    ids = {key for key in keys if key is not None}
    list(Series.every.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def lock_with_calendars(series: Series) -> Series:
    """The present series, locked, and before it every outside calendar that has a part in it: no copy is being
    written while it changes hands. Raises Conflict when another calendar got hold of it at the same moment."""
    rows = Source.objects.select_for_update(no_key=True).order_by("pk")
    locked = {row.pk for row in rows.filter(pk__in=_calendars_of(series))}
    fresh = lock(series)
    if not _calendars_of(fresh) <= locked:
        raise Conflict("series-changed-now")
    return fresh


def _calendars_of(series: Series) -> set[int]:
    row = Series.objects.filter(pk=series.pk).values_list("source", "adopted_from").first() or ()
    parts = Schedule.objects.filter(series=series).order_by().values_list("source", flat=True)
    return {key for key in (*row, *parts) if key is not None}


def lock_schedule_of(occurrence: Occurrence) -> Schedule | None:
    """The schedule of a date, locked with its series, with the date itself read again; None when it has none.

    Raises Conflict when the date went over to another schedule in the meantime.
    """
    lock_series([occurrence.series_id])
    seen = occurrence.schedule_id
    schedule = Schedule.objects.select_for_update(no_key=True).filter(pk=seen or 0).first()
    occurrence.refresh_from_db()
    if occurrence.schedule_id != (schedule.pk if schedule else None):
        raise Conflict("series-changed-now")
    return schedule
