"""One change, one notice: it is opened or joined in the transaction of the change, and taken back with it."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from commonhour.actions.news.notes_up import PUBLISHED, write_notes_up
from commonhour.actions.news.outbox import take_back_of, write
from commonhour.actions.rights import require
from commonhour.core.happening import Happened, seen_from_json
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict
from commonhour.models import Change, ChangeSet, Community, Delivery, Notice, Series
from commonhour.reads.audience import reached

_TOLD = Q(noun="occurrence") | Q(field=Happened.RELOCATED.value)
_Places = Collection[tuple[str, int | None]]


def tell(row: ChangeSet, now: dt.datetime) -> None:
    """Everybody who asked to hear of what this change set changed is told."""
    notice = _waiting(row, now)
    if notice is None:
        notice = Notice.objects.create(
            series=row.series, group=row.group, by_id=row.actor_id, opened_at=now, due_at=now
        )
    notice.change_sets.add(row)
    if _write_deliveries(notice, row, now) or notice.deliveries.exists():
        _put_off(notice, [row], now)
    else:
        notice.delete()


def put_off(row: ChangeSet, now: dt.datetime) -> None:
    """A quiet change by the same person: what waits to be told of the series waits until they are done."""
    notice = _waiting(row, now)
    if notice is not None:
        _put_off(notice, [row], now)


def take_back(undone: ChangeSet, undoing: ChangeSet, now: dt.datetime) -> None:
    """What was not sent is not sent; whoever was told already is told of the undoing too."""
    take_back_of(undone.pk, now)
    for notice in Notice.objects.select_for_update(no_key=True, of=("self",)).filter(change_sets=undone):
        told = notice.deliveries.filter(Q(state=Delivery.SENT) | Q(lease_until__gt=now))
        reached_already = set(told.values_list("to", "destination"))
        if notice.state == Notice.WAITING and notice.change_sets.count() > 1:
            notice.change_sets.remove(undone)
            continue
        _withdraw(notice, now)
        if reached_already and undone.kind != PUBLISHED:  # a link that leads to nothing says so itself
            _tell_these(undoing, reached_already, now)


def hold_back(notice: Notice, *, now: dt.datetime, actor: Actor) -> None:
    """Nobody is told of what waits; the change stays. Raises Conflict when it left already."""
    require(actor, Verb.CHANGE_GROUP, notice.group_id)
    with transaction.atomic():
        if not _withdraw(notice, now):
            raise Conflict("notice-left")


def tell_after_all(notice: Notice, *, now: dt.datetime, actor: Actor) -> dt.datetime:
    """What was held back is told, from the returned time on: at once when the call begins soon. Raises Conflict when it
    is told already, or what it tells was taken back."""
    require(actor, Verb.CHANGE_GROUP, notice.group_id)
    with transaction.atomic():
        told = list(notice.change_sets.filter(undone_by=None))
        if not told:
            raise Conflict("notice-undone")
        rows = Notice.objects.filter(pk=notice.pk, state=Notice.WITHDRAWN)
        if not rows.update(state=Notice.WAITING):
            raise Conflict("notice-left")
        held = notice.deliveries.filter(state=Delivery.WITHDRAWN)
        held.update(state=Delivery.WAITING, ended_at=None, queued_at=now)
        return _put_off(notice, told, now)


def _withdraw(notice: Notice, now: dt.datetime) -> bool:
    """What no worker has in its hands is not sent. Returns whether the notice had not left yet."""
    # The notice first, as a worker does, so that neither waits for the other.
    was_waiting = Notice.objects.filter(pk=notice.pk, state=Notice.WAITING).update(state=Notice.WITHDRAWN)
    waiting = notice.deliveries.filter(state=Delivery.WAITING).exclude(lease_until__gt=now)
    waiting.update(state=Delivery.WITHDRAWN, ended_at=now)
    return bool(was_waiting)


def _tell_these(row: ChangeSet, places: _Places, now: dt.datetime) -> None:
    """Only those who heard of what came before."""
    notice = Notice.objects.create(
        series=row.series, group=row.group, by_id=row.actor_id, opened_at=now, due_at=now
    )
    notice.change_sets.add(row)
    if not _write_deliveries(notice, row, now, only=places):
        notice.delete()


def _waiting(row: ChangeSet, now: dt.datetime) -> Notice | None:
    """What the same person has open about the same series, also in a break of many, locked so that it does not leave
    meanwhile."""
    if row.series_id is None or row.actor_id is None:
        return None
    of_it = Exists(Change.objects.filter(change_set__notices=OuterRef("pk"), series=row.series_id))
    rows = Notice.objects.select_for_update(no_key=True, of=("self",)).filter(Q(series=row.series_id) | of_it)
    return rows.filter(by=row.actor_id, state=Notice.WAITING, due_at__gt=now).first()


def _put_off(notice: Notice, about: Collection[ChangeSet], now: dt.datetime) -> dt.datetime:
    """Until when it waits for what else is changed: not at all when a call it is about begins soon."""
    is_urgent = any(now <= start <= now + Notice.AT_ONCE_WITHIN for start in _starts(about))
    due_at = now if is_urgent else now + Notice.PAUSE
    Notice.objects.filter(pk=notice.pk).update(due_at=due_at)
    return due_at


def _starts(about: Collection[ChangeSet]) -> Iterable[dt.datetime]:
    """When the dates were, or are, to begin."""
    rows = Change.objects.filter(change_set__in=about, noun="occurrence")
    for before, after in rows.values_list("before", "after"):
        yield from (seen_from_json(side).start for side in (before, after) if side)


def _write_deliveries(
    notice: Notice,
    row: ChangeSet,
    now: dt.datetime,
    only: _Places | None = None,
) -> int:
    """Returns how many places are told."""
    if row.kind == PUBLISHED:
        return write_notes_up(notice, row, now)
    keys = set(Change.objects.filter(_TOLD, change_set=row).order_by().values_list("series", flat=True))
    series = Series.objects.filter(pk__in=keys | {row.series_id}, source=None)
    places = [
        one
        for one in reached(list(series.select_related("group").prefetch_related("co_groups")), Community.the().tzid)
        if only is None or (one.to, one.destination) in only
    ]  # fmt: skip
    write(
        Delivery(
            kind="notice", cause=f"notice {notice.pk}", to=one.to, destination_id=one.destination, notice=notice,
            group=row.group, facts={"series": list(one.series)}, language=one.language, tzid=one.tzid,
            queued_at=now, due_at=now,
        )
        for one in places
    )  # fmt: skip
    return len(places)
