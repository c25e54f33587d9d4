"""Edits of one instance as pure operations: moved, called off, put back. Nothing here touches the past."""

import datetime as dt
from dataclasses import replace

from commonhour.core.recurrence.expansion import recurrence_ids
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, Override, Schedule
from commonhour.core.schedule.sequence import counted
from commonhour.core.time.wall import is_date, parse_wall, wall_text
from commonhour.errors import NotFound


def effective_ids(schedule: Schedule, before: dt.datetime) -> list[str]:
    """Every recurrence-id up to the naive wall time `before`, in order: those that the rule and the RDATEs
    make, and those that only an override makes. EXDATEs are left out."""
    extra = {
        o.recurrence_id
        for o in schedule.overrides
        if o.recurrence_id not in schedule.exdates and parse_wall(o.recurrence_id) <= before
    }
    return sorted(extra.union(recurrence_ids(schedule, before)))


def override_of(schedule: Schedule, recurrence_id: str) -> Override:
    """The override of an instance, or a fresh one that changes nothing. Raises NotFound for no instance."""
    for override in schedule.overrides:
        if override.recurrence_id == recurrence_id:
            return override
    if not made_among(schedule, [recurrence_id]):
        raise NotFound("no-meeting-on", day=recurrence_id)
    return Override(recurrence_id, sequence=schedule.sequence)


def with_override(schedule: Schedule, override: Override) -> Schedule:
    """The schedule with one override put in or replaced."""
    others = [o for o in schedule.overrides if o.recurrence_id != override.recurrence_id]
    return replace(schedule, overrides=tuple(sorted([*others, override], key=lambda o: o.recurrence_id)))


def move_one(
    schedule: Schedule,
    recurrence_id: str,
    *,
    dtstart: str,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    reason: str = "",
) -> Schedule:
    """One instance at another wall time, as long as it was unless `duration` is given; a cancelled one takes
    place again."""
    old = override_of(schedule, recurrence_id)
    moved = replace(
        old,
        dtstart=dtstart,
        tzid=tzid if tzid != schedule.tzid else None,
        duration=old.duration if duration is None else duration if duration != schedule.duration else None,
        status=CONFIRMED,
        reason=reason,
    )
    return with_override(schedule, counted(schedule, old, moved))


def cancel_one(schedule: Schedule, recurrence_id: str, *, reason: str = "") -> Schedule:
    """One instance announced and called off; it stays visible with its status."""
    old = override_of(schedule, recurrence_id)
    return with_override(schedule, counted(schedule, old, replace(old, status=CANCELLED, reason=reason)))


def restore_one(schedule: Schedule, recurrence_id: str) -> Schedule:
    """One instance back at its own time. The override stays, so that SEQUENCE tells every reader."""
    old = override_of(schedule, recurrence_id)
    as_ruled = Override(recurrence_id, summary=old.summary, description=old.description)
    return with_override(schedule, counted(schedule, old, as_ruled))


def is_plain(override: Override) -> bool:
    """True when an override changes nothing a reader sees."""
    return override.status == CONFIRMED and not (
        override.dtstart or override.tzid or override.duration or override.summary or override.description
    )


def local_wall(date: dt.date, time: dt.time | None) -> str:
    """The wall text of a date and a time as forms give them; no time means a whole day."""
    return wall_text(date) if time is None else wall_text(dt.datetime.combine(date, time))


def keeps_form(schedule: Schedule, text: str) -> bool:
    """True when a wall text is a date where the schedule has dates, or a date-time where it has those."""
    return is_date(text) == schedule.is_all_day
