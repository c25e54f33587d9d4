"""What a subscriber asked for: their own page, and all that the hub keeps about an address."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonhour.core.scope import Scope
from commonhour.models import Delivery, Group, Space, Subscriber, Subscription


@dataclass(frozen=True, slots=True)
class Subscribed:
    """`names` are what pages call it, () for all meetings; `path` is the calendar of it."""

    id: int
    names: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class SubscriberPage:
    """`stopped_at` is when all of it ended; `is_given_up` says that mails came back."""

    id: int
    email: str
    language: str
    tzid: str
    tells_changes: bool
    tells_week: bool
    tells_notes: bool
    invites: bool
    reminder_minutes: tuple[int, ...]
    stopped_at: dt.datetime | None
    is_given_up: bool
    may_undo: bool
    version: int
    subscriptions: tuple[Subscribed, ...]


def subscriber_page(key: int, now: dt.datetime) -> SubscriberPage:
    """By their id. Five queries at most."""
    row = Subscriber.objects.get(pk=key)
    return SubscriberPage(
        row.pk, row.email, row.language, row.tzid, row.tells_changes, row.tells_week, row.tells_notes, row.invites,
        tuple(row.reminder_minutes), row.stopped_at, row.is_given_up, row.may_undo(now), row.version,
        tuple(subscribed(row.subscriptions.select_related("series"))),
    )  # fmt: skip


def subscribed(rows: Iterable[Subscription]) -> list[Subscribed]:
    """Their names as they are now; two queries, however many. A group or space that is gone has no name."""
    rows = list(rows)
    groups = _named(Group, {key for row in rows for key in row.groups})
    spaces = _named(Space, {key for row in rows for key in row.spaces})
    return [_subscribed(row, groups, spaces) for row in rows]


def _named(noun: type[Group] | type[Space], keys: set[int]) -> dict[int, tuple[str, str]]:
    rows = noun.objects.filter(pk__in=keys).values_list("pk", "slug", "name") if keys else []
    return {key: (slug, name) for key, slug, name in rows}


def _subscribed(
    row: Subscription, groups: dict[int, tuple[str, str]], spaces: dict[int, tuple[str, str]]
) -> Subscribed:
    if row.series:
        return Subscribed(row.pk, (row.series.title,), row.series.path)
    in_groups = [groups[key] for key in row.groups if key in groups]
    in_spaces = [spaces[key] for key in row.spaces if key in spaces]
    scope = Scope(
        tuple(slug for slug, _ in in_groups), tuple(slug for slug, _ in in_spaces), tags=tuple(row.tags)
    )
    names = (*(name for _, name in in_groups), *(name for _, name in in_spaces), *row.tags)
    return Subscribed(row.pk, names, scope.path("/calendar/"))


def data_of(email: str) -> dict[str, Any]:
    """All that the hub keeps about an address that subscribed, as JSON has it; {} when it keeps nothing."""
    row = Subscriber.objects.filter(email=email.casefold()).first()
    if row is None:
        return {}
    page = subscriber_page(row.pk, row.created_at)
    return {
        "email": row.email, "language": row.language, "zone": row.tzid, "changes": row.tells_changes,
        "week": row.tells_week, "notes": row.tells_notes, "calendar": row.invites,
        "reminder_minutes": row.reminder_minutes, "asked_at": _at(row.created_at), "confirmed_at": _at(row.confirmed_at),
        "stopped_at": _at(row.stopped_at), "refused_mails": row.bounces,
        "subscriptions": [{"to": list(one.names) or "everything", "path": one.path} for one in page.subscriptions],
        "in_their_calendar": [one.title for one in row.invitations.exclude(sent="").order_by("title")],
        "mails": [
            {"kind": one.kind, "state": one.state, "written_at": _at(one.queued_at), "ended_at": _at(one.ended_at)}
            for one in Delivery.objects.filter(to=row.email)
        ],
    }  # fmt: skip


def _at(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
