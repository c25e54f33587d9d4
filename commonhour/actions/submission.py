"""A meeting is sent in by somebody without an account, proved by mail, changed, withdrawn; and somebody of the hub decides."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure, mailbox
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.outbox import cause_of, post
from commonhour.actions.rights import require
from commonhour.actions.series import new_series
from commonhour.core.letter import MailKind
from commonhour.core.limits import SUBMISSIONS_A_DAY, SUBMISSIONS_PER_ADDRESS, SUBMISSIONS_PER_NETWORK
from commonhour.core.rights import MAY, Actor, ActorKind, Verb
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.sending_in import SentIn
from commonhour.errors import Conflict, RefusedInput, TooMany, UserError
from commonhour.models import Community, Grant, Group, Notice, Series, Submission, User, letter
from commonhour.models.submission import (
    ACCEPTED,
    ASKED,
    DECLINED,
    OPEN,
    SPAM,
    UNCONFIRMED,
    WAITING,
    WITHDRAWN,
)


def send_in(
    sent: SentIn, email: str, network: str, *, language: str, tzid: str, now: dt.datetime
) -> Submission:
    """Nobody looks at it before its address says yes; one mail asks for that. Raises TooMany, and UserError while nothing
    may be sent in."""
    refuse_paused()
    for whose, name, most in ((network, "network", SUBMISSIONS_PER_NETWORK), ("", "hub", SUBMISSIONS_A_DAY)):
        if not is_in_measure(f"submissions of {name}", whose, now, most):
            raise TooMany("submissions-too-many")
    with transaction.atomic():
        row = Submission(email=email, language=language, sender_tzid=tzid, sent_at=now)
        _write(row, sent)
        row.save()
        if is_in_measure("submissions of address", mailbox(email), now, SUBMISSIONS_PER_ADDRESS):
            _post("submission-confirm", row, f"submission {row.public_id}", now)
    return row


def refuse_paused() -> None:
    why = Community.the().submissions_paused
    if why:
        raise UserError("submissions-paused", why=why)


def confirm_submission(row: Submission, *, now: dt.datetime) -> None:
    """As often as it is called. Raises RefusedInput while something is missing that its mail did not say."""
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state == UNCONFIRMED:
            if fresh.missing:
                raise RefusedInput("submission-incomplete")
            fresh.letters.filter(state=letter.OPEN, kind=MailKind.MEETING).update(state=letter.DONE)
            fresh.state, fresh.confirmed_at, fresh.version = WAITING, now, fresh.version + 1
            fresh.save()
            if not _accepted_at_once(fresh, now):
                tell_deciders(fresh, now)


def _accepted_at_once(row: Submission, now: dt.datetime) -> bool:
    """Where the community says so, what one of its own sends in needs nobody else's yes: with their rights, under their name."""
    user = User.objects.filter(email=row.email, is_active=True).first()
    if user is None or not Community.the().trusts_own:
        return False
    by = user.as_actor(now)
    actor = Actor(ActorKind.LINK, by.name, by.grants, by.user)
    if not actor.may(Verb.CHANGE_SERIES, row.group_id):
        return False
    accept_submission(
        row, title=row.title, group=row.group, schedule=row.schedule(), version=row.version, now=now, actor=actor,
        description=row.about, join=(row.link(), ""),
    )  # fmt: skip
    return True


def change_submission(row: Submission, sent: SentIn, *, version: int) -> None:
    """By who sent it in, until it is decided; a question is answered with it. Raises Conflict when it was decided, or
    changed in another window."""
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state not in (UNCONFIRMED, *OPEN):
            raise Conflict("submission-decided")
        if fresh.version != version:
            raise Conflict("submission-changed")
        _write(fresh, sent)
        fresh.state = WAITING if fresh.state == ASKED else fresh.state
        fresh.version += 1
        fresh.save()


def withdraw_submission(row: Submission) -> None:
    _turn(row, (UNCONFIRMED, *OPEN), WITHDRAWN)


def send_in_again(row: Submission) -> None:
    """What was withdrawn waits again, for an answer or for its first yes."""
    _turn(row, (WITHDRAWN,), WAITING if row.confirmed_at else UNCONFIRMED)


def accept_submission(
    row: Submission,
    *,
    title: str,
    group: Group | None,
    schedule: Schedule,
    version: int,
    now: dt.datetime,
    actor: Actor,
    description: str = "",
    region: str = "",
    join: tuple[str, str] = ("", ""),
    words: str = "",
) -> Series:
    """It becomes a series, as whoever decides has put it right; its sender is told in ten minutes, unless that is undone."""
    require(actor, Verb.CHANGE_SERIES, group)
    with transaction.atomic():
        fresh = _to_decide(row, version, actor)
        with change_set(now, actor, "submission-accepted", {"title": title}, group=group) as changes:
            series = new_series(
                changes, title, group, schedule, now, description=description, region=region, join=join
            )
            facts = _decided(ACCEPTED, words, now, actor)
            changes.set(fresh, **facts, series=series, version=fresh.version + 1)
            _tell_sender(fresh, changes.row.pk, now)
    return series


