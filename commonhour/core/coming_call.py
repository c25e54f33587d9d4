"""Of the calls of a file the one to come, as somebody who sends it in means it: from its next date on."""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.recurrence.expansion import occurrences, span
from commonhour.core.recurrence.rules import parse_rule, rule_text
from commonhour.core.schedule.edits import local_wall
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.zones import wall_of

_AHEAD, _DAY = dt.timedelta(days=400), dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ComingCall:
    """`schedule` as the file has it, `start` its next date (UTC), `link` how people join or where its page is, "" when the
    file does not say."""

    series: DraftSeries
    schedule: Schedule
    start: dt.datetime

    @property
    def link(self) -> str:
        return self.series.joins[0].url if self.series.joins else self.series.url


def coming_call(draft: Draft, now: dt.datetime) -> ComingCall | None:
    """The first one with a date to come that does not last whole days."""
    for series in draft.series:
        for schedule in series.schedules:
            coming = [] if schedule.is_all_day else occurrences(schedule, now, now + _AHEAD)
            if coming and schedule.duration <= _DAY:
                return ComingCall(series, schedule, coming[0].start)
    return None


def rule_from(schedule: Schedule, start: dt.datetime) -> str:
    """Its RRULE from the date at `start` (UTC) on: a COUNT is that of the dates from there on."""
    rule = parse_rule(schedule.rrule) if schedule.rrule else None
    if rule is None or rule.count is None:
        return schedule.rrule
    planned = replace(schedule, rdates=(), exdates=(), overrides=())
    first = span(schedule.dtstart, schedule.tzid, schedule.duration)[0]
    over = occurrences(planned, first - _DAY, start)
    return rule_text(replace(rule, count=rule.count - len(over)))


def from_date_on(schedule: Schedule, start: dt.datetime) -> Schedule:
    """The schedule as if it began with its date at `start` (UTC), without single dates that were changed."""
    wall = wall_of(start, schedule.tzid)
    dtstart = local_wall(wall.date(), wall.time())
    return Schedule(dtstart, schedule.tzid, schedule.duration, rule_from(schedule, start))
