"""SEQUENCE (RFC 5545 §3.8.7.4): one more with a change of time, place or status, and the same with any other."""

from dataclasses import replace

from commonhour.core.schedule.schedule import Override, Schedule


def counted(schedule: Schedule, old: Override, new: Override) -> Override:
    """A changed date with the SEQUENCE that follows from what is new in it."""
    present = max(schedule.sequence, old.sequence)
    return replace(new, sequence=present + (_place(schedule, new) != _place(schedule, old)))


def counted_up(schedule: Schedule, changed: Schedule) -> Schedule:
    """A schedule that was changed in place: one more than before, and so has each of its changed dates."""
    overrides = (replace(one, sequence=max(schedule.sequence, one.sequence) + 1) for one in changed.overrides)
    return replace(changed, sequence=schedule.sequence + 1, overrides=tuple(overrides))


def _place(schedule: Schedule, one: Override) -> tuple[object, ...]:
    duration = schedule.duration if one.duration is None else one.duration
    return one.dtstart or one.recurrence_id, one.tzid or schedule.tzid, duration, one.status
