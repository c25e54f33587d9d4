"""The changed instances of an imported schedule, each merged three ways."""

import datetime as dt
from collections.abc import Mapping

from commonhour.actions.occurrence import save_override
from commonhour.actions.upstream.lists import Facts
from commonhour.actions.upstream.run import Run
from commonhour.core.merge import merge_sets
from commonhour.core.schedule import schedule as core
from commonhour.models import Schedule

# An override not there at all says "as ruled", so a date cancelled on both sides is one field, not two things.
_AS_RULED: Facts = {
    "dtstart": None, "tzid": None, "duration": None, "status": core.CONFIRMED, "summary": None, "description": None,
    "reason": "",
}  # fmt: skip


def override_facts(schedule: core.Schedule) -> dict[str, Facts]:
    return {override.recurrence_id: _facts(override) for override in schedule.overrides}


def _facts(override: core.Override) -> Facts:
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


def merge_overrides(
    run: Run, here: Schedule, theirs: Mapping[str, Facts], last: Mapping[str, Facts], where: str
) -> bool:
    """True when an instance changed here."""
    rows = {row.recurrence_id: row for row in here.overrides.all()}
    ours = {text: _facts(row.as_core()) for text, row in rows.items()}
    sides = [dict(side) for side in (last, theirs, ours)]
    for side in sides:
        for text in set().union(*sides):
            side.setdefault(text, _AS_RULED)
    merged = merge_sets(*sides)
    changed = False
    for text, fields in merged.kept:
        run.report_both(
            f"The date {text[:4]}-{text[4:6]}-{text[6:8]} of “{here.series.title}”",
            where,
            fields.disagreements,
        )
        if fields.taken:
            sequence = rows[text].sequence + 1 if text in rows else here.sequence
            _save(run, here, text, {**sides[2][text], **fields.taken}, sequence)
            run.changes.record(
                here, text, sides[2][text]["status"], {**sides[2][text], **fields.taken}["status"]
            )
            changed = True
    return changed


def _save(run: Run, here: Schedule, recurrence_id: str, facts: Facts, sequence: int) -> None:
    seconds = facts["duration"]
    override = core.Override(
        recurrence_id=recurrence_id,
        dtstart=facts["dtstart"],
        tzid=facts["tzid"],
        duration=None if seconds is None else dt.timedelta(seconds=seconds),
        status=facts["status"],
        summary=facts["summary"] and facts["summary"][:300],
        description=facts["description"],
        reason=facts["reason"][:300],
        sequence=sequence,
    )
    save_override(override, here, run.now)
