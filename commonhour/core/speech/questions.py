"""Why a call has no time yet, and what tells one possible answer from another, in the reader's language."""

import datetime as dt
from collections.abc import Sequence
from functools import reduce

from commonhour.core.recurrence.rule_days import rule_days
from commonhour.core.recurrence.rules import parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.words import ENGLISH, Translate, Voice, Words, identity
from commonhour.core.time.wall import parse_wall
from commonhour.core.undecided.question import Facts, Question
from commonhour.core.undecided.readings import Reading
from commonhour.errors.words.marked import marked as _

_SENTENCES = {
    "no-time-said": _("The page gives no day, time or zone. On which day, at what time, in which zone and how often does it meet?"),
    "group-paused": _("The group is paused. When it meets again: on which day, at what time, in which zone, how often?"),
    "no-schedule": _("The file gives no schedule. On which day, at what time and how often does it meet?"),
    "no-time": _("The file gives no time."),
    "nobody-said": _("Nobody has said yet when it meets: which day, what time, in which zone?"),
    "everything": _("On which day, at what time, in which zone and how often does it meet?"),
    "which-weeks": _("It skips weeks: on which date is one of its meetings?"),
    "year": _("The year is missing. Which year?"),
    "since": _("Since which date?"),
    "how-often-since": _("How often, and since which date?"),
    "how-often": _("How often does it recur?"),
    "how-often-and-one-date": _("How often does it meet, and on which date is one of its meetings?"),
    "day": _("On which day?"),
    "which-day": _("It names two different days: on which of them does it meet?"),
    "hour": _("At what time?"),
    "half": _("In the morning or in the evening?"),
    "several-hours": _("It gives several hours: which of them is when?"),
    "hours-differ": _("The hours it gives are not the same on any date: which of them is right?"),
    "one-hour": _("Which one hour is its beginning?"),
    "zone": _("In which time zone?"),
    "length": _("How long does it last?"),
    "next-one": _("It meets when needed and has no fixed dates: when is the next one?"),
    "is-this-right": _("Is this right, and how does it recur?"),
}  # fmt: skip
_ZONES = {
    "letters": _("{word} as {place}"),
    "letters-clocks": _("{word} as the clocks of {place}"),
    "letters-offset": _("{word} as {offset} all year"),
    "offset": _("{offset} all year"),
    "clocks": _("the clocks of {place}"),
    "one-call": _("one call, on the clocks of {place}"),
}


