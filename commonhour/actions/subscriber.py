"""What a subscriber changes by their signed link, each step taken back within ten minutes. Who has the link is meant:
no right is asked for, and no history keeps what somebody's address wanted."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.outbox import forget_mails_to
from commonhour.core.asking import KINDS
from commonhour.errors import Conflict
from commonhour.models import Subscriber, Subscription

PREFERENCES = (
    "tells_changes",
    "tells_week",
    "tells_notes",
    "invites",
    "reminder_minutes",
    "language",
    "tzid",
)
_SCOPE = ("id", "groups", "spaces", "series_id", "tags")


def change_preferences(key: int, wanted: Mapping[str, Any], *, version: int, now: dt.datetime) -> None:
    """`wanted` holds the fields of PREFERENCES. Raises Conflict when `version` is not the present one."""

    def change(row: Subscriber) -> None:
        if row.version != version:
            raise Conflict("subscriber-changed")
        if row.reminder_minutes != wanted["reminder_minutes"]:
            row.reminded_since = now
        for name in PREFERENCES:
            setattr(row, name, wanted[name])

    _change(key, change, now)


def end_subscription(key: int, subscription: int, *, now: dt.datetime) -> None:
    """One that was ended before is ended."""
    _change(key, lambda row: row.subscriptions.filter(pk=subscription).delete(), now)


def end_kind(key: int, kind: str, *, now: dt.datetime) -> None:
    """No more mails of a kind of `core.asking.KINDS`."""
    _change(key, lambda row: setattr(row, KINDS[kind], [] if kind == "reminders" else False), now)


def end_everything(key: int, *, now: dt.datetime) -> None:
    def stop(row: Subscriber) -> None:
        row.stopped_at = row.stopped_at or now

    _change(key, stop, now)


def start_again(key: int, *, now: dt.datetime) -> None:
    """Also after mails came back: who has the link has read one of our mails."""

    def start(row: Subscriber) -> None:
        row.stopped_at, row.bounces = None, 0

    _change(key, start, now)


def undo(key: int, *, now: dt.datetime) -> None:
    """As it was before the last change. Raises Conflict when that is too long ago, or was taken back already."""
    with transaction.atomic():
        row = lock(Subscriber(pk=key))
        if not row.may_undo(now):
            raise Conflict("subscriber-undo-late")
        before = row.before or {}
        for name in PREFERENCES:
            setattr(row, name, before[name])
        row.bounces = before["bounces"]
        row.stopped_at = before["stopped_at"] and dt.datetime.fromisoformat(before["stopped_at"])
        _set_subscriptions(row, before["subscriptions"], now)
        row.before, row.changed_at, row.version = None, now, row.version + 1
        row.save()


def forget(key: int) -> None:
    """The address, and every message to it that the outbox remembers. What a worker is sending at this moment goes."""
    with transaction.atomic():
        row = lock(Subscriber(pk=key))
        forget_mails_to(row.email)
        row.delete()


def _change(key: int, change: Callable[[Subscriber], object], now: dt.datetime) -> None:
    """Nothing is remembered of what changes nothing, so that pressing twice does not take the way back."""
    with transaction.atomic():
        row = lock(Subscriber(pk=key))
        before = _state(row)
        change(row)
        if _state(row) != before:
            row.before, row.changed_at, row.version = before, now, row.version + 1
            row.save()


def _state(row: Subscriber) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in (*PREFERENCES, "bounces")},
        "stopped_at": row.stopped_at and row.stopped_at.isoformat(),
        "subscriptions": list(row.subscriptions.values(*_SCOPE)),
    }


def _set_subscriptions(row: Subscriber, wanted: list[dict[str, Any]], now: dt.datetime) -> None:
    there = set(row.subscriptions.values_list("pk", flat=True))
    row.subscriptions.exclude(pk__in=[one["id"] for one in wanted]).delete()
    Subscription.objects.bulk_create(
        Subscription(subscriber=row, created_at=now, **one) for one in wanted if one["id"] not in there
    )
