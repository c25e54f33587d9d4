"""What becomes of a proposal: a yes, a place on the waiting list, a no, a question; and the dates on which it is held.

Its first speaker is told in ten minutes, unless that is undone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.news.outbox import cause_of, post
from commonhour.actions.review import its_group
from commonhour.actions.rights import require
from commonhour.actions.session import held_on, hold_on, new_session, take_away
from commonhour.actions.slot import key_of
from commonhour.core.rights import Actor, Verb
from commonhour.core.speech.messages.decision import ANSWER, OFF, SLOT
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Delivery, Notice, Occurrence, Proposal, User
from commonhour.models.proposal import ACCEPTED, ASKED, DECLINED, OPEN, WAITLISTED

_KINDS = {WAITLISTED: "waitlisted", DECLINED: "declined", ASKED: "asked"}
_GOOD_FOR = dt.timedelta(days=30)
_UNASKED: dict[str, Any] = {
    "slot_asked_at": None, "slot_confirmed_at": None, "slot_declined_at": None, "slot_words": "", "slot_key": "",
    "slot_differs_since": None,
}  # fmt: skip


def answer_proposal(
    row: Proposal, state: str, words: str = "", *, version: int, now: dt.datetime, actor: Actor
) -> None:
    """Put it on the waiting list, decline it, or ask something; also of an accepted one without a date. Raises Conflict
    when it changed meanwhile or was decided."""
    if state == ASKED and not words.strip():
        raise RefusedInput("proposal-answer-empty")
    with transaction.atomic():
        fresh = _to_decide(row, version, actor)
        facts = _facts(fresh)
        with change_set(now, actor, f"proposal-{_KINDS[state]}", facts, group=its_group(fresh)) as changes:
            _answer(changes, fresh, state, words, now, actor)


def answer_proposals(
    rows: Sequence[Proposal], state: str, words: Mapping[int, str], *, now: dt.datetime, actor: Actor
) -> int:
    """The same for many of one call at once, in one change, each with its own words by its id; returns how many were open."""
    group = its_group(rows[0])
    require(actor, Verb.DECIDE, group)
    with transaction.atomic():
        fresh = [lock(row) for row in sorted(rows, key=lambda row: row.pk)]
        found = [row for row in fresh if row.is_open and row.call_id == rows[0].call_id]
        facts = {"number": len(found)}
        with change_set(now, actor, f"proposals-{_KINDS[state]}", facts, group=group) as changes:
            for row in found:
                _answer(changes, row, state, words.get(row.pk, ""), now, actor)
    return len(found)


def accept_proposal(
    row: Proposal,
    words: str = "",
    *,
    dates: Sequence[Occurrence] = (),
    version: int,
    now: dt.datetime,
    actor: Actor,
) -> None:
    """With dates it becomes a session that is held on all of them, in the same change."""
    with transaction.atomic():
        lock_series([one.series_id for one in dates])
        fresh = _to_decide(row, version, actor)
        places = _require_dates(dates, now, actor)
        series = places[0].series if places else None
        facts = _facts(fresh)
        with change_set(
            now, actor, "proposal-accepted", facts, group=its_group(fresh), series=series
        ) as changes:
            _answer(changes, fresh, ACCEPTED, words, now, actor)
            if places:
                _hold(changes, fresh, places, now)


def place_proposal(
    row: Proposal, dates: Sequence[Occurrence], *, version: int, now: dt.datetime, actor: Actor
) -> None:
    """Of an accepted one: its session is held on these dates, and on no others. Its speakers are asked anew. Raises
    Conflict when it was held already, or a date is not to come."""
    with transaction.atomic():
        lock_series([one.series_id for one in dates])
        fresh = _accepted(row, version, actor)
        places = _require_dates(dates, now, actor)
        if not places:
            raise Conflict("slot-not-there")
        kind = "proposal-moved" if fresh.session else "proposal-placed"
        facts = _facts(fresh) | {"date": places[0].recurrence_id[:8]}
        with change_set(now, actor, kind, facts, group=its_group(fresh), series=places[0].series) as changes:
            if fresh.session and set(held_on(fresh.session)) == {one.pk for one in places}:
                return
            if fresh.session:
                _refuse_held(fresh, now)
            _hold(changes, fresh, places, now)
            changes.set(fresh, version=fresh.version + 1)
            _tell(fresh, SLOT, changes, now)


def take_off(row: Proposal, *, version: int, now: dt.datetime, actor: Actor) -> None:
    """It stays accepted, and has no date. Raises Conflict when it was held already."""
    with transaction.atomic():
        fresh = _accepted(row, version, actor)
        session = fresh.session
        if session is None:
            raise Conflict("proposal-without-date")
        lock_series([session.series_id])
        _refuse_held(fresh, now)
        facts = _facts(fresh)
        group, series = its_group(fresh), session.series
        with change_set(now, actor, "proposal-taken-off", facts, group=group, series=series) as changes:
            changes.set(fresh, session=None, version=fresh.version + 1, changed_at=now, **_UNASKED)
            take_away(changes, session)
            _tell(fresh, OFF, changes, now)


def _to_decide(row: Proposal, version: int, actor: Actor) -> Proposal:
    fresh = lock(row)
    require(actor, Verb.DECIDE, its_group(fresh))
    may_be = fresh.confirmed_at is not None and (
        fresh.state in OPEN or (fresh.state == ACCEPTED and fresh.session_id is None)
    )
    if not may_be:
        raise Conflict("proposal-decided")
    if fresh.version != version:
        raise Conflict("proposal-changed")
    return fresh


def _accepted(row: Proposal, version: int, actor: Actor) -> Proposal:
    fresh = lock(row)
    require(actor, Verb.DECIDE, its_group(fresh))
    if fresh.state != ACCEPTED or fresh.version != version:
        raise Conflict("proposal-changed")
    return fresh


def _require_dates(dates: Sequence[Occurrence], now: dt.datetime, actor: Actor) -> list[Occurrence]:
    """As they are now, the soonest first. Raises Conflict for one that does not take place or is over, NotAllowed for
    that of others."""
    keys = {one.pk for one in dates}
    rows = Occurrence.objects.upcoming(now).confirmed().ours().filter(pk__in=keys, series__source=None)
    found = list(rows.filter(start__gt=now).select_related("series__group"))
    if len(found) != len(keys):
        raise Conflict("slot-not-there")
    for one in found:
        require(actor, Verb.KEEP_RECORD, *one.series.holders)
    return found


def _answer(changes: Changes, row: Proposal, state: str, words: str, now: dt.datetime, actor: Actor) -> None:
    by = User.objects.filter(pk=actor.user or 0).first()
    changes.set(
        row, state=state, answer=words.strip(), decided_at=now, decided_by=by, changed_at=now, version=row.version + 1,
    )  # fmt: skip
    _tell(row, ANSWER, changes, now)


def _facts(row: Proposal) -> dict[str, Any]:
    """`groups` say who may take it back: who decides on the call, whatever series it is held in."""
    group = its_group(row)
    return {"title": row.title, "groups": [group.pk if group else None]}


def _hold(changes: Changes, row: Proposal, dates: list[Occurrence], now: dt.datetime) -> None:
    if row.session:
        hold_on(changes, row.session, dates)
    else:
        changes.set(row, session=new_session(changes, dates, **_facts_of(row)))
    changes.set(row, **_UNASKED | {"slot_asked_at": now, "slot_key": key_of(row)}, changed_at=now)


def _facts_of(row: Proposal) -> dict[str, Any]:
    """What of a proposal is said of its session; nobody is named who did not say that they speak."""
    named = [one for one in row.speakers.all() if one.confirmed_at or one.position == 0]
    speakers = [{"name": one.name, "organisation": one.organisation} for one in named]
    return {
        "title": row.title, "abstract": row.abstract, "speakers": speakers, "language": row.spoken,
        "tags": [row.topic] if row.topic else [],
        "links": row.links,
    }  # fmt: skip


def _refuse_held(row: Proposal, now: dt.datetime) -> None:
    if row.session and row.session.occurrences.filter(start__lte=now).exists():
        raise Conflict("meeting-over")


def _tell(row: Proposal, about: str, changes: Changes, now: dt.datetime) -> None:
    """Who sent it in; one that was brought in from elsewhere may have no address. What waits to be told of it waits on, so
    that each press can be taken back before anybody hears of it."""
    first = row.speakers.order_by("position", "pk").first()
    if first and first.email:
        waiting = Delivery.objects.filter(kind="proposal-answer", to=first.email, state=Delivery.WAITING)
        waiting.filter(facts__id=row.pk, due_at__gt=now).update(due_at=now + Notice.PAUSE)
        post(
            "proposal-answer", first.email, {"id": row.pk, "about": about},
            cause=f"{cause_of(changes.row.pk)} proposal {row.pk}", now=now, language=row.language, tzid=first.tzid,
            due_at=now + Notice.PAUSE, good_until=now + _GOOD_FOR, group=its_group(row),
        )  # fmt: skip
