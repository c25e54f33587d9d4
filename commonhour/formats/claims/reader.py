"""`read_page_claims`: one Markdown file of any kind as claims, with the findings about the file alone."""

import datetime as dt
import re
from dataclasses import replace

from commonhour.core.audit.claim import Claims
from commonhour.core.audit.hours import moments
from commonhour.core.finding import Finding
from commonhour.formats.claims.dates_said import read_dates
from commonhour.formats.claims.document import Document, heading_date, read_document
from commonhour.formats.claims.drafts import channel_claims, cut_links
from commonhour.formats.claims.links_said import read_links
from commonhour.formats.claims.meetings_said import check_name, read_meetings
from commonhour.formats.claims.tables import read_tables
from commonhour.formats.page.decoding import page_text
from commonhour.formats.page.frontmatter import read_front_matter
from commonhour.formats.page.reader import page_reading

_FIRST_HEADINGS = 2
_MEETINGS_TITLE = re.compile(
    r"\b(?:meetings|calls|working groups|special interest groups|sigs|wgs|committees|chapters|events)\b", re.I
)
# Findings whose message quotes the words they are about, or names their date.
_QUOTING = ("no-anchor-date", "no-zone", "zone-contradicts-date")
# What the importer asks of a page of groups, and what nobody owes in an agenda.
_OF_PAGES = ("no-time", "count-mismatch", "same-name", "copied-channel", "goal-date-passed")


def read_page_claims(text: str | bytes, *, where: str, today: dt.date) -> Claims:
    """A Markdown file of any kind: a page of groups with all the importer says of it, or an agenda, or notes."""
    document = read_document(text, where=where, today=today)
    if document.is_minutes:
        return _claims(document)
    reading = page_reading(text, where=where, today=today)
    claims = _claims(document)
    claims.channels += channel_claims(reading, page=document.page)
    asks = is_meetings_page(text, where)
    found = [f for f in reading.draft.findings if asks or f.code not in _OF_PAGES]
    found = [f for f in found if f not in _answered(found, claims) and not _is_misplaced(f, claims.findings)]
    claims.findings = [*found, *cut_links(reading), *(f for f in claims.findings if not _is_told(f, found))]
    return claims


def _answered(found: list[Finding], claims: Claims) -> list[Finding]:
    """What the importer asks about a line whose date and hour are read here without a doubt."""
    dated = {call.place.where for call in claims.calls if call.date}
    certain = {
        c.place.where for c in claims.calls if c.date and c.clock and len(set(moments(c.clock, c.date))) == 1
    }
    places = {"unreadable-time": dated, "zone-abbreviation": certain}
    return [f for f in found if f.where in places.get(f.code, ())]


def is_meetings_page(text: str | bytes, where: str) -> bool:
    """True for a page that presents a community's calls: it has a head, or a title that says so."""
    source = page_text(text, where)
    head = read_front_matter(source)
    if head.values.get("url") or head.values.get("title"):
        return True
    first = next((line for line in source.split("\n") if line.startswith("#")), "")
    return bool(_MEETINGS_TITLE.search(first))


def _claims(document: Document) -> Claims:
    read_meetings(document)
    read_tables(document)
    read_dates(document)
    read_links(document)
    _check_heading(document)
    document.claims.findings = list(document.reading.draft.findings)
    return document.claims


def _is_told(finding: Finding, found: list[Finding]) -> bool:
    """True when the importer said the same of the same line."""
    return any(f.where == finding.where and f.code == finding.code for f in found)


def _is_misplaced(finding: Finding, exact: list[Finding]) -> bool:
    """True for what the importer says of a paragraph's first line, and is said of the line it stands on as well."""
    lines = [f.where for f in exact if replace(f, where=finding.where) == finding]
    return finding.code in _QUOTING and bool(lines) and finding.where not in lines


def _check_heading(document: Document) -> None:
    """The date in the first heading that has one, against the name of the file."""
    headings = [section for section in document.root.walk() if section.heading][:_FIRST_HEADINGS]
    for section in headings:
        partial = heading_date(section)
        if partial and partial.year:
            check_name(document, section.number, partial)
            return
