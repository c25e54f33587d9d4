"""Messages of what is to come, made when they go: a reminder, a place's week, and the one that tries a place."""

import datetime as dt
from dataclasses import replace

from django.conf import settings

from commonhour.core.message import Button, Message
from commonhour.core.scope import Scope
from commonhour.core.speech.messages.door import door_message
from commonhour.core.speech.messages.place_week import place_week_message
from commonhour.core.speech.messages.reminder import reminder_message
from commonhour.core.speech.messages.trial import trial_message
from commonhour.core.speech.words import Voice
from commonhour.core.time.zones import instant
from commonhour.models import Community, Delivery, Occurrence, Subscriber
from commonhour.reads.door import link_path
from commonhour.reads.mail_links import replies_path
from commonhour.reads.reminders import coming, moment_of_line, week_of
from commonhour.reads.replies import asking_dates


def reminder(
    row: Delivery, now: dt.datetime, voice: Voice, person: Subscriber | None = None
) -> Message | None:
    """None once the call begins at another time, or not at all. `person` is who it is for, None for a place."""
    date = row.facts["id"]
    found = coming(date, dt.datetime.fromisoformat(row.facts["start"]), now)
    if found is None:
        return None
    if person is not None and (series := asking_dates([date]).get(date)):
        found = replace(found, reply_path=replies_path(series, subscriber=person.pk, date=date))
    is_shared = row.destination_id is not None
    return reminder_message(found, now, settings.BASE_URL, row.tzid, voice, is_shared=is_shared)


def door_link(row: Delivery, now: dt.datetime, community: Community, voice: Voice) -> Message | None:
    """None once the call is called off, or over."""
    rows = Occurrence.objects.attached().confirmed().filter(public_id=row.facts["id"], end__gt=now)
    line = rows.filter(series__removed_at=None).first_listed()
    if line is None:
        return None
    url = settings.BASE_URL + link_path(line.path, line.id, row.to, now)
    return door_message(line.title, moment_of_line(line), url, community.title or "Common Hour", voice)


def place_week(row: Delivery, now: dt.datetime, voice: Voice) -> Message | None:
    assert row.destination is not None
    place, monday = row.destination, dt.date.fromisoformat(row.facts["monday"])
    begins, ends = (
        instant(dt.datetime.combine(monday + dt.timedelta(days=days), dt.time()), row.tzid) for days in (0, 7)
    )
    dates = week_of(place, begins, ends, now)
    if place.series is not None:
        page = Button(voice.gettext("See the call"), settings.BASE_URL + place.series.path)
    else:
        scope = Scope((place.group.slug,) if place.group else ())
        page = Button(
            voice.gettext("See the week"),
            settings.BASE_URL + scope.path(f"/calendar/week/{monday:%G-W%V}/"),
        )
    return place_week_message(dates, monday, page, settings.BASE_URL, voice) if dates else None


def trial(now: dt.datetime, voice: Voice) -> Message:
    line = Occurrence.objects.upcoming(now).confirmed().ours().first_listed()
    following = moment_of_line(line) if line else None
    return trial_message(str(Community.the()), following, settings.BASE_URL, voice)
