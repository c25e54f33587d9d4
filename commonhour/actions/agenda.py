"""What anybody proposes for the agenda of a date: proved by a signed link, then accepted or declined by who keeps its record."""

import datetime as dt
import uuid
from contextlib import AbstractContextManager

from django.db import transaction

from commonhour.actions.lock import lock_series
from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.change_set import Changes, bump_content_version, change_set
from commonhour.actions.news.outbox import cause_of, post
from commonhour.actions.rights import require
from commonhour.core.agenda import AskedItem
from commonhour.core.limits import AGENDA_A_DAY, AGENDA_PER_ADDRESS, AGENDA_PER_NETWORK
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotFound, TooMany, UserError
from commonhour.models import AgendaItem, Community, Notice, Occurrence
from commonhour.models.agenda_item import ACCEPTED, DECLINED, WAITING
from commonhour.reads.mail_links import CONFIRM_WITHIN, asked_item, confirm_item_path

_ANSWER_WITHIN = dt.timedelta(days=7)
_KINDS = {ACCEPTED: "notes-item-accepted", DECLINED: "notes-item-declined"}


def ask_item(asked: AskedItem, network: str, *, base_url: str, now: dt.datetime) -> None:
    """Send one mail that asks for a yes. Nothing tells whether the address is known, or had too many already; a network
    that proposed too often, or a hub that was, is told so. Raises TooMany, and UserError where nothing can be proposed."""
    date_taking_items(asked.date, now)
    of_network = is_in_measure("agenda items of network", network, now, AGENDA_PER_NETWORK)
    if not (of_network and is_in_measure("agenda items of hub", "", now, AGENDA_A_DAY)):
        raise TooMany("agenda-too-many")
    with transaction.atomic():
        if is_in_measure("agenda items of address", mailbox(asked.email), now, AGENDA_PER_ADDRESS):
            facts = {"url": base_url + confirm_item_path(asked, now), "date": asked.date}
            post(
                "agenda-confirm", asked.email, facts, cause=f"agenda item {uuid.uuid4()}", now=now,
                language=asked.language, tzid=asked.tzid, good_until=now + CONFIRM_WITHIN,
            )  # fmt: skip


def confirm_item(token: str, *, now: dt.datetime) -> AgendaItem:
    """It waits for who keeps the record from now on, once however often this is called. Raises NotFound, Gone, UserError."""
    asked = asked_item(token, now)
    date = date_taking_items(asked.date, now)
    row, _ = AgendaItem.objects.get_or_create(
        public_id=asked.key,
        defaults={
            "occurrence": date, "text": asked.text, "name": asked.name, "email": asked.email,
            "language": asked.language, "tzid": asked.tzid, "proposed_at": now,
        },
    )  # fmt: skip
    return row


def date_taking_items(public_id: str, now: dt.datetime) -> Occurrence:
    """Raises NotFound, UserError when it is over, called off, or nothing may be sent in for now."""
    rows = Occurrence.objects.attached().select_related("series__group").filter(series__removed_at=None)
    date = rows.filter(public_id=public_id).first()
    if date is None:
        raise NotFound("no-such-day")
    if why := Community.the().submissions_paused:
        raise UserError("submissions-paused", why=why)
    if date.end <= now or date.is_cancelled:
        raise UserError("agenda-over")
    return date


def add_item(date: Occurrence, text: str, *, now: dt.datetime, actor: Actor) -> AgendaItem:
    """By who keeps the record: on the agenda at once."""
    require(actor, Verb.KEEP_RECORD, *date.series.holders)
    row = AgendaItem(occurrence=date, text=text, name=actor.name, state=ACCEPTED, proposed_at=now)
    with transaction.atomic():
        lock_series([date.series_id])
        with _change(date, "notes-item-added", text, now, actor) as changes:
            changes.add(row)
    return row


def decide_item(
    row: AgendaItem, state: str, answer: str = "", *, version: int, now: dt.datetime, actor: Actor
) -> None:
    """ "accepted" or "declined". The proposer is told in ten minutes, unless that is undone. Raises Conflict when somebody else
    decided since `version`."""
    date = row.occurrence
    require(actor, Verb.KEEP_RECORD, *date.series.holders)
    with transaction.atomic():
        lock_series([date.series_id])
        fresh = AgendaItem.objects.get(pk=row.pk)
        if fresh.version != version or fresh.state == state:
            raise Conflict("agenda-decided")
        with _change(date, _KINDS[state], fresh.text, now, actor) as changes:
            changes.set(fresh, state=state, answer=answer.strip(), version=version + 1)
            if fresh.email:
                post(
                    "agenda-answer", fresh.email, {"id": fresh.pk, "state": state}, cause=cause_of(changes.row.pk),
                    now=now, language=fresh.language, tzid=fresh.tzid, due_at=now + Notice.PAUSE,
                    good_until=now + _ANSWER_WITHIN, group=date.series.group,
                )  # fmt: skip


def _change(
    date: Occurrence, kind: str, text: str, now: dt.datetime, actor: Actor
) -> AbstractContextManager[Changes]:
    """What was declined is named nowhere."""
    item = {} if kind == _KINDS[DECLINED] else {"item": text}
    facts = {"title": date.title, "date": date.recurrence_id[:8]} | item
    return change_set(now, actor, kind, facts, group=date.series.group, series=date.series)


def forget_proposers(now: dt.datetime) -> None:
    """A while after the date: the addresses, and whatever was not accepted."""
    since = now - dt.timedelta(days=AgendaItem.KEPT_DAYS)
    over = AgendaItem.objects.filter(occurrence__end__lte=since)
    over.exclude(state=ACCEPTED).delete()
    over.exclude(email="").update(email="")


def forget_proposer(email: str) -> None:
    """What is on an agenda stays there, and says no more whose it was."""
    rows = AgendaItem.objects.filter(email=email)
    rows.filter(state=WAITING).delete()
    if rows.update(email="", name=""):
        bump_content_version()
