"""The outbox: messages are written in the transaction of what they are about, and sent by a worker afterwards."""

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, GatewayError
from commonhour.errors.telling import Fault, fault
from commonhour.gateways.mail import MailFolder
from commonhour.models import Delivery, Destination, Group, Notice, Subscriber
from commonhour.models.delivery import AWAITED, LEASE, SECRET
from commonhour.models.subscriber import BOUNCES

_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=3)
_GIVEN_UP_AFTER = dt.timedelta(days=2)


def post(
    kind: str,
    to: str,
    facts: dict[str, Any],
    *,
    cause: str,
    now: dt.datetime,
    language: str = "en",
    tzid: str = "UTC",
    due_at: dt.datetime | None = None,
    good_until: dt.datetime | None = None,
    group: Group | None = None,
) -> None:
    """Write a mail to an address. Of one `cause` an address is written to once, however often this is called."""
    write([
        Delivery(
            kind=kind, cause=cause, to=to, facts=facts, language=language, tzid=tzid, queued_at=now,
            due_at=due_at or now, good_until=good_until, group=group,
        )
    ])  # fmt: skip


def write(rows: Iterable[Delivery]) -> None:
    """So many at a time that other writers find a gap, unless the caller's transaction holds them off anyway."""
    left = iter(rows)
    while batch := list(itertools.islice(left, 500)):
        Delivery.objects.bulk_create(batch, ignore_conflicts=True)


def take(rows: QuerySet[Delivery], now: dt.datetime, number: int) -> list[Delivery]:
    """So many of these that are due, for this worker alone until its lease ends; those first that somebody waits for."""
    with transaction.atomic():
        let_notices_leave(now)
        due = rows.due(now).order_by("due_at", "pk").values_list("pk", flat=True)  # type: ignore[attr-defined]
        awaited = list(due.filter(kind__in=AWAITED)[:number])
        return lease(awaited or list(due[:number]), now)


def let_notices_leave(now: dt.datetime) -> None:
    """Those whose time has come: from now on nothing is added to them."""
    Notice.objects.filter(state=Notice.WAITING, due_at__lte=now).update(state=Notice.LEFT)


@transaction.atomic
def lease(keys: Collection[int], now: dt.datetime) -> list[Delivery]:
    """Those of these rows that are still due, for this worker alone."""
    mine = uuid.uuid4().hex
    due = Delivery.objects.filter(pk__in=keys).due(now)
    # An UPDATE of a join would not look again at a row that another worker took while it waited for it.
    free = list(
        due.select_for_update(skip_locked=True, of=("self",), no_key=True).values_list("pk", flat=True)
    )
    Delivery.objects.filter(pk__in=free).update(lease_until=now + LEASE, leased_by=mine)
    taken = Delivery.objects.filter(pk__in=free, leased_by=mine)
    return list(taken.select_related("destination", "notice").order_by("due_at", "pk"))


def give_back(rows: Iterable[Delivery]) -> None:
    """They were not tried after all: somebody else may take them at once."""
    for row in rows:
        _mine(row).update(lease_until=None, leased_by="")


def sent(row: Delivery, now: dt.datetime) -> None:
    _end(row, now, Delivery.SENT)
    if row.to and not _came_back_before(row):
        Subscriber.objects.filter(email=row.to, bounces__gt=0).update(bounces=0)


def came_back(public_id: str, says: str, now: dt.datetime) -> bool:
    """A mail that had gone was returned for good, and `says` is why; each one counts once. False for what is none of ours:
    only who was sent a mail knows its id."""
    try:
        row = (
            Delivery.objects.filter(public_id=uuid.UUID(public_id), state=Delivery.SENT)
            .exclude(to="")
            .first()
        )
    except ValueError:
        return False
    met = fault("mail-came-back", says=says)
    if row is None or not Delivery.objects.filter(pk=row.pk, state=Delivery.SENT).update(
        state=Delivery.FAILED, fault=met
    ):
        return False
    _one_more_bounce(row.to, now)
    return True


def _came_back_before(row: Delivery) -> bool:
    """True when the last mail to the same address was returned: whether this one arrives nobody knows yet."""
    if not Subscriber.objects.filter(email=row.to, bounces__gt=0).exists():
        return False
    before = Delivery.objects.filter(to=row.to).exclude(pk=row.pk).exclude(ended_at=None)
    last = before.order_by("-ended_at", "-pk").first()
    return last is not None and last.state == Delivery.FAILED and last.fault.get("code") == "mail-came-back"


def withdraw(row: Delivery, now: dt.datetime, why: Fault) -> None:
    """It is not sent: nothing is left to tell, or it is too late."""
    _end(row, now, Delivery.WITHDRAWN, why)


