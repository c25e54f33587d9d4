"""A talk is proposed by somebody without an account: drafted, submitted, changed until it is decided, withdrawn, by signed links;
further speakers say that they speak."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import NoReturn

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.measure import is_in_measure, mailbox, supporter
from commonhour.actions.news.change_set import bump_content_version
from commonhour.actions.news.outbox import post
from commonhour.core.limits import (
    PROPOSALS_A_DAY,
    PROPOSALS_PER_ADDRESS,
    PROPOSALS_PER_NETWORK,
    SPEAKERS_PER_ADDRESS,
    SPEAKERS_PER_PROPOSER,
)
from commonhour.core.proposals import Standing, standing
from commonhour.core.proposing import Speaker, Talk, may_change
from commonhour.errors import Conflict, RefusedInput, TooMany, UserError
from commonhour.models import CallForProposals, Delivery, Proposal, ProposalSpeaker
from commonhour.models.proposal import ASKED, DECLINED, DRAFT, OPEN, SUBMITTED, WITHDRAWN

Others = Sequence[tuple[str, str]]  # name and address of each further speaker
_GOOD_FOR = Proposal.KEPT_UNCONFIRMED


def propose(
    call: CallForProposals,
    talk: Talk,
    first: Speaker,
    email: str,
    others: Others,
    network: str,
    *,
    as_draft: bool,
    language: str,
    now: dt.datetime,
) -> Proposal:
    """`first` sends it in from `email`, and one mail asks whether it was they; nobody else is written to before they say
    so. Raises UserError while the call is not open, and TooMany."""
    refuse_unless_open(call, now)
    for whose, name, most in ((network, "network", PROPOSALS_PER_NETWORK), ("", "hub", PROPOSALS_A_DAY)):
        if not is_in_measure(f"proposals of {name}", whose, now, most):
            raise TooMany("proposals-too-many")
    with transaction.atomic():
        row = Proposal(
            call=call, language=language, created_at=now, changed_at=now, **asdict(talk),
            state=DRAFT if as_draft else SUBMITTED, submitted_at=None if as_draft else now,
        )  # fmt: skip
        row.save()
        me = ProposalSpeaker.objects.create(proposal=row, email=email, **asdict(first))
        _set_others(row, me, others, now)
        if is_in_measure("proposals of address", mailbox(email), now, PROPOSALS_PER_ADDRESS):
            _post("proposal-confirm", me, row, row.pk, f"proposal {row.public_id}", now)
    return row


def refuse_unless_open(call: CallForProposals, now: dt.datetime) -> None:
    """By the hub's clock: at the instant of its deadline it is closed. Raises UserError."""
    stands = standing(call.state, call.opens_at, call.deadline, now)
    if stands == Standing.OPENING:
        raise UserError("proposals-not-open-yet")
    if stands != Standing.OPEN:
        raise UserError("proposals-closed")


def is_open(call: CallForProposals, now: dt.datetime) -> bool:
    return standing(call.state, call.opens_at, call.deadline, now) == Standing.OPEN


def confirm_proposal(row: Proposal, *, now: dt.datetime) -> None:
    """It was they: who else speaks is asked now. As often as it is called."""
    with transaction.atomic():
        fresh = lock(row)
        if fresh.confirmed_at is None:
            _prove(fresh, now)
            _save(fresh, now)


def change_proposal(
    row: Proposal, talk: Talk, first: Speaker, others: Others, *, version: int, now: dt.datetime
) -> None:
    """By who sent it in; a question is answered with it. Raises Conflict when it was decided, its call closed, or it was
    changed in another window; RefusedInput for a speaker who said no; TooMany."""
    with transaction.atomic():
        fresh = lock(row)
        if not may_change(fresh.state, is_open=is_open(fresh.call, now)):
            _refuse_change(fresh)
        if fresh.version != version:
            raise Conflict("proposal-changed")
        for name, value in asdict(talk).items():
            setattr(fresh, name, value)
        fresh.state = SUBMITTED if fresh.state == ASKED else fresh.state
        me = _first(fresh)
        for name, value in asdict(first).items():
            setattr(me, name, value)
        me.save()
        _set_others(fresh, me, others, now)
        _save(fresh, now)


def _refuse_change(row: Proposal) -> NoReturn:
    if row.state in OPEN:
        raise Conflict("proposals-closed")
    raise Conflict("proposal-decided")


def submit_proposal(row: Proposal, *, now: dt.datetime) -> None:
    """A draft; the link it is done by proves the address. Raises UserError when the call is closed: the draft stays."""
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state != DRAFT:
            raise Conflict("proposal-decided")
        refuse_unless_open(fresh.call, now)
        fresh.state, fresh.submitted_at = SUBMITTED, now
        _prove(fresh, now)
        _save(fresh, now)


