"""A call of a catalogue gets its schedule or its question; what is doubtful about the words is reported."""

import datetime as dt
from dataclasses import replace

from commonhour.core.draft import DraftSeries
from commonhour.core.places.secrets import beginning
from commonhour.core.undecided.asking import page_asks
from commonhour.core.undecided.decide import FILE, Words, decide, quoted
from commonhour.core.undecided.question import Facts, Question
from commonhour.core.undecided.when import When
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.formats.catalogue.collecting import Catalogue

# A sentence in a file may hold words that change all, as prose does.
SENTENCE = Words("file-says", page_asks, are_prose=True)


def decide_fields(
    catalogue: Catalogue, series: DraftSeries, when: When, line: int, words: Words = FILE
) -> None:
    """Gives the series its schedule, or the question why it has none; reports what is doubtful."""
    _report(catalogue, series, when, line)
    zone = replace(when.zone, text=catalogue.line(when.zone.text, line))
    said = replace(when, text=catalogue.line(when.text, line), zone=zone)
    series.said = quoted(said.text)
    decision = decide(said, catalogue.today, words)
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
    if has_length:
        catalogue.find("assumed-start", line, title=title, first=first.isoformat())
    else:
        catalogue.find("assumed-start", line, "without-length", title=title, first=first.isoformat())


def _report(catalogue: Catalogue, series: DraftSeries, when: When, line: int) -> None:
    cadence, zone = when.cadence, when.zone
    said = beginning(when.text, 80)
    if cadence.kind == "never":
        return
    if cadence.is_contradictory:
        catalogue.find("contradiction", line, "two-days", text=said)
    elif cadence.kind == "monthly" or (cadence.kind == "interval" and cadence.start is None):
        catalogue.find("no-anchor-date", line, text=said)
    elif not cadence.kind and when.text.strip():
        catalogue.find("unreadable-time", line, "how-often", text=said)
    if when.start is None and when.has_hour:
        catalogue.find("unreadable-time", line, "one-hour", title=series.title)
    elif when.start is None:
        catalogue.find("no-time", line, "one-hour", title=series.title)
    if when.has_hour or zone.text:
        report_zone(catalogue, zone, line)


def report_zone(catalogue: Catalogue, zone: ZoneSaid, line: int) -> None:
    if zone.is_abbreviation and zone.zones:
        catalogue.report.once(
            "zone-abbreviation", line, letters=zone.text, zones=list(zone.zones), best=zone.zones[0]
        )
    elif zone.tzid is None and zone.text:
        catalogue.find("no-zone", line, "words", text=zone.text)
    elif zone.tzid is None:
        catalogue.find("no-zone", line)
