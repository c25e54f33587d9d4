"""Edits of a schedule as pure operations: this one, this and following. Nothing here touches the past.

"All" is "following" from the next instance on, so it needs no operation of its own.
"""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.expansion import last_wall, recurrence_ids, wall_text_like
from commonhour.core.occurrence import day_slug
from commonhour.core.rules import is_same_rule, parse_rule, rule_text
from commonhour.core.schedule import CANCELLED, CONFIRMED, Override, Schedule
from commonhour.core.uids import split_uid
from commonhour.core.wall import is_date, parse_wall, wall_text
from commonhour.errors import NotFound, UserError


@dataclass(frozen=True, slots=True)
class Split:
    """`ended` is what stays of the schedule (None when it is changed in place), `opened` what goes on.

    `dropped` are the overrides, under their old ids, of dates that the new rule does not make.
    """

    ended: Schedule | None
    opened: Schedule
    dropped: tuple[Override, ...] = ()


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


def put_back(schedule: Schedule, before: Override) -> Schedule:
    """One instance exactly as an earlier override had it, its texts and length too, with the next SEQUENCE."""
    present = override_of(schedule, before.recurrence_id)
    return with_override(schedule, replace(before, sequence=present.sequence + 1))


def change_following(
    schedule: Schedule,
    recurrence_id: str,
    *,
    dtstart: str | None = None,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    rrule: str | None = None,
) -> Split:
    """This instance and all after it, changed. From DTSTART on the schedule itself changes (same UID,
    SEQUENCE + 1); later, it ends before the instance and the next one opens, dividing COUNT.

    `dtstart` is the new wall time of this instance; `rrule` None keeps the rule. Overrides go along when the
    new dates have a place for them. Raises NotFound for no instance, UserError for one outside the rule.
    """
    ids = effective_ids(schedule, parse_wall(recurrence_id))
    if recurrence_id not in ids:
        raise NotFound(f"There is no meeting on {recurrence_id} in this schedule.")
    if not begins_following(schedule, recurrence_id):
        raise UserError(
            f"{day_slug(recurrence_id)} is an extra date outside the rule; choose a regular date of this series, "
            "and all after it can be changed."
        )
    earlier = ids[:-1]
    opened = _opened(schedule, recurrence_id, dtstart or recurrence_id, rrule)
    opened = replace(
        opened,
        tzid=schedule.tzid if tzid is None else tzid,
        duration=schedule.duration if duration is None else duration,
    )
    opened, dropped = _with_overrides(schedule, opened, recurrence_id)
    if not earlier or recurrence_id <= schedule.dtstart:
        opened = _with_earlier(schedule, opened, recurrence_id, earlier)
        return Split(None, replace(opened, uid=schedule.uid, sequence=schedule.sequence + 1), dropped)
    return Split(end_after(schedule, earlier[-1]), opened, dropped)


def begins_following(schedule: Schedule, recurrence_id: str) -> bool:
    """True when "this and following" may begin here: an extra date in the middle of a rule cannot, because
    the rule would be counted from it."""
    if not schedule.rrule:
        return True
    bare = replace(schedule, rdates=(), exdates=(), overrides=())
    wall = parse_wall(recurrence_id)
    if wall < parse_wall(schedule.dtstart):
        return False
    return recurrence_id in recurrence_ids(bare, wall) or not _goes_on(bare, wall)


def end_after(schedule: Schedule, recurrence_id: str) -> Schedule:
    """The schedule with nothing after this instance: UNTIL is set and later dates are left out."""
    rule = parse_rule(schedule.rrule) if schedule.rrule else None
    # DTSTART is always there, so nothing can end before it; when it is an EXDATE it has to stay one.
    last = max(recurrence_id, schedule.dtstart)
    ended = rule and rule_text(replace(rule, count=None, until=parse_wall(last)), all_day=schedule.is_all_day)
    return replace(
        schedule,
        rrule=ended or "",
        rdates=tuple(text for text in schedule.rdates if text <= last),
        exdates=tuple(text for text in schedule.exdates if text <= last),
        overrides=tuple(o for o in schedule.overrides if o.recurrence_id <= last),
        sequence=schedule.sequence + 1,
    )


def _opened(schedule: Schedule, recurrence_id: str, dtstart: str, rrule: str | None) -> Schedule:
    """What goes on, still without the overrides."""
    shift = parse_wall(dtstart) - parse_wall(recurrence_id)
    opened = replace(
        schedule,
        uid=split_uid(schedule.uid, recurrence_id),
        sequence=0,
        dtstart=dtstart,
        rrule=_remaining_rule(schedule, recurrence_id, shift) if rrule is None else rrule,
        rdates=_shifted(schedule, schedule.rdates, recurrence_id, shift),
        exdates=(),
        overrides=(),
    )
    exdates = _shifted(schedule, schedule.exdates, recurrence_id, shift)
    return replace(opened, exdates=tuple(text for text in exdates if text in _made(opened, exdates)))


