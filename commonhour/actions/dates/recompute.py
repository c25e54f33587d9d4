"""After new time zone data: coming dates keep their wall time, so their instants move. What is over never does."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F

from commonhour.actions.dates.rows import Columns, rows_of, write_rows
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.core.recurrence.expansion import span
from commonhour.core.rights import WORKER, Actor, Verb
from commonhour.core.schedule import schedule as core
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import TZDATA_VERSION
from commonhour.models import Occurrence, Override, Schedule

_AT_ONCE = 200  # schedules read or stamped together


@dataclass(frozen=True)
class Move:
    """The coming dates of one schedule that moved by so many minutes (later when positive). `first` is the first
    of them on the host's calendar; `before` and `after` are its old and new start in UTC."""

    series: str
    title: str
    dates: int
    first: dt.date
    minutes: int
    before: dt.datetime
    after: dt.datetime


@dataclass(frozen=True)
class Recomputed:
    """`made_with` are the versions the looked-at schedules had before; "" where none was kept."""

    made_with: tuple[str, ...] = ()
    version: str = TZDATA_VERSION
    schedules: int = 0
    moves: tuple[Move, ...] = ()

    @property
    def sentence(self) -> str:
        """ "Time zone data 2026a → 2026b: 3 series moved"."""
        count = len({move.series for move in self.moves})
        before = ", ".join(version or "unknown" for version in self.made_with)
        return f"Time zone data {before} → {self.version}: {count or 'no'} series moved"


@dataclass(frozen=True)
class _Shift:
    """One date that does not start or end where its row says."""

    key: int
    row: Columns
    start: dt.datetime
    end: dt.datetime
    is_moved: bool

    @property
    def after(self) -> Columns:
        return self.row._replace(
            start=self.start, end=self.end, is_moved=self.is_moved, tzdata_version=TZDATA_VERSION
        )

    @property
    def minutes(self) -> int:
        return round((self.start - self.row.start).total_seconds() / 60)


_Shifts = dict[Schedule, list[_Shift]]


def recompute(now: dt.datetime, *, actor: Actor, is_dry: bool = False) -> Recomputed:
    """Bring the coming dates of every schedule made with other zone data in line with the present one.

    Past rows, detached rows and schedules that are gone stay as they are. A schedule whose dates moved gets
    SEQUENCE + 1, but for an outside calendar's, whose SEQUENCE is its owner's. All that moved is one change
    set; where nothing moved there is none, and feeds stay as they were. Cheap when nothing is to be done.
    """
    require(actor, Verb.KEEP_IN_LINE)
    made_with = tuple(sorted(set(_stale().order_by().values_list("tzdata_version", flat=True))))
    if not made_with:
        return Recomputed()
    ids = list(_stale().order_by("pk").values_list("pk", flat=True))
    moving = [schedule.pk for some in _chunks(ids) for schedule in _shifts(some, now)]
    if is_dry:
        return Recomputed(made_with, TZDATA_VERSION, len(ids), _moves(_shifts(moving, now)))
    moves = _move_dates(moving, made_with, now, actor) if moving else ()
    for some in _chunks(ids):
        _stamp(some, now)
    return Recomputed(made_with, TZDATA_VERSION, len(ids), moves)


def recompute_these(schedules: Iterable[Schedule], now: dt.datetime) -> bool:
    """The same for schedules that are about to be changed and are locked, lest the clocks' move is taken for part of
    the change. Their rows in hand know of it. True when there was anything to do; cheap otherwise."""
    stale = {schedule.pk: schedule for schedule in schedules if schedule.has_stale_dates}
    if not stale:
        return False
    before = tuple(sorted({schedule.tzdata_version for schedule in stale.values()}))
    for some in _chunks(list(stale)):
        if moving := [schedule.pk for schedule in _shifts(some, now)]:
            _move_dates(moving, before, now, WORKER)
        _stamp(some, now)
    for schedule in stale.values():
        schedule.refresh_from_db(fields=["sequence", "changed_at", "tzdata_version"])
    return True


def _stale() -> "models.QuerySet[Schedule]":
    return Schedule.objects.filter(gone_at=None).exclude(tzdata_version=TZDATA_VERSION)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _shifts(ids: Sequence[int], now: dt.datetime) -> _Shifts:
    """What moves, by schedule; those that stay are not in it."""
    found: _Shifts = {}
    schedules = _stale().filter(pk__in=ids).order_by("pk").prefetch_related("overrides", "series__group")
    rows = _coming(ids, now)
    for schedule in schedules:
        if shifts := _shifts_of(schedule.as_core(), rows[schedule.pk]):
            found[schedule] = shifts
    return found


