"""The sessions of one date: who keeps the record adds, corrects, orders, takes off and removes them, also when it is over.

The columns of a session guard what is typed into them: no way into a call is kept.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from itertools import accumulate
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.order import step
from commonhour.actions.rights import require
from commonhour.actions.talk_address import follow_title
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.models import Occurrence, Proposal, Session

_Held = Session.occurrences.through


def add_session(
    date: Occurrence, *, also: Collection[Occurrence] = (), now: dt.datetime, actor: Actor, **facts: Any
) -> Session:
    """`facts` are fields of the row; `also` are the other dates of its series on which it is held too."""
    _require(actor, date)
    _check(facts)
    of_it = [one for one in also if one.series_id == date.series_id]
    with _changes(date, facts["title"], "session-added", now, actor) as changes:
        return new_session(changes, [date, *of_it], **facts)


def new_session(changes: Changes, dates: Sequence[Occurrence], **facts: Any) -> Session:
    """Within a change of somebody who may. Its day and its series are those of the first of these dates."""
    first = dates[0]
    session = Session(series=first.series, date=first.local_day, position=_behind(first), **facts)
    changes.add(session)
    _hold_among(changes, session, _links(session), {one.pk for one in dates})
    return session


def hold_on(changes: Changes, session: Session, dates: Sequence[Occurrence]) -> None:
    """On these dates and no others, also of other series."""
    first = dates[0]
    changes.set(session, series=first.series, date=first.local_day, version=session.version + 1)
    _hold_among(changes, session, _links(session), {one.pk for one in dates})


def held_on(session: Session) -> list[int]:
    """The ids of its dates."""
    return list(_links(session).values_list("occurrence_id", flat=True))


def take_away(changes: Changes, session: Session) -> None:
    """Within a change: from every date on which it is held. A proposal that became it is one without a date then."""
    for row in Proposal.objects.filter(session=session):
        changes.set(row, session=None)
    for link in _links(session):
        changes.remove(link)
    changes.remove(session)


def edit_session(
    session: Session,
    date: Occurrence,
    *,
    version: int,
    also: Collection[Occurrence] = (),
    now: dt.datetime,
    actor: Actor,
    **facts: Any,
) -> None:
    """Of the series of `date` it is held on that and on `also` then. Raises Conflict when `version` is not the present one."""
    _require(actor, date, session)
    _check(facts)
    with transaction.atomic():
        fresh = _present(session, date, version)
        with _changes(date, facts["title"], "session-edited", now, actor) as changes:
            changed = changes.set(fresh, **facts)
            if "title" in changed:
                follow_title(changes, fresh)
            is_other = bool(changed)
            if _hold(changes, fresh, date, also) or is_other:
                changes.set(fresh, version=fresh.version + 1)


def move_session(session: Session, date: Occurrence, *, is_up: bool, now: dt.datetime, actor: Actor) -> None:
    """One place further up or down among those of this date. They share the places they had, so that a page that brought
    them keeps its order."""
    with transaction.atomic():
        lock(date.series)
        rows = list(Session.objects.on(date).select_related("series"))
        for row in rows:
            _require(actor, date, row)
        fresh = _present(session, date)
        places = accumulate(sorted(row.position for row in rows), lambda last, place: max(place, last + 1))
        with _changes(date, fresh.title, "session-moved", now, actor) as changes:
            for row, place in zip(step(rows, fresh, rows, is_up=is_up), places, strict=True):
                changes.set(row, position=place)


def take_session_off(session: Session, date: Occurrence, *, now: dt.datetime, actor: Actor) -> None:
    """It is not held on this date; the others on which it is keep it."""
    _require(actor, date, session)
    with transaction.atomic():
        fresh = _present(session, date)
        others = fresh.occurrences.exclude(pk=date.pk)
        first = others.order_by("start").first()
        if first is None:
            raise Conflict("session-of-one-date")
        with _changes(date, fresh.title, "session-taken-off", now, actor) as changes:
            for link in _Held._default_manager.filter(session=fresh, occurrence=date):
                changes.remove(link)
            changes.set(fresh, date=first.local_day, version=fresh.version + 1)


def remove_session(session: Session, date: Occurrence, *, now: dt.datetime, actor: Actor) -> None:
    """From every date on which it is held."""
    _require(actor, date, session)
    with transaction.atomic():
        fresh = _present(session, date)
        with _changes(date, fresh.title, "session-removed", now, actor) as changes:
            take_away(changes, fresh)


def _require(actor: Actor, date: Occurrence, session: Session | None = None) -> None:
    """One that belongs to another series is that one's to change."""
    series = session.series if session and session.series else date.series
    require(actor, Verb.KEEP_RECORD, *series.holders)


def _behind(date: Occurrence) -> int:
    """The place behind every session of its series, so that it is the last on each of its dates."""
    last = Session.objects.filter(series=date.series).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _check(facts: dict[str, Any]) -> None:
    if not facts["title"].strip():
        raise RefusedInput("session-without-title")


def _present(session: Session, date: Occurrence, version: int | None = None) -> Session:
    lock_series([date.series_id])
    fresh = lock(session)
    if not Session.objects.on(date).filter(pk=fresh.pk).exists():
        raise NotFound("no-such-talk")
    if version is not None and version != fresh.version:
        raise Conflict("session-changed")
    return fresh


def _hold(changes: Changes, session: Session, date: Occurrence, also: Collection[Occurrence]) -> bool:
    """True when it is held on other dates than before."""
    wanted = {date.pk, *(one.pk for one in also if one.series_id == date.series_id)}
    return _hold_among(changes, session, _links(session).filter(occurrence__series=date.series_id), wanted)


def _hold_among(changes: Changes, session: Session, links: QuerySet[Any], wanted: set[int]) -> bool:
    """Of these links none stays but to `wanted`. True when that changed anything."""
    held = {link.occurrence_id: link for link in links}
    for key in sorted(wanted - set(held)):
        changes.add(_Held(session=session, occurrence_id=key))
    for key in sorted(set(held) - wanted):
        changes.remove(held[key])
    return wanted != set(held)


def _links(session: Session) -> QuerySet[Any]:
    return _Held._default_manager.filter(session=session)


def _changes(
    date: Occurrence, title: str, kind: str, now: dt.datetime, actor: Actor
) -> AbstractContextManager[Changes]:
    facts = {"title": title, "date": date.recurrence_id[:8], "id": str(date.public_id)}
    return change_set(now, actor, kind, facts, group=date.series.group, series=date.series)