def _with_overrides(
    schedule: Schedule, opened: Schedule, recurrence_id: str
) -> tuple[Schedule, tuple[Override, ...]]:
    """What goes on with the overrides that have a place in it, and those that have none."""
    shift = parse_wall(opened.dtstart) - parse_wall(recurrence_id)
    later = [o for o in schedule.overrides if o.recurrence_id >= recurrence_id and not is_plain(o)]
    later = [o for o in later if o.recurrence_id not in schedule.exdates]
    was_made = _made(replace(schedule, exdates=()), [o.recurrence_id for o in later])
    goal = {o.recurrence_id: _moved_text(schedule, o.recurrence_id, shift) for o in later}
    made = _made(replace(opened, exdates=()), list(goal.values()))
    is_same = is_same_rule(_remaining_rule(schedule, recurrence_id, shift), opened.rrule)
    kept, dropped = [], []
    for override in later:
        text = goal[override.recurrence_id]
        if text in made or (is_same and override.recurrence_id not in was_made):
            kept.append(replace(_in_own_zone(override, schedule, opened), recurrence_id=text))
        else:
            dropped.append(override)
    return replace(opened, overrides=tuple(kept)), tuple(dropped)


def _with_earlier(schedule: Schedule, opened: Schedule, recurrence_id: str, earlier: list[str]) -> Schedule:
    """Changed in place, extra dates before DTSTART stay as they were, in their own zone and length."""
    known = {o.recurrence_id: o for o in schedule.overrides}
    is_other = (opened.tzid, opened.duration) != (schedule.tzid, schedule.duration)
    kept = [
        replace(
            override,
            dtstart=override.dtstart or text,
            tzid=override.tzid or schedule.tzid,
            duration=schedule.duration if override.duration is None else override.duration,
        )
        if is_other
        else override
        for text, override in ((text, known.get(text, Override(text))) for text in earlier)
        if is_other or text in known
    ]
    return replace(
        opened,
        rdates=(*(text for text in schedule.rdates if text < recurrence_id), *opened.rdates),
        overrides=(*kept, *opened.overrides),
    )


def _in_own_zone(override: Override, schedule: Schedule, opened: Schedule) -> Override:
    """A moved date keeps the instant that was announced, also when the schedule goes to another zone."""
    if override.dtstart is None or schedule.is_all_day:
        return override
    tzid = override.tzid or schedule.tzid
    return replace(override, tzid=None if tzid == opened.tzid else tzid)


def _shifted(
    schedule: Schedule, texts: tuple[str, ...], recurrence_id: str, shift: dt.timedelta
) -> tuple[str, ...]:
    return tuple(_moved_text(schedule, text, shift) for text in texts if text > recurrence_id)


def _moved_text(schedule: Schedule, text: str, shift: dt.timedelta) -> str:
    return wall_text_like(schedule, parse_wall(text) + shift)


def _made(schedule: Schedule, texts: list[str] | tuple[str, ...]) -> set[str]:
    """Which of these recurrence-ids the rule and the RDATEs of a schedule make."""
    if not texts:
        return set()
    return set(texts).intersection(recurrence_ids(schedule, max(map(parse_wall, texts))))


def _goes_on(bare: Schedule, wall: dt.datetime) -> bool:
    """True when the rule makes a date after this wall time."""
    last = last_wall(bare)
    return last is None or last > wall


def is_plain(override: Override) -> bool:
    """True when an override changes nothing a reader sees."""
    return override.status == CONFIRMED and not (
        override.dtstart or override.tzid or override.duration or override.summary or override.description
    )


def _remaining_rule(schedule: Schedule, recurrence_id: str, shift: dt.timedelta) -> str:
    """The same rule for what is left of it. An EXDATE takes up a place in COUNT, an RDATE does not; UNTIL
    goes along with the hour."""
    if not schedule.rrule:
        return ""
    rule = parse_rule(schedule.rrule)
    bare = replace(schedule, rdates=(), exdates=(), overrides=())
    wall = parse_wall(recurrence_id)
    if rule.count is not None:
        ids = recurrence_ids(bare, wall)
        left = rule.count - sum(text < recurrence_id for text in ids)
        # Nothing of the rule is left when an extra date after its end goes on alone.
        return rule_text(replace(rule, count=left), all_day=schedule.is_all_day) if left > 0 else ""
    if rule.until is not None:
        if rule.until < wall:
            return ""
        return rule_text(replace(rule, until=_clamped(rule.until, shift)), all_day=schedule.is_all_day)
    return schedule.rrule


def _clamped(wall: dt.datetime, shift: dt.timedelta) -> dt.datetime:
    try:
        return wall + shift
    except OverflowError:
        return wall


def local_wall(date: dt.date, time: dt.time | None) -> str:
    """The wall text of a date and a time as forms give them; no time means a whole day."""
    return wall_text(date) if time is None else wall_text(dt.datetime.combine(date, time))


def keeps_form(schedule: Schedule, text: str) -> bool:
    """True when a wall text is a date where the schedule has dates, or a date-time where it has those."""
    return is_date(text) == schedule.is_all_day
