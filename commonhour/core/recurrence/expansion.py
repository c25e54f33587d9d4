"""What a schedule's occurrences are: the one engine behind page, feed, API, reminders and planner.

Pure and bounded by a step budget: no clock, no time-out.
"""

import datetime as dt
import functools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from commonhour.core.recurrence.rules import parse_rule
from commonhour.core.recurrence.set import wall_seconds, walls, without
from commonhour.core.recurrence.walk import makes
from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.instants import DAY, EPOCH, EPOCH_DAY, instants, second_of, seconds_to
from commonhour.core.time.wall import is_date, parse_wall, wall_text
from commonhour.core.time.zones import UTC, instant, wall_of

# No clock is this far from UTC, so a window in UTC widened by it holds every wall time that may lie in it.
_SLACK = DAY
_DAY = dt.timedelta(days=1)


def occurrences(schedule: Schedule, after: dt.datetime, before: dt.datetime) -> list[Occurrence]:
    """The occurrences that touch the window `after` ≤ … < `before` (UTC), sorted by start.

    One is in the window when it starts before `before` and ends after `after`. EXDATEs are left out,
    cancelled overrides are in with their status. Raises RefusedInput for a bad rule and TooLarge when the
    window would take more steps than `core/limits.py` allows.
    """
    length, end = _exact_length(schedule.is_all_day, schedule.duration), seconds_to(before)
    reach = max(schedule.duration.days + 1, 0) * DAY if length is None else length
    earliest = _earliest(after, reach)
    days, time = wall_seconds(schedule, earliest - _SLACK, end + _SLACK)
    if schedule.overrides:
        days = without(days, [second - time for second in _changed_seconds(schedule)])
    if length is None:
        found = _touching((_occurrence(schedule, _id(schedule, day + time)) for day in days), after, before)
    else:
        inside = zip(days, _begins(schedule, days, time), strict=True)
        found = _of_one_length(
            schedule, length, time, ((day, at) for day, at in inside if earliest <= at < end)
        )
    found += _touching(_changed(schedule), after, before)
    if not _is_in_order(schedule, time):
        found.sort(key=lambda one: (one.start, one.recurrence_id))
    return found


def starts(schedule: Schedule, after: dt.datetime, before: dt.datetime) -> list[int]:
    """The starts of the same occurrences in order, as whole seconds since 1970-01-01 in UTC."""
    is_all_day = schedule.is_all_day
    length = _exact_length(is_all_day, schedule.duration)
    if length is None:
        return [seconds_to(one.start) for one in occurrences(schedule, after, before)]
    earliest, end = _earliest(after, length), seconds_to(before)
    days, time = wall_seconds(schedule, earliest - _SLACK, end + _SLACK)
    if schedule.overrides:
        days, moved = _overridden(schedule, days, time)
    else:
        moved = ()
    found = _begins(schedule, days, time) if is_all_day else instants(days, schedule.tzid, time)
    if not time or schedule.rdates or schedule.overrides:  # the rest is in order, see _is_in_order
        found.sort()
    if found and (found[0] < earliest or found[-1] >= end):
        found = found[bisect_left(found, earliest) : bisect_left(found, end)]
    if moved:
        found += _moved_starts(schedule, moved, after, before)
        found.sort()
    return found


def recurrence_ids(
    schedule: Schedule, before: dt.datetime, *, since: dt.datetime = dt.datetime.min
) -> list[str]:
    """Every recurrence-id from `since` up to `before` (naive wall times, both included), EXDATEs left out."""
    days, time = wall_seconds(schedule, second_of(since), second_of(before))
    return [_id(schedule, day + time) for day in days]


def wall_text_like(schedule: Schedule, wall: dt.datetime) -> str:
    """The wall text of an instance, in the schedule's own form (date or date-time)."""
    return wall_text(wall.date()) if schedule.is_all_day else wall_text(wall)


def last_wall(schedule: Schedule) -> dt.datetime | None:
    """The last instance the rule and the RDATEs make; None when it is open-ended or there is none."""
    if schedule.rrule:
        rule = parse_rule(schedule.rrule)
        if rule.count is None and rule.until is None:
            return None
    last = None
    for last in walls(schedule, dt.datetime.max):  # noqa: B007
        pass
    return last


def is_off_rule(schedule: Schedule) -> bool:
    """True when DTSTART is not an instance of its own rule."""
    if not schedule.rrule:
        return False
    return not makes(parse_rule(schedule.rrule), parse_wall(schedule.dtstart))


