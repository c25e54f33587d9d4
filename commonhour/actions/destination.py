"""Places that are told: a chat room, a list or a program of a series, a group or the community, with what they want to hear."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import take_back_from, write
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, GatewayError, RefusedInput
from commonhour.gateways.send import checked
from commonhour.gateways.senders.registry import SERVICES
from commonhour.gateways.senders.webhook import rotated
from commonhour.models import Community, Delivery, Destination, Group, Series

_SINCE = frozenset(
    {"reminder_minutes", "stopped_at"}
)  # what is due earlier than such a change is not told late


def add_destination(
    kind: str,
    address: Mapping[str, str],
    *,
    group: Group | None,
    series: Series | None,
    now: dt.datetime,
    actor: Actor,
    **facts: Any,
) -> Destination:
    """`facts` are the other fields of the row. Raises RefusedInput for an address that may not be asked."""
    _require(actor, group, series)
    _check(kind, address)
    row = Destination(kind=kind, group=group, series=series, created_at=now, since=now, **facts)
    row.seal({**address, **SERVICES[kind].makes()})
    with _change(row, "destination-added", now, actor) as changes:
        changes.add(row)
    return row


def edit_destination(
    row: Destination,
    address: Mapping[str, str],
    *,
    version: int,
    now: dt.datetime,
    actor: Actor,
    **facts: Any,
) -> None:
    """Of `address` what is given takes the place of what was. Raises Conflict when `version` is not the present one."""
    require_place(actor, row)
    given = {name: value for name, value in address.items() if value}
    _check(row.kind, given)
    with transaction.atomic():
        fresh = lock(row)
        if version != fresh.version:
            raise Conflict("place-changed")
        if given:
            facts["address_sealed"] = _resealed(fresh, given)
        if _SINCE & {name for name, value in facts.items() if getattr(fresh, name) != value}:
            facts["since"] = now
        with _change(fresh, "destination-edited", now, actor) as changes:
            if changes.set(fresh, **facts):
                changes.set(fresh, version=fresh.version + 1)


def rotate_secret(row: Destination, *, now: dt.datetime, actor: Actor) -> str:
    """The new secret, to be shown once; the old one signs beside it for a day."""
    require_place(actor, row)
    with transaction.atomic():
        fresh = lock(row)
        address = fresh.reveal()
        if "secret" not in address:
            raise RefusedInput("place-without-secret")
        renewed = rotated(address, now)
        with _change(fresh, "destination-secret", now, actor) as changes:
            fresh_copy = Destination()
            fresh_copy.seal(renewed)
            changes.set(fresh, address_sealed=fresh_copy.address_sealed)
    return renewed["secret"]


def stop_destination(row: Destination, *, now: dt.datetime, actor: Actor) -> None:
    require_place(actor, row)
    with transaction.atomic(), _change(row, "destination-stopped", now, actor) as changes:
        fresh = lock(row)
        if fresh.stopped_at is not None:
            raise Conflict("place-stopped-already")
        changes.set(fresh, stopped_at=now)
        take_back_from(fresh.pk, now)


def start_destination(row: Destination, *, now: dt.datetime, actor: Actor) -> None:
    """Told again, beginning with a test message, so that whoever mended it sees that it works."""
    require_place(actor, row)
    with transaction.atomic():
        fresh = lock(row)
        if fresh.stopped_at is None:
            raise Conflict("place-told-already")
        with _change(fresh, "destination-started", now, actor) as changes:
            changes.set(fresh, stopped_at=None, since=now, fault={})
            _test(fresh, now)


def remove_destination(row: Destination, *, version: int, now: dt.datetime, actor: Actor) -> None:
    """Raises Conflict when `version` is not the present one."""
    require_place(actor, row)
    with transaction.atomic(), _change(row, "destination-removed", now, actor) as changes:
        fresh = lock(row)
        if version != fresh.version:
            raise Conflict("place-changed")
        take_back_from(fresh.pk, now)
        changes.remove(fresh)


def send_test(row: Destination, *, now: dt.datetime, actor: Actor) -> None:
    """Through the outbox like everything else; the page of the place shows what became of it."""
    require_place(actor, row)
    if row.stopped_at is not None:
        raise Conflict("place-stopped-already")
    _test(row, now)


def require_place(actor: Actor, row: Destination) -> None:
    _require(actor, row.group, row.series)


def _require(actor: Actor, group: Group | None, series: Series | None) -> None:
    if series is not None:
        require(actor, Verb.CHANGE_SERIES, series.group_id)
    elif group is not None:
        require(actor, Verb.CHANGE_GROUP, group)
    else:
        require(actor, Verb.CHANGE_COMMUNITY)


def _change(row: Destination, kind: str, now: dt.datetime, actor: Actor) -> Any:
    group = row.series.group if row.series else row.group
    return change_set(now, actor, kind, {"name": row.label}, group=group, series=row.series)


def _check(kind: str, address: Mapping[str, str]) -> None:
    for field in SERVICES[kind].fields:
        if field.kind == "web" and address.get(field.name):
            try:
                checked(address[field.name])
            except GatewayError as error:
                raise RefusedInput(error.code, **error.facts) from error


def _resealed(row: Destination, given: Mapping[str, str]) -> str:
    """What was sealed with a key that is gone is entered anew, whole."""
    fields = {field.name for field in SERVICES[row.kind].fields}
    kept = (
        SERVICES[row.kind].makes()
        if fields <= set(given) and not SERVICES[row.kind].makes()
        else row.reveal()
    )
    fresh = Destination()
    fresh.seal({**kept, **given})
    return fresh.address_sealed


def _test(row: Destination, now: dt.datetime) -> None:
    write([
        Delivery(
            kind="test", cause=f"test {uuid.uuid4()}", destination=row, language=row.language, tzid=Community.the().tzid,
            group=row.series.group if row.series else row.group, facts={"test": True}, queued_at=now, due_at=now,
        )
    ])  # fmt: skip
