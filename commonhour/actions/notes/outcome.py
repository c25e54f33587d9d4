"""What became of a date, apart from what the calendar says: it was held, or it was not and why. Who keeps its record says so."""

import datetime as dt

from django.db import transaction

from commonhour.actions.lock import lock_series
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, UserError
from commonhour.models import Occurrence

HELD, NOT_HELD = "held", "not-held"
_KINDS = {HELD: "notes-held", NOT_HELD: "notes-not-held", "": "notes-outcome-open"}


def set_outcome(
    date: Occurrence, outcome: str, reason: str = "", *, seen: str, now: dt.datetime, actor: Actor
) -> None:
    """ "held", "not-held" or "" for nobody knows. `seen` is what somebody saw. Raises Conflict when it is another one by now,
    UserError before the start."""
    require(actor, Verb.KEEP_RECORD, *date.series.holders)
    if date.start > now:
        raise UserError("outcome-too-early")
    with transaction.atomic():
        lock_series([date.series_id])
        fresh = Occurrence.objects.select_related("series__group").get(pk=date.pk)
        if fresh.outcome != seen:
            raise Conflict("outcome-changed")
        facts = {"title": fresh.title, "date": fresh.recurrence_id[:8]}
        series, why = fresh.series, reason.strip() if outcome == NOT_HELD else ""
        with change_set(now, actor, _KINDS[outcome], facts, group=series.group, series=series) as changes:
            before = [fresh.outcome, fresh.outcome_reason]
            fresh.outcome, fresh.outcome_reason = outcome, why
            fresh.save(update_fields=["outcome", "outcome_reason"])
            changes.record(series, "outcome", before, [fresh.outcome, fresh.outcome_reason])
