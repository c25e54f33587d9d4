"""What the hub told, tells and could not tell: the outbox as its page shows it, the newest first."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Concat, RowNumber, TruncDate

from commonhour.models import ChangeSet, Delivery, Notice
from commonhour.models.delivery import SECRET

PER_PAGE = 30
_SHOWN = 10  # of one entry: those that are stuck, and mails to read
LATELY = dt.timedelta(days=7)
# Each has a cause of its own, so that a thousand of them would be a thousand entries: they are one for each day.
_PERSONAL = frozenset({
    "calendar", "confirm", "door-link", "invitation", "proposal-confirm", "proposal-speaker", "proposal-support", "proposal-after",
    "proposal-answer", "reply-confirm", "reply-place", "sign-in-code",
    "submission-answer", "submission-confirm", "submission-mailed", "week", "wish-answer",
})  # fmt: skip
_TOPIC = Case(
    When(
        kind__in=_PERSONAL,
        then=Concat("kind", Value(" "), Cast(TruncDate("queued_at", tzinfo=dt.UTC), CharField())),
    ),
    default=F("cause"),
    output_field=CharField(),
)
_STUCK = Q(state=Delivery.FAILED) | (Q(state=Delivery.WAITING) & ~Q(fault={}))


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that failed, or waits for its next try at `again_at`. `place` is an address or a label. What only its
    reader might see is gone with the failure, so that it cannot be tried again."""

    id: int
    place: str
    fault: dict[str, Any]
    is_failed: bool
    again_at: dt.datetime
    may_be_tried: bool


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail that can be read, by the id in its Message-ID."""

    id: str
    to: str


@dataclass(frozen=True, slots=True)
class Posted:
    """All messages of one cause, or of one kind and day. `notice` is the id of a notice; `changes` are the kind and the
    facts of what it tells (`core/speech/changes.py`). `leaves_at` is when one that waits goes out; `mails` are some that
    were kept."""

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
    mails: list[KeptMail]


@dataclass(slots=True)
class _Found:
    """What is read of one entry beside its first line."""

    states: Counter[str] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    mails: list[KeptMail] = field(default_factory=list)


def outbox_page(
    groups: list[int] | None, number: int, *, shows_addresses: bool, shows_mails: bool
) -> tuple[list[Posted], bool]:
    """One page for who looks after these groups (None: everything), and whether there is another. Seven queries."""
    mine = Delivery.objects.all() if groups is None else Delivery.objects.filter(group__in=groups)
    rows: QuerySet[Any] = mine.annotate(topic=_TOPIC)
    topics = rows.order_by().values("topic", "kind", "notice").annotate(at=Max("queued_at"), last=Max("pk"))
    first = (number - 1) * PER_PAGE
    found = list(topics.order_by("-at", "-last")[first : first + PER_PAGE + 1])
    shown = found[:PER_PAGE]
    beside = _beside(rows.filter(topic__in=[one["topic"] for one in shown]), shows_addresses, shows_mails)
    notices = Notice.objects.in_bulk([one["notice"] for one in shown if one["notice"]])
    told = _changes(notices)
    return [
        _posted(one, notices.get(one["notice"] or 0), told, beside[one["topic"]]) for one in shown
    ], len(found) > PER_PAGE  # fmt: skip


def failed_lately(groups: list[int] | None, now: dt.datetime) -> int:
    """How many messages failed for good in the last week: what somebody should look at."""
    rows = Delivery.objects.filter(state=Delivery.FAILED, ended_at__gt=now - LATELY)
    return (rows if groups is None else rows.filter(group__in=groups)).count()


def _beside(rows: QuerySet[Any], shows_addresses: bool, shows_mails: bool) -> dict[str, _Found]:
    found: dict[str, _Found] = defaultdict(_Found)
    for topic, state, count in rows.order_by().values_list("topic", "state").annotate(Count("pk")):
        found[topic].states[state] = count
    labels = rows.filter(destination__isnull=False).order_by("destination__label")
    for topic, label in labels.values_list("topic", "destination__label").distinct():
        found[topic].places.append(label)
    for row in _first_of_each(rows.filter(_STUCK).select_related("destination")):
        place = row.destination.label if row.destination else row.to if shows_addresses else ""
        is_failed = row.state == Delivery.FAILED
        stuck = Stuck(row.pk, place, row.fault, is_failed, row.due_at, not (is_failed and row.kind in SECRET))
        found[row.topic].stuck.append(stuck)
    for row in _first_of_each(rows.filter(destination=None, state=Delivery.SENT)) if shows_mails else ():
        found[row.topic].mails.append(KeptMail(str(row.public_id), row.to))
    return found


def _first_of_each(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Some of each topic, so that the many of one hide none of another."""
    place = Window(RowNumber(), partition_by=[F("topic")], order_by=F("pk").asc())
    some: QuerySet[Any] = rows.annotate(place_in_topic=place).filter(place_in_topic__lte=_SHOWN)
    return some.order_by("pk")


def _changes(notices: Collection[int]) -> dict[int, list[tuple[str, dict[str, Any]]]]:
    told: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    rows = ChangeSet.objects.filter(notices__in=notices).order_by("pk")
    for notice, kind, facts in rows.values_list("notices", "kind", "facts"):
        told[notice].append((kind, facts))
    return told


def _posted(
    one: Mapping[str, Any],
    notice: Notice | None,
    told: dict[int, list[tuple[str, dict[str, Any]]]],
    beside: _Found,
) -> Posted:
    waits = notice is not None and notice.state == Notice.WAITING
    return Posted(
        kind=one["kind"], at=one["at"], notice=notice.pk if notice else None,
        changes=told.get(notice.pk, []) if notice else [], leaves_at=notice.due_at if notice and waits else None,
        is_withdrawn=notice is not None and notice.state == Notice.WITHDRAWN, places=beside.places,
        waiting=beside.states[Delivery.WAITING], sent=beside.states[Delivery.SENT],
        failed=beside.states[Delivery.FAILED], withdrawn=beside.states[Delivery.WITHDRAWN],
        stuck=beside.stuck, mails=beside.mails,
    )  # fmt: skip
