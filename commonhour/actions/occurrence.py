"""One date of a series: move it, call it off, put it back, undo that."""

import datetime as dt
from contextlib import AbstractContextManager

from django.db import transaction

from commonhour.actions.dates.materialise import materialise
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock_schedule_of
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.core.schedule import edits
from commonhour.core.schedule import schedule as core
from commonhour.errors import Conflict, UserError
from commonhour.models import Occurrence, Override, Schedule, User


def cancel_occurrence(
    occurrence: Occurrence, *, now: dt.datetime, actor: User | None, reason: str = "", seen: str = ""
) -> Occurrence:
    """Announced and called off: it stays visible with its status. SEQUENCE grows by one.

    `seen` is the `state_token` of what the person was looking at; any other present state is a Conflict.
    """
    with transaction.atomic():
        schedule = _present(occurrence, now, seen)
        if occurrence.is_cancelled:
            raise Conflict("date-cancelled-already")
        with _changes(occurrence, now, actor, f"Cancelled: {_named(occurrence)}") as changes:
            reason = _guarded(changes, occurrence, reason)
            changed = edits.cancel_one(schedule.as_core(), occurrence.recurrence_id, reason=reason)
            return _write(changes, occurrence, schedule, changed, now)


def move_occurrence(
    occurrence: Occurrence,
    *,
    now: dt.datetime,
    actor: User | None,
    dtstart: str,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    reason: str = "",
    seen: str = "",
) -> Occurrence:
    """At another wall time, in its own zone unless `tzid` is given, as long as it was unless `duration` is. A
    cancelled date takes place again. `seen` as in `cancel_occurrence`."""
    with transaction.atomic():
        schedule = _present(occurrence, now, seen)
        pure = schedule.as_core()
        if not edits.keeps_form(pure, dtstart):
            raise UserError("whole-day-and-hour")
        with _changes(occurrence, now, actor, f"Moved: {_named(occurrence)}") as changes:
            reason = _guarded(changes, occurrence, reason)
            changed = edits.move_one(
                pure, occurrence.recurrence_id, dtstart=dtstart, tzid=tzid, duration=duration, reason=reason
            )
            return _write(changes, occurrence, schedule, changed, now)


def restore_occurrence(
    occurrence: Occurrence, *, now: dt.datetime, actor: User | None, seen: str = ""
) -> Occurrence:
    """Back to its own time, neither moved nor cancelled. `seen` as in `cancel_occurrence`."""
    with transaction.atomic():
        schedule = _present(occurrence, now, seen)
        if not (occurrence.is_cancelled or occurrence.is_moved):
            raise Conflict("date-as-planned")
        with _changes(occurrence, now, actor, f"Put back: {_named(occurrence)}") as changes:
            changed = edits.restore_one(schedule.as_core(), occurrence.recurrence_id)
            return _write(changes, occurrence, schedule, changed, now)


def undo_occurrence(
    occurrence: Occurrence,
    before: core.Override,
    *,
    now: dt.datetime,
    actor: User | None,
    seen: str = "",
) -> Occurrence:
    """Exactly as it was before a change: time, zone, length, status and texts. SEQUENCE grows by one."""
    with transaction.atomic():
        schedule = _present(occurrence, now, seen)
        if before.recurrence_id != occurrence.recurrence_id:
            raise Conflict("series-changed-now")
        with _changes(occurrence, now, actor, f"Undone: {_named(occurrence)}") as changes:
            changed = edits.put_back(schedule.as_core(), before)
            return _write(changes, occurrence, schedule, changed, now)


def state_token(occurrence: Occurrence) -> str:
    """Which state of a date somebody is looking at: its schedule's SEQUENCE, and its override's with its stamp,
    since words change without SEQUENCE."""
    schedule = Schedule.objects.filter(pk=occurrence.schedule_id or 0).first()
    if schedule is None:
        return "none"
    row = Override.objects.filter(schedule=schedule, recurrence_id=occurrence.recurrence_id).first()
    own = f"{row.sequence}.{row.changed_at.timestamp():.0f}" if row else "-"
    return f"{schedule.pk}.{schedule.sequence}.{own}"


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
    changes: Changes, occurrence: Occurrence, schedule: Schedule, changed: core.Schedule, now: dt.datetime
) -> Occurrence:
    if changed == schedule.as_core():
        return occurrence  # nothing new, so no reader is told anything
    override = next(o for o in changed.overrides if o.recurrence_id == occurrence.recurrence_id)
    save_override(override, schedule, now)
    changes.set(schedule, changed_at=now)
    before = state_of(occurrence)
    # The prefetch of the old overrides must not answer for the new ones.
    materialise(Schedule.objects.get(pk=schedule.pk), now)
    occurrence.refresh_from_db()
    _record(changes, occurrence, before)
    return occurrence


def _changes(
    occurrence: Occurrence, now: dt.datetime, actor: User | None, summary: str
) -> AbstractContextManager[Changes]:
    series = occurrence.series
    return change_set(now, actor, summary, group=series.group, series=series)


def _guarded(changes: Changes, occurrence: Occurrence, reason: str) -> str:
    return guarded(changes, occurrence.series, {"reason": reason})["reason"]


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


def _present(occurrence: Occurrence, now: dt.datetime, seen: str) -> Schedule:
    """The schedule of a date that may be changed, locked; the date itself is read again."""
    schedule = lock_schedule_of(occurrence)
    if occurrence.end <= now:
        raise Conflict("meeting-over")
    if schedule is None or occurrence.is_detached:
        raise UserError("date-of-no-schedule")
    if schedule.source_id:
        raise UserError("adopt-before-date-change")
    if seen and seen != state_token(occurrence):
        raise Conflict("date-changed")
    if recompute_these([schedule], now):
        occurrence.refresh_from_db()
    return schedule


def _named(occurrence: Occurrence) -> str:
    return f"{occurrence.title}, {occurrence.recurrence_id[0:4]}-{occurrence.recurrence_id[4:6]}-{occurrence.recurrence_id[6:8]}"
