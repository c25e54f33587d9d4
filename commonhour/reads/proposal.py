"""A proposed talk: as who sent it in sees it, as a further speaker does, and as everybody does where its call has a list."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Count

from commonhour.core.named_links import shown_links
from commonhour.core.proposals import Standing, standing
from commonhour.core.proposing import may_change
from commonhour.errors import NotFound
from commonhour.models import CallForProposals, Proposal, ProposalSpeaker
from commonhour.models.proposal import ACCEPTED, DECLINED, DRAFT, LEVELS, OPEN, WITHDRAWN
from commonhour.reads.mail_links import proposal_path
from commonhour.reads.proposals import question_of

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class SpeakerShape:
    """`hours` are those of a day at which they can speak, on the clock of `tzid`; none says any."""

    id: int
    name: str
    email: str
    organisation: str
    bio: str
    pronouns: str
    picture: str
    tzid: str
    hours: list[list[int]]
    has_confirmed: bool

    @classmethod
    def of(cls, row: ProposalSpeaker) -> "SpeakerShape":
        return cls(
            row.pk, row.name, row.email, row.organisation, row.bio, row.pronouns, row.picture, row.tzid, list(row.hours),
            row.confirmed_at is not None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TalkShape:
    """What is said of a talk, for whoever may read it; `level` in words that are not translated yet, `links` labels and addresses. `speakers` are those who
    said themselves that they speak."""

    title: str
    abstract: str
    takeaway: str
    topic: str
    level: str
    spoken: str
    format: str
    links: list[tuple[str, str]]
    speakers: list[SpeakerShape]


@dataclass(frozen=True, slots=True)
class ProposalShape:
    """As who sent it in sees it, by the signed `path`. `answers` are questions of the call's own with what was answered,
    `refused` the names of those who said that they do not speak."""

    id: int
    state: str
    talk: TalkShape
    first: SpeakerShape
    others: list[SpeakerShape]
    answers: list[tuple[str, str]]
    answer: str
    refused: list[str]
    is_confirmed: bool
    is_call_open: bool
    call: str
    call_path: str
    deadline: dt.datetime | None
    call_tzid: str
    version: int
    path: str

    @property
    def may_change(self) -> bool:
        return may_change(self.state, is_open=self.is_call_open)

    @property
    def may_withdraw(self) -> bool:
        return self.state == DRAFT or self.state in OPEN

    @property
    def may_delete(self) -> bool:
        return self.state in (DRAFT, WITHDRAWN, DECLINED)

    @classmethod
    def of(cls, row: Proposal, now: dt.datetime) -> "ProposalShape":
        """Read it with `whole()`."""
        first, *others = [SpeakerShape.of(one) for one in row.speakers.all()]
        call = row.call
        stands = standing(call.state, call.opens_at, call.deadline, now)
        asked = [question_of(one) for one in call.questions]
        return cls(
            row.pk, row.state, talk_of(row, [first, *others]), first, others,
            [(one.text, row.answers[one.id]) for one in asked if row.answers.get(one.id)], row.answer,
            sorted(row.said_no.values()), row.confirmed_at is not None, stands is Standing.OPEN, call.label, call.path,
            call.deadline, call.tzid or "UTC", row.version, proposal_path(row.pk),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """As everybody may read it: of speakers their names, and nothing where nobody is to know whose it is."""

    talk: TalkShape
    supports: int
    path: str
    is_accepted: bool

    @classmethod
    def of(cls, row: Proposal) -> "ListedProposal":
        """Read it with `with_supports()`."""
        is_hidden = row.call.is_anonymous and row.state != ACCEPTED
        speakers = (
            [] if is_hidden else [SpeakerShape.of(one) for one in row.speakers.all() if one.confirmed_at]
        )
        return cls(talk_of(row, speakers), row.supported, listed_path(row), row.state == ACCEPTED)  # type: ignore[attr-defined]


def talk_of(row: Proposal, speakers: list[SpeakerShape]) -> TalkShape:
    level = str(dict(LEVELS).get(row.level, ""))
    return TalkShape(
        row.title,
        row.abstract,
        row.takeaway,
        row.topic,
        level,
        row.spoken,
        row.format,
        shown_links(row.links),
        speakers,
    )


def listed_path(row: Proposal) -> str:
    return f"{row.call.path}{row.public_id}/"


def listed_page(
    call: CallForProposals, day: dt.date, number: int, *, topic: str, by_support: bool
) -> tuple[list[ListedProposal], bool, list[str]]:
    """A page of what was proposed to a call with a public list, whether there is more, and all topics. In an order that is
    another one each day, so that nobody is always the first; or the most supported first. Raises NotFound without a list."""
    if not call.is_listed:
        raise NotFound("no-such-proposals")
    rows = Proposal.objects.with_supports().listed().filter(call=call)
    topics = sorted(set(rows.exclude(topic="").values_list("topic", flat=True)))
    chosen = rows if not topic else rows.filter(topic=topic) if topic in topics else rows.none()
    keys = list(chosen.order_by().values_list("pk", "public_id", Count("supports")))
    keys.sort(key=lambda one: hashlib.sha256(f"{day} {one[1]}".encode()).digest())
    if by_support:
        keys.sort(key=lambda one: -one[2])
    shown = [pk for pk, _, _ in keys[(number - 1) * PER_PAGE : number * PER_PAGE]]
    found = {row.pk: ListedProposal.of(row) for row in rows.filter(pk__in=shown)}
    return [found[pk] for pk in shown], len(keys) > number * PER_PAGE, topics
