"""`read_page_claims`: one Markdown file of any kind as claims, with the findings about the file alone."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import replace

from commonhour.core.audit.claim import Claims
from commonhour.core.audit.hours import moments
from commonhour.core.finding import Finding
from commonhour.formats.claims.dates_said import read_dates
from commonhour.formats.claims.document import Document, heading_date, read_document
from commonhour.formats.claims.drafts import channel_claims, cut_links
from commonhour.formats.claims.links_said import read_links
from commonhour.formats.claims.meetings_said import read_meetings
from commonhour.formats.claims.oddities import check_name
from commonhour.formats.claims.tables import read_tables
from commonhour.formats.page.ours import is_ours
from commonhour.formats.page.parsed import ParsedPage, parse_page
from commonhour.formats.page.reader import page_reading, reading_of

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
    page = parse_page(text, where=where, today=today)
    document = read_document(page)
    claims = _claims(document, page.reading.draft.findings)
    if document.is_minutes:
        return claims
    is_hubs = is_ours(page.source.split("\n"))
    reading = page_reading(page.source, where=where, today=today) if is_hubs else reading_of(page)
    claims.channels += channel_claims(reading, page=document.page)
    asks = is_meetings_page(page)
    found = [f for f in reading.draft.findings if asks or f.code not in _OF_PAGES]
    found = _without_misplaced(_without_answered(found, claims), claims.findings)
    told = {(f.where, f.code) for f in found}
    claims.findings = [
        *found, *cut_links(reading), *(f for f in claims.findings if (f.where, f.code) not in told),
    ]  # fmt: skip
    return claims


def _without_answered(found: list[Finding], claims: Claims) -> list[Finding]:
    """Without what the importer asks about a line whose date and hour are read here without a doubt, or which no call
    of its own has; and without translations, which are looked for here in every line."""
    dated = {call.place.where for call in claims.calls if call.date}
    certain = {
        c.place.where for c in claims.calls if c.date and c.clock and len(set(moments(c.clock, c.date))) == 1
    }
    timed = {call.place.where for call in claims.calls if call.clock}
    places = {"unreadable-time": dated, "zone-abbreviation": certain, "time-left-over": timed}
    return [f for f in found if f.where not in places.get(f.code, ()) and f.case != "translation"]


def is_meetings_page(page: ParsedPage) -> bool:
    """True for a page that presents a community's calls: it has a head, or a title that says so."""
    if page.head.values.get("url") or page.head.values.get("title"):
        return True
    first = next((line for line in page.source.split("\n") if line.startswith("#")), "")
    return bool(_MEETINGS_TITLE.search(first))


def _claims(document: Document, met: list[Finding]) -> Claims:
    """With what was met in parsing."""
    read_meetings(document)
    read_tables(document)
    read_dates(document)
    read_links(document)
    _check_heading(document)
    document.claims.findings = [*met, *document.reading.draft.findings]
    return document.claims


def _without_misplaced(found: list[Finding], exact: list[Finding]) -> list[Finding]:
    """Without what the importer says of a paragraph's first line, and is said of the line it stands on as well."""
    lines: dict[str, set[str]] = defaultdict(set)
    for one in exact:
        if one.code in _QUOTING:
            lines[_words_of(one)].add(one.where)
    return [f for f in found if not (near := lines.get(_words_of(f))) or f.where in near]


def _words_of(finding: Finding) -> str:
    """All a finding says but for its place."""
    return repr(replace(finding, where=""))


def _check_heading(document: Document) -> None:
    """The date in the first heading that has one, against the name of the file."""
    headings = [section for section in document.root.walk() if section.heading][:_FIRST_HEADINGS]
    for section in headings:
        partial = heading_date(section)
        if partial and partial.year:
            check_name(document, section.number, partial)
            return
