"""Occurrence rows from schedules: derived, but with ids that last, because notes and links hang on them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from commonhour.core import limits
from commonhour.core.expansion import occurrences, span
from commonhour.core.occurrence import Occurrence as CoreOccurrence
from commonhour.core.occurrence import day_slug, public_id
from commonhour.core.zones import TZDATA_VERSION
from commonhour.models import Occurrence, Schedule

BACK = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=2 * 366 + 14)
_DERIVED = ["schedule", "series", "recurrence_id", "start", "end", "all_day", "tzid", "status", "is_moved",
            "is_detached", "summary", "reason", "tzdata_version"]  # fmt: skip


@dataclass(frozen=True)
class Materialised:
    made: int
    moved: int
    detached: int


def materialise(schedule: Schedule, now: dt.datetime, *, after: dt.datetime | None = None) -> Materialised:
    """Bring the rows of one schedule in line with it, from a year ago to two years ahead.

    Rows keep their ids. Past rows outside the window stay as they are; a future row the schedule no longer
    makes is detached, never deleted.
    """
    low, high = after or now - BACK, now + AHEAD
    wanted = {o.recurrence_id: o for o in occurrences(schedule.as_core(), low, high)[: limits.OCCURRENCES]}
    rows = {row.recurrence_id: row for row in schedule.occurrences.all()}
    fresh = [text for text in wanted if text not in rows]
    gone = [row for text, row in rows.items() if text not in wanted and low <= row.start < high]
    changed = [row for text, row in rows.items() if text in wanted and _apply(row, schedule, wanted[text])]
    detached = [row for row in gone if not row.is_detached]
    for row in detached:
        row.is_detached = True
    Occurrence.objects.bulk_update(changed + detached, _DERIVED, batch_size=200)
    Occurrence.objects.bulk_create(_new_rows(schedule, [wanted[text] for text in fresh]), batch_size=200)
    name_days(schedule.series_id)
    return Materialised(len(fresh), len(changed), len(detached))


def repoint(old: Schedule, new: Schedule, from_recurrence_id: str, now: dt.datetime) -> Materialised:
    """After "this and following": future rows go over to the new schedule in date order, keeping their ids.

    Call before `materialise(new)`. Rows without a date left on the new schedule are detached.
    """
    rows = list(
        old.occurrences.filter(recurrence_id__gte=from_recurrence_id, is_detached=False).order_by(
            "recurrence_id"
        )
    )
    core = new.as_core()
    low = min((row.start for row in rows), default=now) - BACK
    taken = set(
        new.occurrences.exclude(pk__in=[row.pk for row in rows]).values_list("recurrence_id", flat=True)
    )
    places = [o for o in occurrences(core, low, now + AHEAD) if o.recurrence_id not in taken]
    places = [o for o in places if o.recurrence_id >= new.dtstart]
    _park(rows)
    for row, place in zip(rows, places, strict=False):
        row.is_detached = False
        _apply(row, new, place)
    for row in rows[len(places) :]:
        row.is_detached = True
    Occurrence.objects.bulk_update(rows, _DERIVED, batch_size=200)
    return Materialised(0, min(len(rows), len(places)), max(0, len(rows) - len(places)))


def name_days(series_id: int) -> None:
    """Give each date of a series its address; two on one day both carry their hour."""
    rows = list(Occurrence.objects.filter(series_id=series_id).only("recurrence_id", "slug", "is_detached"))
    per_day = Counter(row.recurrence_id[:8] for row in rows if not row.is_detached)
    renamed = []
    for row in rows:
        slug = day_slug(row.recurrence_id, with_hour=per_day[row.recurrence_id[:8]] > 1)
        if row.slug != slug:
            row.slug = slug
            renamed.append(row)
    Occurrence.objects.bulk_update(renamed, ["slug"], batch_size=200)


def _park(rows: list[Occurrence]) -> None:
    """Free the (schedule, recurrence_id) places first: rows trade places with each other."""
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(schedule=None)


def _apply(row: Occurrence, schedule: Schedule, place: CoreOccurrence) -> bool:
    """Put a row at its place; True when that changed anything."""
    before = _derived(row)
    row.schedule, row.series = schedule, schedule.series
    row.recurrence_id = place.recurrence_id
    row.start, row.end, row.all_day = place.start, place.end, place.all_day
    override = place.override
    row.tzid = (override and override.tzid) or schedule.tzid
    row.status = place.status
    planned = span(place.recurrence_id, schedule.tzid, schedule.duration)
    row.is_moved = override is not None and (place.start, place.end) != planned
    row.is_detached = False
    row.summary = (override and override.summary) or ""
    row.reason = override.reason if override else ""
    row.tzdata_version = TZDATA_VERSION
    return before != _derived(row)


_ATTRIBUTES = ["schedule_id", "series_id", *_DERIVED[2:]]


def _derived(row: Occurrence) -> list[object]:
    return [getattr(row, name) for name in _ATTRIBUTES]


def _new_rows(schedule: Schedule, places: list[CoreOccurrence]) -> list[Occurrence]:
    ids = {place.recurrence_id: public_id(schedule.uid, place.recurrence_id) for place in places}
    taken = set(Occurrence.objects.filter(public_id__in=ids.values()).values_list("public_id", flat=True))
    rows = []
    for place in places:
        row = Occurrence(
            slug=day_slug(place.recurrence_id),
            first_recurrence_id=place.recurrence_id,
            public_id=_free(ids[place.recurrence_id], taken),
        )
        _apply(row, schedule, place)
        rows.append(row)
    return rows


def _free(wanted: UUID, taken: set[UUID]) -> UUID:
    """A row re-pointed elsewhere keeps its id, so a new row at its first place needs another one."""
    while wanted in taken:
        wanted = public_id(str(wanted), "again")
    return wanted
