"""Whoever sent in a meeting that is in the calendar asks to have it changed; somebody of the hub says yes or no.

Saying yes changes no date: whoever says it moves or calls off on the desk first, where it is previewed and told.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import cause_of, post
from commonhour.actions.rights import require
from commonhour.actions.submission import tell_deciders
from commonhour.core.limits import WISHES_A_DAY
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotFound, RefusedInput, TooMany
from commonhour.models import Notice, Occurrence, Submission, User, Wish
from commonhour.models.submission import ACCEPTED


@dataclass(frozen=True, slots=True)
class Wished:
    """`start` is an instant in UTC, for a move; `typed` is how it was written."""

    kind: str
    occurrence: Occurrence | None = None
    typed: str = ""
    start: dt.datetime | None = None
    words: str = ""


def wish(row: Submission, wished: Wished, *, now: dt.datetime) -> Wish:
    """In place of what they asked for before, unless that was answered. Raises Conflict for what is not in the calendar."""
    if not is_in_measure("wishes of submission", str(row.public_id), now, WISHES_A_DAY):
        raise TooMany("wishes-too-many")
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state != ACCEPTED or fresh.series is None or fresh.series.removed_at:
            raise Conflict("submission-not-in-calendar")
        fresh.wishes.open().delete()
        made = Wish.objects.create(
            submission=fresh, kind=wished.kind, occurrence=wished.occurrence, typed=wished.typed, start=wished.start,
            words=wished.words.strip(), wished_at=now,
        )  # fmt: skip
        tell_deciders(fresh, now)
    return made


def take_wish_back(row: Submission) -> None:
    row.wishes.open().delete()


def settle_wish(
    row: Wish, *, is_granted: bool, words: str, version: int, now: dt.datetime, actor: Actor
) -> None:
    """Whoever asked is told in ten minutes, unless that is undone. A no needs words."""
    if not is_granted and not words.strip():
        raise RefusedInput("submission-answer-empty")
    submission = row.submission
    require(actor, Verb.DECIDE, submission.group_id)
    kind = "wish-granted" if is_granted else "wish-refused"
    with transaction.atomic():
        lock(submission)
        fresh = Wish.objects.filter(pk=row.pk).first()
        if fresh is None:
            raise NotFound("wish-taken-back")
        if fresh.settled_at or fresh.version != version:
            raise Conflict("submission-changed")
        by = User.objects.filter(pk=actor.user or 0).first()
        with change_set(now, actor, kind, {}, group=submission.group, series=submission.series) as changes:
            changes.set(
                fresh, is_granted=is_granted, answer=words.strip(), settled_at=now, settled_by=by, version=version + 1
            )  # fmt: skip
            post(
                "wish-answer", submission.email, {"id": fresh.pk}, cause=cause_of(changes.row.pk), now=now,
                language=submission.language, tzid=submission.sender_tzid, due_at=now + Notice.PAUSE,
                good_until=now + Submission.KEPT_UNCONFIRMED, group=submission.group,
            )  # fmt: skip
