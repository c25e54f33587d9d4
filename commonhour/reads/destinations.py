"""Places that are told, as the desk lists them: never more of an address than its host."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from commonhour.errors import UserError
from commonhour.gateways.senders.registry import SERVICES
from commonhour.models import Delivery, Destination

_SHOWN = 8  # messages on the page of a place


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """`owner` is the series or the group, "" for the community; `fault` is why it is not told any more."""

    id: int
    label: str
    service: str
    host: str
    owner: str
    owner_path: str
    tells_changes: bool
    tells_week: bool
    minutes: tuple[int, ...]
    stopped_at: dt.datetime | None
    fault: dict[str, Any]
    has_secret: bool

    @property
    def path(self) -> str:
        return f"/desk/destinations/{self.id}/"


@dataclass(frozen=True, slots=True)
class SentShape:
    """What became of one message: `state` as in the outbox."""

    kind: str
    state: str
    at: dt.datetime
    fault: dict[str, Any]


def places(
    groups: list[int] | None, *, group: int | None = None, series: int | None = None
) -> list[PlaceShape]:
    """Those that somebody may change, who looks after these groups (None: after all)."""
    rows = Destination.objects.filter(Q(series=None) | Q(series__removed_at=None)).select_related(
        "group", "series__group"
    )
    if groups is not None:
        rows = rows.filter(Q(series=None, group__in=groups) | Q(series__group__in=groups))
    if series is not None:
        rows = rows.filter(series=series)
    elif group is not None:
        rows = rows.filter(Q(series=None, group=group) | Q(series__group=group))
    return [place(row) for row in rows]


def place(row: Destination) -> PlaceShape:
    service, address = SERVICES.get(row.kind), _address(row)
    owner, path = "", ""
    if row.series is not None:
        owner, path = row.series.title, f"/desk/series/{row.series.slug}/"
    elif row.group is not None:
        owner, path = row.group.name, f"/desk/groups/{row.group.slug}/"
    return PlaceShape(
        row.pk, row.label, service.name if service else row.kind, service.shown(address) if service and address else "",
        owner, path, row.tells_changes, row.tells_week, tuple(row.reminder_minutes), row.stopped_at, row.fault,
        "secret" in address,
    )  # fmt: skip


def last_messages(row: Destination) -> list[SentShape]:
    """The newest first."""
    rows = Delivery.objects.filter(destination=row.pk).order_by("-queued_at", "-pk")[:_SHOWN]
    return [SentShape(one.kind, one.state, one.ended_at or one.queued_at, one.fault) for one in rows]


def _address(row: Destination) -> dict[str, str]:
    try:
        return row.reveal()
    except UserError:
        return {}
