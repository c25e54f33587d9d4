"""From a row of the outbox to its message: what it says is made when it goes, from what holds then."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext

from commonhour.core.message import Message
from commonhour.core.news import News
from commonhour.core.speech.messages.account import code_message, invitation_message
from commonhour.core.speech.messages.news import news_message
from commonhour.core.speech.messages.reminder import reminder_message
from commonhour.core.speech.messages.trial import trial_message
from commonhour.core.speech.messages.week import week_message
from commonhour.core.speech.words import BabelWords, Voice
from commonhour.core.time.zones import instant
from commonhour.errors import GatewayError, UserError
from commonhour.models import Community, Delivery, Destination, Occurrence, Subscriber
from commonhour.reads.news import news_of
from commonhour.reads.reminders import coming, moment_of_line, week_of


@dataclass
class Composer:
    """Composes for a worker's one turn: what many are told of is read once."""

    now: dt.datetime
    news: dict[tuple[int, tuple[int, ...]], News] = field(default_factory=dict)

    def message(self, row: Delivery, voice: Voice) -> Message | None:
        """In the language in force; None when there is nothing left to tell."""
        return _KINDS[row.kind](self, row, voice)

    def _news(self, row: Delivery) -> News:
        assert row.notice is not None
        key = row.notice.pk, tuple(row.facts["series"])
        if key not in self.news:
            self.news[key] = news_of(row.notice, row.facts["series"], self.now)
        return self.news[key]

    def notice(self, row: Delivery, voice: Voice) -> Message | None:
        news = self._news(row)
        return None if news.is_empty else news_message(news, settings.BASE_URL, row.tzid, voice)

    def reminder(self, row: Delivery, voice: Voice) -> Message | None:
        if row.to and not Subscriber.objects.told().filter(email=row.to).exists():
            return None
        found = coming(row.facts["id"], dt.datetime.fromisoformat(row.facts["start"]), self.now)
        return reminder_message(found, self.now, settings.BASE_URL, row.tzid, voice) if found else None

    def week(self, row: Delivery, voice: Voice) -> Message | None:
        assert row.destination is not None
        monday = dt.date.fromisoformat(row.facts["monday"])
        begins = instant(dt.datetime.combine(monday, dt.time()), row.tzid)
        dates = week_of(row.destination, begins, self.now)
        path = f"/calendar/week/{monday:%G-W%V}/"
        if row.group is not None:
            path += f"?{urlencode({'group': row.group.slug})}"
        return week_message(dates, monday, settings.BASE_URL, path, voice) if dates else None

    def test(self, row: Delivery, voice: Voice) -> Message:
        line = Occurrence.objects.upcoming(self.now).confirmed().ours().first_listed()
        following = moment_of_line(line) if line else None
        return trial_message(str(Community.the()), following, settings.BASE_URL, voice)


def revealed(destination: Destination) -> dict[str, str]:
    """Its address. Raises GatewayError when the key it was sealed with is gone."""
    try:
        return destination.reveal()
    except UserError as error:
        raise GatewayError(error.code, permanent=True) from error


def voice_of(language: str) -> Voice:
    """The voice of the language in force."""
    return Voice(gettext, BabelWords(language, gettext))


_KINDS: dict[str, Callable[[Composer, Delivery, Voice], Message | None]] = {
    "notice": Composer.notice,
    "reminder": Composer.reminder,
    "test": Composer.test,
    "week": Composer.week,
    "sign-in-code": lambda _, row, voice: code_message(row.facts, voice),
    "invitation": lambda _, row, voice: invitation_message(row.facts, voice),
}
