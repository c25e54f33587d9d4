"""Which of some recurrence-ids a schedule makes: each is looked for where it lies, so a far one costs like a near one."""

import datetime as dt
from collections.abc import Collection, Iterator

from commonhour.core.recurrence.expansion import recurrence_ids
from commonhour.core.recurrence.rules import parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.errors import TooLarge

_WINDOW = dt.timedelta(days=400)


def made_among(schedule: Schedule, texts: Collection[str]) -> set[str]:
    """Those that DTSTART, the rule and the RDATEs make, EXDATEs left out.

    None is made where no rule is followed to any more (`limits.EXPANDED_DAYS`): there only an override makes a date.
    """
    walls = sorted(map(parse_wall, texts))
    found: set[str] = set()
    for first, last in _windows(schedule, walls):
        try:
            found.update(recurrence_ids(schedule, last, since=first))
        except TooLarge:
            continue
    return found.intersection(texts)


def _windows(schedule: Schedule, walls: list[dt.datetime]) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The spans to look through: one alone where all dates are counted from the first, else short ones."""
    if walls and (not schedule.rrule or parse_rule(schedule.rrule).count is not None):
        yield walls[0], walls[-1]
        return
    while walls:
        near = [wall for wall in walls if wall - walls[0] < _WINDOW]
        yield near[0], near[-1]
        walls = walls[len(near) :]
