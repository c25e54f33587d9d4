"""When a call is, as documents say it: labelled lines ("Date:", "Time:"), rules in bullets and prose, tables."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from commonhour.core.audit.claim import ON_DEMAND, REGULAR, CallClaim, Clock, SpeakerClaim
from commonhour.core.audit.hours import moments
from commonhour.core.audit.subject import Subject, subject
from commonhour.core.undecided.when import PartialDate, When
from commonhour.formats.claims.clocks import clock_of, converter_clock, odd_ones, translations
from commonhour.formats.claims.document import (
    Document,
    heading_date,
    name_dates,
    name_day,
    said_date,
    said_lines,
)
from commonhour.formats.page.blocks import Line, Section
from commonhour.formats.page.undecided import report_doubts
from commonhour.formats.page.wording import split_label, undecorated
from commonhour.formats.words.hours import plain_hour
from commonhour.formats.words.sentence import read_when

_DATE = re.compile(r"^(?:meeting )?(?:dates?|day)$", re.I)
_TIME = re.compile(r"^(?:meeting |start )?times?(?: \([^)]*\))?$", re.I)
_WHEN = re.compile(
    r"^(?:when|date (?:and|&|/) time|day (?:and|&) time|next (?:meeting|call|session)(?: date)?)$", re.I
)
_GUEST = re.compile(r"^(?:guests?|speakers?|presenters?)(?:\(s\))?$", re.I)
_ON_DEMAND = re.compile(
    r"\bon[- ]demand\b(?! (?:video|recording))|\brather than (?:\w+ )?on a fixed (?:calendar|schedule)|\bno (?:fixed|regular) (?:meeting )?(?:calendar|schedule|meetings)",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:moved|rescheduled|postponed|instead|special|extra|exception(?:al|ally)?|shifted|cancell?ed)\b",
    re.I,
)
_WEEKLY = re.compile(r"\bweekly\b|\b(?:every|each|once a|once per)\b", re.I)
_MEETS = re.compile(
    r"^(?:the |our )?(?!(?:we|they|it|there|th(?:is|e?se|at)|all|these)\b)((?:[\w&+./-]+ ){1,6}?)"
    r"(?:currently |usually |now |also )?(?:meets?|gathers|takes? place|(?:is|are|will be) (?:held|scheduled))\b",
    re.I,
)
_NEXT = re.compile(r"^\W*next\b(?!\s+steps?)", re.I)


@dataclass(slots=True)
class _Facts:
    """The labelled lines of one section. Each is a line number with what was read from it."""

    date: tuple[int, When] | None = None
    time: tuple[int, When] | None = None
    is_next: bool = False
    is_moved: bool = False


def read_meetings(document: Document) -> None:
    """Adds every claim about a call's time, and the findings about single places."""
    for section in document.root.walk():
        about = document.subjects[id(section)]
        facts = _labelled(document, section, about)
        if facts.date or facts.time:
            _meeting(document, section, about, facts)
        elif not document.is_minutes:
            _rules(document, section, about)


def _labelled(document: Document, section: Section, about: Subject) -> _Facts:
    facts = _Facts()
    for line, is_nested in said_lines(section):
        label, rest = split_label(line)
        name = undecorated(label.text)
        if not name or is_nested:
            continue
        facts.is_moved = facts.is_moved or bool(_MOVED.search(rest.text))
        if _DATE.match(name) or _WHEN.match(name) or _TIME.match(name):
            _fact(document, facts, name, rest)
        elif _GUEST.match(name):
            _guest(document, section, about, rest, facts)
    return facts


def _fact(document: Document, facts: _Facts, name: str, rest: Line) -> None:
    text, twice = plain_hour(rest.text)
    times = read_when(text)
    if twice:
        odd_hour(document, rest.number, twice)
    facts.is_next = facts.is_next or bool(_NEXT.match(name))
    if said_date(times) and facts.date is None:
        facts.date = (rest.number, times)
    if times.start and facts.time is None:
        facts.time = (rest.number, times)


def odd_hour(document: Document, line: int, twice: str) -> None:
    hour = re.match(r"[\d:.]+", twice)
    document.reading.find("unreadable-time", line, "two-clocks", text=twice, hour=hour[0] if hour else "")


def _meeting(document: Document, section: Section, about: Subject, facts: _Facts) -> None:
    """One dated meeting: its claim, and what is odd about its date."""
    heading = heading_date(section)
    line, times = facts.date or facts.time or (section.number, When())
    partial = (said_date(times) if facts.date else None) or heading or name_day(document.where)
    date = resolved(document, section, partial, times.days)
    clock = clock_of(facts.time[1]) if facts.time else None
    if facts.date and partial:
        check_name(document, line, partial)
        check_date(document, section, line, partial, times.days)
    if date is None and not (times.days and clock):
        return
    document.claims.calls.append(
        CallClaim(
            about, document.place(facts.time[0] if facts.time else line), clock, frozenset(times.days),
            "" if date else rhythm_said(times), date, document.place(line), facts.is_moved,
        )
    )  # fmt: skip
    _report_words(document, about, clock, facts, date)


def _report_words(
    document: Document, about: Subject, clock: Clock | None, facts: _Facts, date: dt.date | None
) -> None:
    """Letters that do not fit their date, a "next" that is past: as the page importer reports them."""
    if facts.time is None or clock is None:
        return
    line, times = facts.time
    if date:
        times = replace(times, date=PartialDate(date.month, date.day, date.year))
    if not date or not clock.zones or len(set(moments(clock, date))) > 1:
        report_doubts(about.name, times, line, document.reading, is_next=facts.is_next)


