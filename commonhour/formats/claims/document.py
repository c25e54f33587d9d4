"""A Markdown document as the audit reads it: its sections with their subjects, and the dates that name it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from commonhour.core.audit.claim import Claims, Passage
from commonhour.core.audit.subject import Subject, subject
from commonhour.core.draft import Draft
from commonhour.core.undecided.when import PartialDate, When
from commonhour.formats.claims.clocks import may_tell_time
from commonhour.formats.claims.day_spans import first_day
from commonhour.formats.page.blocks import Bullets, Line, Paragraph, Section, sections
from commonhour.formats.page.parsed import ParsedPage
from commonhour.formats.page.reading import PageReading
from commonhour.formats.words.months import month_number
from commonhour.formats.words.sentence import read_when

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ISO_NAME = re.compile(r"(?<!\d)(20\d\d)[-._]?(\d\d)[-._]?(\d\d)(?!\d)")
_NUMBERS_NAME = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})[-._](20\d\d)(?!\d)")
_MONTH_NAME = re.compile(r"^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_ .](\d{1,2})$", re.I)
SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[ap]\.m\.)\s+(?=[A-Z“\"])")
_NOTES_FOLDER = re.compile(r"^(?:.*[-_ ])?(?:agendas?|minutes|notes|protocols?)(?:[-_ ].*)?$", re.I)


@dataclass(slots=True)
class Document:
    """`page` is what its readers know it by: its address where it has one, else the file. `is_minutes` is true for the
    notes of one meeting; no page with an address is."""

    where: str
    page: str
    root: Section
    reading: PageReading
    is_minutes: bool
    subjects: dict[int, Subject] = field(default_factory=dict)  # by id of the section
    trails: dict[int, str] = field(default_factory=dict)  # the headings above and at a section
    claims: Claims = field(default_factory=Claims)

    def place(self, line: int) -> Passage:
        return Passage(f"{self.where}:{line}", self.page)

    def year_of(self, section: Section) -> int | None:
        """The year that stands in the headings above a section, or in the name of the file. Nobody sees the name of
        a page that has an address."""
        name = PurePath(self.where).name if self.page == self.where else ""
        found = _YEAR.findall(self.trails[id(section)]) or _YEAR.findall(name)
        return int(found[-1]) if found else None

    @property
    def folder_year(self) -> int | None:
        found = [year for part in PurePath(self.where).parts[:-1] for year in _YEAR.findall(part)]
        return int(found[-1]) if found else None


def read_document(page: ParsedPage) -> Document:
    """The sections of a page that was parsed, with their subjects."""
    where, values = page.reading.file, page.head.values
    root = sections(page.blocks)
    address = values.get("url") or values.get("permalink") or ""
    is_minutes = not address and _is_minutes(where)
    reading = PageReading(Draft("notes"), where, page.reading.today)
    document = Document(where, address or where, root, reading, is_minutes)
    title = values.get("title", "")
    _name(document, root, subject(title) if title else None, title)
    return document


def _is_minutes(where: str) -> bool:
    """True for the notes of one meeting: named by a date, or kept in a folder of such."""
    parts = PurePath(where).parts
    in_folder = any(_NOTES_FOLDER.match(part) for part in parts[-3:-1])
    return bool(name_dates(where)) or (in_folder and not parts[-1].lower().startswith("readme"))


def _name(document: Document, section: Section, above: Subject | None, trail: str) -> None:
    own = subject(section.name, above) if section.heading else above
    trail = f"{trail} {section.name}".strip()
    document.subjects[id(section)] = own or Subject(document.where)
    document.trails[id(section)] = trail
    for child in section.children:
        _name(document, child, own or _first_named(document, section, child), trail)


def _first_named(document: Document, section: Section, child: Section) -> Subject | None:
    """On a page of many first headings, what the first one names is above those that name nothing: "Slack channel"."""
    first = section.children[0]
    names_nothing = child is not first and not subject(child.name).is_named
    return document.subjects[id(first)] if names_nothing else None


def said_lines(section: Section) -> Iterator[tuple[Line, bool]]:
    """Every line of a section's own text and bullets; True for one nested below another bullet."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from ((line, False) for line in block.lines)
        elif isinstance(block, Bullets):
            for item in block.items:
                for part in item.walk():
                    yield part.line, part is not item


def name_dates(where: str) -> set[dt.date]:
    """The dates a file's name may mean: 2026-11-03, 04-01-2024 (two of them), nothing for a name without a year."""
    stem = PurePath(where).stem
    iso = _ISO_NAME.search(stem)
    if iso:
        return _dates([(int(iso[1]), int(iso[2]), int(iso[3]))])
    found = _NUMBERS_NAME.search(stem)
    if not found:
        return set()
    one, two, year = (int(part) for part in found.groups())
    return _dates([(year, one, two), (year, two, one)])


def name_day(where: str) -> PartialDate | None:
    """The month and day of a file called "Feb-27"."""
    found = _MONTH_NAME.match(PurePath(where).stem)
    return PartialDate(month_number(found[1]), int(found[2])) if found else None


def _dates(parts: list[tuple[int, int, int]]) -> set[dt.date]:
    found = (PartialDate(month, day).in_year(year) for year, month, day in parts if 1 <= month <= 12)
    return {date for date in found if date}


def said_date(when: When) -> PartialDate | None:
    return when.date or when.starts


def heading_date(section: Section) -> PartialDate | None:
    is_told = section.heading is not None and may_tell_time(section.name)
    return said_date(read_when(first_day(section.name))) if is_told else None


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
