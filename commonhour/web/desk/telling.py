"""Save, or save and tell: who would be told where, the message itself, and which of the two is meant most often."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext

from commonhour import clock
from commonhour.core.audience import Audience
from commonhour.core.message import Message
from commonhour.core.news import BreakNews, DateNews, News, SeriesNews, is_told_unasked
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.speech.messages.news import news_message
from commonhour.core.speech.words import Voice
from commonhour.formats.mail.html import plain_block
from commonhour.models import Notice, Occurrence, Series
from commonhour.reads.audience import audience
from commonhour.reads.news import following, seen
from commonhour.web.desk.gate import signed_in, who
from commonhour.web.reader import community_of, reader_of
from commonhour.web.times import clock as hour
from commonhour.web.voice import words


@dataclass(frozen=True)
class Telling:
    """`is_usual` when telling comes first; `is_urgent` when it leaves at once."""

    people: str
    subject: str
    blocks: list[dict[str, Any]]
    is_usual: bool
    is_urgent: bool


def wants_to_tell(request: HttpRequest) -> bool:
    return request.POST.get("tell") == "yes"


def audience_of(request: HttpRequest, *series: Series) -> Audience:
    return audience(series, community_of(request).tzid)


def telling(
    request: HttpRequest,
    series: Series,
    told: Audience,
    *,
    dates: Sequence[DateNews] = (),
    goes_on: CoreSchedule | None = None,
    begins: dt.date | None = None,
) -> Telling | None:
    """What would be said to whom of one series."""
    news = SeriesNews(
        series.title, series.path, series.group.name if series.group else "", tuple(one for one in dates if one.happened), goes_on, begins,
        following=following(series, clock.now(), instead_of=dates),
    )  # fmt: skip
    return telling_of(request, told, [news])


def telling_of(
    request: HttpRequest, told: Audience, series: Sequence[SeriesNews], days_off: BreakNews | None = None
) -> Telling | None:
    """What would be said to whom; None when nobody asked to be told, or there is nothing to tell."""
    found = tuple(one for one in series if not one.is_empty)
    if told.is_empty or not found:
        return None
    tzid, now = reader_of(request).tzid, clock.now()
    voice = Voice(gettext, words())
    message = news_message(News(who(request).name, found, days_off), settings.BASE_URL, tzid, voice)
    dates = tuple(date for one in found for date in one.dates)
    return Telling(
        people=people_in_words(told), subject=message.subject, blocks=blocks_of(message, tzid),
        is_usual=is_told_unasked(dates, now), is_urgent=_is_urgent(dates),
    )  # fmt: skip


def cancelled(date: Occurrence, reason: str = "") -> DateNews:
    """What calling it off would be."""
    return _planned(date, status=CANCELLED, reason=reason)


def moved(date: Occurrence, start: dt.datetime, end: dt.datetime, reason: str = "") -> DateNews:
    """What holding it then would be."""
    return _planned(date, status=CONFIRMED, start=start, end=end, reason=reason)


def blocks_of(message: Message, tzid: str) -> list[dict[str, Any]]:
    """A message for a page of the desk."""
    return [plain_block(block, tzid, words()) for block in message.blocks]


def people_in_words(told: Audience) -> str:
    """ "34 people by mail, #metrics and Metrics list"."""
    mails = ngettext("{n} person by mail", "{n} people by mail", told.mails).format(n=told.mails)
    return words().all_of([*([mails] if told.mails else []), *told.places])


def and_told(request: HttpRequest, sentence: str, series: Series | None) -> str:
    """What was done, and when it is told; without a series, of many at once."""
    notice = Notice.objects.filter(series=series, by=signed_in(request), state=Notice.WAITING).first()
    if not wants_to_tell(request) or notice is None:
        return sentence
    return f"{sentence} {leaves_in_words(request, notice.due_at)}"


def leaves_in_words(request: HttpRequest, due_at: dt.datetime) -> str:
    if due_at <= clock.now():
        return gettext("It is told now.")
    time = hour(due_at, reader_of(request).tzid)
    return gettext("It is told at {time}, unless you undo it.").format(time=time)


def _planned(date: Occurrence, **after: Any) -> DateNews:
    was = seen(date)
    return DateNews(f"{date.series.path}{date.slug}/", was, replace(was, **after))


def _is_urgent(dates: Sequence[DateNews]) -> bool:
    now = clock.now()
    return any(now <= one.first <= now + Notice.AT_ONCE_WITHIN for one in dates)
