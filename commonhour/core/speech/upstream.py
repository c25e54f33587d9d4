"""What an outside calendar changed in a call that is ours, in sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.speech.words import Voice
from commonhour.errors.telling import Places, in_thousands
from commonhour.errors.words.marked import marked as _

WORDS = {
    "another-part": _("It has another part there: {day}."),
    "back-again": _("It is in the calendar again."),
    "call-cancelled": _("The whole call was cancelled."),
    "date-added": _("{day} was added."),
    "date-at-its-time": _("{day} is back at its time."),
    "date-back": _("{day} takes place after all."),
    "date-cancelled": _("{day} was cancelled."),
    "date-changed": _("{day} was changed."),
    "date-moved": _("{day} was moved to {to}."),
    "date-taken-out": _("{day} was taken out."),
    "not-listed": _("It is not in the calendar any more."),
    "status-changed": _("Its status is {status} now."),
    "times-changed": _("It was: {before:rule} It is now: {after:rule}"),
    "title-changed": _("Its title is “{title}” now."),
    "told": "{text}",  # kept from the days when sentences were stored
}


def changes_there(said: Iterable[Mapping[str, Any]], voice: Voice | None = None) -> str:
    """All that one copy changed."""
    places = _Facts(voice or Voice())
    return " ".join(places.tell(one) for one in said)


class _Facts(Places):
    def __init__(self, voice: Voice) -> None:
        super().__init__(voice.gettext, in_thousands)
        self._voice = voice

    def tell(self, one: Mapping[str, Any]) -> str:
        return self.vformat(self._voice.gettext(WORDS[one["code"]]), (), one["facts"])

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec != "rule":
            return super().format_field(value, format_spec)
        length = dt.timedelta(seconds=value["duration_seconds"])
        schedule = Schedule(value["dtstart"], value["tzid"], length, value["rrule"])
        sentence = rule_sentence(schedule, self._voice.gettext, self._voice.words)
        return sentence if sentence.endswith((".", "。")) else f"{sentence}."
