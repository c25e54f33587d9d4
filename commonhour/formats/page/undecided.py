"""A call on a page gets its schedule or its question; what is doubtful about the words is reported."""

import datetime as dt
from dataclasses import replace

from commonhour.core.draft import DraftSeries
from commonhour.core.speech.questions import question_sentence
from commonhour.core.time.abbreviations import CLAIMED_HOURS
from commonhour.core.time.zones import instant, zone
from commonhour.core.undecided.decide import PAGE, allowed, decide, quoted
from commonhour.core.undecided.one_hour import settled
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.when import HourIn, When
from commonhour.formats.page.marks import question_in
from commonhour.formats.page.reading import PageReading
from commonhour.formats.words.parity import report_parity
from commonhour.formats.words.sentence import read_when

_SHORT = 80  # characters


def decide_prose(
    series: DraftSeries, when: When, line: int, reading: PageReading, *, is_next: bool = False
) -> None:
    """Gives the series its schedule, or the question why it has none; reports what is doubtful."""
    when = reading.completed(when, line)
    reading.timed.add(line)
    reading.heard.append(when)
    report_doubts(series.title, when, line, reading, is_next=is_next)
    if not when.says_something:
        series.question = Question("no-time-said")
        return
    series.said = quoted(when.text)
    decision = decide(replace(when, is_next=is_next), reading.today, PAGE)
    series.question, series.readings = decision.question, decision.readings
    series.schedules += [decision.schedule] if decision.schedule else []
    if decision.assumed_start:
        _report_start(series.title, decision.assumed_start, line, reading, has_length=bool(when.length))
    for one in when.parts or (when,):
        if one.cadence.parity:
            first = one.cadence.beginnings(reading.today)[0]
            report_parity(reading, series.title, one.cadence.parity, first, line)
    _report_disagreement(when, line, reading)


def _report_start(title: str, first: dt.date, line: int, reading: PageReading, *, has_length: bool) -> None:
    if has_length:
        reading.find("assumed-start", line, title=title, first=first.isoformat())
    else:
        reading.find("assumed-start", line, "without-length", title=title, first=first.isoformat())


def _report_disagreement(when: When, line: int, reading: PageReading) -> None:
    """An hour and its translation that are not one hour on any date."""
    for one in when.parts or (when,):
        if one.start and one.also and not settled(one, reading.today).zone.zones:
            hours = [HourIn(one.start, one.zone), *one.also]
            first, second = [f"{hour.start:%H:%M} {hour.zone.text}" for hour in hours][:2]
            reading.find("contradiction", line, "translation", one=first, two=second)


def reread_question(series: DraftSeries, mark: str, reading: PageReading) -> None:
    """The question that was written, in the place of its sentence, with the answers of today."""
    question = question_in(mark, question_sentence(series.question)) if series.question else None
    series.question = question or series.question
    if question and question.code == PAGE.code:
        series.readings = allowed(read_when(question.facts["quote"]), reading.today, PAGE)


def report_doubts(title: str, when: When, line: int, reading: PageReading, *, is_next: bool) -> None:
    if not when.says_something:
        reading.find("no-time", line, title=title)
        return
    if (
        when.cadence.kind == "interval"
        and not when.cadence.parity
        and not when.parts
        and not (when.starts or (when.date and when.date.year))
    ):
        reading.find("no-anchor-date", line, text=quoted(when.text, _SHORT))
    if when.start and not when.zone.text:
        reading.find("no-zone", line, "hour", text=quoted(when.text, _SHORT))
    _report_abbreviation(when, line, reading)
    report_wrong_letters(when, line, reading)
    if is_next and _is_past(when, reading.today):
        reading.find("past-next-meeting", line, "next", when=quoted(when.text, _SHORT))


def _report_abbreviation(when: When, line: int, reading: PageReading) -> None:
    zones = when.zone.zones
    if not (when.zone.is_abbreviation and zones) or when.zone.is_pair:
        return
    reading.find("zone-abbreviation", line, letters=when.zone.text, zones=list(zones), best=zones[0])


def report_wrong_letters(when: When, line: int, reading: PageReading) -> None:
    """Letters that no clock of theirs shows on the date: CET in April."""
    letters, zones, date, start = when.zone.text, when.zone.zones, when.date, when.start
    claimed = CLAIMED_HOURS.get(letters)
    if claimed is None or date is None or start is None or letters in ("UTC", "GMT"):
        return
    wrong = [_offset_hours(day, start, tzid) for tzid in zones for day in when.dates(reading.today)]
    if wrong and all(hours != claimed for hours in wrong):
        alike = (one for one in CLAIMED_HOURS if one[0] == letters[0] and len(one) > 2)
        right = next((one for one in alike if CLAIMED_HOURS[one] == wrong[0]), f"UTC{wrong[0]:+g}")
        reading.find(
            "zone-contradicts-date", line, day=f"{date.month:02d}-{date.day:02d}", zone=zones[0], right=right, letters=letters,
        )  # fmt: skip


def _offset_hours(day: dt.date, clock: dt.time, tzid: str) -> float:
    moment = instant(dt.datetime.combine(day, clock), tzid)
    offset = moment.astimezone(zone(tzid)).utcoffset() or dt.timedelta(0)
    return offset.total_seconds() / 3600


def _is_past(when: When, today: dt.date) -> bool:
    """True when no date it can mean lies in the coming year, as a next meeting's must."""
    if when.date is None or (not when.date.year and not when.days):
        return False
    days = when.dates(today)
    return bool(days) and not any(today <= day <= today + dt.timedelta(days=366) for day in days)
