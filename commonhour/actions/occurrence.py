"""One date of a series: move it, call it off, put it back."""

import datetime as dt
from contextlib import AbstractContextManager

from django.db import transaction

from commonhour.actions.dates.materialise import materialise
from commonhour.actions.dates.overrides import save_override
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock_schedule_of
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule import edits
from commonhour.core.schedule import schedule as core
from commonhour.errors import Conflict, UserError
from commonhour.models import Occurrence, Override, Schedule


def cancel_occurrence(
    occurrence: Occurrence,
    *,
    now: dt.datetime,
    actor: Actor,
    reason: str = "",
    seen: str = "",
    tell: bool = False,
) -> Occurrence:
    """Announced and called off: it stays visible with its status. SEQUENCE grows by one.

    With `tell` whoever asked to hear of it is written to. `seen` is the `state_token` of what the person was looking at; any other present state is a Conflict.
    """
    with transaction.atomic():
        schedule = _present(occurrence, now, actor, seen)
        if occurrence.is_cancelled:
            raise Conflict("date-cancelled-already")
        with _changes(occurrence, now, actor, "date-cancelled", tell) as changes:
            reason = _guarded(changes, occurrence, reason)
            changed = edits.cancel_one(schedule.as_core(), occurrence.recurrence_id, reason=reason)
            return _write(changes, occurrence, schedule, changed, now)


def move_occurrence(
    occurrence: Occurrence,
    *,
    now: dt.datetime,
    actor: Actor,
    dtstart: str,
    tzid: str | None = None,
    duration: dt.timedelta | None = None,
    reason: str = "",
    seen: str = "",
    tell: bool = False,
) -> Occurrence:
    """At another wall time, in its own zone unless `tzid` is given, as long as it was unless `duration` is. A
    cancelled date takes place again. `seen` and `tell` as in `cancel_occurrence`."""
    with transaction.atomic():
        schedule = _present(occurrence, now, actor, seen)
        pure = schedule.as_core()
        if not edits.keeps_form(pure, dtstart):
            raise UserError("whole-day-and-hour")
        with _changes(occurrence, now, actor, "date-moved", tell) as changes:
            reason = _guarded(changes, occurrence, reason)
            changed = edits.move_one(
                pure, occurrence.recurrence_id, dtstart=dtstart, tzid=tzid, duration=duration, reason=reason
            )
            return _write(changes, occurrence, schedule, changed, now)


def restore_occurrence(
    occurrence: Occurrence, *, now: dt.datetime, actor: Actor, seen: str = "", tell: bool = False
) -> Occurrence:
    """Back to its own time, neither moved nor cancelled. `seen` and `tell` as in `cancel_occurrence`."""
    with transaction.atomic():
        schedule = _present(occurrence, now, actor, seen)
        if not (occurrence.is_cancelled or occurrence.is_moved):
            raise Conflict("date-as-planned")
        with _changes(occurrence, now, actor, "date-restored", tell) as changes:
            changed = edits.restore_one(schedule.as_core(), occurrence.recurrence_id)
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


def _write(
    changes: Changes, occurrence: Occurrence, schedule: Schedule, changed: core.Schedule, now: dt.datetime
) -> Occurrence:
    if changed == schedule.as_core():
        return occurrence  # nothing new, so no reader is told anything
    override = next(o for o in changed.overrides if o.recurrence_id == occurrence.recurrence_id)
    save_override(changes, schedule, override, now)
    changes.set(schedule, changed_at=now)
    # The prefetch of the old overrides must not answer for the new ones.
    materialise(Schedule.objects.get(pk=schedule.pk), now, changes)
    occurrence.refresh_from_db()
    return occurrence


def _changes(
    occurrence: Occurrence, now: dt.datetime, actor: Actor, kind: str, tell: bool
) -> AbstractContextManager[Changes]:
    series = occurrence.series
    facts = {"title": occurrence.title, "date": occurrence.recurrence_id[:8], "id": str(occurrence.public_id)}
    return change_set(now, actor, kind, facts, group=series.group, series=series, tell=tell)


def _guarded(changes: Changes, occurrence: Occurrence, reason: str) -> str:
    return guarded(changes, occurrence.series, {"reason": reason})["reason"]


def _present(occurrence: Occurrence, now: dt.datetime, actor: Actor, seen: str = "") -> Schedule:
    """The schedule of a date that this actor may change, locked; the date itself is read again."""
    require(actor, Verb.CHANGE_DATE, *occurrence.series.holders)
    schedule = lock_schedule_of(occurrence)
    if occurrence.end <= now:
        raise Conflict("meeting-over")
    if schedule is None or occurrence.is_detached:
        raise Conflict("date-of-no-schedule")
    if schedule.source_id:
        raise UserError("adopt-before-date-change")
    if seen and seen != state_token(occurrence):
        raise Conflict("date-changed")
    if recompute_these([schedule], now):
        occurrence.refresh_from_db()
    return schedule
