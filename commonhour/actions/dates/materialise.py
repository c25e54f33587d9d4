"""Occurrence rows from schedules: derived, but with ids that last, because notes and links hang on them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count

from commonhour.actions.dates.day_names import name_days
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.dates.rows import DERIVED, Columns, columns_of, rows_of, tell_new, write_rows
from commonhour.actions.many_rows import insert_rows
from commonhour.actions.news.change_set import Changes
from commonhour.core import limits
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule.occurrence import Occurrence as CoreOccurrence
from commonhour.core.schedule.occurrence import day_slug, public_id
from commonhour.core.schedule.schedule import Override
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.time.zones import TZDATA_VERSION, UTC
from commonhour.models import Occurrence, Schedule

BACK = dt.timedelta(days=366)
AHEAD = dt.timedelta(days=2 * 366 + 14)
DAY = dt.timedelta(days=1)
EVER = dt.datetime.min.replace(tzinfo=UTC), dt.datetime.max.replace(tzinfo=UTC)
_AT_ONCE, _IDS_AT_ONCE = 100, 5_000  # schedules read and written together; ids asked for in one query

Fresh = list[tuple[UUID, Columns]]  # rows still to be written, each with the public id it should have
_Over = Callable[[], dict[int, set[str]]]  # the recurrence-ids that are over, of each schedule


@dataclass(frozen=True)
class Materialised:
    made: int = 0
    moved: int = 0
    detached: int = 0

    def __add__(self, other: "Materialised") -> "Materialised":
        return Materialised(self.made + other.made, self.moved + other.moved, self.detached + other.detached)


_MADE = (*DERIVED, "slug", "first_recurrence_id", "public_id", "outcome")


@dataclass(frozen=True, slots=True)
class Ahead:
    """The first rows of a schedule, worked out before the lock; `core` and `series_id` tell whether it is still as it was."""

    core: CoreSchedule
    series_id: int
    rows: Fresh


Foreseen = Mapping[int, Ahead]  # by the schedule's id
_NOTHING: Foreseen = {}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one schedule's rows need: `changed` and `detached` by the id of the row."""

    fresh: Fresh
    news: set[str]  # the recurrence-ids of those fresh ones that nobody could expect
    changed: dict[int, Columns]
    detached: dict[int, Columns]


def materialise(
    schedule: Schedule, now: dt.datetime, changes: Changes, *, after: dt.datetime | None = None
) -> Materialised:
    """Bring the rows of one schedule in line with it, two years ahead; the year before only while it has none.

    What a reader sees otherwise afterwards is recorded in `changes`, whoever caused it. Rows keep their ids. What is
    over (`end` ≤ `now`) is never touched; a later row the schedule no longer makes is detached, never deleted.
    `limits.OCCURRENCES` bounds what is made from now on.
    """
    return materialise_all([schedule], now, changes, after=after)


def materialise_all(
    schedules: Iterable[Schedule],
    now: dt.datetime,
    changes: Changes,
    *,
    after: dt.datetime | None = None,
    foreseen: Foreseen = _NOTHING,
) -> Materialised:
    """The same for many, with few more queries than for one. Prefetch their `overrides`. `foreseen` is what
    `look_ahead` said of them; a schedule that is another meanwhile is looked at again."""
    waiting, done = iter(schedules), Materialised()
    while some := list(islice(waiting, _AT_ONCE)):
        done += _materialise_some(some, now, changes, after, foreseen)
    return done


def look_ahead(schedule: Schedule, now: dt.datetime) -> Ahead:
    """What a schedule that has no dates yet makes: the long part of making them, and needs no lock."""
    core = schedule.as_core()
    low, high = now - BACK, now + AHEAD
    places = {} if schedule.is_away else places_of(core, low - 2 * DAY, high)
    return Ahead(core, schedule.series_id, _rows(schedule, core, _planned(places, low, high, now)))


def _rows(schedule: Schedule, core: CoreSchedule, places: Iterable[CoreOccurrence]) -> Fresh:
    return [(public_id(core.uid, place.recurrence_id), columns_of(schedule, core, place)) for place in places]


