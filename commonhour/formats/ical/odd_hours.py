"""Instances in the hour of a clock change, where readers disagree about start or end: each is published on its own.

RFC 5545 lets a reader drop a skipped wall time (§3.3.10) and says that a repeated one is the first of the two
(§3.3.5) and that a length is exact (§3.8.5.3); libical and ical.js take the second one, ical.js and
recurring-ical-events add a length to the clock on the wall. A changed date with a start and an end that nobody can
read in two ways is understood alike by all of them.
"""

import datetime as dt
import functools
import re
from dataclasses import replace

from commonhour.core import limits
from commonhour.core.recurrence.expansion import occurrences, span
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.time import zones
from commonhour.core.time.wall import is_date, parse_wall
from commonhour.formats.ical.tzif import Change, changes

# Odd hours are looked for this many years past the schedule's start and its last edit.
_YEARS = 15


def with_odd_hours(schedule: Schedule, modified_year: int) -> Schedule:
    """The schedule with a changed date for each instance at an odd hour that has none yet."""
    if schedule.is_all_day or schedule.tzid == "UTC" or not (schedule.rrule or schedule.rdates):
        return schedule
    known = {override.recurrence_id for override in schedule.overrides}
    # A call of weeks, several times a day, would be nothing but odd hours; nobody reads such a feed the same way.
    odd = [text for text in _odd_ids(schedule, modified_year) if text not in known][: limits.ODD_HOURS]
    added = [Override(text) for text in odd]
    return replace(schedule, overrides=(*schedule.overrides, *added)) if added else schedule


def is_odd(dtstart: str, tzid: str, duration: dt.timedelta) -> bool:
    """True when wall times of start and end do not tell everybody the same instants."""
    if is_date(dtstart) or tzid == "UTC":
        return False
    start, end = span(dtstart, tzid, duration)
    wall, wall_end = zones.wall_of(start, tzid), zones.wall_of(end, tzid)
    agrees = wall == parse_wall(dtstart) and wall_end - wall == duration == end - start
    return not agrees or is_told_twice(wall, tzid) or is_told_twice(wall_end, tzid)


def is_told_twice(wall: dt.datetime, tzid: str) -> bool:
    """True for a wall time the clocks show twice. A skipped one is not asked for: nothing starts or ends there."""
    first, second = (wall.replace(tzinfo=zones.zone(tzid), fold=fold).utcoffset() for fold in (0, 1))
    return first != second


# A feed for another zone has other words and the same hours.
@functools.lru_cache(maxsize=20_000)
def _odd_ids(schedule: Schedule, modified_year: int) -> tuple[str, ...]:
    bare, begins = replace(schedule, overrides=()), _first_wall(schedule)
    last_year = max(begins.year, modified_year) + _YEARS
    found: list[str] = []
    for change in changes(schedule.tzid, begins.year):
        if change.at.year <= last_year and _may_meet(schedule, change):
            reach = abs(change.after - change.before) + dt.timedelta(hours=1)
            near = occurrences(bare, change.at - reach, change.at + reach)
            ids = [each.recurrence_id for each in near]
            found += [text for text in ids if is_odd(text, schedule.tzid, schedule.duration)]
    return tuple(dict.fromkeys(found))


def _first_wall(schedule: Schedule) -> dt.datetime:
    return parse_wall(min(schedule.dtstart, *schedule.rdates, schedule.dtstart))


def _may_meet(schedule: Schedule, change: Change) -> bool:
    """Whether an instance can be under way when the clocks change. Only then is a rule expanded at all."""
    reach = abs(change.after - change.before)
    low, high = change.onset - reach - schedule.duration, change.onset + reach
    if high < _first_wall(schedule):
        return False
    if any(low <= parse_wall(text) <= high for text in schedule.rdates):
        return True
    if high - low >= dt.timedelta(days=1) or re.search("BYHOUR|BYMINUTE|BYSECOND", schedule.rrule):
        return True
    hour = parse_wall(schedule.dtstart).time()
    return any(
        low <= dt.datetime.combine(day, hour) <= high
        for day in {low.date(), change.onset.date(), high.date()}
    )
