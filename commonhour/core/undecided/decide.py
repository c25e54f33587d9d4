"""From what words say about when to a schedule, or to the question that must be answered first and its answers."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.asking import file_asks, page_asks
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.one_hour import anchors, settled
from commonhour.core.undecided.question import Facts, Question, fact
from commonhour.core.undecided.readings import MOST, Reading, readings, schedule_on, unique
from commonhour.core.undecided.together import readings_together
from commonhour.core.undecided.when import PartialDate, When
from commonhour.core.undecided.zone_said import ZoneChoice

_YEARS_AHEAD = 2
_QUOTED = 200  # characters
_LONGEST = dt.timedelta(hours=6)  # a longer call is more likely an "am" that should be "pm"


@dataclass(frozen=True, slots=True)
class Words:
    """What kind of words they are, and how much they must say themselves. `code` is that of their question."""

    code: str
    asks: Callable[[When, dt.date], list[Facts]]
    are_prose: bool


# Of both, a rule that skips no weeks may be counted from today. Prose may speak of anything: words in it that nobody
# understood may change all, a single date needs its length, and CET may be an offset. The fields of a file are about
# the call and nothing else.
PAGE = Words("page-says", page_asks, are_prose=True)
FILE = Words("file-says", file_asks, are_prose=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """A `schedule`, or a `question` with the `readings` its words allow. `assumed_start` is the date a schedule is
    counted from when the words give none."""

    schedule: Schedule | None = None
    question: Question | None = None
    readings: list[Reading] = field(default_factory=list)
    assumed_start: dt.date | None = None


def decide(when: When, today: dt.date, words: Words) -> Decision:
    when = settled(when, today)
    cadence = _cadence(when)
    if when.start and when.zone.tzid and _is_certain(when, cadence, words):
        first = cadence.beginnings(today)[0]
        zone, length = ZoneChoice(when.zone.tzid), when.length or dt.timedelta()
        schedule = schedule_on(cadence, first, when.start, length, zone)
        return Decision(schedule, assumed_start=None if cadence.start or cadence.parity else first)
    question = Question(words.code, {"quote": quoted(when.text), "asks": words.asks(when, today)})
    return Decision(question=question, readings=allowed(when, today, words))


def allowed(when: When, today: dt.date, words: Words) -> list[Reading]:
    """The answers the words allow; none when the hour, the zone or how often is quite open, or when it is said that
    something changes it."""
    when = settled(when, today)
    if when.parts and not (when.qualifier and not any(part.season for part in when.parts)):
        return readings_together(when, today)
    if when.start is None or when.hours > 1 or when.qualifier:
        return []
    cadence = when.cadence if not when.unread or when.starts else replace(when.cadence, start=None)
    if words.are_prose and not cadence.kind and when.date:
        dates = _coming(when.date, when.days, today)
        cadence = Cadence("", allows=tuple(Cadence("once", start=day) for day in dates))
    found: list[Reading] = []
    for hour in anchors(when, today):
        zones = hour.zone.choices(cadence.start or today, may_claim_offset=words.are_prose)
        if when.also:
            zones = [replace(one, facts=one.facts or fact("one-call", tzid=one.tzid)) for one in zones]
        for start in (hour.start, _half_a_day_on(hour.start)) if when.is_half_open else (hour.start,):
            found += readings(cadence, start, when.length or dt.timedelta(), zones, today)
    return unique(found) if len(found) <= MOST else []


def _half_a_day_on(clock: dt.time) -> dt.time:
    return clock.replace(hour=(clock.hour + 12) % 24)


def quoted(text: str, most: int = _QUOTED) -> str:
    """The text, or so many of its characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _cadence(when: When) -> Cadence:
    """How often; once for words that give a date and nothing about how often."""
    day = when.date.whole if when.date and not when.starts and not when.cadence.kind else None
    return Cadence("once", when.days, start=day) if day else when.cadence


def _is_certain(when: When, cadence: Cadence, words: Words) -> bool:
    """True when the words leave nothing open that matters."""
    if cadence.exact() != (cadence,):
        return False
    if words.are_prose and not (_is_clear(when) and _fits(when, cadence)):
        return False
    start = cadence.start
    if cadence.kind != "interval" or cadence.parity:
        return True
    return start is not None and start.weekday() in cadence.days


def _is_clear(when: When) -> bool:
    """True for words that all were understood, and that name one hour on the clocks of one place."""
    is_one_hour = when.hours <= 1 and not (when.also or when.is_half_open or when.parts)
    is_call = when.length is None or when.length <= _LONGEST
    return is_one_hour and is_call and not (when.unread or when.qualifier or when.zone.claims_offset)


def _fits(when: When, cadence: Cadence) -> bool:
    """True when its date, if it gives one, is whole and of its rule."""
    if cadence.kind == "once":
        return when.length is not None and (
            not when.days or (cadence.start and cadence.start.weekday()) in when.days
        )
    if cadence.kind == "nth" and len(cadence.days) > 1:
        return False
    if cadence.kind == "interval" and cadence.start and not when.starts:  # it may be the date of anything
        return False
    is_first = cadence.start is None or cadence.beginnings(cadence.start)[0] == cadence.start
    return is_first and (when.anchor is None or cadence.start is not None)


def _coming(date: PartialDate, days: tuple[int, ...], today: dt.date) -> list[dt.date]:
    """The dates to come that a day and a month may be, on the weekday that stands with them."""
    years = [date.year] if date.year else range(today.year, today.year + _YEARS_AHEAD + 1)
    found = [day for year in years if (day := date.in_year(year)) and day >= today]
    fitting = [day for day in found if not days or day.weekday() in days]
    return fitting[:_YEARS_AHEAD]
