"""What waits for those who review and decide: the calls for proposals they look after, and how much of each is open."""

from collections import Counter
from dataclasses import dataclass

from commonhour.core.rights import Actor, Verb
from commonhour.models import CallForProposals, Proposal, ProposalSpeaker, Review, User
from commonhour.models.proposal import ACCEPTED, SUBMITTED


@dataclass(frozen=True, slots=True)
class CallToReview:
    """`unsaid` are those of which one has not said what one thinks; `undecided` those that wait for a decision, `dateless`
    accepted ones without a date, `unconfirmed` those whose speakers did not say yet whether it suits, `refused` those
    whose speakers cannot."""

    id: int
    label: str
    owner: str
    total: int
    unsaid: int
    undecided: int
    dateless: int
    unconfirmed: int
    refused: int
    may_decide: bool

    @property
    def path(self) -> str:
        return f"/desk/proposals/{self.id}/ranking/"


@dataclass(frozen=True, slots=True)
class Refused:
    """A talk whose speakers cannot on the date that was proposed."""

    id: int
    title: str
    words: str


def calls_to_review(actor: Actor) -> list[CallToReview]:
    """In a fixed number of queries; those whose proposals are collected here."""
    groups, said = actor.groups(Verb.REVIEW), _said(actor)
    calls = CallForProposals.objects.filter(url="").select_related("series__group")
    calls = calls if groups is None else calls.filter(series__group__in=groups)
    counts: dict[int, Counter[str]] = {call.pk: Counter() for call in calls}
    for row in Proposal.objects.filter(call__in=counts).reviewed():
        counts[row.call_id].update(_what_of(row, said))
    return [_shape(call, counts[call.pk], actor) for call in calls]


@dataclass(frozen=True, slots=True)
class Reviews:
    """How many proposals wait for what this one thinks, and of how many talks the speakers cannot on their date."""

    unsaid: int
    refused: int


def reviews_that_wait(actor: Actor) -> Reviews:
    return Reviews(_unsaid_count(actor), len(refused_slots(actor)))


def _unsaid_count(actor: Actor) -> int:
    rows = Proposal.objects.reviewed().open().for_groups(actor.groups(Verb.REVIEW))
    return rows.exclude(pk__in=_said(actor)).count()


def refused_slots(actor: Actor) -> list[Refused]:
    """The longest ago first."""
    rows = Proposal.objects.filter(state=ACCEPTED, slot_declined_at__isnull=False, session__isnull=False)
    rows = rows.for_groups(actor.groups(Verb.DECIDE)).order_by("slot_declined_at", "pk")
    return [Refused(*one) for one in rows.values_list("pk", "title", "slot_words")]


def _said(actor: Actor) -> set[int]:
    """The proposals that wait for nothing from this one: they said what they think, or speak in it themselves."""
    own = Review.objects.filter(user=actor.user or 0).values_list("proposal", flat=True)
    address = User.objects.filter(pk=actor.user or 0).values("email")
    return {*own, *ProposalSpeaker.objects.filter(email__in=address).values_list("proposal", flat=True)}


def _what_of(row: Proposal, said: set[int]) -> list[str]:
    is_placed = row.session_id is not None and bool(row.slot_key or row.slot_asked_at is None)
    found = {
        "total": True, "unsaid": row.is_open and row.pk not in said, "undecided": row.state == SUBMITTED,
        "dateless": row.state == ACCEPTED and not is_placed, "refused": is_placed and row.slot_declined_at is not None,
        "unconfirmed": is_placed and not (row.slot_confirmed_at or row.slot_declined_at),
    }  # fmt: skip
    return [name for name, holds in found.items() if holds]


def _shape(call: CallForProposals, counts: Counter[str], actor: Actor) -> CallToReview:
    series = call.series
    owner = "" if series is None else series.group.name if series.group else series.title
    group = series.group_id if series else None
    return CallToReview(
        call.pk, call.label, owner, counts["total"], counts["unsaid"], counts["undecided"], counts["dateless"],
        counts["unconfirmed"], counts["refused"], actor.may(Verb.DECIDE, group),
    )  # fmt: skip
