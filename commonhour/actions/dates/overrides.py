"""Changed instances of a schedule: the one place that writes them, and remembers what each was, so that it can be
put back."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from commonhour.actions.news.change_set import Changes
from commonhour.core.schedule import schedule as core
from commonhour.models import Override, Schedule

Facts = dict[str, Any]
# An override not there at all says "as ruled", so a date cancelled on both sides is one field, not two things.
AS_RULED: Facts = {
    "dtstart": None, "tzid": None, "duration": None, "status": core.CONFIRMED, "summary": None, "description": None,
    "reason": "",
}  # fmt: skip


def override_facts(override: core.Override) -> Facts:
    """What an override says, as JSON keeps it; `duration` in seconds."""
    length = None if override.duration is None else int(override.duration.total_seconds())
    return {
        "dtstart": override.dtstart,
        "tzid": override.tzid,
        "duration": length,
        "status": override.status,
        "summary": override.summary,
        "description": override.description,
        "reason": override.reason,
    }


def facts_of_all(schedule: core.Schedule) -> dict[str, Facts]:
    return {override.recurrence_id: override_facts(override) for override in schedule.overrides}


def override_from(recurrence_id: str, facts: Facts, sequence: int = 0) -> core.Override:
    seconds = facts["duration"]
    return core.Override(
        recurrence_id=recurrence_id,
        **{**facts, "duration": None if seconds is None else dt.timedelta(seconds=seconds)},
        sequence=sequence,
    )


def save_override(changes: Changes, schedule: Schedule, override: core.Override, now: dt.datetime) -> None:
    """Make or change the row of one pure override."""
    row = Override.objects.filter(schedule=schedule, recurrence_id=override.recurrence_id).first()
    if row is None:
        new_override(changes, schedule, override, now).save()
        return
    before = override_facts(row.as_core())
    _say(row, override, now)
    row.save()
    changes.overridden(schedule, override.recurrence_id, before, override_facts(row.as_core()))


def new_override(changes: Changes, schedule: Schedule, override: core.Override, now: dt.datetime) -> Override:
    """The row of one that is not there yet, for its maker to save."""
    row = Override(schedule=schedule, recurrence_id=override.recurrence_id)
    _say(row, override, now)
    changes.overridden(schedule, override.recurrence_id, None, override_facts(row.as_core()))
    return row


def _say(row: Override, override: core.Override, now: dt.datetime) -> None:
    row.dtstart, row.tzid = override.dtstart or "", override.tzid or ""
    row.duration_seconds = None if override.duration is None else int(override.duration.total_seconds())
    row.status, row.reason = override.status, override.reason
    row.summary, row.description = override.summary or "", override.description or ""
    row.sequence, row.changed_at = override.sequence, now


def save_overrides(changes: Changes, row: Schedule, schedule: core.Schedule, now: dt.datetime) -> None:
    for override in schedule.overrides:
        save_override(changes, row, override, now)


def drop_overrides(changes: Changes, schedule: Schedule, recurrence_ids: Collection[str]) -> None:
    """These dates are as the schedule makes them again."""
    for row in schedule.overrides.filter(recurrence_id__in=recurrence_ids):
        changes.overridden(schedule, row.recurrence_id, override_facts(row.as_core()), None)
        row.delete()
