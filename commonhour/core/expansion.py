"""What a schedule's occurrences are: the one engine behind page, feed, API, reminders and planner.

Pure and bounded by a step budget: no clock, no time-out.
"""

import datetime as dt
from collections.abc import Iterator

from commonhour.core import limits
from commonhour.core.occurrence import Occurrence
from commonhour.core.recurrence import makes, rule_walls
from commonhour.core.rules import Rule, parse_rule
from commonhour.core.schedule import CANCELLED, Override, Schedule
from commonhour.core.wall import is_date, parse_wall, wall_text
from commonhour.core.zones import UTC, instant, wall_of
from commonhour.errors import TooLarge

# An override may have moved an instance this far from its rule; windows are widened by it to find such.
_SLACK = dt.timedelta(days=2)


def occurrences(schedule: Schedule, after: dt.datetime, before: dt.datetime) -> list[Occurrence]:
    """The occurrences that touch the window `after` ≤ … < `before` (UTC), sorted by start.

    One is in the window when it starts before `before` and ends after `after`. EXDATEs are left out,
    cancelled overrides are in with their status. Raises RefusedInput for a bad rule and TooLarge when the
    window would take more steps than `core/limits.py` allows.
    """
    overrides = {override.recurrence_id: override for override in schedule.overrides}
    # All-day dates are not converted, so a day more on each side keeps every zone's reader served.
    reach = _SLACK + schedule.duration
    low = after.astimezone(UTC).replace(tzinfo=None) - reach if after.year > 2 else dt.datetime.min
    high = before.astimezone(UTC).replace(tzinfo=None) + _SLACK if before.year < 9998 else dt.datetime.max
    ids = [wall_text_like(schedule, wall) for wall in walls(schedule, high) if wall >= low]
    present = set(ids)
    found = [_occurrence(schedule, text, overrides.get(text)) for text in ids]
    # An instance moved into the window from far away, and overrides of instances the rule does not make.
    found += [
        _occurrence(schedule, override.recurrence_id, override)
        for override in schedule.overrides
        if override.recurrence_id not in present and override.recurrence_id not in schedule.exdates
    ]
    inside = (o for o in found if o.start < before and (o.end > after or o.start >= after))
    return sorted(inside, key=lambda o: (o.start, o.recurrence_id))


def recurrence_ids(schedule: Schedule, before: dt.datetime) -> list[str]:
    """Every recurrence-id up to the naive wall time `before`, in order, EXDATEs left out."""
    return [wall_text_like(schedule, wall) for wall in walls(schedule, before)]


def walls(schedule: Schedule, before: dt.datetime) -> Iterator[dt.datetime]:
    """The naive wall times of the recurrence set up to and including `before`, in order (RFC 5545 §3.8.5).

    DTSTART is always the first and counts towards COUNT, whether the rule makes it or not.
    """
    exdates = {parse_wall(text) for text in schedule.exdates}
    start = parse_wall(schedule.dtstart)
    extra = sorted({parse_wall(text) for text in schedule.rdates})
    seen: dt.datetime | None = None
    for wall in _merge(_ruled(schedule, start, before), iter(extra)):
        if wall > before:
            return
        if wall != seen and wall not in exdates:
            yield wall
        seen = wall


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


def _ruled(schedule: Schedule, start: dt.datetime, before: dt.datetime) -> Iterator[dt.datetime]:
    """DTSTART, then what the rule makes after it, COUNT of them in all."""
    yield start
    if not schedule.rrule:
        return
    rule = parse_rule(schedule.rrule)
    left = limits.EXPANDED if rule.count is None else rule.count - 1
    for wall in _rule_walls(rule, start, before):
        if wall == start:
            continue
        if left <= 0:
            if rule.count is None:
                raise TooLarge(f"This rule makes more than {limits.EXPANDED:,} dates in the time asked for.")
            return
        left -= 1
        yield wall


def _rule_walls(rule: Rule, start: dt.datetime, before: dt.datetime) -> Iterator[dt.datetime]:
    """What the rule makes, followed no further than the budget allows."""
    bounded = min(before, _budget_end(start))
    yield from rule_walls(rule, start, bounded)
    is_endless = rule.count is None and rule.until is None
    if bounded < before < dt.datetime.max and is_endless:
        raise TooLarge(
            f"The time asked for ends more than {limits.EXPANDED_DAYS:,} days after the rule begins."
        )


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


def _occurrence(schedule: Schedule, recurrence_id: str, override: Override | None) -> Occurrence:
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
        return start, start + max(duration, dt.timedelta(days=1))
    start = instant(wall, tzid)
    days = dt.timedelta(days=duration.days)
    if not days:
        return start, start + duration
    # Counted from the wall time that really was, so that a start in a gap does not lose its gap twice.
    return start, instant(wall_of(start, tzid) + days, tzid) + (duration - days)
