"""What those who run a call decide about who comes: whether people are asked, how many there is room for, and whose answers go."""

import datetime as dt

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.places import moving_up
from commonhour.actions.rights import require
from commonhour.actions.sourced import lock_ours
from commonhour.core.rights import Actor, Verb
from commonhour.errors import NotFound
from commonhour.models import Guest, Occurrence, Reply, Series


def set_reply_rules(
    series: Series,
    *,
    takes_replies: bool,
    capacity: int | None,
    keeps_attendance: bool,
    version: int,
    now: dt.datetime,
    actor: Actor,
) -> None:
    """`capacity` None is a room without an end; where it grows, who waits moves up. Raises Conflict when `version` is not the
    present one."""
    with transaction.atomic():
        fresh = lock_ours(series, actor, version)
        facts = {"title": fresh.title}
        with (
            change_set(now, actor, "replies-set", facts, group=fresh.group, series=fresh) as changes,
            moving_up(fresh, now),
        ):
            if changes.set(
                fresh, takes_replies=takes_replies, capacity=capacity, keeps_attendance=keeps_attendance
            ):
                changes.set(fresh, version=fresh.version + 1)


def remove_answers(date: Occurrence, guest: int, *, now: dt.datetime, actor: Actor) -> None:
    """Every answer that an address, by the id of the guest, gave for the series of this date. Raises NotFound when there is none."""
    require(actor, Verb.SEE_GUESTS, *date.series.holders)
    with transaction.atomic():
        series = lock(date.series)
        rows = list(Reply.objects.filter(series=series, guest=guest).order_by("pk"))
        if not rows:
            raise NotFound("removed-meanwhile")
        facts = {"title": series.title}
        with (
            change_set(now, actor, "reply-removed", facts, group=series.group, series=series) as changes,
            moving_up(series, now),
        ):
            for row in rows:
                changes.remove(row)
        Guest.objects.filter(pk=guest).update(before=None, changed_at=now)
