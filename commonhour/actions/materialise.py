"""Occurrence rows from schedules: derived, but with ids that last, because notes and links hang on them."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Container
from dataclasses import dataclass, replace
from uuid import UUID

from commonhour.core import limits
from commonhour.core.expansion import occurrences, span
from commonhour.core.occurrence import Occurrence as CoreOccurrence
from commonhour.core.occurrence import day_slug, public_id
from commonhour.core.schedule import Schedule as CoreSchedule
from commonhour.core.wall import parse_wall
from commonhour.core.zones import TZDATA_VERSION, UTC
from commonhour.models import Occurrence, Schedule

BACK = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=2 * 366 + 14)
_DAY = dt.timedelta(days=1)
_EVER = dt.datetime.min.replace(tzinfo=UTC), dt.datetime.max.replace(tzinfo=UTC)
_DERIVED = ["schedule", "series", "recurrence_id", "start", "end", "all_day", "tzid", "status", "is_moved",
            "is_detached", "summary", "reason", "tzdata_version"]  # fmt: skip


@dataclass(frozen=True)
class Materialised:
    made: int
    moved: int
    detached: int


def materialise(schedule: Schedule, now: dt.datetime, *, after: dt.datetime | None = None) -> Materialised:
    """Bring the rows of one schedule in line with it, two years ahead; the year before only while it has none.

    Rows keep their ids. What is over (`end` ≤ `now`) is never touched; a later row the schedule no longer
    makes is detached, never deleted. `limits.OCCURRENCES` bounds what is made from now on.
    """
    rows = {row.recurrence_id: row for row in schedule.occurrences.all()}
    ahead = [row for row in rows.values() if row.end > now]
    low, high = now if rows else after or now - BACK, now + AHEAD
    # Rows that a change led beyond the horizon are looked after too.
    far = max([high, *(row.start + _DAY for row in ahead if not row.is_moved)])
    places = _places(schedule.as_core(), low - 2 * _DAY, far)
    fresh = _fresh(places, rows, low, high, now)
    changed = [
        row
        for row in ahead
        if row.recurrence_id in places and _apply(row, schedule, places[row.recurrence_id])
    ]
    detached = [row for row in ahead if row.recurrence_id not in places and not row.is_detached]
    for row in detached:
        row.is_detached = True
    Occurrence.objects.bulk_update(changed + detached, _DERIVED, batch_size=200)
    Occurrence.objects.bulk_create(_new_rows(schedule, fresh), batch_size=200)
    name_days(schedule.series_id)
    return Materialised(len(fresh), len(changed), len(detached))


def repoint(
    old: Schedule, new: Schedule, from_recurrence_id: str, now: dt.datetime, dropped: Collection[str] = ()
) -> Materialised:
    """After "this and following": later rows go over to the new schedule in date order, keeping their ids.

    Call before `materialise(new)`. Rows without a date left on the new schedule are detached, and so are the
    `dropped` ones, whose override has no place there. What is over stays where it was.
    """
    rows = list(
        old.occurrences.filter(
            recurrence_id__gte=from_recurrence_id, is_detached=False, end__gt=now
        ).order_by("recurrence_id")
    )
    going = [row for row in rows if row.recurrence_id not in dropped]
    shift = parse_wall(new.dtstart) - parse_wall(from_recurrence_id)
    far = max([now + AHEAD, *(row.start for row in rows if not row.is_moved)])
    made = _places(new.as_core(), now - 2 * _DAY, far + max(shift, dt.timedelta()) + 2 * _DAY)
    others = new.occurrences.exclude(pk__in=[row.pk for row in rows])
    taken = set(others.values_list("recurrence_id", flat=True))
    places = [
        made[text]
        for text in sorted(made)
        if text >= new.dtstart and text not in taken and made[text].end > now
    ]
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(schedule=None)  # rows trade places
    for row, place in zip(going, places, strict=False):
        _apply(row, new, place)
    lost = going[len(places) :] + [row for row in rows if row.recurrence_id in dropped]
    for row in lost:
        row.is_detached = True
        if old.pk == new.pk and row.recurrence_id in made:
            row.schedule = None  # its old place belongs to another row now
    Occurrence.objects.bulk_update(rows, _DERIVED, batch_size=200)
    return Materialised(0, len(rows) - len(lost), len(lost))


def name_days(series_id: int) -> None:
    """Give each date of a series its address; two on one day both carry their hour, and at the same hour the
    second one its number."""
    found = Occurrence.objects.filter(series_id=series_id).only("recurrence_id", "slug", "is_detached")
    rows = list(found.order_by("recurrence_id", "id"))
    per_day = Counter(row.recurrence_id[:8] for row in rows if not row.is_detached)
    at_hour: Counter[str] = Counter()
    renamed = []
    for row in rows:
        hour = row.recurrence_id[:13]
        at_hour[hour] += not row.is_detached
        slug = day_slug(
            row.recurrence_id,
            with_hour=per_day[row.recurrence_id[:8]] > 1,
            number=1 if row.is_detached else at_hour[hour],
        )
        if row.slug != slug:
            row.slug = slug
            renamed.append(row)
    Occurrence.objects.bulk_update(renamed, ["slug"], batch_size=200)


def _places(core: CoreSchedule, low: dt.datetime, high: dt.datetime) -> dict[str, CoreOccurrence]:
    """What the schedule makes in a window, by recurrence-id, sorted by start; and every instance with an
    override, wherever it was moved."""
    found = {place.recurrence_id: place for place in occurrences(core, low, high)}
    for override in core.overrides:
        if override.recurrence_id not in found and override.recurrence_id not in core.exdates:
            alone = replace(
                core, dtstart=override.recurrence_id, rrule="", rdates=(), exdates=(), overrides=(override,)
            )
            found |= {place.recurrence_id: place for place in occurrences(alone, _EVER[0], _EVER[1])}
    return found


def _fresh(
    places: dict[str, CoreOccurrence],
    rows: Container[str],
    low: dt.datetime,
    high: dt.datetime,
    now: dt.datetime,
) -> list[CoreOccurrence]:
    """The places that get a new row: up to the horizon, or wherever an override has put them."""
    inside = [place for place in places.values() if place.start < high or place.override is not None]
    past = [place for place in inside if low < place.end <= now]
    ahead = [place for place in inside if place.end > now][: limits.OCCURRENCES]
    return [place for place in past + ahead if place.recurrence_id not in rows]


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
