"""Calendars that write a repeating call as a list: one event a date, all with one UID, and no rule."""

from dataclasses import replace

from commonhour.core import limits
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.errors import TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.ical.content import Component
from commonhour.formats.ical.recurrence import CalendarContext, read_schedule, sequence

Master = tuple[Component, CalendarContext]


def listed_dates(masters: list[Master]) -> list[Master]:
    """The events of one UID by their start, when they are its dates and not versions of one event: no rule, the
    same title and SEQUENCE, each on a day of its own. Else []."""
    starts = [component.text("DTSTART") for component, _ in masters]
    alike = {(component.text("SUMMARY"), sequence(component)) for component, _ in masters}
    has_rule = any(component.first(name) for component, _ in masters for name in ("RRULE", "RDATE"))
    days = {start[:8] for start in starts}
    if len(masters) < 2 or len(alike) > 1 or has_rule or len(days) < len(masters) or "" in starts:
        return []
    return [master for _, master in sorted(zip(starts, masters, strict=True), key=lambda pair: pair[0])]


def with_listed_dates(schedule: Schedule, listed: list[Master]) -> Schedule:
    """The schedule of the first one with the days of the others as RDATEs. No rule is made up for them."""
    if not listed:
        return schedule
    if len(listed) > limits.EXTRA_DATES:
        raise TooLarge("event-too-many-dates", most=limits.EXTRA_DATES)
    others = [read_schedule(component, context, schedule.uid) for component, context in listed[1:]]
    fitting = [one for one in others if (one.tzid, one.is_all_day) == (schedule.tzid, schedule.is_all_day)]
    component, context = listed[0]
    context.report.add("listed-dates", component.line, "one-uid", count=len(listed))
    if len(fitting) < len(others):
        missing = len(others) - len(fitting)
        context.report.refuse(component.line, fault("events-in-another-zone", count=missing))
    lengths = tuple(
        Override(one.dtstart, duration=one.duration) for one in fitting if one.duration != schedule.duration
    )
    return replace(schedule, rdates=tuple(sorted(one.dtstart for one in fitting)), overrides=lengths)
