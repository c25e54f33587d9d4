"""When a call is, as documents say it in labelled lines: "Date:", "Time:", "When:"."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from commonhour.core.audit.claim import CallClaim, Clock, SpeakerClaim
from commonhour.core.audit.hours import moments
from commonhour.core.audit.subject import Subject
from commonhour.core.undecided.when import PartialDate, When
from commonhour.formats.claims.clocks import clock_of, rhythm_said
from commonhour.formats.claims.day_spans import first_day
from commonhour.formats.claims.document import (
    Document,
    heading_date,
    name_day,
    resolved,
    said_date,
    said_lines,
)
from commonhour.formats.claims.oddities import check_date, check_name, odd_hour
from commonhour.formats.claims.rules_said import read_rules
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
_MOVED = re.compile(
    r"\b(?:moved|rescheduled|postponed|instead|special|extra|exception(?:al|ally)?|shifted|cancell?ed)\b",
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
            read_rules(document, section, about)


def _labelled(document: Document, section: Section, about: Subject) -> _Facts:
    facts = _Facts()
    for line, is_nested in said_lines(section):
        if is_nested:
            continue
        label, rest = split_label(line)
        name = undecorated(label.text)
        if not name:
            continue
        facts.is_moved = facts.is_moved or bool(_MOVED.search(rest.text))
        if _DATE.match(name) or _WHEN.match(name) or _TIME.match(name):
            _fact(document, facts, name, rest)
        elif _GUEST.match(name):
            _guest(document, section, about, rest, facts)
    return facts


def _fact(document: Document, facts: _Facts, name: str, rest: Line) -> None:
    days = first_day(rest.text)
    text, twice = plain_hour(days)
    times = read_when(text)
    if twice:
        odd_hour(document, rest.number, twice)
    facts.is_moved = facts.is_moved or days != rest.text  # some days in a row are no call of a series
    facts.is_next = facts.is_next or bool(_NEXT.match(name))
    if said_date(times) and facts.date is None:
        facts.date = (rest.number, times)
    if times.start and facts.time is None:
        facts.time = (rest.number, times)


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


def _guest(document: Document, section: Section, about: Subject, rest: Line, facts: _Facts) -> None:
    partial = said_date(facts.date[1]) if facts.date else name_day(document.where)
    date = resolved(document, section, partial, facts.date[1].days if facts.date else ())
    add_speaker(document, about, date, rest.text, rest.number)


def add_speaker(document: Document, about: Subject, date: dt.date | None, text: str, line: int) -> None:
    """One speaker with an organisation: "Nico Rikken, Open Source Advocate at Alliander"."""
    name, _, organisation = (part.strip() for part in text.partition(","))
    if date and organisation and len(name.split()) > 1 and ";" not in text and " and " not in name:
        document.claims.speakers.append(SpeakerClaim(about, date, name, organisation, document.place(line)))
