"""Messages to who says whether they come, made when they go, from what holds then."""

import datetime as dt

from django.conf import settings

from commonhour.core.message import Message
from commonhour.core.speech.messages.replies import confirm_reply_message, place_message
from commonhour.core.speech.words import Voice
from commonhour.models import Delivery, Occurrence, Series
from commonhour.reads.mail_links import replies_path
from commonhour.reads.reminders import moment_of_line
from commonhour.reads.replies import roster_of, said_of


def reply_confirm(row: Delivery, now: dt.datetime, voice: Voice) -> Message | None:
    """None once the date is over, or not to be."""
    rows = Occurrence.objects.upcoming(now).confirmed().filter(public_id=row.facts["date"])
    line = rows.asking().filter(series__removed_at=None).first_listed()
    if line is None:
        return None
    return confirm_reply_message(line.series_title, moment_of_line(line), row.facts["url"], row.tzid, voice)


def reply_place(row: Delivery, now: dt.datetime, voice: Voice) -> Message | None:
    """None where the place is gone again, because what made it free was taken back."""
    series = Series.objects.filter(pk=row.facts["series"]).first()
    if series is None or not series.asks_who_comes:
        return None
    said, guest = said_of(series.pk), row.facts["guest"]
    rows = (
        Occurrence.objects.upcoming(now).confirmed().filter(series=series, public_id__in=row.facts["dates"])
    )
    held = [one.pk for one in rows if guest in roster_of(one, said, series.capacity).comes]
    lines = Occurrence.objects.filter(pk__in=held).order_by("start", "pk").listed()
    if not lines:
        return None
    url = settings.BASE_URL + replies_path(series.pk, guest=guest)
    return place_message(series.title, [moment_of_line(one) for one in lines], url, row.tzid, voice)
