"""Messages round proposed talks, made when they go, from what holds then."""

from django.conf import settings

from commonhour.actions.measure import supporter
from commonhour.core.message import Message
from commonhour.core.speech.messages.proposal import (
    ask_speaker_message,
    ask_support_message,
    confirm_proposal_message,
)
from commonhour.core.speech.words import Voice
from commonhour.models import Community, Delivery, Proposal, ProposalSpeaker
from commonhour.models.proposal import DRAFT, OPEN
from commonhour.reads.mail_links import proposal_path, speaker_path, support_path


def proposal_confirm(row: Delivery, community: Community, voice: Voice) -> Message | None:
    found = Proposal.objects.filter(pk=row.facts["id"], confirmed_at=None).first()
    if found is None:
        return None
    url = settings.BASE_URL + proposal_path(found.pk)
    return confirm_proposal_message(str(community), url, voice, is_draft=found.state == DRAFT)


def proposal_speaker(row: Delivery, community: Community, voice: Voice) -> Message | None:
    found = ProposalSpeaker.objects.filter(
        pk=row.facts["id"], email=row.to, confirmed_at=None, proposal__state__in=OPEN
    )
    if not found.exists():
        return None
    return ask_speaker_message(str(community), settings.BASE_URL + speaker_path(row.facts["id"]), voice)


def proposal_support(row: Delivery, community: Community, voice: Voice) -> Message | None:
    if not Proposal.objects.listed().filter(pk=row.facts["id"]).exists():
        return None
    url = settings.BASE_URL + support_path(row.facts["id"], supporter(row.to))
    return ask_support_message(str(community), url, voice)
