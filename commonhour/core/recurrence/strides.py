"""The days of a common rule as whole numbers, without walking: one week, month or year of it is like another.

A month is one of 28 kinds (its length and its first weekday), a year one of 28
(its first weekday, and whether it or a neighbour is a leap year), a week one of one. The walk of
`core/recurrence.py` is asked once for each kind, and its answer stands for all periods of that kind. A day is
the second its midnight has on the wall, counted from 1970-01-01.
"""

import datetime as dt
import functools
from bisect import bisect_left, bisect_right
from calendar import isleap, monthrange
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from commonhour.core.recurrence.rules import Rule
from commonhour.core.recurrence.walk import first_day, walls_of_period
from commonhour.core.time.instants import DAY, EPOCH_DAY

# Months and years are looked up in a table of these years; a window that leaves them is walked.
FIRST_YEAR, LAST_YEAR = 1900, 2199
EARLIEST, LATEST = (
    (dt.date(*day).toordinal() - EPOCH_DAY) * DAY for day in ((FIRST_YEAR, 1, 1), (LAST_YEAR, 12, 31))
)


class Stride(Protocol):
    """What makes the days of one rule from one DTSTART on, DTSTART itself only where the rule makes it."""

    def between(self, low: int, high: int) -> Sequence[int]:
        """The days from `low` to `high`, both included, in order. Neither is before DTSTART, and both lie
        between EARLIEST and LATEST."""


def stride_of(rule: Rule, start: dt.date) -> Stride | None:
    """The stride of a rule, whatever its times of day; None when it has to be walked."""
    if rule.freq == "MONTHLY":
        return None if rule.bymonth else Months(rule, start)
    if rule.freq == "YEARLY":
        return Years(rule, start)
    if rule.bymonth or rule.bymonthday:
        return None
    if rule.freq == "WEEKLY":
        return _weekly(rule, start)
    if not rule.byday:
        return None if rule.bysetpos else Steps(_day(start), rule.interval * DAY)
    # "Every day that is a Monday or a Friday" is "every week on Monday and Friday".
    is_every_week = rule.interval == 1 and not rule.bysetpos
    return _weekly(replace(rule, freq="WEEKLY"), start) if is_every_week else None


@dataclass(frozen=True, slots=True)
class Steps:
    """Every day or week, every n days or weeks."""

    first: int
    step: int

    def between(self, low: int, high: int) -> Sequence[int]:
        first = self.first
        return range(
            first if low <= first else first - (first - low) // self.step * self.step, high + 1, self.step
        )


@dataclass(frozen=True, slots=True)
class Weeks:
    """Every week or every n weeks, on several days of it."""

    first: int
    step: int
    offsets: tuple[int, ...]

    def between(self, low: int, high: int) -> Sequence[int]:
        weeks = range(_reached(self.first, low - 7 * DAY, self.step), high + 1, self.step)
        return _cut([week + offset for week in weeks for offset in self.offsets], low, high)


def _weekly(rule: Rule, start: dt.date) -> Stride:
    offsets = _offsets(rule, start, first_day(rule, start))
    week, step = _day(start) - (start.weekday() - rule.wkst) % 7 * DAY, 7 * DAY * rule.interval
    if len(offsets) != 1:
        return Weeks(week, step, tuple(offsets))
    return Steps(_reached(week + offsets[0], _day(start), step), step)


