"""What the speakers say of the dates of their talk, by the signed link of their mail; and what they add afterwards, asked once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import post
from commonhour.actions.review import its_group
from commonhour.core.rights import Actor, ActorKind
from commonhour.core.speech.messages.decision import MOVED, OFF
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Notice, Occurrence, Proposal, Session
from commonhour.models.proposal import ACCEPTED

ASKED_WITHIN = dt.timedelta(days=30)  # what was held longer ago is not asked about any more
_A_DAY = dt.timedelta(days=1)
_GOOD_FOR = dt.timedelta(days=14)
_SPEAKER = Actor(ActorKind.LINK)


def confirm_slot(row: Proposal, *, seen: str, now: dt.datetime) -> None:
    """The dates suit. `seen` names those that they said it of, as `key_of`. As often as it is called. Raises Conflict when
    there are others by now."""
    with transaction.atomic():
        fresh = _with_date(row, seen)
        if fresh.slot_confirmed_at is None:
            _save(fresh, slot_confirmed_at=now, slot_declined_at=None, slot_words="")


def refuse_slot(row: Proposal, words: str, *, seen: str, now: dt.datetime) -> None:
    """They cannot; who decides sees it. Raises as `confirm_slot`, and RefusedInput without a word."""
    if not words.strip():
        raise RefusedInput("slot-words-empty")
    with transaction.atomic():
        fresh = _with_date(row, seen)
        _save(fresh, slot_confirmed_at=None, slot_declined_at=now, slot_words=words.strip())


def follow_calendar(row: Proposal, now: dt.datetime) -> bool:
    """Who speaks is told once when the calendar moved or called off their talk, ten minutes after it did (at once when it is
    about to begin), and asked anew whether it suits them; true when this was it. What was put back before is told to nobody."""
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state != ACCEPTED or fresh.session is None:
            return False
        key = key_of(fresh)
        since = None if key == fresh.slot_key else fresh.slot_differs_since or now
        if since is not None and (now - since >= Notice.PAUSE or _begins_soon(fresh.slot_key, now)):
            _ask_anew(fresh, key, now)
            return True
        if since != fresh.slot_differs_since:
            fresh.slot_differs_since = since
            fresh.save(update_fields=["slot_differs_since"])
    return False


def _ask_anew(row: Proposal, key: str, now: dt.datetime) -> None:
    _save(
        row, slot_key=key, slot_differs_since=None, slot_asked_at=now, slot_confirmed_at=None, slot_declined_at=None,
        slot_words="",
    )  # fmt: skip
    first = row.speakers.order_by("position", "pk").first()
    if first and first.email:
        post(
            "proposal-answer", first.email, {"id": row.pk, "about": MOVED if key else OFF},
            cause=f"slot {row.public_id} {row.version}", now=now, language=row.language, tzid=first.tzid,
            good_until=now + _GOOD_FOR, group=its_group(row),
        )  # fmt: skip


def _begins_soon(key: str, now: dt.datetime) -> bool:
    starts = (dt.datetime.strptime(f"{one.split('@')[1]}Z", "%Y%m%dT%H%M%z") for one in key.split())
    return any(now <= start < now + Notice.AT_ONCE_WITHIN for start in starts)


def add_afterwards(row: Proposal, *, version: int, now: dt.datetime, **facts: Any) -> None:
    """Slides, recording, links or a better abstract, at once on the page of their own session. Raises Conflict before it
    was held, and when somebody else changed it since `version`."""
    with transaction.atomic():
        session = row.session
        if row.state != ACCEPTED or session is None:
            raise Conflict("proposal-not-held")
        lock_series([session.series_id])
        fresh = lock(session)
        if not was_held(fresh, now):
            raise Conflict("proposal-not-held")
        if fresh.version != version:
            raise Conflict("session-changed")
        told = {"title": fresh.title}
        with change_set(
            now, _SPEAKER, "proposal-after", told, group=its_group(row), series=fresh.series
        ) as changes:
            if changes.set(fresh, **facts):
                changes.set(fresh, version=fresh.version + 1)


def ask_afterwards(row: Proposal, now: dt.datetime) -> bool:
    """Once for good, whoever asks: true when this was it. Nobody is asked about what did not take place."""
    with transaction.atomic():
        fresh = lock(row)
        first = fresh.speakers.order_by("position", "pk").first()
        is_due = fresh.after_asked_at is None and fresh.session is not None and has_ended(fresh.session, now)
        if not is_due or fresh.state != ACCEPTED:
            return False
        _save(fresh, after_asked_at=now)
        if first and first.email:
            post(
                "proposal-after", first.email, {"id": fresh.pk}, cause=f"after proposal {fresh.public_id}", now=now,
                language=fresh.language, tzid=first.tzid, good_until=now + _GOOD_FOR, group=its_group(fresh),
            )  # fmt: skip
    return True


def was_held(session: Session, now: dt.datetime) -> bool:
    """It began on one of its dates that was not called off."""
    return _taking_place(session).filter(start__lte=now).exists()


def has_ended(session: Session, now: dt.datetime) -> bool:
    """A day ago or longer, on the last of its dates that were not called off."""
    ends = list(_taking_place(session).values_list("end", flat=True))
    return bool(ends) and now - ASKED_WITHIN < max(ends) <= now - _A_DAY


def key_of(row: Proposal) -> str:
    """Names the dates somebody looks at: those that take place."""
    if row.session is None:
        return ""
    dates = _taking_place(row.session).order_by("start", "pk").values_list("pk", "start")
    return " ".join(f"{pk}@{start:%Y%m%dT%H%M}" for pk, start in dates)


def _taking_place(session: Session) -> QuerySet[Occurrence]:
    return Occurrence.objects.attached().confirmed().filter(sessions=session)


def _with_date(row: Proposal, seen: str) -> Proposal:
    fresh = lock(row)
    if fresh.state != ACCEPTED or fresh.session is None:
        raise Conflict("proposal-without-date")
    if key_of(fresh) != seen:
        raise Conflict("slot-changed")
    return fresh


def _save(row: Proposal, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*fields, "version"])
