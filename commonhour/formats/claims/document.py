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
from commonhour.formats.page.blocks import Bullets, Line, Paragraph, Section, sections
from commonhour.formats.page.decoding import mended, page_text
from commonhour.formats.page.frontmatter import read_front_matter
from commonhour.formats.page.linkrepair import repaired_links
from commonhour.formats.page.markdown import BlockParser
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import without_secrets
from commonhour.formats.page.shortcodes import without_shortcodes, without_template_tags
from commonhour.formats.words.months import month_number
from commonhour.formats.words.sentence import read_when

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ISO_NAME = re.compile(r"(?<!\d)(20\d\d)[-._]?(\d\d)[-._]?(\d\d)(?!\d)")
_NUMBERS_NAME = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})[-._](20\d\d)(?!\d)")
_MONTH_NAME = re.compile(r"^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_ .](\d{1,2})$", re.I)
_NOTES_FOLDER = re.compile(r"^(?:.*[-_ ])?(?:agendas?|minutes|notes|protocols?)(?:[-_ ].*)?$", re.I)


@dataclass(slots=True)
class Document:
    """`page` is what its readers know it by: its address where it has one, else the file."""

    where: str
    page: str
    root: Section
    reading: PageReading
    subjects: dict[int, Subject] = field(default_factory=dict)  # by id of the section
    trails: dict[int, str] = field(default_factory=dict)  # the headings above and at a section
    claims: Claims = field(default_factory=Claims)

    def place(self, line: int) -> Passage:
        return Passage(f"{self.where}:{line}", self.page)

    @property
    def is_minutes(self) -> bool:
        """True for the notes of one meeting: named by a date, or kept in a folder of such; no page with an address."""
        if self.page != self.where:
            return False
        parts = PurePath(self.where).parts
        in_folder = any(_NOTES_FOLDER.match(part) for part in parts[-3:-1])
        return bool(name_dates(self.where)) or (in_folder and not parts[-1].lower().startswith("readme"))

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


def read_document(text: str | bytes, *, where: str, today: dt.date) -> Document:
    """Sections, repaired links, and the findings about secrets and links. Raises RefusedInput."""
    reading = PageReading(Draft("notes"), where, today)
    source = page_text(text, where)
    head = read_front_matter(source)
    lines = without_secrets([mended(line) for line in source.split("\n")], reading)
    body, codes = without_shortcodes("\n" * head.lines + "\n".join(lines[head.lines :]))
    repaired = repaired_links(without_template_tags(body).split("\n")[head.lines :], head.lines + 1, reading)
    root = sections(BlockParser(repaired, head.lines + 1, codes).blocks())
    address = head.values.get("url") or head.values.get("permalink") or ""
    document = Document(where, address or where, root, reading)
    title = head.values.get("title", "")
    _name(document, root, subject(title) if title else None, title)
    return document


def _name(document: Document, section: Section, above: Subject | None, trail: str) -> None:
    own = subject(section.name, above) if section.heading else above
    trail = f"{trail} {section.name}".strip()
    document.subjects[id(section)] = own or Subject(document.where)
    document.trails[id(section)] = trail
    for child in section.children:
        _name(document, child, own, trail)


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
    return said_date(read_when(section.name)) if section.heading else None
