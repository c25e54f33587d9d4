"""What the hub told, tells and could not tell: the outbox as its page shows it, the newest first."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from commonhour.models import ChangeSet, Delivery, Notice

PER_PAGE = 30
_FAULTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that failed, or waits for its next try at `again_at`. `place` is an address or a label."""

    id: int
    place: str
    fault: dict[str, Any]
    is_failed: bool
    again_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Posted:
    """All messages of one cause. `notice` is the id of a notice; `changes` are the kind and the facts of what it tells
    (`core/speech/changes.py`). `leaves_at` is when one that waits goes out; `mail` names a kept mail one can read."""

    kind: str
    at: dt.datetime
    notice: int | None
    changes: list[tuple[str, dict[str, Any]]]
    leaves_at: dt.datetime | None
    is_withdrawn: bool
    places: list[str]
    waiting: int
    sent: int
    failed: int
    withdrawn: int
    stuck: list[Stuck]
    mail: str


def outbox_page(groups: list[int] | None, number: int, *, shows_addresses: bool) -> tuple[list[Posted], bool]:
    """One page for who looks after these groups (None: everything), and whether there is another. Five queries."""
    rows = Delivery.objects.all() if groups is None else Delivery.objects.filter(group__in=groups)
    causes = rows.order_by().values("cause", "kind", "notice").annotate(at=Max("queued_at"), last=Max("pk"))
    first = (number - 1) * PER_PAGE
    found = list(causes.order_by("-at", "-last")[first : first + PER_PAGE + 1])
    shown = found[:PER_PAGE]
    keys = [one["cause"] for one in shown]
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for cause, state, number_of in (
        rows.filter(cause__in=keys).order_by().values_list("cause", "state").annotate(Count("pk"))
    ):
        states[cause][state] = number_of
    notices = Notice.objects.in_bulk([one["notice"] for one in shown if one["notice"]])
    told = _changes(notices)
    some = _some(rows.filter(cause__in=keys), shows_addresses)
    return [
        _posted(one, states[one["cause"]], notices.get(one["notice"] or 0), told, some[one["cause"]]) for one in shown
    ], len(found) > PER_PAGE  # fmt: skip


def failed_count(groups: list[int] | None) -> int:
    """How many messages failed for good: what somebody should look at."""
    rows = Delivery.objects.filter(state=Delivery.FAILED)
    return (rows if groups is None else rows.filter(group__in=groups)).count()


@dataclass(slots=True)
class _Some:
    places: list[str]
    stuck: list[Stuck]
    mail: str = ""


def _some(rows: QuerySet[Delivery], shows_addresses: bool) -> dict[str, _Some]:
    """Of each cause the places of chat, those that are stuck, and a mail to read."""
    found: dict[str, _Some] = defaultdict(lambda: _Some([], []))
    odd = rows.filter(~Q(fault={}) | Q(destination__isnull=False) | Q(state=Delivery.SENT))
    named = odd.select_related("destination").annotate(label=F("destination__label")).order_by("pk")
    for row in named[:500]:
        here, label = found[row.cause], row.label
        if label and label not in here.places:
            here.places.append(label)
        is_stuck = row.state == Delivery.FAILED or (row.state == Delivery.WAITING and row.fault)
        if is_stuck and len(here.stuck) < _FAULTS_SHOWN:
            place = label or (row.to if shows_addresses else "")
            here.stuck.append(Stuck(row.pk, place, row.fault, row.state == Delivery.FAILED, row.due_at))
        if row.to and row.state == Delivery.SENT and not here.mail:
            here.mail = str(row.public_id)
    return found


def _changes(notices: Collection[int]) -> dict[int, list[tuple[str, dict[str, Any]]]]:
    told: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    rows = ChangeSet.objects.filter(notices__in=notices).order_by("pk")
    for notice, kind, facts in rows.values_list("notices", "kind", "facts"):
        told[notice].append((kind, facts))
    return told


def _posted(
    one: Mapping[str, Any],
    states: Counter[str],
    notice: Notice | None,
    told: dict[int, list[tuple[str, dict[str, Any]]]],
    some: _Some,
) -> Posted:
    waits = notice is not None and notice.state == Notice.WAITING
    return Posted(
        kind=one["kind"], at=one["at"], notice=notice.pk if notice else None,
        changes=told.get(notice.pk, []) if notice else [], leaves_at=notice.due_at if notice and waits else None,
        is_withdrawn=notice is not None and notice.state == Notice.WITHDRAWN, places=some.places,
        waiting=states[Delivery.WAITING], sent=states[Delivery.SENT], failed=states[Delivery.FAILED],
        withdrawn=states[Delivery.WITHDRAWN], stuck=some.stuck, mail=some.mail,
    )  # fmt: skip
