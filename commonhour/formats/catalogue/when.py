"""From a catalogue's words for when to a schedule, or to the questions that must be answered first."""

import datetime as dt
from dataclasses import dataclass, field

from commonhour.core.draft import DraftSeries
from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import wall_text
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.readings import Reading, readings
from commonhour.formats.catalogue.clock_words import ClockWords
from commonhour.formats.catalogue.collecting import ASSUMED_START, Catalogue
from commonhour.formats.catalogue.zone_words import ZoneWords
from commonhour.formats.page.times import MONTHS, WEEKDAYS


@dataclass(slots=True)
class When:
    """What a file says about one call's time; `said` are its own words."""

    said: str
    cadence: Cadence
    clock: ClockWords | None
    zone: ZoneWords
    is_clock_given: bool = True
    questions: list[str] = field(default_factory=list)


def decide(catalogue: Catalogue, series: DraftSeries, when: When, line: int) -> None:
    """Gives the series its schedule, or the reason and the questions why it has none; reports what is doubtful."""
    _report(catalogue, series, when, line)
    when.questions = questions(when)
    if when.questions or when.clock is None or when.zone.tzid is None:
        series.undecided = undecided(catalogue, when.said, when.questions, line)
        series.readings = allowed(when, catalogue.today)
        return
    first = when.cadence.first_date(when.cadence.start or catalogue.today)
    start = dt.datetime.combine(first, when.clock.start)
    length = when.clock.duration or dt.timedelta()
    series.schedules.append(
        Schedule(wall_text(start), when.zone.tzid, length, normal_rrule(when.cadence.rule()))
    )
    if when.cadence.start is None:
        report_assumed_start(catalogue, series.title, first, line, has_length=bool(length))


def allowed(when: When, today: dt.date) -> list[Reading]:
    """The answers the words allow; none when the hour, the zone or how often is quite open."""
    if when.clock is None:
        return []
    length = when.clock.duration or dt.timedelta()
    return readings(
        when.cadence, when.clock.start, length, when.zone.places(when.cadence.start or today), today
    )


def undecided(catalogue: Catalogue, said: str, asked: list[str], line: int) -> str:
    """ "The file says “biweekly, Wednesday, 08:00AM”. It skips weeks: …"; safe to show."""
    quote = catalogue.line(said, line)
    quote = quote if len(quote) <= 200 else quote[:199] + "…"
    says = f"The file says “{quote}”. " if quote else ""
    return catalogue.line(says + " ".join(asked), line)


def questions(when: When) -> list[str]:
    """What a person must answer before the call has dates; [] when all is said."""
    cadence = when.cadence
    if cadence.kind == "never":
        return ["It meets when needed and has no fixed dates: when is the next one?"]
    if not (when.said.strip() or cadence.days):
        return ["On which day, at what time, in which zone and how often does it meet?"]
    asked = _date_questions(cadence)
    if when.clock is None:
        asked.append("Which one hour is its beginning?" if when.is_clock_given else "At what time?")
    if when.zone.question:
        asked.append(when.zone.question)
    if asked and when.clock and not when.clock.duration:
        asked.append("How long does it last?")
    return asked


def _date_questions(cadence: Cadence) -> list[str]:
    if cadence.is_contradictory:
        return ["It names two different days: on which of them does it meet?"]
    if not cadence.kind:
        return ["How often does it meet, and on which date is one of its meetings?"]
    asked = [] if cadence.days or cadence.kind == "daily" else ["On which day?"]
    if cadence.kind == "monthly":
        return [*asked, f"On which {_day_names(cadence) or 'day'} of the month?"]
    if cadence.kind == "interval" and cadence.start is None:
        return [*asked, "It skips weeks: on which date is one of its meetings?"]
    if (
        cadence.start
        and cadence.days
        and cadence.kind == "interval"
        and cadence.start.weekday() not in cadence.days
    ):
        return [*asked, f"Its first date is a {WEEKDAYS[cadence.start.weekday()]}: on which date is one of its meetings?"]  # fmt: skip
    return asked


def report_assumed_start(
    catalogue: Catalogue, title: str, first: dt.date, line: int, *, has_length: bool
) -> None:
    length = "" if has_length else " Its length is not given either; it is kept without an end."
    catalogue.find(
        ASSUMED_START, line,
        f"“{title}” gives no first date and, as it skips no weeks, needs none: it is counted from the next one, "
        f"{spoken(first)}.{length}", "Give the date of its first meeting, if its past matters.",
    )  # fmt: skip


def spoken(date: dt.date) -> str:
    """ "Thursday 26 November 2026"."""
    return f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]} {date.year}"


def _day_names(cadence: Cadence) -> str:
    return " or ".join(WEEKDAYS[day] for day in cadence.days)


def _report(catalogue: Catalogue, series: DraftSeries, when: When, line: int) -> None:
    cadence, zone = when.cadence, when.zone
    said = f"“{when.said[:80]}”"
    if cadence.kind == "never":
        return
    if cadence.is_contradictory:
        catalogue.find("contradiction", line, f"{said} names two different days.", "Keep one of them.")
    elif cadence.kind == "monthly" or (cadence.kind == "interval" and cadence.start is None):
        catalogue.find(
            "no-anchor-date", line, f"{said} skips weeks, but no date says which weeks.",
            "Give the date of one meeting.",
        )  # fmt: skip
    elif not cadence.kind and when.said.strip():
        catalogue.find(
            "unreadable-time", line, f"{said} does not say exactly how often.",
            "Write weekly, every other week with a date, or which weekday of the month.",
        )  # fmt: skip
    if when.clock is None:
        catalogue.find(
            "unreadable-time" if when.is_clock_given else "no-time", line,
            f"“{series.title}” gives no one hour for its beginning.", "Write it as 16:00.",
        )  # fmt: skip
    if when.is_clock_given or zone.text:
        report_zone(catalogue, zone, line)


def report_zone(catalogue: Catalogue, zone: ZoneWords, line: int) -> None:
    if zone.is_abbreviation and zone.zones:
        meaning = " or ".join(zone.zones)
        catalogue.report.once(
            "zone-abbreviation", line,
            f"“{zone.text}” is no time zone: it may mean {meaning}, and says nothing about summer time.",
            f"Write {zone.zones[0]}.",
        )  # fmt: skip
    elif zone.tzid is None:
        said = f"“{zone.text}” names no time zone." if zone.text else "There is a time but no zone."
        catalogue.find("no-zone", line, said, "Name a place, such as Europe/Madrid.")