def withdraw_proposal(row: Proposal, *, now: dt.datetime) -> None:
    _turn(row, (DRAFT, *OPEN), WITHDRAWN, now)


def propose_again(row: Proposal, *, now: dt.datetime) -> None:
    """What was withdrawn waits again, also after the deadline: it had come in time. A draft is a draft again."""
    _turn(row, (WITHDRAWN,), SUBMITTED if row.submitted_at else DRAFT, now)


def delete_proposal(row: Proposal) -> None:
    """For good, with all that was said of it, once it waits for nobody."""
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state not in (DRAFT, WITHDRAWN, DECLINED):
            raise Conflict("proposal-decided")
        _seen(fresh)
        fresh.delete()


def confirm_speaker(speaker: ProposalSpeaker, *, now: dt.datetime) -> None:
    """They speak. As often as it is called."""
    with transaction.atomic():
        fresh = lock(speaker)
        if fresh.confirmed_at is None:
            fresh.confirmed_at = now
            fresh.save(update_fields=["confirmed_at"])
            _seen(fresh.proposal)


def change_speaker(speaker: ProposalSpeaker, said: Speaker) -> None:
    """What a further speaker says of themselves."""
    with transaction.atomic():
        fresh = lock(speaker)
        for name, value in asdict(said).items():
            setattr(fresh, name, value)
        fresh.save()
        _seen(fresh.proposal)


def refuse_speaker(speaker: ProposalSpeaker, *, now: dt.datetime) -> None:
    """It is not they: their name and address go, and who named them reads so. They are not asked again."""
    with transaction.atomic():
        row, fresh = lock(speaker.proposal), lock(speaker)
        row.said_no = row.said_no | {supporter(fresh.email): fresh.name}
        fresh.delete()
        _save(row, now)


def _set_others(row: Proposal, first: ProposalSpeaker, others: Others, now: dt.datetime) -> None:
    """Those who stay keep what they said of themselves; who is new is asked once the first speaker said that it was they."""
    for name, email in others:
        if supporter(email) in row.said_no:
            raise RefusedInput("speaker-said-no", name=name)
    known = {one.email: one for one in row.speakers.exclude(pk=first.pk)}
    row.speakers.exclude(pk=first.pk).exclude(email__in=[email for _, email in others]).delete()
    for position, (name, email) in enumerate(others, 1):
        one = known.get(email) or ProposalSpeaker(proposal=row, email=email)
        one.position, one.name = position, one.name if one.confirmed_at else name
        one.save()
    _ask_others(row, now)


def _ask_others(row: Proposal, now: dt.datetime) -> None:
    """One mail to each, of what was submitted by a proved address. Raises TooMany for whoever names very many."""
    if row.confirmed_at is None or row.state not in OPEN:
        return
    proposer = mailbox(_first(row).email)
    for one in row.speakers.filter(position__gt=0, confirmed_at=None):
        cause = f"speaker {one.pk}"
        if Delivery.objects.filter(cause=cause).exists():
            continue
        if not is_in_measure("speakers of proposer", proposer, now, SPEAKERS_PER_PROPOSER):
            raise TooMany("speakers-too-many")
        if is_in_measure("speakers of address", mailbox(one.email), now, SPEAKERS_PER_ADDRESS):
            _post("proposal-speaker", one, row, one.pk, cause, now)


def _first(row: Proposal) -> ProposalSpeaker:
    """Who sent it in."""
    return row.speakers.get(position=0)


def _prove(row: Proposal, now: dt.datetime) -> None:
    row.confirmed_at = row.confirmed_at or now
    row.speakers.filter(position=0, confirmed_at=None).update(confirmed_at=now)
    _ask_others(row, now)


def _turn(row: Proposal, states: Sequence[str], state: str, now: dt.datetime) -> None:
    with transaction.atomic():
        fresh = lock(row)
        if fresh.state not in states:
            raise Conflict("proposal-decided")
        fresh.state = state
        _ask_others(fresh, now)
        _save(fresh, now)


def _save(row: Proposal, now: dt.datetime) -> None:
    row.changed_at, row.version = now, row.version + 1
    row.save()
    _seen(row)


def _seen(row: Proposal) -> None:
    """Public pages show it at once, where everybody may read it."""
    if row.call.is_listed:
        bump_content_version()


def _post(kind: str, to: ProposalSpeaker, row: Proposal, key: int, cause: str, now: dt.datetime) -> None:
    series = row.call.series
    post(
        kind, to.email, {"id": key}, cause=cause, now=now, language=row.language, tzid=to.tzid,
        good_until=now + _GOOD_FOR, group=series.group if series else None,
    )  # fmt: skip
