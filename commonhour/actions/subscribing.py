"""Subscribing by mail: asking, with nobody's address used against them, and the yes that comes by a signed link."""

import datetime as dt
import uuid

from django.db import transaction

from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.outbox import post
from commonhour.core.asking import KINDS, USUAL_REMINDER, Asking
from commonhour.core.limits import (
    CONFIRMATIONS_A_DAY,
    CONFIRMATIONS_PER_ADDRESS,
    CONFIRMATIONS_PER_NETWORK,
    SUBSCRIPTIONS,
)
from commonhour.errors import NotFound, RefusedInput, TooMany
from commonhour.models import Group, Series, Space, Subscriber, Subscription
from commonhour.reads.mail_links import CONFIRM_WITHIN, asked_by, confirm_path

_SCOPE = ("groups", "spaces", "series_id", "tags")


def ask(asking: Asking, network: str, *, base_url: str, now: dt.datetime) -> None:
    """Send one mail that asks for a yes. Nothing tells whether the address is known, or had too many already; a
    network that asked too often, or a hub that was asked too often, is told so. Raises TooMany, and NotFound for a tag
    that no series has."""
    _require_tags(asking.tags)
    of_network = is_in_measure("confirmations of network", network, now, CONFIRMATIONS_PER_NETWORK)
    if not (of_network and is_in_measure("confirmations of hub", "", now, CONFIRMATIONS_A_DAY)):
        raise TooMany("confirmations-too-many")
    with transaction.atomic():
        whose = mailbox(asking.email)
        if is_in_measure("confirmations of address", whose, now, CONFIRMATIONS_PER_ADDRESS):
            facts = {
                "url": base_url + confirm_path(asking, now),
                "kinds": list(asking.kinds),
                "what": _names(asking),
            }
            post(
                "confirm", asking.email, facts, cause=f"confirm {uuid.uuid4()}", now=now,
                language=asking.language, tzid=asking.tzid, good_until=now + CONFIRM_WITHIN,
            )  # fmt: skip


def _require_tags(tags: tuple[str, ...]) -> None:
    """The mail names them, and nobody writes words of their own to a stranger."""
    known = {tag for held in Series.objects.values_list("tags", flat=True) for tag in held} if tags else set()
    if set(tags) - known:
        raise NotFound("no-such-tag")


def _names(asking: Asking) -> list[str]:
    """What it is about, as pages call it; [] for everything."""
    rows = (
        Series.objects.filter(pk=asking.series or 0).values_list("title", flat=True),
        Group.objects.filter(pk__in=asking.groups).values_list("name", flat=True),
        Space.objects.filter(pk__in=asking.spaces).values_list("name", flat=True),
    )
    return [name for found in rows for name in found] + list(asking.tags)


def confirm(token: str, *, now: dt.datetime) -> int:
    """What was asked for begins, as often as this is called; also for an address that was given up. Returns the id of
    the subscriber. Raises NotFound, Gone, RefusedInput."""
    asking = asked_by(token, now)
    with transaction.atomic():
        row, is_new = Subscriber.objects.select_for_update(no_key=True).get_or_create(
            email=asking.email,
            defaults={
                "created_at": now,
                "language": asking.language,
                "tzid": asking.tzid,
                "tells_changes": False,
            },
        )
        if row.stopped_at is not None:  # they begin anew, and not with what they had ended
            row.subscriptions.all().delete()
            _set_kinds(row, ())
        had = row.reminder_minutes
        _set_kinds(row, asking.kinds, keeps=True)
        row.reminded_since = row.reminded_since if had == row.reminder_minutes else now
        row.confirmed_at = now if is_new or row.stopped_at else row.confirmed_at or now
        row.stopped_at, row.bounces, row.before, row.version = None, 0, None, row.version + 1
        row.save()
        _add(row, asking, now)
    return row.pk


def _set_kinds(row: Subscriber, kinds: tuple[str, ...], *, keeps: bool = False) -> None:
    for kind, name in KINDS.items():
        if kind == "reminders":
            if kind in kinds or not keeps:
                row.reminder_minutes = (row.reminder_minutes or [USUAL_REMINDER]) if kind in kinds else []
        elif kind in kinds or not keeps:
            setattr(row, name, kind in kinds)


def _add(row: Subscriber, asking: Asking, now: dt.datetime) -> None:
    """Nothing twice. What was removed meanwhile is not subscribed to."""
    if asking.series and not Series.objects.filter(pk=asking.series).exists():
        return
    fresh = Subscription(
        subscriber=row, groups=list(asking.groups), spaces=list(asking.spaces), series_id=asking.series,
        tags=list(asking.tags), created_at=now,
    )  # fmt: skip
    there = list(row.subscriptions.all())
    if any(all(getattr(one, name) == getattr(fresh, name) for name in _SCOPE) for one in there):
        return
    if len(there) >= SUBSCRIPTIONS:
        raise RefusedInput("subscriptions-too-many", limit=SUBSCRIPTIONS)
    fresh.save()
