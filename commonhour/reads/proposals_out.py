"""Proposals on their way out: those of one call or of all, with the addresses of their speakers."""

from commonhour.core.proposed import ProposalsRead, Proposed, ProposedCall, Speaking
from commonhour.formats.proposals.pretalx_xml import PretalxTalk
from commonhour.models import CallForProposals, Proposal, ProposalSpeaker

_PLAIN = (
    "title", "abstract", "takeaway", "topic", "level", "spoken", "format", "may_be_listed", "state", "answer", "language",
    "created_at", "changed_at", "confirmed_at", "submitted_at", "decided_at",
)  # fmt: skip
_OF_SPEAKER = ("name", "email", "organisation", "bio", "pronouns", "picture", "tzid", "hours", "confirmed_at")
_OF_CALL = (
    "url", "description", "tzid", "state", "fields", "topics", "formats", "languages", "questions", "is_listed", "is_anonymous",
    "review_help",
)  # fmt: skip


def proposals_out(call: str = "", state: str = "") -> ProposalsRead:
    """`call` is a slug, "" for all; `state` one of theirs, "" for any. What nobody proved an address for is left out."""
    rows = (
        Proposal.objects.whole()
        .exclude(confirmed_at=None)
        .order_by("call__position", "call", "created_at", "pk")
    )
    rows = rows.filter(call__slug=call) if call else rows
    rows = rows.filter(state=state) if state else rows
    calls = CallForProposals.objects.filter(slug=call) if call else CallForProposals.objects.filter(url="")
    return ProposalsRead("own", "", [_proposed(row) for row in rows], [_call(row) for row in calls])


def _call(row: CallForProposals) -> ProposedCall:
    facts = {name: getattr(row, name) for name in _OF_CALL}
    instants = {name: getattr(row, name) for name in ("opens_at", "deadline")}
    return ProposedCall(
        row.slug, row.label, facts | {name: at.isoformat() for name, at in instants.items() if at}
    )


def _proposed(row: Proposal) -> Proposed:
    texts = {each.get("id"): each.get("text", "") for each in row.call.questions}
    answers = {str(texts.get(key) or key): str(said) for key, said in row.answers.items()}
    return Proposed(
        str(row.public_id), **{name: getattr(row, name) for name in _PLAIN}, links=row.links,
        answers=answers, call=row.call.slug, speakers=[_speaking(one) for one in row.speakers.all()],
    )  # fmt: skip


def _speaking(row: ProposalSpeaker) -> Speaking:
    return Speaking(**{name: getattr(row, name) for name in _OF_SPEAKER})


def pretalx_talks(call: str = "", state: str = "accepted") -> list[PretalxTalk]:
    """For a schedule: without addresses. One that is placed has its first date, and the series for its room."""
    rows = Proposal.objects.whole().exclude(confirmed_at=None).filter(state=state or "accepted")
    rows = rows.filter(call__slug=call) if call else rows
    return [_talk(row) for row in rows.prefetch_related("session__occurrences__series")]


def _talk(row: Proposal) -> PretalxTalk:
    dates = sorted(row.session.occurrences.all(), key=lambda one: one.start) if row.session else []
    first = dates[0] if dates else None
    return PretalxTalk(
        str(row.public_id), row.title, row.abstract, row.takeaway, row.topic, row.format, row.spoken,
        tuple(one.name for one in row.speakers.all() if one.name), first.series.title if first else "",
        first.start if first else None, first.end if first else None,
    )  # fmt: skip
