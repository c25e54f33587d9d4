"""Reviewers say what they think of a proposal, talk about it, or say that they are too near to it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.proposals import group_of
from commonhour.actions.rights import require, require_oneself
from commonhour.core.reviewing import HIGHEST, LOWEST, Stand
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import Group, Proposal, Remark, Review, User
from commonhour.reads.reviewing import stand_of_reader


def give_review(
    proposal: Proposal,
    score: int | None,
    note: str = "",
    *,
    version: int | None = None,
    now: dt.datetime,
    actor: Actor,
) -> Review:
    """With None as a score they are too near to it to judge. `version` is that of their own review as they saw it, None
    when there was none. Raises Conflict when it is decided, when theirs changed meanwhile, and for who looked on already."""
    if score is not None and not LOWEST <= score <= HIGHEST:
        raise RefusedInput("review-without-score")
    with _reviewing(proposal, "review-given", now, actor) as (changes, fresh):
        row = _own(fresh, actor)
        if (row.version if row else None) != version:
            raise Conflict("review-changed")
        if row and stand_of_reader(row) is Stand.LOOKS_ON:
            raise Conflict("review-looked-on")
        facts = {"score": score, "note": note.strip(), "is_partial": score is None, "at": now}
        if row is None:
            row = Review(proposal=fresh, user_id=_me(actor), **facts)
            changes.add(row)
        elif changes.set(row, **facts):
            changes.set(row, version=row.version + 1)
    return row


def look_on(proposal: Proposal, *, now: dt.datetime, actor: Actor) -> None:
    """Who decides may see what others think without a score of their own; after that they give none."""
    require(actor, Verb.DECIDE, its_group(proposal))
    with transaction.atomic():
        if _own(lock(proposal), actor):
            raise Conflict("review-changed")
        with _reviewing(proposal, "review-looked-on", now, actor) as (changes, fresh):
            changes.add(Review(proposal=fresh, user_id=_me(actor), at=now))


def add_remark(proposal: Proposal, text: str, *, now: dt.datetime, actor: Actor) -> Remark:
    """To those who see what others think, by one who does."""
    if not text.strip():
        raise RefusedInput("remark-empty")
    with _talking(proposal, "remark-added", now, actor) as (changes, fresh):
        row = Remark(proposal=fresh, user_id=_me(actor), text=text.strip(), at=now)
        changes.add(row)
    return row


def remove_remark(remark: Remark, *, now: dt.datetime, actor: Actor) -> None:
    """One's own."""
    if remark.user is None:
        raise NotAllowed("only-oneself")
    require_oneself(actor, remark.user)
    with _talking(remark.proposal, "remark-removed", now, actor) as (changes, _):
        changes.remove(lock(remark))


def show_speakers(proposal: Proposal, *, now: dt.datetime, actor: Actor) -> None:
    """Of a call whose reviewers do not see whose a proposal is: who decides looks behind it, and the history says so."""
    group = its_group(proposal)
    require(actor, Verb.DECIDE, group)
    facts = {"title": proposal.title, "proposal": proposal.pk}
    with change_set(now, actor, "proposal-shown", facts, group=group) as changes:
        changes.record(proposal, "shown", None, actor.user)


def its_group(proposal: Proposal) -> Group | None:
    """Whose call it answers; None is the whole community."""
    return group_of(proposal.call.series)


@contextmanager
def _reviewing(
    proposal: Proposal, kind: str, now: dt.datetime, actor: Actor
) -> Iterator[tuple[Changes, Proposal]]:
    """While nobody decided. Who speaks in it has no say."""
    with _of_reviewers(proposal, kind, now, actor) as (changes, fresh):
        if not fresh.is_open:
            raise Conflict("proposal-decided")
        address = User.objects.filter(pk=actor.user or 0).values_list("email", flat=True)
        if fresh.speakers.filter(email__in=list(address)).exists():
            raise NotAllowed("proposal-own")
        yield changes, fresh


@contextmanager
def _talking(
    proposal: Proposal, kind: str, now: dt.datetime, actor: Actor
) -> Iterator[tuple[Changes, Proposal]]:
    """For those who see what others think."""
    with _of_reviewers(proposal, kind, now, actor) as (changes, fresh):
        if not stand_of_reader(_own(fresh, actor)).sees_others:
            raise NotAllowed("review-first")
        yield changes, fresh


@contextmanager
def _of_reviewers(
    proposal: Proposal, kind: str, now: dt.datetime, actor: Actor
) -> Iterator[tuple[Changes, Proposal]]:
    group = its_group(proposal)
    require(actor, Verb.REVIEW, group)
    facts = {"title": proposal.title, "proposal": proposal.pk}
    with transaction.atomic(), change_set(now, actor, kind, facts, group=group) as changes:
        yield changes, lock(proposal)


def _own(proposal: Proposal, actor: Actor) -> Review | None:
    return Review.objects.select_for_update(no_key=True).filter(proposal=proposal, user=actor.user).first()


def _me(actor: Actor) -> int:
    """Who says it signs in. Raises NotAllowed."""
    if actor.user is None:
        raise NotAllowed("only-oneself")
    return actor.user
