"""An upload: a small one is looked at in the request; the worker reads a big one, says what is in it, and writes it when its
owner says so."""

import datetime as dt
from dataclasses import replace
from typing import Any

from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.rights import require
from commonhour.actions.upstream.ahead import look_ahead
from commonhour.actions.upstream.whole import write_draft
from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import Answers, answers_of
from commonhour.core.answers.misfits import fitting
from commonhour.core.draft import Draft
from commonhour.core.limits import IN_A_REQUEST_BYTES
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict
from commonhour.errors.telling import Fault
from commonhour.models import Group, Import, ImportDraft

UNDER_WAY = (ImportDraft.TO_FETCH, ImportDraft.TO_READ, ImportDraft.TO_WRITE)
_FINDINGS = 200


def hand_in(kept: ImportDraft, name: str, body: bytes, *, now: dt.datetime) -> None:
    """What is to be looked at, in a request or by the worker; it is not saved. Raises RefusedInput for what cannot be read."""
    kept.name, kept.body, kept.state = name, body, ImportDraft.TO_READ
    kept.kind = kept.kind or recognise(name, body)
    if (
        kept.kind == "notes"
    ):  # many times quicker to read than a page; which dates they are of is looked up when it is shown
        kept.state = ImportDraft.READY
        return
    if len(body) <= IN_A_REQUEST_BYTES:
        kept.state = ImportDraft.READY
        read = read_any(name, body, kind=kept.kind, now=now)
        kept.answers = _answered_before(read, name).as_json()


def _answered_before(read: Draft, name: str) -> Answers:
    """What was answered when this file was last imported, as far as it is asked again. The community's facts are
    its own meanwhile."""
    last = Import.objects.filter(kind=read.kind, name=name).first()
    if last is None:
        return Answers()
    groups = list(Group.objects.values_list("slug", flat=True))
    return replace(fitting(read, answers_of(last.answers), groups), community={})


def take_fetched(kept: ImportDraft, name: str, body: bytes, *, now: dt.datetime) -> None:
    """What was found at its address, unless it was stopped meanwhile. Raises UserErrors."""
    require(kept.owner.as_actor(now), Verb.IMPORT)
    rows = _rows(kept)
    hand_in(kept, name, body, now=now)
    facts = {one: getattr(kept, one) for one in ("name", "kind", "body", "state", "answers")}
    rows.update(**facts, lease_until=None)


def ask_to_write(kept: ImportDraft, *, actor: Actor) -> None:
    """Leave the writing to the worker. Raises Conflict when it was never read, and when it was stopped or begun
    meanwhile."""
    require(actor, Verb.IMPORT)
    rows = ImportDraft.objects.filter(pk=kept.pk, state=ImportDraft.READY)
    if not kept.seen or not rows.update(state=ImportDraft.TO_WRITE, fault={}, lease_until=None):
        raise Conflict("removed-meanwhile")


def do_upload(kept: ImportDraft, *, now: dt.datetime) -> None:
    """What its state asks for, in the name of its owner, as far as they may. Raises UserErrors."""
    actor = kept.owner.as_actor(now)
    require(actor, Verb.IMPORT)
    draft = read_any(kept.name, bytes(kept.body), kind=kept.kind, now=now)
    if kept.state == ImportDraft.TO_READ:
        look_ahead(draft, now, kept.name)
        _rows(kept).update(state=ImportDraft.READY, seen=_seen(draft), lease_until=None)
        return
    if not _rows(kept).exists():
        return  # stopped while it was read
    group = Group.objects.filter(slug=kept.group_slug).first() if kept.group_slug else None
    draft = answered(draft, answers_of(kept.answers))
    report = write_draft(draft, now=now, actor=actor, name=kept.name, group=group)
    _rows(kept).update(state=ImportDraft.DONE, imported=report.row, lease_until=None)


def fail_upload(kept: ImportDraft, met: Fault) -> None:
    """Nothing was written; its page says why."""
    _rows(kept).update(state=ImportDraft.READY, fault=met, lease_until=None)


def _rows(kept: ImportDraft) -> Any:
    return ImportDraft.objects.filter(pk=kept.pk, state=kept.state)


def _seen(draft: Draft) -> dict[str, Any]:
    return {
        "groups": len(draft.groups),
        "series": len(draft.series),
        "sessions": len(draft.sessions),
        "unplaced": len(draft.unplaced),
        "findings": [finding.as_row() for finding in draft.findings[:_FINDINGS]],
        "more": max(0, len(draft.findings) - _FINDINGS),
    }
