"""What the addresses of calls for proposals and of proposed talks stand for."""

from commonhour.errors import NotFound
from commonhour.models import CallForProposals, Proposal, ProposalSpeaker


def the_call(slug: str) -> CallForProposals:
    """One that pages show. Raises NotFound."""
    rows = CallForProposals.objects.select_related("series__group").exclude(state="draft")
    row = rows.filter(slug=slug).first()
    if row is None:
        raise NotFound("no-such-proposals")
    return row


def the_proposal(key: int) -> Proposal:
    """By its id. Raises NotFound once the hub does not keep it any more."""
    row = Proposal.objects.whole().filter(pk=key).first()
    if row is None:
        raise NotFound("proposal-link-unknown")
    return row


def the_speaker(key: int) -> ProposalSpeaker:
    """One of the further ones, by its id. Raises NotFound, also once they said that it is not they."""
    rows = ProposalSpeaker.objects.select_related("proposal__call").filter(position__gt=0)
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound("proposal-link-unknown")
    return row


def the_listed(**named: object) -> Proposal:
    """One that everybody may read. Raises NotFound."""
    rows = Proposal.objects.with_supports().listed().exclude(call__state="draft")
    row = rows.filter(**named).first()
    if row is None:
        raise NotFound("proposal-not-listed")
    return row
