"""Messages of what is to come, made when they go: a reminder, a place's week, and the one that tries a place."""

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings

from commonhour.core.message import Message
from commonhour.core.speech.messages.place_week import place_week_message
from commonhour.core.speech.messages.reminder import reminder_message
from commonhour.core.speech.messages.trial import trial_message
from commonhour.core.speech.words import Voice
from commonhour.core.time.zones import instant
from commonhour.models import Community, Delivery, Occurrence
from commonhour.reads.reminders import coming, moment_of_line, week_of


def reminder(row: Delivery, now: dt.datetime, voice: Voice) -> Message | None:
    """None once the call begins at another time, or not at all."""
    found = coming(row.facts["id"], dt.datetime.fromisoformat(row.facts["start"]), now)
    return reminder_message(found, now, settings.BASE_URL, row.tzid, voice) if found else None


def place_week(row: Delivery, now: dt.datetime, voice: Voice) -> Message | None:
    assert row.destination is not None
    monday = dt.date.fromisoformat(row.facts["monday"])
    begins = instant(dt.datetime.combine(monday, dt.time()), row.tzid)
    dates = week_of(row.destination, begins, now)
    path = f"/calendar/week/{monday:%G-W%V}/"
    if row.group is not None:
        path += f"?{urlencode({'group': row.group.slug})}"
    return place_week_message(dates, monday, settings.BASE_URL, path, voice) if dates else None


def trial(now: dt.datetime, voice: Voice) -> Message:
    line = Occurrence.objects.upcoming(now).confirmed().ours().first_listed()
    following = moment_of_line(line) if line else None
    return trial_message(str(Community.the()), following, settings.BASE_URL, voice)
