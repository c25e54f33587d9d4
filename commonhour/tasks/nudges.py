"""Looks for calls without an agenda or without notes, and makes the mail about one when it goes, from what holds then."""

import datetime as dt

from django.conf import settings

from commonhour.actions.nudges import write_nudge
from commonhour.core.message import Message
from commonhour.core.speech.messages.nudge import agenda_message, missing_message
from commonhour.core.speech.words import Voice
from commonhour.models import Delivery, Occurrence
from commonhour.reads.mail_links import nudge_path
from commonhour.reads.nudges import AGENDA, is_still_missing, nudges_due
from commonhour.reads.reminders import moment_of_line
from commonhour.tasks.budget import UNLIMITED, Budget


def write_nudges(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Returns how many dates were found."""
    found = nudges_due(now)
    for one in budget.spend_on(found):
        write_nudge(one, now=now)
    return len(found)


def nudge(row: Delivery, voice: Voice) -> Message | None:
    """None once there is something, or the date is off."""
    date, said = row.facts["date"], agenda_message if row.kind == AGENDA else missing_message
    line = Occurrence.objects.filter(public_id=date).first_listed()
    if line is None or not is_still_missing(row.kind, date):
        return None
    off = settings.BASE_URL + nudge_path(row.facts["user"], row.facts["series"][0])
    return said(
        line.title, moment_of_line(line), f"{settings.BASE_URL}/desk/notes/{date}/", off, row.tzid, voice
    )
