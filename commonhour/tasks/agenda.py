"""Messages to who proposed something for an agenda, made when they go, from what holds then."""

import datetime as dt

from django.conf import settings

from commonhour.core.message import Message
from commonhour.core.speech.messages.agenda import confirm_item_message, item_answer_message
from commonhour.core.speech.words import Voice
from commonhour.models import AgendaItem, Delivery, Occurrence
from commonhour.models.agenda_item import ACCEPTED
from commonhour.reads.reminders import moment_of_line


def agenda_confirm(row: Delivery, now: dt.datetime, voice: Voice) -> Message | None:
    """None once the date is over, or not to be."""
    rows = Occurrence.objects.upcoming(now).confirmed().filter(public_id=row.facts["date"])
    line = rows.filter(series__removed_at=None).first_listed()
    if line is None:
        return None
    return confirm_item_message(line.title, moment_of_line(line), row.facts["url"], row.tzid, voice)


def agenda_answer(row: Delivery, voice: Voice) -> Message | None:
    """None where it was decided otherwise since, or is forgotten, or where a later answer says the same."""
    later = Delivery.objects.filter(kind=row.kind, facts=row.facts, state=Delivery.WAITING, pk__gt=row.pk)
    if later.exists():
        return None
    item = AgendaItem.objects.filter(pk=row.facts["id"], state=row.facts["state"]).first()
    line = Occurrence.objects.filter(pk=item.occurrence_id).first_listed() if item else None
    if item is None or line is None:
        return None
    return item_answer_message(
        line.title, moment_of_line(line), item.text, item.answer, settings.BASE_URL + line.path, voice,
        is_accepted=item.state == ACCEPTED,
    )  # fmt: skip