def _begins(schedule: Schedule, days: Sequence[int], time: int) -> list[int]:
    """The instants of wall seconds less the time of day they share, one for one."""
    if schedule.is_all_day:
        return [(day + time) // DAY * DAY for day in days]
    return instants(days, schedule.tzid, time)


def _is_in_order(schedule: Schedule, time: int) -> bool:
    """True for calls a day apart or more: only closer ones may change places, when a gap moves one of them."""
    return bool(time) and not schedule.rdates and not schedule.overrides


def _overridden(schedule: Schedule, days: Sequence[int], time: int) -> tuple[list[int], Sequence[Override]]:
    """The days with those that overrides leave where they are, whether the rule makes them or not, and the
    overrides that are elsewhere, whose days are left out."""
    left, moved, exdates = list(days), [], schedule.exdates
    is_all_day = schedule.is_all_day
    for override in schedule.overrides:
        text = override.recurrence_id
        if text in exdates:
            continue
        if is_date(text) != is_all_day:
            moved.append(override)
            continue
        day = second_of(parse_wall(text)) - time
        place = bisect_left(left, day)
        is_made = place < len(left) and left[place] == day
        if not _is_in_place(override):
            moved.append(override)
            del left[place : place + is_made]
        elif not is_made:
            left.insert(place, day)
    return left, moved


def _moved_starts(
    schedule: Schedule, moved: Iterable[Override], after: dt.datetime, before: dt.datetime
) -> Iterator[int]:
    end = seconds_to(before)
    for override in moved:
        dtstart = override.dtstart or override.recurrence_id
        duration = schedule.duration if override.duration is None else override.duration
        length = _exact_length(is_date(dtstart), duration)
        if length is None:
            found = _touching([_occurrence(schedule, override.recurrence_id, override)], after, before)
            yield from (seconds_to(one.start) for one in found)
            continue
        begin = second_of(parse_wall(dtstart))
        if not is_date(dtstart):
            (begin,) = instants((begin,), override.tzid or schedule.tzid)
        if _earliest(after, length) <= begin < end:
            yield begin


def _is_in_place(override: Override) -> bool:
    return override.dtstart is None and override.tzid is None and override.duration is None


def _changed_seconds(schedule: Schedule) -> Iterator[int]:
    for override in schedule.overrides:
        if is_date(override.recurrence_id) == schedule.is_all_day:
            yield second_of(parse_wall(override.recurrence_id))


def _changed(schedule: Schedule) -> Iterator[Occurrence]:
    """Every instance with an override, wherever it was moved, those that the rule does not make too."""
    for override in {override.recurrence_id: override for override in schedule.overrides}.values():
        if override.recurrence_id not in schedule.exdates:
            yield _occurrence(schedule, override.recurrence_id, override)


def _touching(found: Iterable[Occurrence], after: dt.datetime, before: dt.datetime) -> list[Occurrence]:
    return [one for one in found if one.start < before and (one.end > after or one.start >= after)]


@functools.lru_cache(maxsize=1_024)
def _exact_length(is_all_day: bool, duration: dt.timedelta) -> int | None:
    """The seconds that an instance lasts; None when the clocks have a say in it, for days on the wall."""
    if is_all_day:
        duration = max(duration, _DAY)
    elif duration.days:
        return None
    return None if duration.microseconds else duration.days * DAY + duration.seconds


def _earliest(after: dt.datetime, length: int) -> int:
    """The first second at which an instance so long may start and touch what comes after a moment."""
    first = seconds_to(after)
    return first if length <= 0 else first - length + (not after.microsecond)


def _of_one_length(
    schedule: Schedule, length: int, time: int, instances: Iterable[tuple[int, int]]
) -> list[Occurrence]:
    """Occurrences of (wall second less a time of day, instant)."""
    uid, is_all_day, status, lasting = (
        schedule.uid,
        schedule.is_all_day,
        schedule.status,
        dt.timedelta(0, length),
    )
    if is_all_day or schedule.rdates or not time:
        named = ((_id(schedule, day + time), at) for day, at in instances)
    else:
        clock = _time_text(time)
        named = ((_day_text(day // DAY) + clock, at) for day, at in instances)
    return [
        Occurrence(uid, text, start := EPOCH + dt.timedelta(0, at), start + lasting, is_all_day, status)
        for text, at in named
    ]


def _id(schedule: Schedule, wall: int) -> str:
    """The recurrence-id of a wall second."""
    day, time = divmod(wall, DAY)
    return _day_text(day) if schedule.is_all_day else _day_text(day) + _time_text(time)


@functools.lru_cache(maxsize=16_384)
def _day_text(day: int) -> str:
    return wall_text(dt.date.fromordinal(day + EPOCH_DAY))


@functools.lru_cache(maxsize=4_096)
def _time_text(second: int) -> str:
    return f"T{second // 3600:02d}{second // 60 % 60:02d}{second % 60:02d}"


def _occurrence(schedule: Schedule, recurrence_id: str, override: Override | None = None) -> Occurrence:
    dtstart = (override and override.dtstart) or recurrence_id
    tzid = (override and override.tzid) or schedule.tzid
    duration = schedule.duration if override is None or override.duration is None else override.duration
    start, end = span(dtstart, tzid, duration)
    status = schedule.status if override is None else override.status
    if schedule.status == CANCELLED:
        status = CANCELLED
    return Occurrence(schedule.uid, recurrence_id, start, end, is_date(dtstart), status, override)


def span(dtstart: str, tzid: str, duration: dt.timedelta) -> tuple[dt.datetime, dt.datetime]:
    """Start and end (UTC) of an instance. Whole days of a duration are wall days, the rest is exact
    (RFC 5545 §3.3.6); an all-day one ends at the midnight after its last day."""
    wall = parse_wall(dtstart)
    if is_date(dtstart):
        start = wall.replace(tzinfo=UTC)
        day = dt.timedelta(days=1)
        return start, start + max(day, day * -(-duration // day))
    start = instant(wall, tzid)
    days = dt.timedelta(days=duration.days)
    if not days:
        return start, start + duration
    # Counted from the wall time that really was, so that a start in a gap does not lose its gap twice.
    return start, instant(wall_of(start, tzid) + days, tzid) + (duration - days)