def _materialise_some(
    schedules: Sequence[Schedule],
    now: dt.datetime,
    changes: Changes,
    after: dt.datetime | None,
    foreseen: Foreseen,
) -> Materialised:
    ahead = _rows_ahead(schedules, now)
    if stale := [one for one in schedules if one.has_stale_dates and _is_stale(ahead[one.pk].values())]:
        # Clocks that are set otherwise are told as that, and not taken for what is being changed.
        recompute_these(stale, now)
        ahead |= _rows_ahead(stale, now)
    over = cache(lambda: _ids_over(schedules, now))  # asked for only when a date may be new
    plans = [_plan(one, ahead[one.pk], over, now, after, foreseen.get(one.pk)) for one in schedules]
    before = {key: row for rows in ahead.values() for key, row in rows.items()}
    wanted = {key: row for plan in plans for key, row in (plan.changed | plan.detached).items()}
    write_rows(changes, before, wanted)
    _insert([row for plan in plans for row in plan.fresh])
    for schedule, plan in zip(schedules, plans, strict=True):
        tell_new(changes, schedule, plan.news)
    name_days({schedule.series_id for schedule in schedules} - _named_by_day(plans))
    _stamp(schedules)
    return Materialised(
        sum(len(plan.fresh) for plan in plans),
        sum(len(plan.changed) for plan in plans),
        sum(len(plan.detached) for plan in plans),
    )


def _named_by_day(plans: Sequence[_Plan]) -> set[int]:
    """The series that have no dates but these new ones, and on no day two: new rows are named by their day."""
    days: dict[int, list[str]] = defaultdict(list)
    for plan in plans:
        for _, row in plan.fresh:
            days[row.series_id].append(row.recurrence_id[:8])
    rows = Occurrence.objects.filter(series_id__in=list(days)).order_by().values("series_id")
    numbers = dict(rows.annotate(number=Count("id")).values_list("series_id", "number"))
    return {key for key, found in days.items() if numbers[key] == len(found) == len(set(found))}


def _stamp(schedules: Sequence[Schedule]) -> None:
    """Schedules whose first dates these are know which zone data made them; later on `recompute` says so."""
    if fresh := [schedule for schedule in schedules if not schedule.tzdata_version]:
        Schedule.objects.filter(pk__in=[schedule.pk for schedule in fresh]).update(
            tzdata_version=TZDATA_VERSION
        )
    for schedule in fresh:
        schedule.tzdata_version = TZDATA_VERSION


def _is_stale(rows: Iterable[Columns]) -> bool:
    return any(row.tzdata_version != TZDATA_VERSION and not row.is_detached for row in rows)


def _rows_ahead(schedules: Sequence[Schedule], now: dt.datetime) -> dict[int, dict[int, Columns]]:
    """The rows of each schedule that are not over, by their id."""
    found: dict[int, dict[int, Columns]] = {schedule.pk: {} for schedule in schedules}
    rows = Occurrence.objects.filter(schedule__in=list(found), end__gt=now).order_by()
    for key, row in rows_of(rows).items():
        found[row.schedule_id or 0][key] = row
    return found


def _ids_over(schedules: Sequence[Schedule], now: dt.datetime) -> dict[int, set[str]]:
    """The recurrence-ids of each schedule's rows that are over."""
    found: dict[int, set[str]] = {schedule.pk: set() for schedule in schedules}
    rows = Occurrence.objects.filter(schedule__in=list(found), end__lte=now).order_by()
    for key, recurrence_id in rows.values_list("schedule_id", "recurrence_id"):
        found[key or 0].add(recurrence_id)
    return found


