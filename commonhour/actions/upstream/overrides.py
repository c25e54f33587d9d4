"""The changed instances of an imported schedule, each merged three ways."""

from collections.abc import Mapping

from commonhour.actions.dates.overrides import AS_RULED, Facts, override_facts, override_from, save_override
from commonhour.actions.upstream.run import Run
from commonhour.core.merge import merge_sets
from commonhour.core.time.wall import day_text
from commonhour.models import Schedule

_SHORT = 300  # characters of a changed date's title and reason


def merge_overrides(
    run: Run, here: Schedule, theirs: Mapping[str, Facts], last: Mapping[str, Facts], where: str
) -> bool:
    """True when an instance changed here."""
    rows = {row.recurrence_id: row for row in here.overrides.all()}
    ours = {text: override_facts(row.as_core()) for text, row in rows.items()}
    sides = [dict(side) for side in (last, theirs, ours)]
    for side in sides:
        for text in set().union(*sides):
            side.setdefault(text, AS_RULED)
    merged = merge_sets(*sides)
    changed = False
    for text, fields in merged.kept:
        run.report_both(
            f"The date {day_text(text)} of “{here.series.title}”",
            where,
            fields.disagreements,
        )
        if fields.taken:
            sequence = rows[text].sequence + 1 if text in rows else here.sequence
            wanted = clipped_facts({**sides[2][text], **fields.taken})
            save_override(run.changes, here, override_from(text, wanted, sequence), run.now)
            changed = True
    return changed


def clipped_facts(facts: Facts) -> Facts:
    summary, reason = facts["summary"], facts["reason"]
    return {**facts, "summary": summary and summary[:_SHORT], "reason": reason[:_SHORT]}
