"""A call of a catalogue gets its schedule or its question; what is doubtful about the words is reported."""

import datetime as dt
from dataclasses import replace

from commonhour.core.draft import DraftSeries
from commonhour.core.undecided.decide import FILE, decide, quoted
from commonhour.core.undecided.question import Facts, Question
from commonhour.core.undecided.when import When
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.formats.catalogue.collecting import ASSUMED_START, Catalogue
from commonhour.formats.words.months import MONTHS
from commonhour.formats.words.weekdays import WEEKDAYS


def decide_fields(catalogue: Catalogue, series: DraftSeries, when: When, line: int) -> None:
    """Gives the series its schedule, or the question why it has none; reports what is doubtful."""
    _report(catalogue, series, when, line)
    zone = replace(when.zone, text=catalogue.line(when.zone.text, line))
    decision = decide(replace(when, text=catalogue.line(when.text, line), zone=zone), catalogue.today, FILE)
    series.question, series.readings = decision.question, decision.readings
    series.schedules += [decision.schedule] if decision.schedule else []
    if decision.assumed_start:
        report_assumed_start(
            catalogue, series.title, decision.assumed_start, line, has_length=bool(when.length)
        )


def file_question(catalogue: Catalogue, said: str, asks: list[Facts], line: int) -> Question:
    """ "The file says “biweekly, Wednesday, 08:00AM”. It skips weeks: …"; safe to show."""
    safe = [ask | {"word": catalogue.line(ask["word"], line)} if "word" in ask else ask for ask in asks]
    return Question("file-says", {"quote": quoted(catalogue.line(said, line)), "asks": safe})


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


def _report(catalogue: Catalogue, series: DraftSeries, when: When, line: int) -> None:
    cadence, zone = when.cadence, when.zone
    said = f"“{when.text[:80]}”"
    if cadence.kind == "never":
        return
    if cadence.is_contradictory:
        catalogue.find("contradiction", line, f"{said} names two different days.", "Keep one of them.")
    elif cadence.kind == "monthly" or (cadence.kind == "interval" and cadence.start is None):
        catalogue.find(
            "no-anchor-date", line, f"{said} skips weeks, but no date says which weeks.",
            "Give the date of one meeting.",
        )  # fmt: skip
    elif not cadence.kind and when.text.strip():
        catalogue.find(
            "unreadable-time", line, f"{said} does not say exactly how often.",
            "Write weekly, every other week with a date, or which weekday of the month.",
        )  # fmt: skip
    if when.start is None:
        catalogue.find(
            "unreadable-time" if when.has_hour else "no-time", line,
            f"“{series.title}” gives no one hour for its beginning.", "Write it as 16:00.",
        )  # fmt: skip
    if when.has_hour or zone.text:
        report_zone(catalogue, zone, line)


def report_zone(catalogue: Catalogue, zone: ZoneSaid, line: int) -> None:
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
