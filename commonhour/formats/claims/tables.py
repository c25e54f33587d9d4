"""Tables of dated meetings: a row is one date, with its region, hour and speaker; a header may name the zone."""

import re

from commonhour.core.audit.claim import CallClaim
from commonhour.core.audit.subject import Subject, subject
from commonhour.formats.claims.clocks import clock_of, rhythm_said
from commonhour.formats.claims.dates_said import check_letters
from commonhour.formats.claims.document import Document, resolved, said_date, said_lines
from commonhour.formats.claims.meetings_said import add_speaker
from commonhour.formats.claims.oddities import check_date, check_hours, check_length, odd_hour
from commonhour.formats.page.blocks import Row, Section, Table, cell_text
from commonhour.formats.page.entries import header_names
from commonhour.formats.page.wording import undecorated
from commonhour.formats.words.hours import plain_hour
from commonhour.formats.words.sentence import read_when

_COLUMNS = (
    ("date", r"dates?"),
    ("day", r"days?|weekdays?"),
    ("when", r"when|schedule|meets|meeting times?|date (?:and|&|/) time|day (?:and|&|/) time"),
    ("often", r"frequency|cadence|recurrence|how often|every"),
    ("region", r"regions?|audience|slot|edition"),
    ("time", r"(?:start )?times?(?:\s*\([^)]*\))?"),
    ("zone", r"(?:time ?)?zone|tz"),
    ("speaker", r"(?:speakers?|guests?|presenters?)(?:\(s\))?(?: or .*)?"),
    ("name", r"meetings?|calls?|(?:working )?groups?|wgs?|sigs?|names?|series|teams?"),
)
_WHEN_PARTS = ("date", "day", "when", "often", "time", "zone")
_WHEN_LABEL = re.compile(r"\b(?:meetings?|calls?|calendar|schedule|when|times?|dates?)\b", re.I)
_UPCOMING = re.compile(r"\b(?:upcoming|coming up|next)\b[^.]*\b(?:sessions?|meetings?|calls?|dates?)\b", re.I)


def read_tables(document: Document) -> None:
    for section in document.root.walk():
        for block in section.blocks:
            if isinstance(block, Table):
                _table(document, section, block)


def _table(document: Document, section: Section, table: Table) -> None:
    for row in table.rows:
        for cell in row.cells:
            check_hours(document, cell_text(cell), row.number)
    names = header_names(table)
    columns = _columns(names)
    before = len(document.claims.calls)
    if {"date", "day", "when", "time"} & set(columns):
        header = cell_text(table.header.cells[columns["time"]]) if "time" in columns else ""
        zone = re.search(r"\(([^)]*)\)", header)
        for row in table.rows:
            _row(document, section, row, columns, zone[1] if zone else "")
    else:
        _labelled_rows(document, section, table, names)
    _check_upcoming(document, section, document.claims.calls[before:])


def _columns(names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        kind = next((kind for kind, pattern in _COLUMNS if re.fullmatch(pattern, name.strip(), re.I)), "")
        if kind:
            found.setdefault(kind, index)
    return found


def _row(document: Document, section: Section, row: Row, columns: dict[str, int], zone: str) -> None:
    texts = {kind: cell_text(row.cells[i]) for kind, i in columns.items() if i < len(row.cells)}
    about = _subject(document.subjects[id(section)], texts)
    text = ", ".join(part for kind in _WHEN_PARTS if (part := texts.get(kind, "")))
    claim = _claim(document, section, about, (text, zone), row.number)
    if claim and claim.date:
        add_speaker(document, about, claim.date, texts.get("speaker", ""), row.number)


def _labelled_rows(document: Document, section: Section, table: Table, names: list[str]) -> None:
    """Facts down the first column: of one call in the second, or of the calls that the header names."""
    about = document.subjects[id(section)]
    for row in table.rows:
        label = undecorated(cell_text(row.cells[0])) if row.cells else ""
        if not _WHEN_LABEL.search(label):
            continue
        for index, cell in enumerate(row.cells[1:], 1):
            is_call = len(names) > 2 and index < len(names) and names[index]
            whose = subject(names[index], about) if is_call else subject(label, about)
            _claim(document, section, whose, (cell_text(cell), ""), row.number)


def _claim(
    document: Document, section: Section, about: Subject, said: tuple[str, str], line: int
) -> CallClaim | None:
    """A dated meeting, or a rule; None for what says no time. `said` is the text and the zone of its header."""
    text, twice = plain_hour(said[0])
    if twice:
        odd_hour(document, line, twice)
    times = read_when(text)
    check_length(document, line, times)
    clock, partial, place = clock_of(times, said[1]), said_date(times), document.place(line)
    days = frozenset(times.days)
    if partial and not times.cadence.kind:
        check_date(document, section, line, partial, times.days)
        check_letters(document, line, times, partial)
        date = resolved(document, section, partial, times.days)
        claim = CallClaim(about, place, clock, days, "", date, place) if date else None
    else:
        claim = CallClaim(about, place, clock, days, rhythm_said(times)) if clock and days else None
    if claim:
        document.claims.calls.append(claim)
    return claim


def _subject(about: Subject, texts: dict[str, str]) -> Subject:
    named = subject(texts["name"], about) if texts.get("name") else about
    return subject(texts["region"], named) if texts.get("region") else named


def _check_upcoming(document: Document, section: Section, rows: list[CallClaim]) -> None:
    """A table of "upcoming" dates that are all over."""
    last = max(
        (row for row in rows if row.date), key=lambda row: row.date or document.reading.today, default=None
    )
    line = next((line for line, _ in said_lines(section) if _UPCOMING.search(line.text)), None)
    if last and last.date and line and last.date < document.reading.today:
        document.reading.find("past-next-meeting", line.number, "upcoming", last=last.date.isoformat())
