"""A schedule that stops at a wall time and goes on later, with one UID: calendars show one call with a gap in it."""

import datetime as dt
from dataclasses import replace

from commonhour.core.recurrence.expansion import last_wall
from commonhour.core.recurrence.rules import parse_rule
from commonhour.core.schedule.edits import effective_ids
from commonhour.core.schedule.following import end_after
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.schedule.sequence import counted_up
from commonhour.core.time.wall import parse_wall


def stop(schedule: Schedule, wall: dt.datetime) -> Schedule:
    """Nothing takes place from the naive wall time `wall` on; the same schedule when nothing would have.

    A date is where it is held: one moved to an earlier day stays, and one moved to a later day goes.
    """
    earlier = [text for text in effective_ids(schedule, wall) if parse_wall(text) < wall]
    known = {one.recurrence_id: one for one in schedule.overrides}
    staying = tuple(one for one in schedule.overrides if _held(one) < wall)
    leaving = tuple(text for text in earlier if text in known and _held(known[text]) >= wall)
    if not leaving and len(staying) == len(schedule.overrides) and not _goes_on(schedule, wall):
        return schedule
    if earlier and parse_wall(schedule.dtstart) < wall:
        ended = end_after(schedule, earlier[-1])
    else:  # DTSTART is always there, unless it is left out
        rdates = tuple(text for text in schedule.rdates if text in earlier)
        ended = replace(schedule, rrule="", rdates=rdates, exdates=(), sequence=schedule.sequence + 1)
        leaving = (*leaving, schedule.dtstart)
    exdates = tuple(sorted({*ended.exdates, *leaving} - {one.recurrence_id for one in staying}))
    return replace(ended, exdates=exdates, overrides=staying)


def go_on(stopped: Schedule, whole: Schedule, wall: dt.datetime) -> Schedule:
    """The `whole` schedule again from the naive wall time `wall` on. What `stopped` still has stays as it is; what lay
    between is left out (EXDATE), so that a COUNT and every other week go on as they were planned."""
    there = {*effective_ids(stopped, wall), *(one.recurrence_id for one in stopped.overrides)}
    known = {one.recurrence_id: one for one in whole.overrides}
    between = [
        text
        for text in {*effective_ids(whole, wall), *known}
        if text not in there and _held(known.get(text) or Override(text)) < wall
    ]
    exdates = tuple(sorted({*whole.exdates, *between} - there))
    own = {one.recurrence_id: one for one in stopped.overrides}
    overrides = {text: one for text, one in (known | own).items() if text not in exdates}
    again = replace(
        whole,
        status=stopped.status,
        exdates=exdates,
        overrides=tuple(overrides[text] for text in sorted(overrides)),
    )
    return counted_up(stopped, again)


def _held(one: Override) -> dt.datetime:
    """When it is held, on the clocks of the place where it is."""
    return parse_wall(one.dtstart or one.recurrence_id)


def _goes_on(schedule: Schedule, wall: dt.datetime) -> bool:
    """True when the rule or an extra date makes anything from then on."""
    rule = parse_rule(schedule.rrule) if schedule.rrule else None
    if rule and rule.count is None and rule.until is None:
        return True
    last = last_wall(schedule)
    return last is not None and last >= wall
