"""Wall times to instants, many at once: between two changes of a zone's clocks it is one subtraction.

Both are whole seconds since 1970-01-01: an instant's in UTC, a wall time's as if its zone were UTC.
"""

import datetime as dt
import functools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from commonhour.core.time.zones import UTC, instant, zone

DAY = 86_400
EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
_WALL_EPOCH = dt.datetime(1970, 1, 1)
_SECOND = dt.timedelta(seconds=1)
# No zone has kept an offset for less than 6.9 days (Recife, October 2000), so that probes this far apart find
# every change of every clock; a test holds it against all zones.
_PROBE = 6 * DAY
_STRETCH = 61 * _PROBE
_NEVER = 10**18
# Nearer to the ends of the calendar there is no room to look for changes.
_EARLIEST = (dt.date(4, 1, 1).toordinal() - EPOCH_DAY) * DAY
_LATEST = (dt.date(9996, 1, 1).toordinal() - EPOCH_DAY) * DAY


def second_of(wall: dt.datetime) -> int:
    """The whole second of a naive wall time."""
    return (wall.toordinal() - EPOCH_DAY) * DAY + wall.hour * 3600 + wall.minute * 60 + wall.second


def wall_at(second: int) -> dt.datetime:
    """The naive wall time of a whole second; the first or the last there is beyond the years 1 to 9999."""
    try:
        return _WALL_EPOCH + dt.timedelta(0, second)
    except OverflowError:
        return dt.datetime.max if second > 0 else dt.datetime.min


def moment_at(second: int) -> dt.datetime:
    """The UTC moment of a whole second."""
    return EPOCH + dt.timedelta(0, second)


@functools.lru_cache(maxsize=256)
def seconds_to(moment: dt.datetime) -> int:
    """The first whole second that is not before a moment; kept, for many schedules are asked for one window."""
    since = moment - EPOCH
    return since.days * DAY + since.seconds + (since.microseconds > 0)


def instants(walls: Sequence[int], tzid: str, plus: int = 0) -> list[int]:
    """The instants of ordered wall times, each `plus` seconds later on the wall, one for one.

    In a gap a wall time moves forward by the gap, in a fold it is the first of the two, as `zones.instant`
    has it. The answers are in the order of the wall times, which a gap can turn round.
    """
    if not walls:
        return []
    if walls[0] < _EARLIEST or walls[-1] > _LATEST:
        return [second_of(instant(wall_at(wall + plus), tzid)) for wall in walls]
    first, last = walls[0] + plus, walls[-1] + plus
    ends, pieces = _clock(zone(tzid), first // _STRETCH - 1, last // _STRETCH + 1)
    left = pieces[bisect_right(ends, first) :]
    if isinstance(walls, range):
        return _of_steps(first, last + 1, walls.step, left)
    return _of_each(walls, plus, left)


def _of_steps(wall: int, stop: int, step: int, pieces: list[tuple[int, int]]) -> list[int]:
    """The instants of evenly spaced wall times, from (the wall time before which it holds, offset)."""
    found: list[int] = []
    for end, offset in pieces:
        if end >= stop:
            found += range(wall - offset, stop - offset, step)
            break
        following = end + (wall - end) % step
        found += range(wall - offset, following - offset, step)
        wall = following
    return found


def _of_each(walls: Sequence[int], plus: int, pieces: list[tuple[int, int]]) -> list[int]:
    found: list[int] = []
    begin, size = 0, len(walls)
    for end, offset in pieces:
        place = bisect_left(walls, end - plus, begin)
        less = offset - plus
        found += [wall - less for wall in walls[begin:place]]
        begin = place
        if begin == size:
            break
    return found


def clock(tzid: str, low: int, high: int) -> tuple[list[int], list[tuple[int, int]]]:
    """A zone's pieces of wall time with one offset, (wall time at which it ends, offset in seconds), from before
    `low` to after `high`, where the last one has no end; and their ends alone."""
    return _clock(zone(tzid), low // _STRETCH - 1, high // _STRETCH + 1)


@functools.lru_cache(maxsize=2048)
def _clock(rules: ZoneInfo, first: int, last: int) -> tuple[list[int], list[tuple[int, int]]]:
    pieces, offset = [], _offset(rules, first * _STRETCH)
    for stretch in range(first, last + 1):
        for at, after in _changes(rules, stretch):
            # Clocks put forward skip a wall time, put back they show one twice: both count as before.
            pieces.append((at + max(offset, after), offset))
            offset = after
    return [end for end, _ in pieces], [*pieces, (_NEVER, offset)]


@functools.lru_cache(maxsize=8192)
def _changes(rules: ZoneInfo, stretch: int) -> list[tuple[int, int]]:
    """(instant, offset from then on) of each change of the clocks in one stretch of time."""
    found = []
    begin = stretch * _STRETCH
    before = _offset(rules, begin)
    for probe in range(begin + _PROBE, begin + _STRETCH + 1, _PROBE):
        after = _offset(rules, probe)
        if after != before:
            found.append((_change_between(rules, probe - _PROBE, probe), after))
            before = after
    return found


def _change_between(rules: ZoneInfo, early: int, late: int) -> int:
    """The first instant with the offset that `late` has."""
    after = _offset(rules, late)
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(rules, middle) == after:
            late = middle
        else:
            early = middle
    return late


def _offset(rules: ZoneInfo, second: int) -> int:
    found = moment_at(second).astimezone(rules).utcoffset()
    return found // _SECOND if found else 0
