"""The recurrence set of a schedule (RFC 5545 §3.8.5) in wall time: DTSTART, its rule, RDATEs, less EXDATEs.

Between two wall times it is whole seconds from 1970-01-01, by strides where the rule is a common one; from the
first instance on it is a stream, walked. Both are the same set.
"""

import datetime as dt
import functools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonhour.core import limits
from commonhour.core.recurrence.rules import Rule, parse_rule
from commonhour.core.recurrence.strides import EARLIEST, LATEST, Stride, stride_of
from commonhour.core.recurrence.walk import rule_walls
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.instants import DAY, second_of, wall_at
from commonhour.core.time.wall import parse_wall
from commonhour.errors import TooLarge

_NOWHERE = -(10**18)


def walls(schedule: Schedule, before: dt.datetime) -> Iterator[dt.datetime]:
    """The naive wall times of the recurrence set up to and including `before`, in order (RFC 5545 §3.8.5).

    DTSTART is always the first and counts towards COUNT, whether the rule makes it or not.
    """
    return _walked(schedule, None, before)


def wall_seconds(schedule: Schedule, low: int, high: int) -> tuple[Sequence[int], int]:
    """The same set from `low` to `high`, both included, as ordered wall seconds less the time of day that they
    share, and that time of day. It costs no more for a rule that began long ago, unless it has a COUNT.
    """
    found = _strided(schedule, low, high)
    if found is None:
        return [second_of(wall) for wall in _walked(schedule, wall_at(low), wall_at(high))], 0
    days, time = found
    if schedule.rdates:
        extra = {second_of(parse_wall(text)) - time for text in schedule.rdates}
        days = sorted({*days, *(day for day in extra if low <= day + time <= high)})
    if schedule.exdates:
        days = without(days, [second - time for second in seconds_of(schedule.exdates)])
    return days, time


@functools.lru_cache(maxsize=4_096)
def seconds_of(texts: tuple[str, ...]) -> tuple[int, ...]:
    """The wall seconds of wall texts."""
    return tuple(second_of(parse_wall(text)) for text in texts)


def without(seconds: Sequence[int], gone: Iterable[int]) -> list[int]:
    """Ordered seconds less some of them."""
    left = list(seconds)
    for second in gone:
        place = bisect_left(left, second)
        if place < len(left) and left[place] == second:
            del left[place]
    return left


@dataclass(frozen=True, slots=True)
class _Begun:
    """A rule read once with its DTSTART, in days and their time; `high` is as far as the stride may be asked."""

    day: int
    time: int
    stride: Stride | None
    count: int | None
    until: int
    high: int


@functools.lru_cache(maxsize=16_384)
def _begun(dtstart: str, rrule: str) -> _Begun:
    start = parse_wall(dtstart)
    time = start.hour * 3600 + start.minute * 60 + start.second
    day = second_of(start) - time
    if not rrule:
        return _Begun(day, time, None, 1, LATEST, LATEST)
    rule = _read(rrule)
    stride = stride_of(rule, start.date()) if _is_at(rule, start) else None
    until = LATEST if rule.until is None else second_of(rule.until) - time
    high = _NOWHERE if stride is None else min(LATEST, day + limits.EXPANDED_DAYS * DAY)
    return _Begun(day, time, stride, rule.count, until, high)


@functools.lru_cache(maxsize=4096)
def _read(rrule: str) -> Rule:
    return parse_rule(rrule)


def _strided(schedule: Schedule, low: int, high: int) -> tuple[Sequence[int], int] | None:
    """DTSTART and what the rule makes, as days and their time; None when that has to be walked."""
    begun = _begun(schedule.dtstart, schedule.rrule)
    day, time, count, until = begun.day, begun.time, begun.count, begun.until
    low, high = low - time, high - time
    first = low if low > day and count is None else day
    if high > begun.high or first < EARLIEST:
        return None
    last = high if high < until else until
    days = begun.stride.between(first, last) if begun.stride and first <= last else ()
    if first == day <= high and (not days or days[0] != day):
        days = (day, *days)
    if count is not None:
        days = days[:count]
        return days[bisect_left(days, low) :], time
    return days, time


def _is_at(rule: Rule, start: dt.datetime) -> bool:
    """True when the rule has no other times of day than DTSTART."""
    times = (rule.byhour or (start.hour,), rule.byminute or (start.minute,), rule.bysecond or (start.second,))
    return times == ((start.hour,), (start.minute,), (start.second,))


def _walked(schedule: Schedule, after: dt.datetime | None, before: dt.datetime) -> Iterator[dt.datetime]:
    start = parse_wall(schedule.dtstart)
    exdates = {parse_wall(text) for text in schedule.exdates}
    extra = sorted({parse_wall(text) for text in schedule.rdates})
    seen: dt.datetime | None = None
    for wall in _merge(_ruled(schedule, start, after, before), iter(extra)):
        if wall > before:
            return
        if wall != seen and wall not in exdates and (after is None or wall >= after):
            yield wall
        seen = wall


def _ruled(
    schedule: Schedule, start: dt.datetime, after: dt.datetime | None, before: dt.datetime
) -> Iterator[dt.datetime]:
    """DTSTART, then what the rule makes after it, COUNT of them in all; only from `after` on where none of them
    has to be counted."""
    yield start
    if not schedule.rrule:
        return
    rule = _read(schedule.rrule)
    left = limits.EXPANDED if rule.count is None else rule.count - 1
    for wall in _bounded(rule, start, after if rule.count is None else None, before):
        if wall == start:
            continue
        if left <= 0:
            if rule.count is None:
                raise TooLarge("rule-too-many-dates", most=limits.EXPANDED)
            return
        left -= 1
        yield wall


def _bounded(
    rule: Rule, start: dt.datetime, after: dt.datetime | None, before: dt.datetime
) -> Iterator[dt.datetime]:
    """What the rule makes, followed no further than the budget allows."""
    bounded = min(before, _budget_end(start))
    yield from rule_walls(rule, start, bounded, after)
    is_endless = rule.count is None and rule.until is None
    if bounded < before < dt.datetime.max and is_endless:
        raise TooLarge("rule-too-far", days=limits.EXPANDED_DAYS)


def _budget_end(start: dt.datetime) -> dt.datetime:
    """The last moment a rule is followed to: a rule that never matches must end too."""
    try:
        return start + dt.timedelta(days=limits.EXPANDED_DAYS)
    except OverflowError:
        return dt.datetime.max


def _merge(ruled: Iterator[dt.datetime], extra: Iterator[dt.datetime]) -> Iterator[dt.datetime]:
    """Two ordered streams as one, pulling no further than needed."""
    waiting = next(extra, None)
    for wall in ruled:
        while waiting is not None and waiting < wall:
            yield waiting
            waiting = next(extra, None)
        yield wall
    while waiting is not None:
        yield waiting
        waiting = next(extra, None)