def answer_submission(
    row: Submission, state: str, words: str, *, version: int, now: dt.datetime, actor: Actor
) -> None:
    """Decline it, or ask its sender something, with these words."""
    if not words.strip():
        raise RefusedInput("submission-answer-empty")
    kind = {DECLINED: "submission-declined", ASKED: "submission-asked"}[state]
    with transaction.atomic():
        fresh = _to_decide(row, version, actor)
        with change_set(now, actor, kind, {}, group=fresh.group) as changes:
            changes.set(fresh, **_decided(state, words, now, actor), version=fresh.version + 1)
            _tell_sender(fresh, changes.row.pk, now)


def mark_spam(rows: Sequence[Submission], *, now: dt.datetime, actor: Actor) -> int:
    """All in one change, so that a wave is taken back at once. Nobody is written to. Returns how many were open."""
    with transaction.atomic():
        fresh = [lock(row) for row in sorted(rows, key=lambda row: row.pk)]
        for row in fresh:
            require(actor, Verb.DECIDE, row.group_id)
        found = [row for row in fresh if row.state in OPEN]
        facts = {"number": len(found), "groups": list({row.group_id: None for row in found})}
        with change_set(now, actor, "submissions-spam", facts) as changes:
            for row in found:
                changes.set(row, **_decided(SPAM, "", now, actor), version=row.version + 1)
    return len(found)


def pause_submissions(why: str, *, now: dt.datetime, actor: Actor) -> None:
    """With a sentence nothing may be sent in, and the form says it; with "" it is open."""
    _set_rule("submissions-paused" if why else "submissions-opened", now, actor, submissions_paused=why)


def trust_own(is_trusted: bool, *, now: dt.datetime, actor: Actor) -> None:
    """Whether what moderators send in from their own address needs somebody else's yes."""
    _set_rule(
        "submissions-trusted" if is_trusted else "submissions-decided", now, actor, trusts_own=is_trusted
    )


def _set_rule(kind: str, now: dt.datetime, actor: Actor, **rule: object) -> None:
    require(actor, Verb.CHANGE_COMMUNITY)
    community = Community.the()
    with change_set(now, actor, kind) as changes:
        changes.keep(community)
        changes.set(community, **rule)


def _write(row: Submission, sent: SentIn) -> None:
    row.title, row.about, row.name, row.typed, row.group_id = (
        sent.title, sent.about, sent.name, sent.typed, sent.group,
    )  # fmt: skip
    row.dtstart, row.tzid, row.rrule = sent.schedule.dtstart, sent.schedule.tzid, sent.schedule.rrule
    row.minutes = int(sent.schedule.duration.total_seconds() // 60)
    if sent.link != row.link():
        row.seal(sent.link)


def _turn(row: Submission, states: Sequence[str], state: str) -> None:
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state not in states:
            raise Conflict("submission-decided")
        fresh.state, fresh.version = state, fresh.version + 1
        fresh.save(update_fields=["state", "version"])


def _to_decide(row: Submission, version: int, actor: Actor) -> Submission:
    fresh = lock(row)
    require(actor, Verb.DECIDE, fresh.group_id)
    if fresh.state not in OPEN or fresh.version != version:
        raise Conflict("submission-changed")
    return fresh


def _decided(state: str, words: str, now: dt.datetime, actor: Actor) -> dict[str, Any]:
    by = User.objects.filter(pk=actor.user or 0).first()
    return {"state": state, "answer": words.strip(), "decided_at": now, "decided_by": by}


def _tell_sender(row: Submission, change: int, now: dt.datetime) -> None:
    """In ten minutes; taking the change back takes this back."""
    _post("submission-answer", row, cause_of(change), now, due_at=now + Notice.PAUSE)


def tell_deciders(row: Submission, now: dt.datetime) -> None:
    """One mail a day to each of them, however many are sent in."""
    community = Community.the()
    rows = Grant.objects.valid(now).filter(role__in=MAY[Verb.DECIDE], user__is_active=True)
    able = rows.filter(Q(group=None) | Q(group=row.group_id)).order_by("user__email")
    for email in able.values_list("user__email", flat=True).distinct():
        post(
            "submission-waits", email, {}, cause=f"submissions {now:%Y-%m-%d}", now=now,
            language=community.language, tzid=community.tzid,
        )  # fmt: skip


def _post(
    kind: str, row: Submission, cause: str, now: dt.datetime, due_at: dt.datetime | None = None
) -> None:
    post(
        kind, row.email, {"id": row.pk}, cause=cause, now=now, language=row.language, tzid=row.sender_tzid,
        due_at=due_at, good_until=now + Submission.KEPT_UNCONFIRMED, group=row.group,
    )  # fmt: skip