def _plan(
    schedule: Schedule,
    ahead: dict[int, Columns],
    over: _Over,
    now: dt.datetime,
    after: dt.datetime | None,
    foreseen: Ahead | None,
) -> _Plan:
    has_rows = bool(ahead) or bool(over()[schedule.pk])
    core = schedule.as_core()
    if foreseen and not has_rows and after is None and _is_as_foreseen(schedule, core, foreseen):
        return _Plan(foreseen.rows, set(), {}, {})
    low, high = now if has_rows else after or now - BACK, now + AHEAD
    # Rows that a change led beyond the horizon are looked after too.
    far = {row.recurrence_id for row in ahead.values() if row.recurrence_id >= f"{high:%Y%m%d}"}
    places = {} if schedule.is_away else places_of(core, low - 2 * DAY, high, far)
    present = {row.recurrence_id for row in ahead.values()}
    fresh = [place for place in _planned(places, low, high, now) if place.recurrence_id not in present]
    if fresh:
        fresh = [place for place in fresh if place.recurrence_id not in over()[schedule.pk]]
    changed: dict[int, Columns] = {}
    detached: dict[int, Columns] = {}
    for key, row in ahead.items():
        place = places.get(row.recurrence_id)
        wanted = columns_of(schedule, core, place) if place else row._replace(is_detached=True)
        if wanted != row:
            (changed if place else detached)[key] = wanted
    return _Plan(_rows(schedule, core, fresh), _news(fresh, ahead.values(), now), changed, detached)


def _is_as_foreseen(schedule: Schedule, core: CoreSchedule, foreseen: Ahead) -> bool:
    return not schedule.is_away and (core, schedule.series_id) == (foreseen.core, foreseen.series_id)


def _news(fresh: Iterable[CoreOccurrence], ahead: Collection[Columns], now: dt.datetime) -> set[str]:
    """A date that lies between those that were known comes as news; one behind them, as the rule goes on, does not."""
    if not ahead:
        return set()
    last = max(row.start for row in ahead)
    return {place.recurrence_id for place in fresh if now < place.end and place.start < last}


def places_of(
    core: CoreSchedule, low: dt.datetime, high: dt.datetime, far: Collection[str] = ()
) -> dict[str, CoreOccurrence]:
    """What the schedule makes in a window, by recurrence-id, sorted by start; and wherever they are, every instance
    with an override and those of `far` that it makes."""
    found = {place.recurrence_id: place for place in occurrences(core, low, high)}
    others: dict[str, tuple[Override, ...]] = dict.fromkeys(made_among(core, far), ())
    others |= {one.recurrence_id: (one,) for one in core.overrides if one.recurrence_id not in core.exdates}
    for text in (text for text in others if text not in found):
        alone = replace(core, dtstart=text, rrule="", rdates=(), exdates=(), overrides=others[text])
        found |= {place.recurrence_id: place for place in occurrences(alone, *EVER)}
    return found


def _planned(
    places: dict[str, CoreOccurrence], low: dt.datetime, high: dt.datetime, now: dt.datetime
) -> list[CoreOccurrence]:
    """The places that have a row: up to the horizon, or wherever an override has put them."""
    inside = [place for place in places.values() if place.start < high or place.override is not None]
    past = [place for place in inside if low < place.end <= now]
    return past + [place for place in inside if place.end > now][: limits.OCCURRENCES]


def _insert(fresh: Fresh) -> None:
    """Ids are hardly ever taken, and to ask for thousands takes as long as to write them."""
    try:
        with transaction.atomic():
            insert_rows(Occurrence, _MADE, _new_rows(fresh, set()))
    except IntegrityError:
        insert_rows(Occurrence, _MADE, _new_rows(fresh, _taken([wanted for wanted, _ in fresh])))


def _new_rows(fresh: Fresh, taken: set[UUID]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for wanted, row in fresh:
        own = _another(wanted, taken) if wanted in taken else wanted
        taken.add(own)
        rows.append((*row, day_slug(row.recurrence_id), row.recurrence_id, own, ""))
    return rows


def _taken(wanted: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        some = Occurrence.objects.filter(public_id__in=wanted[start : start + _IDS_AT_ONCE]).order_by()
        found.update(some.values_list("public_id", flat=True))
    return found


def _another(wanted: UUID, taken: set[UUID]) -> UUID:
    """A row re-pointed elsewhere keeps its id, so a new row at its first place needs another one."""
    while wanted in taken or Occurrence.objects.filter(public_id=wanted).exists():
        wanted = public_id(str(wanted), "again")
    return wanted
