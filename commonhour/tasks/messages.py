"""From a row of the outbox to its message: what it says is made when it goes, from what holds then."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext

from commonhour.core.message import Message
from commonhour.core.news import News
from commonhour.core.speech.messages.account import code_message, invitation_message
from commonhour.core.speech.messages.news import news_message
from commonhour.core.speech.messages.still_meeting import still_meeting_message
from commonhour.core.speech.messages.subscribing import confirm_message
from commonhour.core.speech.messages.week import week_message
from commonhour.core.speech.words import BabelWords, Voice
from commonhour.errors import GatewayError, UserError
from commonhour.models import Community, Delivery, Destination
from commonhour.reads.news import news_of
from commonhour.tasks.agenda import agenda_answer, agenda_confirm
from commonhour.tasks.calendars import Calendars, Entry
from commonhour.tasks.coming import door_link, place_week, reminder, trial
from commonhour.tasks.endings import Endings
from commonhour.tasks.notes_told import notes_up
from commonhour.tasks.nudges import nudge
from commonhour.tasks.proposed import proposal_confirm, proposal_speaker, proposal_support
from commonhour.tasks.replies import reply_confirm, reply_place
from commonhour.tasks.sent_in import (
    submission_answer,
    submission_confirm,
    submission_mailed,
    submissions_wait,
    wish_answer,
)
from commonhour.tasks.talks_told import proposal_after, proposal_answer
from commonhour.tasks.weeks import Weeks

logger = logging.getLogger(__name__)


@dataclass
class Composer:
    """Composes for a worker's one turn: what many are told of is read once."""

    now: dt.datetime
    community: Community = field(default_factory=Community.the)
    news: dict[tuple[int, tuple[int, ...]], News] = field(default_factory=dict)
    endings: Endings = field(default_factory=Endings)
    weeks: Weeks = field(default_factory=Weeks)
    entries: dict[int, Entry | None] = field(default_factory=dict)
    calendars: Calendars = field(init=False)

    def __post_init__(self) -> None:
        self.calendars = Calendars(self.now)

    def entry(self, row: Delivery) -> Entry | None:
        """What comes into the reader's calendar with it."""
        if row.pk not in self.entries:
            self.entries[row.pk] = self.calendars.entry(row, self.endings.people.get(row.to))
        return self.entries[row.pk]

    def message(self, row: Delivery, voice: Voice) -> Message | None:
        """In the language in force; None when there is nothing left to tell."""
        return _KINDS[row.kind](self, row, voice) if self.endings.is_wanted(row) else None

    def _news(self, row: Delivery) -> News:
        assert row.notice is not None
        key = row.notice.pk, tuple(row.facts["series"])
        if key not in self.news:
            self.news[key] = news_of(row.notice, row.facts["series"], self.now)
        return self.news[key]

    def calendar(self, row: Delivery, voice: Voice) -> Message | None:
        entry = self.entry(row)
        return self.calendars.message(entry, voice) if entry else None

    def week(self, row: Delivery, voice: Voice) -> Message | None:
        if row.destination is not None:
            return place_week(row, self.now, voice)
        person = self.endings.people[row.to]
        week, replies = self.weeks.of(person, self.now), self.weeks.replies(person)
        return None if week.is_empty else week_message(week, settings.BASE_URL, row.tzid, voice, replies)

    def notice(self, row: Delivery, voice: Voice) -> Message | None:
        news = self._news(row)
        if news.is_empty:
            return None
        return news_message(
            news, settings.BASE_URL, row.tzid, voice, is_shared=row.destination_id is not None
        )


def revealed(destination: Destination) -> dict[str, str]:
    """Its address. Raises GatewayError when the key it was sealed with is gone."""
    try:
        return destination.reveal()
    except UserError as error:
        raise GatewayError(error.code, permanent=True) from error


def not_made(row: Delivery, error: BaseException) -> GatewayError:
    """One message that meets a bug of ours must not keep all others from going."""
    logger.error("Message %s could not be made.", row.pk, exc_info=error)
    return GatewayError("message-not-made", permanent=False)


def voice_of(language: str) -> Voice:
    """The voice of the language in force."""
    return Voice(gettext, BabelWords(language, gettext))


_KINDS: dict[str, Callable[[Composer, Delivery, Voice], Message | None]] = {
    "notice": Composer.notice,
    "reminder": lambda composer, row, voice: reminder(
        row, composer.now, voice, composer.endings.people.get(row.to)
    ),
    "test": lambda composer, row, voice: trial(composer.now, voice),
    "sign-in-code": lambda _, row, voice: code_message(row.facts, voice),
    "still-meeting": lambda _, row, voice: still_meeting_message(row.facts, voice),
    "confirm": lambda composer, row, voice: confirm_message(
        row.facts, composer.community.title or "Common Hour", voice
    ),
    "week": Composer.week,
    "calendar": Composer.calendar,
    "submission-confirm": lambda composer, row, voice: submission_confirm(row, composer.community, voice),
    "submission-mailed": lambda composer, row, voice: submission_mailed(row, composer.community, voice),
    "submission-answer": lambda _, row, voice: submission_answer(row, voice),
    "wish-answer": lambda _, row, voice: wish_answer(row, voice),
    "submission-waits": lambda composer, row, voice: submissions_wait(composer.community, voice),
    "proposal-confirm": lambda composer, row, voice: proposal_confirm(row, composer.community, voice),
    "proposal-speaker": lambda composer, row, voice: proposal_speaker(row, composer.community, voice),
    "proposal-support": lambda composer, row, voice: proposal_support(row, composer.community, voice),
    "agenda-confirm": lambda composer, row, voice: agenda_confirm(row, composer.now, voice),
    "agenda-answer": lambda _, row, voice: agenda_answer(row, voice),
    "reply-confirm": lambda composer, row, voice: reply_confirm(row, composer.now, voice),
    "reply-place": lambda composer, row, voice: reply_place(row, composer.now, voice),
    "proposal-answer": lambda _, row, voice: proposal_answer(row, voice),
    "agenda-missing": lambda _, row, voice: nudge(row, voice),
    "notes-missing": lambda _, row, voice: nudge(row, voice),
    "notes": lambda _, row, voice: notes_up(row, voice),
    "proposal-after": lambda _, row, voice: proposal_after(row, voice),
    "door-link": lambda composer, row, voice: door_link(row, composer.now, composer.community, voice),
    "invitation": lambda _, row, voice: invitation_message(row.facts, voice),
}
