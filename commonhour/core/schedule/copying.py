"""A schedule as another series begins with it: the same hours and rhythm from a day on, with nothing of its history."""

import datetime as dt
from dataclasses import replace

from commonhour.core.recurrence.expansion import recurrence_ids, wall_text_like
from commonhour.core.recurrence.rules import parse_rule, rule_text
from commonhour.core.schedule.following import change_following
from commonhour.core.schedule.schedule import CONFIRMED, Schedule
from commonhour.core.time.wall import parse_wall

_LOOKS = [dt.timedelta(days=days) for days in (60, 400, 1500)]


def begun_on(schedule: Schedule, day: dt.date) -> Schedule:
    """From its first date on or after this day; a rule that has ended by then goes on for ever, and single dates keep their
    distances, the first of them on the day itself."""
    bare = replace(schedule, exdates=(), overrides=(), uid="", sequence=0, status=CONFIRMED)
    if not bare.rrule:
        return _shifted(bare, day)
    bare = replace(bare, rdates=())
    endless = rule_text(replace(parse_rule(bare.rrule), count=None, until=None), all_day=bare.is_all_day)
    for one in (bare, replace(bare, rrule=endless)):
        first = _first_from(one, dt.datetime.combine(day, dt.time()))
        if first is not None:
            return replace(change_following(one, first).opened, uid="", sequence=0)
    return _shifted(replace(bare, rrule=endless), day)


def _first_from(schedule: Schedule, wall: dt.datetime) -> str | None:
    for ahead in _LOOKS:
        if found := recurrence_ids(schedule, wall + ahead, since=wall):
            return found[0]
    return None


def _shifted(schedule: Schedule, day: dt.date) -> Schedule:
    walls = sorted(map(parse_wall, (schedule.dtstart, *schedule.rdates)))
    by = day - walls[0].date()
    first, *others = (wall_text_like(schedule, wall + by) for wall in walls)
    return replace(schedule, dtstart=first, rdates=tuple(others))
