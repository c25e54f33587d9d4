"""The message that notes are up, made when it goes, from what they say then."""

from django.conf import settings

from commonhour.core.message import Message
from commonhour.core.speech.messages.notes import notes_message
from commonhour.core.speech.words import Voice
from commonhour.models import Delivery
from commonhour.reads.published_notes import notes_news


def notes_up(row: Delivery, voice: Voice) -> Message | None:
    """None once they are a draft again."""
    news = notes_news(row.facts["notes"])
    return notes_message(news, settings.BASE_URL, voice) if news else None
