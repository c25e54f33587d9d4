"""Calls for proposals: what a community or a group asks people to send in, where, and until when."""

import datetime as dt
from typing import Any

from django.db import transaction

from commonhour.actions.guarded import guarded
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import CallForProposals, Group, ProposalSpeaker, Remark, Review, Series, Support


def add_call_for_proposals(
    *, series: Series | None, now: dt.datetime, actor: Actor, **facts: Any
) -> CallForProposals:
    """`facts` are the fields of the row; without a series it is the whole community's."""
    require(actor, Verb.CHANGE_SERIES, group_of(series))
    _check(facts)
    kept = {"title": facts["label"]}
    with change_set(now, actor, "proposals-added", kept, group=group_of(series), series=series) as changes:
        call = CallForProposals(
            series=series, position=CallForProposals.objects.count(), **guarded(None, None, facts)
        )
        changes.add(call)
    return call


def edit_call_for_proposals(
    call: CallForProposals, *, version: int, now: dt.datetime, actor: Actor, **facts: Any
) -> list[str]:
    """Raises Conflict when `version` is not the present one, and NotAllowed for who may not change both the series it
    was for and the one it is for now."""
    _require(actor, call)
    series = facts.get("series", call.series)
    require(actor, Verb.CHANGE_SERIES, group_of(series))
    _check(facts)
    with transaction.atomic():
        fresh = lock(call)
        if version != fresh.version:
            raise Conflict("proposals-changed")
        kept = {"title": facts["label"]}
        with change_set(
            now, actor, "proposals-edited", kept, group=group_of(series), series=series
        ) as changes:
            changed = changes.set(fresh, **guarded(None, None, facts))
            if changed:
                changes.set(fresh, version=fresh.version + 1)
    return changed


def remove_call_for_proposals(call: CallForProposals, *, now: dt.datetime, actor: Actor) -> None:
    """With all that was proposed to it; taking it back brings that along."""
    _require(actor, call)
    series = call.series
    kept = {"title": call.label}
    with change_set(now, actor, "proposals-removed", kept, group=group_of(series), series=series) as changes:
        fresh = lock(call)
        changes.keep_rows("proposal", fresh.proposals.values_list("pk", flat=True))
        for model in (ProposalSpeaker, Review, Remark, Support):
            rows = model._default_manager.filter(proposal__call=fresh).order_by()
            changes.keep_rows(model._meta.model_name or "", rows.values_list("pk", flat=True))
        changes.remove(fresh)


def group_of(series: Series | None) -> Group | None:
    """Whose it is; None is the whole community."""
    return series.group if series else None


def _require(actor: Actor, call: CallForProposals) -> None:
    require(actor, Verb.CHANGE_SERIES, group_of(call.series))


def _check(facts: dict[str, Any]) -> None:
    opens_at, deadline = facts.get("opens_at"), facts.get("deadline")
    if opens_at and deadline and deadline <= opens_at:
        raise RefusedInput("closes-before-it-opens")