def failed(row: Delivery, error: GatewayError, now: dt.datetime) -> None:
    """Try again later, or never: what is permanent stops it, and after two days the hub gives up."""
    if error.permanent or now - row.queued_at > _GIVEN_UP_AFTER:
        _end(row, now, Delivery.FAILED, error.as_json())
        _count_bounce(row, error, now)
        return
    wait = max(_pause(row.attempts), dt.timedelta(seconds=error.retry_after or 0))
    _mine(row).update(
        due_at=now + wait, lease_until=None, leased_by="", attempts=F("attempts") + 1, fault=error.as_json()
    )


def try_again(row: Delivery, *, now: dt.datetime, actor: Actor) -> None:
    """Put what failed, or waits for its next try, at the head of the queue. Raises Conflict when it went already, is
    being sent, or was forgotten when it failed."""
    require(actor, Verb.CHANGE_GROUP, row.group_id)
    stuck = Q(state=Delivery.WAITING) | (Q(state=Delivery.FAILED) & ~Q(kind__in=SECRET))
    again = Delivery.objects.filter(stuck, pk=row.pk).exclude(lease_until__gt=now)
    if not again.update(state=Delivery.WAITING, due_at=now, queued_at=now, lease_until=None, leased_by="",
                        attempts=0, ended_at=None, fault={}):  # fmt: skip
        raise Conflict("message-went")
    # What nobody but a fault stopped.
    stopped = Destination.objects.filter(pk=row.destination_id or 0).exclude(fault={})
    stopped.update(stopped_at=None, fault={})


def take_back_from(destination: int, now: dt.datetime) -> None:
    """What still waits for a place that is told no more."""
    waiting = Delivery.objects.filter(destination=destination, state=Delivery.WAITING)
    waiting.update(state=Delivery.WITHDRAWN, ended_at=now, lease_until=None, fault=fault("place-stopped"))


def cause_of(change: int) -> str:
    """Of a message about one change set, by its id, that is taken back with it until it goes."""
    return f"change {change}"


def take_back_of(change: int, now: dt.datetime) -> None:
    """What waits because of this change set, of all it was about or of one thing ("change 7 proposal 3")."""
    of_it = Q(cause=cause_of(change)) | Q(cause__startswith=f"{cause_of(change)} ")
    waiting = Delivery.objects.filter(of_it, state=Delivery.WAITING)
    waiting.exclude(lease_until__gt=now).update(state=Delivery.WITHDRAWN, ended_at=now)


def forget_mails_to(address: str, *kinds: str) -> None:
    """All that was or will be sent there, or only these kinds, and what this machine kept of it."""
    mails = Delivery.objects.filter(to=address)
    mails = mails.filter(kind__in=kinds) if kinds else mails
    MailFolder(settings.MAIL_FOLDER).forget(mails.values_list("public_id", flat=True))
    mails.delete()


def is_mine(row: Delivery) -> bool:
    """False once another worker took it, whose clock was ahead or who waited longer than the lease."""
    return _mine(row).exists()


def _mine(row: Delivery) -> QuerySet[Delivery]:
    """The row while this worker's lease holds it, so that a late answer never overwrites another worker's."""
    return Delivery.objects.filter(pk=row.pk, leased_by=row.leased_by, state=Delivery.WAITING)


def _end(row: Delivery, now: dt.datetime, state: str, why: Fault | None = None) -> None:
    kept = {} if row.kind in SECRET else row.facts
    _mine(row).update(
        state=state, ended_at=now, lease_until=None, fault=why or {}, facts=kept, attempts=F("attempts") + 1
    )


def _pause(attempts: int) -> dt.timedelta:
    """Twice as long each time, and never the same for two messages, so that they do not all come back at once."""
    wait: dt.timedelta = min(_FIRST_WAIT * 2 ** min(attempts, 20), _LONGEST_WAIT)
    return wait * random.uniform(0.75, 1.25)


def _count_bounce(row: Delivery, error: GatewayError, now: dt.datetime) -> None:
    """An address that refuses three mails in a row, and a place that is gone, are asked no more."""
    if row.destination_id and error.permanent:
        Destination.objects.filter(pk=row.destination_id, stopped_at=None).update(
            stopped_at=now, fault=error.as_json()
        )
        take_back_from(row.destination_id, now)
    elif row.to and error.code == "mail-address-refused":
        _one_more_bounce(row.to, now)


def _one_more_bounce(to: str, now: dt.datetime) -> None:
    Subscriber.objects.filter(email=to).update(bounces=F("bounces") + 1)
    Subscriber.objects.filter(email=to, bounces__gte=BOUNCES, stopped_at=None).update(stopped_at=now)