def question_sentence(question: Question, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """ "The page says “Tuesdays, 16:00 CET”. Since which date? How long does it last?" """
    voice = Voice(gettext, words)
    asked = [_ask(ask, voice) for ask in question.facts.get("asks", ())]
    return " ".join(filter(None, [_opening(question, voice), *asked]))


def _opening(question: Question, voice: Voice) -> str:
    gettext, facts = voice.gettext, question.facts
    match question.code:
        case "told":
            return str(facts["text"])
        case "page-says":
            return gettext("The page says “{quote}”.").format(quote=facts["quote"])
        case "file-says" if facts["quote"]:
            return gettext("The file says “{quote}”.").format(quote=facts["quote"])
        case "calendar-offset":
            return gettext(
                "Its times are in “{word}”, which is an offset from UTC and not a time zone: which city's clock does"
                " this call follow when summer time begins or ends?"
            ).format(word=facts["word"])
        case "two-seasons":
            return gettext("The file says “{summer} in summer, {winter} in winter”.").format(
                summer=_hour_in(facts["summer"], voice), winter=_hour_in(facts["winter"], voice)
            )
        case "hours-without-day":
            return _hours_without_day(facts["hours"], voice)
    return gettext(_SENTENCES[question.code]) if question.code in _SENTENCES else ""


def _ask(ask: Facts, voice: Voice) -> str:
    gettext, words = voice.gettext, voice.words
    match ask["code"]:
        case "year-of":
            day = dt.date.fromisoformat(ask["date"])
            return gettext("The year is missing; {weekday} {day} was in {year}. Which year?").format(
                weekday=words.weekday(day.weekday()), day=words.day_of_year(day), year=day.year
            )
        case "qualifier":
            return gettext("What does “{words}” change?").format(words=ask["words"])
        case "which-zone":
            zones = _either([words.place(tzid) for tzid in ask["tzids"]], gettext)
            return gettext("Does {word} mean {zones}?").format(word=ask["word"], zones=zones)
        case "letters-all-year":
            text = gettext("Does {word} mean the clocks of {zone} all year?")
            return text.format(word=ask["word"], zone=ask["tzid"])
        case "offset-zone":
            return gettext(
                "“{word}” is an offset from UTC and not a time zone: which city's clock does the call follow when"
                " summer time begins or ends?"
            ).format(word=ask["word"])
        case "unknown-zone":
            text = gettext("“{word}” is no time zone we know: which city's clock is meant?")
            return text.format(word=ask["word"])
        case "which-of-month":
            days = _either([words.weekday(day) for day in ask["days"]], gettext)
            text = gettext("On which {day} of the month?") if days else gettext("On which day of the month?")
            return text.format(day=days)
        case "first-date-is":
            text = gettext("Its first date is a {weekday}: on which date is one of its meetings?")
            return text.format(weekday=words.weekday(ask["weekday"]))
        case "whose-clock":
            hours = [gettext("{hour} in {place}").format(hour=hour, place=words.place(tzid)) for hour, tzid in ask["hours"]]  # fmt: skip
            text = gettext("Its hour stays the same in which city? It would be {hours}.")
            return text.format(hours=words.any_of(hours))
        case "in-its-calendar":
            text = gettext(
                "Its time is in the calendar {url}, under “{title}”: import that calendar, or say when it meets."
            )
            return text.format(url=ask["url"], title=ask["title"])
    return gettext(_SENTENCES[ask["code"]])


def _either(names: Sequence[str], gettext: Translate) -> str:
    """ "Kolkata or Dublin or Jerusalem": of three only one is meant, however the language lists them."""
    if not names:
        return ""
    return reduce(lambda one, other: gettext("{one} or {other}").format(one=one, other=other), names)


def _hour_in(said: Sequence[str], voice: Voice) -> str:
    hour, tzid = said
    return f"{hour} {voice.words.place(tzid)}"


def _hours_without_day(hours: Sequence[str], voice: Voice) -> str:
    unnamed = [voice.gettext("{hour} (in an unnamed zone)").format(hour=hour) for hour in hours]
    given = reduce(
        lambda one, other: voice.gettext("{one} and {other}").format(one=one, other=other), unnamed
    )
    return voice.gettext("The file gives {hours} but no day.").format(hours=given)


def reading_label(reading: Reading, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """What tells it from the other answers: "GMT as UTC, counted from Monday, 23 November 2026"."""
    voice, facts = Voice(gettext, words), reading.facts
    if "told" in facts:
        return str(facts["told"])
    if facts.get("apart"):
        return gettext("two calls, each in its months, as written")
    if "each" in facts:
        labels = (_each(one, said, voice) for one, said in zip(reading.schedules, facts["each"], strict=True))
        return gettext("; ").join(labels)
    first = parse_wall(reading.schedules[0].dtstart).date()
    parts = [_zone(facts["zone"], voice)] if "zone" in facts else []
    parts += [_often(facts["rule"], first, voice)] if "rule" in facts else []
    parts += (
        [gettext("counted from {date}").format(date=words.full_date(first))] if facts.get("counted") else []
    )
    return gettext(", ").join(filter(None, parts))


def _each(schedule: Schedule, facts: Facts, voice: Voice) -> str:
    """ "Every 2 weeks on Tuesday, 16:00 Los Angeles, counted from Tuesday, 24 November 2026"."""
    hour = f"{parse_wall(schedule.dtstart):%H:%M} {voice.words.place(schedule.tzid)}"
    label = reading_label(Reading((schedule,), facts | {"rule": schedule.rrule}), voice.gettext, voice.words)
    return voice.gettext(", ").join((hour, label))


def _zone(said: Facts, voice: Voice) -> str:
    return voice.gettext(_ZONES[said["code"]]).format(
        word=said.get("word", ""),
        place=voice.words.place(said.get("tzid", "UTC")),
        offset=_offset_words(said.get("minutes", 0)),
    )


def _often(rule: str, first: dt.date, voice: Voice) -> str:
    if not rule:
        return voice.gettext("once")
    days = rule_days(parse_rule(rule), first, voice)
    return days.text[:1].lower() + days.text[1:] if days else ""


def _offset_words(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
