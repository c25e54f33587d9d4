"""A call of one date: its only changed date is the call itself."""

from dataclasses import replace

from commonhour.core.schedule.schedule import CONFIRMED, Override, Schedule


def as_changed(schedule: Schedule) -> tuple[Schedule, Override | None]:
    """The schedule at the time and with the status its one date has now, and the override that said so; the same
    schedule and None where there is none, or a rule or list that makes more dates."""
    change = next((one for one in schedule.overrides if one.recurrence_id == schedule.dtstart), None)
    others = schedule.rrule or schedule.rdates or schedule.exdates or len(schedule.overrides) > 1
    if change is None or others:
        return schedule, None
    return replace(
        schedule,
        dtstart=change.dtstart or schedule.dtstart,
        tzid=change.tzid or schedule.tzid,
        duration=schedule.duration if change.duration is None else change.duration,
        status=schedule.status if change.status == CONFIRMED else change.status,
        sequence=max(schedule.sequence, change.sequence),
        overrides=(),
    ), change
