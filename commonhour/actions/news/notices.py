"""One change, one notice: it is opened or joined in the transaction of the change, and taken back with it."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from commonhour.actions.news.outbox import write
from commonhour.actions.rights import require
from commonhour.core.happening import Happened, seen_from_json
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict
from commonhour.models import Change, ChangeSet, Community, Delivery, Notice, Series
from commonhour.reads.audience import reached

_TOLD_OF_SERIES = frozenset({Happened.RELOCATED.value})


def tell(row: ChangeSet, now: dt.datetime) -> Notice | None:
    """Everybody who asked to hear of what this change set changed is told. None when nobody would be."""
    notice = _waiting(row, now)
    if notice is None:
        notice = Notice.objects.create(
            series=row.series, group=row.group, by_id=row.actor_id, opened_at=now, due_at=now
        )
    notice.change_sets.add(row)
    if not _write_deliveries(notice, row, now):
        notice.delete()
        return None
    _put_off(notice, row, now)
    return notice


def put_off(row: ChangeSet, now: dt.datetime) -> None:
    """A quiet change by the same person: what waits to be told of the series waits until they are done."""
    notice = _waiting(row, now)
    if notice is not None:
        _put_off(notice, row, now)


def take_back(undone: ChangeSet, undoing: ChangeSet, now: dt.datetime) -> None:
    """What was not sent is not sent; whoever was told already is told of the undoing too."""
    for notice in Notice.objects.select_for_update(no_key=True, of=("self",)).filter(change_sets=undone):
        told = notice.deliveries.filter(Q(state=Delivery.SENT) | Q(lease_until__gt=now))
        reached_already = set(told.values_list("to", "destination"))
        if notice.state == Notice.WAITING and notice.change_sets.count() > 1:
            notice.change_sets.remove(undone)
            continue
        notice.deliveries.filter(state=Delivery.WAITING).exclude(lease_until__gt=now).update(
            state=Delivery.WITHDRAWN, ended_at=now
        )
        if notice.state == Notice.WAITING:
            Notice.objects.filter(pk=notice.pk).update(state=Notice.WITHDRAWN)
        if reached_already:
            tell_these(undoing, reached_already, now)


def hold_back(notice: Notice, *, now: dt.datetime, actor: Actor) -> None:
    """Nobody is told of what waits; the change stays. Raises Conflict when it left already."""
    require(actor, Verb.CHANGE_GROUP, notice.group_id)
    with transaction.atomic():
        rows = Notice.objects.filter(pk=notice.pk, state=Notice.WAITING)
        if not rows.update(state=Notice.WITHDRAWN):
            raise Conflict("notice-left")
        notice.deliveries.filter(state=Delivery.WAITING).update(state=Delivery.WITHDRAWN, ended_at=now)


def tell_after_all(notice: Notice, *, now: dt.datetime, actor: Actor) -> None:
    """What was held back is told. Raises Conflict when it is told already, or what it tells was taken back."""
    require(actor, Verb.CHANGE_GROUP, notice.group_id)
    with transaction.atomic():
        if not notice.change_sets.filter(undone_by=None).exists():
            raise Conflict("notice-undone")
        rows = Notice.objects.filter(pk=notice.pk, state=Notice.WITHDRAWN)
        if not rows.update(state=Notice.WAITING, due_at=now + Notice.PAUSE):
            raise Conflict("notice-left")
        held = notice.deliveries.filter(state=Delivery.WITHDRAWN)
        held.update(state=Delivery.WAITING, ended_at=None, queued_at=now)


def tell_these(row: ChangeSet, places: Collection[tuple[str, int | None]], now: dt.datetime) -> None:
    """Only those who heard of what came before."""
    notice = Notice.objects.create(
        series=row.series, group=row.group, by_id=row.actor_id, opened_at=now, due_at=now
    )
    notice.change_sets.add(row)
    if not _write_deliveries(notice, row, now, only=places):
        notice.delete()


def _waiting(row: ChangeSet, now: dt.datetime) -> Notice | None:
    """What the same person has open about the same series, locked, so that it does not leave meanwhile."""
    if row.series_id is None or row.actor_id is None:
        return None
    rows = Notice.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(series=row.series_id, by=row.actor_id, state=Notice.WAITING, due_at__gt=now).first()


def _put_off(notice: Notice, row: ChangeSet, now: dt.datetime) -> None:
    soonest = min(_starts(row), default=None)
    is_urgent = soonest is not None and now <= soonest <= now + Notice.AT_ONCE_WITHIN
    Notice.objects.filter(pk=notice.pk).update(due_at=now if is_urgent else now + Notice.PAUSE)


def _starts(row: ChangeSet) -> Iterable[dt.datetime]:
    """When the dates it is about were, or are, to begin."""
    for before, after in row.changes.filter(noun="occurrence").values_list("before", "after"):
        yield from (seen_from_json(side).start for side in (before, after) if side)


def _write_deliveries(
    notice: Notice,
    row: ChangeSet,
    now: dt.datetime,
    only: Collection[tuple[str, int | None]] | None = None,
) -> int:
    """Returns how many places are told."""
    told = Q(noun="occurrence") | Q(field__in=_TOLD_OF_SERIES)
    keys = set(Change.objects.filter(told, change_set=row).order_by().values_list("series", flat=True))
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
