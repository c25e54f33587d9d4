"""Endings: a series whose last date is near, told weeks before."""

import datetime as dt

from commonhour.core.finding import Finding, notice
from commonhour.core.recurrence.expansion import last_wall
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import UserError

AHEAD = dt.timedelta(weeks=6)


def ending(title: str, schedules: list[Schedule], where: str, today: dt.date) -> Finding | None:
    """A recurring series that has a last date within six weeks. One that goes on in another schedule does not end."""
    last = last_date(schedules)
    is_recurring = any(schedule.rrule for schedule in schedules)
    if last is None or not is_recurring or not today <= last <= today + AHEAD:
        return None
    return notice("series-ending", where, title=title, last=last.isoformat())


def last_date(schedules: list[Schedule]) -> dt.date | None:
    """The last date of all of them by their rules; None when one goes on for ever, or there is none."""
    try:
        lasts = [last_wall(schedule) for schedule in schedules]
    except UserError:
        return None
    dates = [wall.date() for wall in lasts if wall]
    return max(dates) if dates and len(dates) == len(lasts) else None