def _coming(ids: Sequence[int], now: dt.datetime) -> dict[int, dict[int, Columns]]:
    """The dates that are not over and hang on these schedules, in order, by the id of their row."""
    found: dict[int, dict[int, Columns]] = defaultdict(dict)
    rows = Occurrence.objects.attached().filter(schedule__in=ids, end__gt=now).order_by("start", "pk")
    for key, row in rows_of(rows).items():
        found[row.schedule_id or 0][key] = row
    return found


def _shifts_of(schedule: core.Schedule, rows: Mapping[int, Columns]) -> list[_Shift]:
    overrides = {override.recurrence_id: override for override in schedule.overrides}
    shifts = [_shift(schedule, overrides.get(row.recurrence_id), key, row) for key, row in rows.items()]
    return [one for one in shifts if (one.start, one.end) != (one.row.start, one.row.end)]


def _shift(schedule: core.Schedule, override: core.Override | None, key: int, row: Columns) -> _Shift:
    planned = span(row.recurrence_id, schedule.tzid, schedule.duration)
    if override is None:
        return _Shift(key, row, *planned, is_moved=False)
    dtstart, tzid = override.dtstart or row.recurrence_id, override.tzid or schedule.tzid
    place = span(dtstart, tzid, schedule.duration if override.duration is None else override.duration)
    return _Shift(key, row, *place, is_moved=place != planned)


def _move_dates(
    ids: Sequence[int], made_with: tuple[str, ...], now: dt.datetime, actor: Actor
) -> tuple[Move, ...]:
    """All that moves, in one transaction, looked at again under the lock: two runs at once are like one."""
    with transaction.atomic():
        locked = _stale().filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        shifts = _shifts(list(locked.values_list("pk", flat=True)), now)
        moves = _moves(shifts)
        if not moves:
            return ()
        facts = {
            "before": made_with,
            "version": TZDATA_VERSION,
            "series": len({move.series for move in moves}),
        }
        alone = next(iter(shifts)).series if len({one.series_id for one in shifts}) == 1 else None
        group = alone.group if alone else None
        with change_set(now, actor, "zone-data", facts, group=group, series=alone) as changes:
            for schedule, found in shifts.items():
                _move(changes, schedule, found, now)
    return moves


def _move(changes: Changes, schedule: Schedule, shifts: list[_Shift], now: dt.datetime) -> None:
    rows = {one.key: one.row for one in shifts}
    write_rows(changes, rows, {one.key: one.after for one in shifts})
    if schedule.source_id is None:
        changes.set(schedule, sequence=schedule.sequence + 1)
        moved = [one.row.recurrence_id for one in shifts]
        for some in (moved[start : start + _AT_ONCE] for start in range(0, len(moved), _AT_ONCE)):
            changed = Override.objects.filter(schedule=schedule, recurrence_id__in=some)
            changed.update(sequence=F("sequence") + 1, changed_at=now)
    changes.set(schedule, changed_at=now)
    _stamp([schedule.pk], now)


def _stamp(ids: Sequence[int], now: dt.datetime) -> None:
    """These schedules and their coming dates are as the present zone data has them."""
    Schedule.objects.filter(pk__in=ids).update(tzdata_version=TZDATA_VERSION)
    coming = Occurrence.objects.attached().filter(schedule__in=ids, end__gt=now)
    coming.exclude(tzdata_version=TZDATA_VERSION).update(tzdata_version=TZDATA_VERSION)


def _moves(shifts: _Shifts) -> tuple[Move, ...]:
    """One for each schedule and number of minutes, soonest first."""
    found = []
    for schedule, rows in shifts.items():
        by_minutes: dict[int, list[_Shift]] = defaultdict(list)
        for one in rows:
            by_minutes[one.minutes].append(one)
        found += [_as_move(schedule, same) for same in by_minutes.values()]
    return tuple(sorted(found, key=lambda move: (move.before, move.title)))


def _as_move(schedule: Schedule, same: list[_Shift]) -> Move:
    first = same[0]
    return Move(
        series=schedule.series.slug,
        title=schedule.series.title,
        dates=len(same),
        first=parse_wall(first.row.recurrence_id).date(),
        minutes=first.minutes,
        before=first.row.start,
        after=first.start,
    )
