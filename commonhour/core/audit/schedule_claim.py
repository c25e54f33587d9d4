"""A schedule as a claim about when a call is."""

import datetime as dt

from commonhour.core.audit.claim import CallClaim, Clock, Passage
from commonhour.core.audit.subject import Subject
from commonhour.core.recurrence.rules import parse_rule
from commonhour.core.schedule.schedule import CANCELLED, Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.errors import UserError


def schedule_claim(about: Subject, place: Passage, schedule: Schedule, today: dt.date) -> CallClaim | None:
    """None for whole days, for what is called off, and for what is over."""
    if schedule.is_all_day or schedule.status == CANCELLED:
        return None
    start = parse_wall(schedule.dtstart)
    clock = Clock(start.time(), (schedule.tzid,), schedule.tzid)
    if not schedule.rrule:
        if start.date() < today:
            return None
        return CallClaim(about, place, clock, date=start.date())
    try:
        rule = parse_rule(schedule.rrule)
    except UserError:
        return None
    if rule.until and rule.until.date() < today:
        return None
    days = frozenset(day for _, day in rule.byday) or frozenset({start.weekday()})
    return CallClaim(about, place, clock, days, _rhythm(rule.freq, rule.interval))


def _rhythm(freq: str, interval: int) -> str:
    if freq == "WEEKLY":
        return {1: "weekly", 2: "biweekly"}.get(interval, "interval")
    if freq == "MONTHLY":
        return "monthly" if interval == 1 else "rare"
    return "daily" if freq == "DAILY" else "rare"