def resolved(
    document: Document, section: Section, partial: PartialDate | None, days: tuple[int, ...]
) -> dt.date | None:
    """The date meant: its own year, that of the headings or the folder, or the one near year its weekday fits."""
    if partial is None:
        return next(iter(name_dates(document.where)), None) if len(name_dates(document.where)) == 1 else None
    year = partial.year or document.year_of(section) or document.folder_year
    if year:
        return partial.in_year(year)
    near = range(document.reading.today.year - 2, document.reading.today.year + 2)
    fitting = [date for y in near if (date := partial.in_year(y)) and date.weekday() in days]
    return fitting[0] if len(fitting) == 1 else None


def check_date(
    document: Document, section: Section, line: int, partial: PartialDate, days: tuple[int, ...]
) -> None:
    """A year that is missing, and a weekday that is not the date's."""
    if not partial.year and not document.year_of(section):
        likely = resolved(document, section, partial, days)
        day = f"{partial.month:02d}-{partial.day:02d}"
        if likely:
            document.reading.find("no-year", line, "likely", day=day, date=likely.isoformat())
        else:
            document.reading.find("no-year", line, day=day)
    year = partial.year or document.year_of(section) or document.folder_year
    date = partial.in_year(year) if year else None
    if date and len(days) == 1 and date.weekday() not in days:
        document.reading.find(
            "contradiction", line, "weekday", date=date.isoformat(), right=date.weekday(), said=days[0]
        )


def check_name(document: Document, line: int, partial: PartialDate) -> bool:
    """A file that is named for one date and speaks of another one."""
    named = name_dates(document.where)
    date = partial.in_year(partial.year) if partial.year else None
    if not (date and named and document.is_minutes) or date in named:
        return False
    days = [day.isoformat() for day in sorted(named)]
    document.reading.find("contradiction", line, "file-name", date=date.isoformat(), named=days)
    return True


def _guest(document: Document, section: Section, about: Subject, rest: Line, facts: _Facts) -> None:
    partial = said_date(facts.date[1]) if facts.date else name_day(document.where)
    date = resolved(document, section, partial, facts.date[1].days if facts.date else ())
    add_speaker(document, about, date, rest.text, rest.number)


def add_speaker(document: Document, about: Subject, date: dt.date | None, text: str, line: int) -> None:
    """One speaker with an organisation: "Nico Rikken, Open Source Advocate at Alliander"."""
    name, _, organisation = (part.strip() for part in text.partition(","))
    if date and organisation and len(name.split()) > 1 and ";" not in text and " and " not in name:
        document.claims.speakers.append(SpeakerClaim(about, date, name, organisation, document.place(line)))


def _rules(document: Document, section: Section, about: Subject) -> None:
    for line, is_nested in said_lines(section):
        if not is_nested:
            _rule(document, section, about, line)


def _rule(document: Document, section: Section, about: Subject, line: Line) -> None:
    """A call that recurs: "APAC & EMEA Touchpoints: Thursdays, 12:00 PM GMT"."""
    label, _ = split_label(line)
    text, twice = plain_hour(line.text)
    times = read_when(text)
    place = document.place(line.number)
    if _ON_DEMAND.search(text) and not times.start:
        document.claims.calls.append(CallClaim(about, place, cadence=ON_DEMAND))
        return
    _check_next(document, section, line, times)
    if not (times.start and times.cadence.kind and (times.days or times.zone.text)):
        return
    if twice:
        odd_hour(document, line.number, twice)
    name = undecorated(label.text) or _named_in(text)
    whose = subject(name, about) if name else subject(_regions_of(text), about)
    clock = clock_of(times)
    document.claims.calls.append(CallClaim(whose, place, clock, frozenset(times.days), rhythm_said(times)))
    report_doubts(whose.name, times, line.number, document.reading, is_next=False)
    _check_translations(document, line, clock)


def _named_in(sentence: str) -> str:
    """What a sentence says meets: "The Security WG meets every…"; nothing for "We meet"."""
    found = _MEETS.match(sentence)
    return found[1].strip() if found else ""


def rhythm_said(times: When) -> str:
    """A plural says that a call recurs, and not how often."""
    kind = "biweekly" if times.cadence.interval == 2 else times.cadence.kind
    return REGULAR if kind == "weekly" and not _WEEKLY.search(times.text) else kind or REGULAR


def _regions_of(text: str) -> str:
    return " ".join(re.findall(r"\b(?:APAC|EMEA|AMER|LATAM|Europe|Asia|Americas?)\b(?!/)", text))


def _check_next(document: Document, section: Section, line: Line, times: When) -> None:
    partial = said_date(times)
    if partial and _NEXT.match(line.text):
        date = resolved(document, section, partial, times.days)
        if date and date < document.reading.today:
            document.reading.find("past-next-meeting", line.number, "next", when=date.isoformat())


def _check_translations(document: Document, line: Line, clock: Clock | None) -> None:
    """An hour and its translation, in words or in a link to a converter, that are not one hour."""
    today = document.reading.today
    link = converter_clock(line)
    if clock and link and clock.zones and link.zones:
        for one, two in odd_ones([clock, link], today):
            document.reading.find("contradiction", line.number, "converter", one=one.text, two=two.text)
    check_hours(document, line.text, line.number)


def check_hours(document: Document, text: str, line: int) -> None:
    for one, two in odd_ones(translations(text), document.reading.today) if translations(text) else []:
        document.reading.find("contradiction", line, "translation", one=one.text, two=two.text)
