"""Whose turn it is: of every chat and program the next message, one after the other and in order, also with several
workers."""

import datetime as dt

from django.db.models import Q

from commonhour.actions.news.outbox import let_notices_leave
from commonhour.models import Delivery, Notice
from commonhour.models.delivery import LEASE
from commonhour.models.destination import BY_MAIL


def turns(now: dt.datetime) -> dict[int, int]:
    """The id of the next message by that of its place, the longest waiting first. A place that waits for its next try, or
    is being told something, has no turn: what follows does not overtake."""
    let_notices_leave(now)
    heads: dict[int, int] = {}
    resting: set[int] = set()
    for pk, place, due_at, attempts, lease_until in _waiting(now):
        is_held = lease_until is not None and now < lease_until <= now + 2 * LEASE
        if is_held or due_at > now:
            resting.add(place)
        elif attempts or place not in heads:  # what was tried before goes first
            heads[place] = pk
    return {place: pk for place, pk in heads.items() if place not in resting}


def _waiting(now: dt.datetime) -> list[tuple[int, int, dt.datetime, int, dt.datetime | None]]:
    rows = Delivery.objects.filter(
        Q(due_at__lte=now) | Q(attempts__gt=0), Q(notice=None) | Q(notice__state=Notice.LEFT),
        state=Delivery.WAITING, destination__isnull=False, destination__stopped_at=None,
    ).exclude(destination__kind=BY_MAIL)  # fmt: skip
    values = rows.order_by("due_at", "pk").values_list(
        "pk", "destination", "due_at", "attempts", "lease_until"
    )
    return list(values)
