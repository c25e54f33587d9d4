"""Edits of a schedule as pure operations: this one, this and following. Nothing here touches the past.

"All" is "following" from the next instance on, so it needs no operation of its own.
"""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.expansion import recurrence_ids, wall_text_like
from commonhour.core.rules import parse_rule, rule_text
from commonhour.core.schedule import CANCELLED, CONFIRMED, Override, Schedule
from commonhour.core.wall import is_date, parse_wall, wall_text
from commonhour.errors import NotFound


@dataclass(frozen=True, slots=True)
class Split:
    """`ended` is what stays of the schedule (None when it is changed in place), `opened` what goes on."""

    ended: Schedule | None
    opened: Schedule


def override_of(schedule: Schedule, recurrence_id: str) -> Override:
    """The override of an instance, or a fresh one that changes nothing. Raises NotFound for no instance."""
    for override in schedule.overrides:
        if override.recurrence_id == recurrence_id:
            return override
    if recurrence_id not in recurrence_ids(schedule, parse_wall(recurrence_id)):
        raise NotFound(f"There is no meeting on {recurrence_id} in this schedule.")
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
    """One instance at another wall time; a cancelled one takes place again."""
    old = override_of(schedule, recurrence_id)
    moved = replace(
        old,
        dtstart=dtstart,
        tzid=tzid if tzid != schedule.tzid else None,
        duration=duration if duration != schedule.duration else None,
        status=CONFIRMED,
        reason=reason,
        sequence=old.sequence + 1,
    )
    return with_override(schedule, moved)


def cancel_one(schedule: Schedule, recurrence_id: str, *, reason: str = "") -> Schedule:
    """One instance announced and called off; it stays visible with its status."""
    old = override_of(schedule, recurrence_id)
    return with_override(schedule, replace(old, status=CANCELLED, reason=reason, sequence=old.sequence + 1))


def restore_one(schedule: Schedule, recurrence_id: str) -> Schedule:
    """One instance back at its own time. The override stays, so that SEQUENCE tells every reader."""
    old = override_of(schedule, recurrence_id)
    as_ruled = Override(
        recurrence_id, summary=old.summary, description=old.description, sequence=old.sequence + 1
    )
    return with_override(schedule, as_ruled)


def change_following(
    schedule: Schedule,
    recurrence_id: str,
    *,
    dtstart: str | None = None,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    rrule: str | None = None,
) -> Split:
    """This instance and all after it, changed. From the first instance on the schedule itself changes (same
    UID, SEQUENCE + 1); later, it ends before the instance and the next one opens, dividing COUNT.

    `dtstart` is the new wall time of this instance; `rrule` None keeps the rule.
    """
    ids = recurrence_ids(schedule, parse_wall(recurrence_id))
    if recurrence_id not in ids:
        raise NotFound(f"There is no meeting on {recurrence_id} in this schedule.")
    earlier = ids[:-1]
    opened = _opened(schedule, recurrence_id, dtstart or recurrence_id, rrule)
    opened = replace(opened, tzid=tzid or schedule.tzid, duration=duration or schedule.duration)
    if not earlier:
        return Split(None, replace(opened, uid=schedule.uid, sequence=schedule.sequence + 1))
    return Split(end_after(schedule, earlier[-1]), opened)


def end_after(schedule: Schedule, recurrence_id: str) -> Schedule:
    """The schedule with nothing after this instance: UNTIL is set and later dates are left out."""
    rule = parse_rule(schedule.rrule) if schedule.rrule else None
    ended = rule and rule_text(
        replace(rule, count=None, until=parse_wall(recurrence_id)), all_day=schedule.is_all_day
    )
    return replace(
        schedule,
        rrule=ended or "",
        rdates=tuple(text for text in schedule.rdates if text <= recurrence_id),
        exdates=tuple(text for text in schedule.exdates if text <= recurrence_id),
        overrides=tuple(o for o in schedule.overrides if o.recurrence_id <= recurrence_id),
        sequence=schedule.sequence + 1,
    )


def _opened(schedule: Schedule, recurrence_id: str, dtstart: str, rrule: str | None) -> Schedule:
    shift = parse_wall(dtstart) - parse_wall(recurrence_id)

    def shifted(text: str) -> str:
        return wall_text_like(schedule, parse_wall(text) + shift)

    return replace(
        schedule,
        uid=f"{schedule.uid}-{recurrence_id}",
        sequence=0,
        dtstart=dtstart,
        rrule=_remaining_rule(schedule, recurrence_id) if rrule is None else rrule,
        rdates=tuple(shifted(text) for text in schedule.rdates if text > recurrence_id),
        exdates=tuple(shifted(text) for text in schedule.exdates if text > recurrence_id),
        overrides=tuple(
            replace(o, recurrence_id=shifted(o.recurrence_id))
            for o in schedule.overrides
            if o.recurrence_id >= recurrence_id and not is_plain(o)
        ),
    )


def is_plain(override: Override) -> bool:
    """True when an override changes nothing a reader sees."""
    return override.status == CONFIRMED and not (
        override.dtstart or override.tzid or override.duration or override.summary or override.description
    )


def _remaining_rule(schedule: Schedule, recurrence_id: str) -> str:
    """The same rule for what is left of it. An EXDATE takes up a place in COUNT, an RDATE does not."""
    if not schedule.rrule:
        return ""
    rule = parse_rule(schedule.rrule)
    if rule.count is None:
        return schedule.rrule
    as_ruled = replace(schedule, rdates=(), exdates=())
    taken = sum(text < recurrence_id for text in recurrence_ids(as_ruled, parse_wall(recurrence_id)))
    return rule_text(replace(rule, count=max(1, rule.count - taken)), all_day=schedule.is_all_day)


def local_wall(date: dt.date, time: dt.time | None) -> str:
    """The wall text of a date and a time as forms give them; no time means a whole day."""
    return wall_text(date) if time is None else wall_text(dt.datetime.combine(date, time))


def keeps_form(schedule: Schedule, text: str) -> bool:
    """True when a wall text is a date where the schedule has dates, or a date-time where it has those."""
    return is_date(text) == schedule.is_all_day
