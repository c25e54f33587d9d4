"""One date of a series: move it, call it off, put it back."""

import datetime as dt

from commonhour.actions.change_set import Changes, change_set
from commonhour.actions.materialise import materialise
from commonhour.core import edits
from commonhour.core import schedule as core
from commonhour.errors import Conflict, UserError
from commonhour.models import Occurrence, Override, Schedule, User


def cancel_occurrence(
    occurrence: Occurrence, *, now: dt.datetime, actor: User | None, reason: str = ""
) -> Occurrence:
    """Announced and called off: it stays visible with its status and reason. SEQUENCE grows by one."""
    _refuse_past(occurrence, now)
    if occurrence.is_cancelled:
        raise Conflict("This date is already cancelled.")
    schedule = _schedule(occurrence)
    changed = edits.cancel_one(schedule.as_core(), occurrence.recurrence_id, reason=reason)
    return _write(occurrence, schedule, changed, now, actor, f"Cancelled: {_named(occurrence)}")


def move_occurrence(
    occurrence: Occurrence,
    *,
    now: dt.datetime,
    actor: User | None,
    dtstart: str,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    reason: str = "",
) -> Occurrence:
    """At another wall time, in its own zone unless `tzid` is given. A cancelled date takes place again."""
    _refuse_past(occurrence, now)
    schedule = _schedule(occurrence)
    pure = schedule.as_core()
    if not edits.keeps_form(pure, dtstart):
        raise UserError("A whole day cannot be moved to an hour, nor an hour to a whole day.")
    changed = edits.move_one(
        pure, occurrence.recurrence_id, dtstart=dtstart, tzid=tzid, duration=duration, reason=reason
    )
    return _write(occurrence, schedule, changed, now, actor, f"Moved: {_named(occurrence)}")


def restore_occurrence(occurrence: Occurrence, *, now: dt.datetime, actor: User | None) -> Occurrence:
    """Back to its own time, neither moved nor cancelled."""
    _refuse_past(occurrence, now)
    if not (occurrence.is_cancelled or occurrence.is_moved):
        raise Conflict("This date is neither moved nor cancelled.")
    schedule = _schedule(occurrence)
    changed = edits.restore_one(schedule.as_core(), occurrence.recurrence_id)
    return _write(occurrence, schedule, changed, now, actor, f"Put back: {_named(occurrence)}")


def save_override(override: core.Override, schedule: Schedule, now: dt.datetime) -> Override:
    """The row of one pure override, made or updated."""
    row, _ = Override.objects.update_or_create(
        schedule=schedule,
        recurrence_id=override.recurrence_id,
        defaults={
            "dtstart": override.dtstart or "",
            "tzid": override.tzid or "",
            "duration_seconds": None if override.duration is None else int(override.duration.total_seconds()),
            "status": override.status,
            "summary": override.summary or "",
            "description": override.description or "",
            "reason": override.reason,
            "sequence": override.sequence,
            "changed_at": now,
        },
    )
    return row


def _write(
    occurrence: Occurrence,
    schedule: Schedule,
    changed: core.Schedule,
    now: dt.datetime,
    actor: User | None,
    summary: str,
) -> Occurrence:
    series = occurrence.series
    with change_set(now, actor, summary, group=series.group, series=series) as changes:
        override = next(o for o in changed.overrides if o.recurrence_id == occurrence.recurrence_id)
        save_override(override, schedule, now)
        changes.set(schedule, changed_at=now)
        before = state_of(occurrence)
        # The prefetch of the old overrides must not answer for the new ones.
        materialise(
            Schedule.objects.get(pk=schedule.pk), now, after=occurrence.start - dt.timedelta(days=400)
        )
        occurrence.refresh_from_db()
        _record(changes, occurrence, before)
    return occurrence


def state_of(occurrence: Occurrence) -> dict[str, str]:
    """What a reader sees of a date: for the log and for previews."""
    return {
        "start": occurrence.start.isoformat(),
        "end": occurrence.end.isoformat(),
        "status": occurrence.status,
        "reason": occurrence.reason,
    }


def _record(changes: Changes, occurrence: Occurrence, before: dict[str, str]) -> None:
    after = state_of(occurrence)
    for name in after:
        changes.record(occurrence, name, before[name], after[name])


def _schedule(occurrence: Occurrence) -> Schedule:
    if occurrence.schedule is None or occurrence.is_detached:
        raise UserError(
            "This date is no longer part of a schedule, so it can be neither moved nor cancelled."
        )
    if occurrence.schedule.source_id:
        raise UserError("This call belongs to an outside calendar; adopt it before you change a date.")
    return occurrence.schedule


def _refuse_past(occurrence: Occurrence, now: dt.datetime) -> None:
    if occurrence.end <= now:
        raise Conflict("This meeting is over; what was cannot be moved or cancelled.")


def _named(occurrence: Occurrence) -> str:
    return f"{occurrence.title}, {occurrence.recurrence_id[0:4]}-{occurrence.recurrence_id[4:6]}-{occurrence.recurrence_id[6:8]}"