class Months:
    """Every month or every n months, by weekday, by day, or by place in a set."""

    def __init__(self, rule: Rule, start: dt.date) -> None:
        # Without BYDAY and BYMONTHDAY it is the day of the month that DTSTART has.
        anchor = dt.date(2000, 1, 1 if rule.byday or rule.bymonthday else start.day)
        self.kinds, self.interval = _kinds_of(replace(rule, count=None, until=None), anchor), rule.interval
        self.own = (start.year - FIRST_YEAR) * 12 + start.month - 1

    def between(self, low: int, high: int) -> Sequence[int]:
        begin = _reached(self.own, max(0, (low - EARLIEST) // _MEAN_MONTH - 1), self.interval)
        end = (high - EARLIEST) // _MEAN_MONTH + 2
        make = _days_of_months if end - begin <= _KEPT_MONTHS else _days_of_months.__wrapped__
        return _cut(make(self.kinds, begin, end, self.interval), low, high)


class Years:
    """Every year or every n years, by anything RFC 5545 has for a year."""

    def __init__(self, rule: Rule, start: dt.date) -> None:
        anchor = start.replace(year=2000)
        self.kinds, self.interval = _kinds_of(replace(rule, count=None, until=None), anchor), rule.interval
        self.own = start.year - FIRST_YEAR

    def between(self, low: int, high: int) -> Sequence[int]:
        begin = _reached(self.own, max(0, (low - EARLIEST) // _MEAN_YEAR - 1), self.interval)
        chosen = _years()[begin : (high - EARLIEST) // _MEAN_YEAR + 2 : self.interval]
        kinds = self.kinds
        return _cut([day + offset for day, kind in chosen for offset in kinds[kind]], low, high)


class _Kinds(dict[int, list[int]]):
    """The days a rule makes in each kind of its period, asked of the walk when one is first met.

    A kind is named by the first day of the first period of the table that is of it.
    """

    def __init__(self, rule: Rule, start: dt.date) -> None:
        self.rule, self.start = rule, start

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __missing__(self, kind: int) -> list[int]:
        offsets = self[kind] = _offsets(self.rule, self.start, kind)
        return offsets


@functools.lru_cache(maxsize=256)
def _days_of_months(kinds: _Kinds, begin: int, end: int, interval: int) -> list[int]:
    """Kept, because every "second Tuesday" of one window has the same days, whatever its hour and its zone."""
    return [day + offset for day, kind in _months()[begin:end:interval] for offset in kinds[kind]]


@functools.lru_cache(maxsize=1024)
def _kinds_of(rule: Rule, anchor: dt.date) -> _Kinds:
    return _Kinds(rule, anchor)


def _offsets(rule: Rule, start: dt.date, first: int) -> list[int]:
    """The days made in the period that begins on the ordinal `first`, in seconds from its begin."""
    midnight = dt.datetime.combine(start, dt.time())
    walls = walls_of_period(replace(rule, byhour=(), byminute=(), bysecond=()), midnight, first)
    return [(wall.toordinal() - first) * DAY for wall in walls]


def _day(date: dt.date) -> int:
    return (date.toordinal() - EPOCH_DAY) * DAY


def _reached(first: int, low: int, step: int) -> int:
    """The first of `first`, `first + step`, … that is not below `low`."""
    return first if low <= first else first - (first - low) // step * step


def _cut(days: list[int], low: int, high: int) -> list[int]:
    return days[bisect_left(days, low) : bisect_right(days, high)]


_KEPT_MONTHS = 60
# A month or a year is never more than one away from where its mean length would put it.
_MEAN_MONTH, _MEAN_YEAR = 2_629_746, 31_556_952


@functools.cache
def _months() -> list[tuple[int, int]]:
    """(its first day, its kind) of every month of the table."""
    dates = (dt.date(year, month, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13))
    return list(_kinds(dates, lambda date: (date.weekday(), monthrange(date.year, date.month)[1])))


@functools.cache
def _years() -> list[tuple[int, int]]:
    """(its first day, its kind) of every year of the table. A week may reach into the year before or after, and how
    it is counted depends on the length of the year it belongs to."""
    dates = (dt.date(year, 1, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1))
    return list(_kinds(dates, lambda date: (date.weekday(), *(isleap(date.year + n) for n in (-1, 0, 1)))))


def _kinds(dates: Iterable[dt.date], kind_of: Callable[[dt.date], Hashable]) -> Iterator[tuple[int, int]]:
    known: dict[Hashable, int] = {}
    for date in dates:
        day = date.toordinal()
        yield (day - EPOCH_DAY) * DAY, known.setdefault(kind_of(date), day)
