"""The least that expanding a rule could cost: its starts from numbers alone, to measure the engine against."""

import bisect
import calendar
import datetime as dt
from collections.abc import Callable

from commonhour.core.recurrence import expansion
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time import instants
from commonhour.core.time.instants import DAY, second_of
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import UTC, wall_of

AFTER, BEFORE = dt.datetime(2026, 1, 1, tzinfo=UTC), dt.datetime(2028, 1, 1, tzinfo=UTC)
HOUR = dt.timedelta(hours=1)


def floor_of(schedule: Schedule) -> Callable[[], list[int]]:
    """A function that makes the starts of one series from numbers alone: nothing to read, to look up or to check.

    Given are DTSTART as a wall second, the step or a table of months, the pieces of wall time in which the zone has
    one offset, what the exceptions take away and add, and the window. Left is what nobody can leave out: where to
    begin, and an integer range (or a sum for each month) for every piece.
    """
    plain = Schedule(schedule.dtstart, schedule.tzid, HOUR, schedule.rrule)
    made, kept = (expansion.starts(one, AFTER, BEFORE) for one in (plain, schedule))
    make = _floor_of_rule(schedule)
    gone, added = set(made) - set(kept), sorted(set(kept) - set(made))
    if not gone:
        return make

    def changed() -> list[int]:
        left = [second for second in make() if second not in gone]
        for second in added:
            bisect.insort(left, second)
        return left

    return changed


def _floor_of_rule(schedule: Schedule) -> Callable[[], list[int]]:
    rule, start = schedule.rrule, parse_wall(schedule.dtstart)
    low, high = (second_of(wall_of(moment, schedule.tzid)) for moment in (AFTER - HOUR, BEFORE))
    low, first = low + 1, second_of(start)
    ends, pieces = instants.clock(schedule.tzid, low, high)
    pieces = pieces[bisect.bisect_right(ends, low) : bisect.bisect_left(ends, high) + 1]
    if "WEEKLY" in rule and rule.count(",") == 0:
        stop = min(high, first + 40 * 7 * DAY) if "COUNT" in rule else high
        step = _step(rule)
        return lambda: _ranges(first, step, low, stop, pieces)
    if "WEEKLY" in rule:
        offsets = (0, 2 * DAY) if rule.count(",") == 1 else (0, DAY, 2 * DAY, 3 * DAY, 4 * DAY)
        return lambda: _mapped(_weeks(first, low, high, offsets), pieces)
    if "YEARLY" in rule:
        years = [second_of(start.replace(year=year)) for year in range(start.year, 2030)]
        return lambda: _mapped(
            years[bisect.bisect_left(years, low) : bisect.bisect_left(years, high)], pieces
        )
    return _floor_of_months(schedule, max(low, first), high, pieces)


def _step(rule: str) -> int:
    return 7 * DAY * next((n for n in (2, 4) if f"INTERVAL={n}" in rule), 1)


def _ranges(first: int, step: int, low: int, high: int, pieces: list[tuple[int, int]]) -> list[int]:
    found: list[int] = []
    if first < low:
        first = low + (first - low) % step
    for end, offset in pieces:
        if end >= high:
            found += range(first - offset, high - offset, step)
            break
        following = end + (first - end) % step
        found += range(first - offset, following - offset, step)
        first = following
    return found


def _weeks(first: int, low: int, high: int, offsets: tuple[int, ...]) -> list[int]:
    """DTSTART is on the first of the days of its week."""
    week = low - 7 * DAY + (first - low) % (7 * DAY) if first < low else first
    days = [begin + offset for begin in range(week, high, 7 * DAY) for offset in offsets]
    return days[bisect.bisect_left(days, low) : bisect.bisect_left(days, high)]


def _mapped(walls: list[int], pieces: list[tuple[int, int]]) -> list[int]:
    found: list[int] = []
    begin = 0
    for end, offset in pieces:
        place = bisect.bisect_left(walls, end, begin)
        found += [wall - offset for wall in walls[begin:place]]
        begin = place
    return found


def _floor_of_months(schedule: Schedule, low: int, high: int, pieces) -> Callable[[], list[int]]:
    """(midnight of the first or the last day, its weekday) of each month is given; the rest is arithmetic."""
    rule, start = schedule.rrule, parse_wall(schedule.dtstart)
    time_ = start.hour * 3600 + start.minute * 60
    step = 3 if "INTERVAL=3" in rule else 1
    numbers = [number for number in range(start.year * 12 + start.month - 1, 2028 * 12 + 2, step)
               if number >= 2025 * 12 + 11 or number >= start.year * 12 + start.month - 1]  # fmt: skip
    firsts = [dt.date(number // 12, number % 12 + 1, 1) for number in numbers]
    near = [day for day in firsts if low - 32 * DAY < second_of(dt.datetime.combine(day, dt.time())) < high]
    if "-1" in rule:
        near = [day.replace(day=calendar.monthrange(day.year, day.month)[1]) for day in near]
    months = [(second_of(dt.datetime.combine(day, dt.time())), day.weekday()) for day in near]
    wanted = start.weekday()
    if "BYDAY" not in rule:
        plus = (start.day - 1) * DAY + time_
        make = lambda: [day + plus for day, _ in months]  # noqa: E731
    elif "SETPOS" in rule:
        make = lambda: [d + time_ - (w - 4) * DAY if w > 4 else d + time_ for d, w in months]  # noqa: E731
    elif "-1" in rule:
        make = lambda: [d + time_ - (w - wanted) % 7 * DAY for d, w in months]  # noqa: E731
    else:
        plus = (int(rule.split("BYDAY=")[1][0]) - 1) * 7 * DAY + time_
        make = lambda: [d + (wanted - w) % 7 * DAY + plus for d, w in months]  # noqa: E731

    def between() -> list[int]:
        days = make()
        return _mapped(days[bisect.bisect_left(days, low) : bisect.bisect_left(days, high)], pieces)

    return between
