"""From what words say about when to a schedule, or to the question that must be answered first and its answers."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.asking import file_asks, page_asks
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.question import Facts, Question
from commonhour.core.undecided.readings import Reading, readings, schedule_on
from commonhour.core.undecided.when import PartialDate, When
from commonhour.core.undecided.zone_said import ZoneChoice

_YEARS_AHEAD = 2
_QUOTED = 200  # characters


@dataclass(frozen=True, slots=True)
class Words:
    """What kind of words they are, and how much they must say themselves. `code` is that of their question."""

    code: str
    asks: Callable[[When, dt.date], list[Facts]]
    are_prose: bool


# Prose may speak of anything: it must give its first date and its length, and CET in it may be an offset. The fields
# of a file are about the call and nothing else: a rule that skips no weeks may be counted from today.
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
    cadence = _cadence(when)
    if when.start and when.zone.tzid and _is_certain(when, cadence, words):
        first = cadence.first_date(cadence.start or today)
        zone, length = ZoneChoice(when.zone.tzid), when.length or dt.timedelta()
        schedule = schedule_on(cadence, first, when.start, length, zone)
        return Decision(schedule, assumed_start=None if cadence.start else first)
    question = Question(words.code, {"quote": quoted(when.text), "asks": words.asks(when, today)})
    return Decision(question=question, readings=allowed(when, today, words))


def allowed(when: When, today: dt.date, words: Words) -> list[Reading]:
    """The answers the words allow; none when the hour, the zone or how often is quite open."""
    if when.start is None or when.hours > 1:
        return []
    cadence = when.cadence
    if words.are_prose and not cadence.kind and when.date:
        dates = _coming(when.date, when.days, today)
        cadence = Cadence("", allows=tuple(Cadence("once", start=day) for day in dates))
    zones = when.zone.choices(cadence.start or today, may_claim_offset=words.are_prose)
    return readings(cadence, when.start, when.length or dt.timedelta(), zones, today)


def quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def _cadence(when: When) -> Cadence:
    """How often; once for words that give a date and nothing about how often."""
    day = when.date.whole if when.date and not when.starts and not when.cadence.kind else None
    return Cadence("once", when.days, start=day) if day else when.cadence


def _is_certain(when: When, cadence: Cadence, words: Words) -> bool:
    """True when the words leave nothing open that matters."""
    is_exact = cadence.kind in ("daily", "once") or (
        bool(cadence.days) and (cadence.kind in ("weekly", "interval") or bool(cadence.nths))
    )
    if not is_exact or cadence.allows:
        return False
    start = cadence.start
    if words.are_prose:
        is_whole = start is not None and when.length is not None and not when.zone.claims_offset
        is_one_day = len(when.days) <= 1 and (start is None or not when.days or start.weekday() in when.days)
        return is_whole and is_one_day and start is not None and cadence.first_date(start) == start
    return cadence.kind != "interval" or (start is not None and start.weekday() in cadence.days)


def _coming(date: PartialDate, days: tuple[int, ...], today: dt.date) -> list[dt.date]:
    """The dates to come that a day and a month may be, on the weekday that stands with them."""
    years = [date.year] if date.year else range(today.year, today.year + _YEARS_AHEAD + 1)
    found = [day for year in years if (day := date.in_year(year)) and day >= today]
    fitting = [day for day in found if not days or day.weekday() in days]
    return fitting[:_YEARS_AHEAD]
