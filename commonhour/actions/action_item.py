"""What a person says of an action: it is done, it is dropped, somebody else does it, it waits. The notes follow no more then, but
that a ticked box ends it."""

import datetime as dt
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.actions.undo import undo
from commonhour.core.notes.same import said_key
from commonhour.core.rights import Actor, ActorKind, Given, Role, Verb
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import ActionItem
from commonhour.reads.owner import own_changes

_KINDS = {
    ActionItem.DONE: "action-done",
    ActionItem.DROPPED: "action-dropped",
    ActionItem.OPEN: "action-opened",
}


def edit_action(
    item: ActionItem,
    *,
    owner: str,
    due: dt.date | None,
    waiting_on: str,
    version: int,
    now: dt.datetime,
    actor: Actor,
) -> None:
    """`version` is what somebody saw. Raises Conflict when it is another one by now."""
    fields = {"owner": owner.strip(), "due": due, "waiting_on": waiting_on.strip()}
    _change(item, "action-edited", fields, version=version, now=now, actor=actor)


def end_action(
    item: ActionItem, state: str, *, why: str = "", version: int, now: dt.datetime, actor: Actor
) -> None:
    """It is done, dropped because of `why`, or open again. Raises Conflict as `edit_action`, RefusedInput for no such state,
    and for what is dropped without a word."""
    if state not in _KINDS:
        raise RefusedInput("action-state")
    if state == ActionItem.DROPPED and not why.strip():
        raise RefusedInput("action-why")
    ended_at = None if state == ActionItem.OPEN else now
    fields = {"state": state, "done_at": ended_at, "why": why.strip() if state == ActionItem.DROPPED else ""}
    _change(item, _KINDS[state], fields, version=version, now=now, actor=actor)


def _change(
    item: ActionItem, kind: str, fields: dict[str, Any], *, version: int, now: dt.datetime, actor: Actor
) -> None:
    require(actor, Verb.KEEP_RECORD, *item.series.holders)
    with transaction.atomic():
        lock_series([item.series_id])
        fresh = lock(item)
        if fresh.version != version:
            raise Conflict("action-changed")
        if fresh.state == fields.get("state"):
            return
        facts = {"text": fresh.text[:100]}
        with change_set(now, actor, kind, facts, group=fresh.series.group, series=fresh.series) as changes:
            key = said_key(fresh.text, str(fields.get("owner", fresh.owner)))
            if changes.set(fresh, **fields, key=key):
                changes.set(fresh, is_edited=True, version=fresh.version + 1)


def owner_of(item: ActionItem) -> Actor:
    """Whoever has the link of its owner: they say of it what who keeps the record may say."""
    given = frozenset(Given(Role.NOTE_TAKER, group) for group in item.series.holders)
    return Actor(ActorKind.LINK, item.owner, given)


def undo_own(item: ActionItem, *, now: dt.datetime) -> None:
    """Takes back what was said of it last by such a link. Raises Conflict when nothing was, or longer ago than ten minutes."""
    key = own_changes([item.pk], now).get(item.pk)
    if key is None:
        raise Conflict("nothing-to-undo")
    undo(key, now=now, actor=owner_of(item))
