"""This and all following as a pure operation: a schedule ends and another one goes on, or it changes in place.

"All" is "following" from the next instance on, so it needs no operation of its own.
"""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.recurrence.expansion import last_wall, recurrence_ids, wall_text_like
from commonhour.core.recurrence.membership import made_among
from commonhour.core.recurrence.rules import is_same_rule, parse_rule, rule_text
from commonhour.core.schedule.edits import effective_ids, is_plain
from commonhour.core.schedule.occurrence import day_slug
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.schedule.sequence import counted_up
from commonhour.core.schedule.uids import split_uid
from commonhour.core.time.wall import parse_wall
from commonhour.errors import NotFound, UserError


@dataclass(frozen=True, slots=True)
class Split:
    """`ended` is what stays of the schedule (None when it is changed in place), `opened` what goes on.

    `dropped` are the overrides, under their old ids, of dates that the new rule does not make.
    """

    ended: Schedule | None
    opened: Schedule
    dropped: tuple[Override, ...] = ()


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
        raise NotFound("no-meeting-on", day=recurrence_id)
    if not begins_following(schedule, recurrence_id):
        raise UserError("extra-date-chosen", day=day_slug(recurrence_id))
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
        return Split(None, counted_up(schedule, replace(opened, uid=schedule.uid)), dropped)
    return Split(end_after(schedule, earlier[-1]), opened, dropped)


def carried(
    schedule: Schedule, split: Split, recurrence_id: str, before: dt.datetime
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Where each coming instance goes, old recurrence-id to new, in date order; and those for which there is no
    date left. What hangs on an instance goes along; the dropped ones are in neither.

    Looks at instances from `recurrence_id` up to the naive wall time `before`.
    """
    dropped = {override.recurrence_id for override in split.dropped}
    coming = [text for text in effective_ids(schedule, before) if text >= recurrence_id]
    going = [text for text in coming if text not in dropped]
    shift = parse_wall(split.opened.dtstart) - parse_wall(recurrence_id)
    far = _clamped(before, max(shift, dt.timedelta()))
    places = [text for text in effective_ids(split.opened, far) if text >= split.opened.dtstart]
    return dict(zip(going, places, strict=False)), tuple(going[len(places) :])


def begins_following(schedule: Schedule, recurrence_id: str) -> bool:
    """True when "this and following" may begin here: an extra date in the middle of a rule cannot, because
    the rule would be counted from it."""
    if not schedule.rrule:
        return True
    bare = replace(schedule, rdates=(), exdates=(), overrides=())
    wall = parse_wall(recurrence_id)
    if wall < parse_wall(schedule.dtstart):
        return False
    return bool(made_among(bare, [recurrence_id])) or not _goes_on(bare, wall)


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
    # Without a rule the first date is one among the extra ones; another may be earlier and begin the change.
    extra = schedule.rdates if schedule.rrule else tuple(sorted({*schedule.rdates, schedule.dtstart}))
    opened = replace(
        schedule,
        uid=split_uid(schedule.uid, recurrence_id),
        sequence=0,
        dtstart=dtstart,
        rrule=_remaining_rule(schedule, recurrence_id, shift) if rrule is None else rrule,
        rdates=_shifted(schedule, extra, recurrence_id, shift),
        exdates=(),
        overrides=(),
    )
    exdates = _shifted(schedule, schedule.exdates, recurrence_id, shift)
    made = made_among(opened, exdates)
    return replace(opened, exdates=tuple(text for text in exdates if text in made))


def _with_overrides(
    schedule: Schedule, opened: Schedule, recurrence_id: str
) -> tuple[Schedule, tuple[Override, ...]]:
    """What goes on with the overrides that have a place in it, and those that have none."""
    shift = parse_wall(opened.dtstart) - parse_wall(recurrence_id)
    later = [o for o in schedule.overrides if o.recurrence_id >= recurrence_id and not is_plain(o)]
    later = [o for o in later if o.recurrence_id not in schedule.exdates]
    was_made = made_among(replace(schedule, exdates=()), [o.recurrence_id for o in later])
    goal = {o.recurrence_id: _moved_text(schedule, o.recurrence_id, shift) for o in later}
    made = made_among(replace(opened, exdates=()), list(goal.values()))
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


def _goes_on(bare: Schedule, wall: dt.datetime) -> bool:
    """True when the rule makes a date after this wall time."""
    last = last_wall(bare)
    return last is None or last > wall


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
