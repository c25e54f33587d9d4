"""Proposals as those who review and decide see them: the ranking of a call, and one of them with what is said of it.

What others think is hidden until one has said what one thinks oneself; `core/reviewing.py` says who sees it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from commonhour.core.named_links import shown_links
from commonhour.core.reviewing import Scores, Stand, in_order, stand_of
from commonhour.core.rights import Actor, Verb
from commonhour.models import CallForProposals, Change, Proposal, Remark, Review, User
from commonhour.models.proposal import ACCEPTED, OPEN

SORTS = ("title", "topic", "format", "reviews", "mean", "spread", "own", "supports", "state", "needs")
_SPOKEN_OF = 12


@dataclass(frozen=True, slots=True)
class RankedRow:
    """`mean`, `spread` and `own` are None for who does not see them; `who` is "" where it is hidden."""

    id: int
    title: str
    who: str
    topic: str
    format: str
    state: str
    reviews: int
    mean: float | None
    spread: int | None
    own: int | None
    stand: Stand
    supports: int
    version: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_mine_to_review(self) -> bool:
        return self.is_open and self.stand is Stand.UNSAID


@dataclass(frozen=True, slots=True)
class Ranking:
    """`total` counts all, `to_review` those of which one has not said what one thinks; `following` is the one of these to
    look at next, the least reviewed and the longest waiting."""

    rows: list[RankedRow]
    topics: list[str]
    total: int
    to_review: int
    following: int | None


@dataclass(frozen=True, slots=True)
class SpeakerShape:
    name: str
    email: str
    organisation: str
    bio: str
    pronouns: str
    picture: str
    tzid: str
    hours: tuple[tuple[int, int], ...]
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ReviewShape:
    """`name` is "" for who has none."""

    name: str
    score: int | None
    note: str
    at: dt.datetime
    stand: Stand
    version: int


@dataclass(frozen=True, slots=True)
class RemarkShape:
    id: int
    name: str
    text: str
    at: dt.datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same people proposed too."""

    id: int
    title: str
    call: str
    state: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One proposal. `speakers` is empty where `is_veiled`: reviewers of such a call do not see whose it is. `others` and
    `remarks` are for who sees them. `answer` is what was said with the last decision, `slot_words` why its speakers cannot."""

    id: int
    call: int
    call_label: str
    help: str
    title: str
    abstract: str
    takeaway: str
    topic: str
    level: str
    spoken: str
    format: str
    links: list[tuple[str, str]]
    answers: list[tuple[str, str]]
    state: str
    answer: str
    decided_at: dt.datetime | None
    decided_by: str
    submitted_at: dt.datetime | None
    supports: int
    version: int
    is_veiled: bool
    is_anonymous: bool
    is_own: bool
    speakers: list[SpeakerShape]
    stand: Stand
    mine: ReviewShape | None
    scores: Scores
    others: list[ReviewShape]
    remarks: list[RemarkShape]
    earlier: list[Earlier]
    has_session: bool
    slot_confirmed_at: dt.datetime | None
    slot_declined_at: dt.datetime | None
    slot_words: str
    language: str

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_accepted(self) -> bool:
        return self.state == ACCEPTED


def stand_of_reader(review: Review | None) -> Stand:
    return stand_of(review.score, is_partial=review.is_partial) if review else Stand.UNSAID


def is_veiled(row: Proposal, user: int | None) -> bool:
    """Until it is decided, and for who decides until they ask for it."""
    if not (row.call.is_anonymous and row.is_open):
        return False
    asked = Change.objects.filter(noun="proposal", object_id=row.pk, field="shown", change_set__actor=user)
    return user is None or not asked.exists()


def ranking(
    call: CallForProposals, actor: Actor, *, state: str = "", topic: str = "", sort: str = ""
) -> Ranking:
    """In a fixed number of queries. `sort` is one of SORTS, "-" before it turns it round; "needs" has the least reviewed
    first."""
    found = Proposal.objects.filter(call=call).reviewed().annotate(votes=Count("supports"))
    found = found.prefetch_related("reviews", "speakers").order_by("submitted_at", "pk")
    address = _address(actor)
    every = [_ranked(row, call, actor, address) for row in found]
    rows = [row for row in every if state in ("", row.state) and topic in ("", row.topic)]
    mine = sorted((row for row in every if row.is_mine_to_review), key=lambda row: row.reviews)
    return Ranking(
        _sorted(rows, sort), sorted({row.topic for row in every if row.topic}), len(every), len(mine),
        mine[0].id if mine else None,
    )  # fmt: skip


def _sorted(rows: list[RankedRow], sort: str) -> list[RankedRow]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        return rows
    name, is_turned = ("reviews", False) if name == "needs" else (name, sort.startswith("-"))
    return in_order(rows, lambda row: _folded(getattr(row, name)), is_turned=is_turned)


def _folded(value: Any) -> Any:
    """Nothing comes last, whichever way round."""
    return (value.casefold() or None) if isinstance(value, str) else value


def _ranked(row: Proposal, call: CallForProposals, actor: Actor, address: str) -> RankedRow:
    reviews, speakers = list(row.reviews.all()), list(row.speakers.all())
    own = next((one for one in reviews if one.user_id == actor.user), None)
    stand = Stand.NEAR if _is_own(speakers, address) else stand_of_reader(own)
    scores = _scores(reviews) if stand.sees_others else Scores()
    is_hidden = call.is_anonymous and row.is_open
    return RankedRow(
        row.pk, row.title, "" if is_hidden else ", ".join(one.name for one in speakers), row.topic, row.format, row.state,
        len(_given(reviews)), scores.mean, scores.spread, own.score if own else None, stand, row.votes,  # type: ignore[attr-defined]
        row.version,
    )  # fmt: skip


def reviewed(row: Proposal, actor: Actor) -> Reviewed:
    """Read it with `whole`."""
    reviews, speakers = list(row.reviews.select_related("user")), list(row.speakers.all())
    own = next((one for one in reviews if one.user_id == actor.user), None)
    is_own = _is_own(speakers, _address(actor))
    stand = Stand.NEAR if is_own else stand_of_reader(own)
    veiled = is_veiled(row, actor.user)
    return Reviewed(
        id=row.pk, call=row.call_id, call_label=row.call.label, help=row.call.review_help, title=row.title,
        abstract=row.abstract, takeaway=row.takeaway, topic=row.topic, level=str(row.get_level_display()), spoken=row.spoken,
        format=row.format, links=[] if veiled else shown_links(row.links), answers=_answers(row), state=row.state,
        answer=row.answer, decided_at=row.decided_at, decided_by=row.decided_by.name if row.decided_by else "",
        submitted_at=row.submitted_at, supports=row.supports.count(), version=row.version, is_veiled=veiled,
        is_anonymous=row.call.is_anonymous, is_own=is_own, speakers=[] if veiled else [_speaker(one) for one in speakers],
        stand=stand, mine=_review(own) if own else None, scores=_scores(reviews) if stand.sees_others else Scores(),
        others=[_review(one) for one in reviews if one != own] if stand.sees_others else [],
        remarks=_remarks(row, actor) if stand.sees_others else [], earlier=[] if veiled else _earlier(row, actor),
        has_session=row.session_id is not None, slot_confirmed_at=row.slot_confirmed_at,
        slot_declined_at=row.slot_declined_at, slot_words=row.slot_words, language=row.language,
    )  # fmt: skip


def next_to_review(call: CallForProposals, actor: Actor, besides: int) -> int | None:
    """The least reviewed of which this one has not said what they think."""
    rows = [one for one in ranking(call, actor, sort="needs").rows if one.is_mine_to_review]
    return next((one.id for one in rows if one.id != besides), None)


def _is_own(speakers: list[Any], address: str) -> bool:
    return bool(address) and any(one.email == address for one in speakers)


def _address(actor: Actor) -> str:
    row = User.objects.filter(pk=actor.user or 0).values_list("email").first()
    return row[0] if row else ""


def _given(reviews: list[Review]) -> list[int]:
    return [one.score for one in reviews if one.score is not None]


def _scores(reviews: list[Review]) -> Scores:
    return Scores(tuple(_given(reviews)))


def _review(row: Review) -> ReviewShape:
    return ReviewShape(row.user.name, row.score, row.note, row.at, stand_of_reader(row), row.version)


def _remarks(row: Proposal, actor: Actor) -> list[RemarkShape]:
    found = Remark.objects.filter(proposal=row).select_related("user")
    return [
        RemarkShape(one.pk, one.user.name if one.user else "", one.text, one.at, one.user_id == actor.user)
        for one in found
    ]


def _speaker(one: Any) -> SpeakerShape:
    return SpeakerShape(
        one.name, one.email, one.organisation, one.bio, one.pronouns, one.picture, one.tzid,
        tuple((first, last) for first, last in one.hours), one.confirmed_at is not None,
    )  # fmt: skip


def _answers(row: Proposal) -> list[tuple[str, str]]:
    """To the call's own questions, in their order."""
    asked: list[Mapping[str, Any]] = row.call.questions
    found = [(str(one.get("text", "")), str(row.answers.get(str(one.get("id")), ""))) for one in asked]
    return [(question, answer) for question, answer in found if answer]


def _earlier(row: Proposal, actor: Actor) -> list[Earlier]:
    """Only what this reviewer may read, and nothing that would show whose an undecided anonymous one is."""
    emails = [one.email for one in row.speakers.all()]
    found = (
        Proposal.objects.reviewed().for_groups(actor.groups(Verb.REVIEW)).filter(speakers__email__in=emails)
    )
    found = found.exclude(pk=row.pk).exclude(call__is_anonymous=True, state__in=OPEN).distinct()
    rows = found.select_related("call").order_by("-submitted_at", "-pk")[:_SPOKEN_OF]
    return [Earlier(one.pk, one.title, one.call.label, one.state, one.submitted_at) for one in rows]
