"""Findings in words: the sentence of each code and case, its facts told by their kind in the reader's language."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from commonhour.core.speech.noticed import NAMES, WORDS, Words
from commonhour.core.speech.questions import question_sentence
from commonhour.core.speech.words import Voice
from commonhour.core.undecided.question import Question
from commonhour.errors.telling import Number, Places, in_thousands

if TYPE_CHECKING:
    from commonhour.core.finding import Finding

_SHOWN = 3
_VALUE, _QUESTION = 80, 300  # characters
_TOLD = Words("{text}", "{suggestion}")  # in the words of an earlier version


def message(finding: "Finding", voice: Voice | None = None, number: Number = in_thousands) -> str:
    voice, words = voice or Voice(), _words(finding)
    text = words.checked if finding.is_checked and words.checked else words.message
    if words.many and finding.facts.get("times", 1) > 1:
        text = words.many
    said = _filled(text, finding.facts, voice, number)
    return said + _also(finding, voice.gettext) if words in _TELLING_ALSO else said


def suggestion(finding: "Finding", voice: Voice | None = None, number: Number = in_thousands) -> str:
    return _filled(_words(finding).suggestion, finding.facts, voice or Voice(), number)


def _words(finding: "Finding") -> Words:
    if finding.case == "told":
        return _TOLD
    return WORDS[f"{finding.code}/{finding.case}" if finding.case else finding.code]


def _filled(text: str, facts: Mapping[str, Any], voice: Voice, number: Number) -> str:
    return _Facts(voice, number).vformat(voice.gettext(text), (), facts) if text else ""


_TELLING_ALSO = {WORDS[f"contradiction/{what}"] for what in ("hour", "zone", "day", "rhythm")}


def _also(finding: "Finding", gettext: Callable[[str], str]) -> str:
    """ "Also in lines 11, 13, 15 and 6 more": the lines of the same file by their number alone."""
    also, here = finding.also, finding.where.rpartition(":")[0] or finding.where
    if not also:
        return ""
    shown = [
        place.rpartition(":")[2] if place.rpartition(":")[0] == here else place for place in also[:_SHOWN]
    ]
    if shown[-1].isdigit() and len(shown) > 1:
        text = gettext("Also in lines {places}.")
    else:
        text = gettext("Also in line {places}.") if shown[0].isdigit() else gettext("Also in {places}.")
    places = ", ".join(shown)
    if len(also) > _SHOWN:
        places = gettext("{places} and {n} more").format(places=places, n=len(also) - _SHOWN)
    return " " + text.format(places=places)


class _Facts(Places):
    """Kinds of facts that only findings have: dates, weekdays, places, and what two claims say of a call."""

    def __init__(self, voice: Voice, number: Number) -> None:
        super().__init__(voice.gettext, number)
        self._voice = voice

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in NAMES:
            return self._gettext(NAMES[format_spec].get(value, value))
        tell = getattr(self, f"_tell_{format_spec}", None) if format_spec else None
        return tell(value) if tell else super().format_field(value, format_spec)

    def _tell_date(self, iso: str) -> str:
        """ "26 November 2026"."""
        return self._voice.words.date(dt.date.fromisoformat(iso))

    def _tell_dates(self, isos: Sequence[str]) -> str:
        """ "26 November 2026 or 3 December 2026"."""
        return self.format_field([self._tell_date(iso) for iso in sorted(isos)], "or")

    def _tell_long(self, iso: str) -> str:
        """ "Thursday 26 November 2026"."""
        weekday = self._tell_weekday(dt.date.fromisoformat(iso).weekday())
        return self._gettext("{weekday} {date}").format(weekday=weekday, date=self._tell_date(iso))

    def _tell_day(self, month_and_day: str) -> str:
        """ "26 November" of "11-26"."""
        month, day = map(int, month_and_day.split("-"))
        try:
            return self._voice.words.day_of_year(dt.date(2024, month, day))
        except ValueError:  # a page may say "31 April"
            return f"{day} {self._voice.words.month(month)}"

    def _tell_span(self, dates: Sequence[str]) -> str:
        """The first of two dates, without what the second says anyway."""
        return self._voice.words.span_start(*map(dt.date.fromisoformat, dates))

    def _tell_weekday(self, number: int) -> str:
        return self._voice.words.weekday(number)

    def _tell_city(self, tzid: str) -> str:
        return self._voice.words.place(tzid)

    def _tell_value(self, value: str | dict[str, Any]) -> str:
        """What a field holds, shortly; "" is nothing."""
        text = value if isinstance(value, str) else self._tell_question(value)
        short = text if len(text) <= _VALUE else f"{text[: _VALUE - 1]}…"
        return f"“{short}”" if short else self._gettext("nothing")

    def _tell_question(self, question: dict[str, Any]) -> str:
        """Why a call has no time yet; the beginning of what somebody has put into many words."""
        asked = Question(question["code"], question["facts"])
        return question_sentence(asked, self._gettext, self._voice.words)[:_QUESTION]

    def _tell_hour(self, claim: Mapping[str, Any]) -> str:
        """ "16:00 CET", and on which date."""
        if not claim.get("date"):
            return str(claim["clock"])
        return self._gettext("{clock} on {date}").format(clock=claim["clock"], date=claim["date"])

    def _tell_days(self, claim: Mapping[str, Any]) -> str:
        """ "Tuesday and Thursday", or "Tuesday (2026-11-24)"."""
        days = self.format_field([self._tell_weekday(day) for day in claim["days"]], "and")
        if not claim.get("date"):
            return days
        return self._gettext("{days} ({date})").format(days=days, date=claim["date"])

    def _tell_rule(self, claim: Mapping[str, Any]) -> str:
        """ "every two weeks, Tuesday, 16:00 CET"."""
        if claim["rhythm"] == "on demand":
            return self._gettext("on demand, without a fixed calendar")
        rhythm = NAMES["rhythm"].get(claim["rhythm"], "")
        parts = (
            self._gettext(rhythm) if rhythm else "",
            self._tell_days({"days": claim["days"]}),
            claim["clock"],
        )
        return ", ".join(part for part in parts if part)
