"""The words of a VEVENT: title, description, link and tags, with every secret and address taken out."""

import re
from dataclasses import dataclass, field, replace

from commonhour.core.draft import DraftJoin
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import with_place
from commonhour.formats.ical.called_off import without_mark
from commonhour.formats.ical.content import Component, Property
from commonhour.formats.ical.html_text import plain, without_entities
from commonhour.formats.ical.invitations import without_invitation
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.values import plain_text, text_list

# Read elsewhere, or without meaning once the event is ours.
_USED = {
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE",
    "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "DTSTAMP", "CREATED", "LAST-MODIFIED",
    "CLASS", "TRANSP", "PRIORITY", "COMMENT", "CONFERENCE", "ATTENDEE", "ORGANIZER", "CONTACT",
}  # fmt: skip
_FOR_JOINING = re.compile(r"CONF|MEETING|JOIN|VIDEO")
_DOCTYPE = re.compile(r"(?i)^\s*<!doctype[^>]*>(?:\\n)?")
_HUB_PAGE = re.compile(r"^https?://\S+/meetings/([^/\s]+)/([^/\s]+/)?join$")
# A short line without an end of a sentence, an address or a greeting.
_TITLE = re.compile(
    r"(?!(?:hi|hello|dear|hallo|liebe|bonjour|hola)\b)[^\W_](?:[^:.!?。\[@]|\.(?=\w)){2,58}[^\s,;:.!?。]",
    re.IGNORECASE,
)
_PEOPLE = ("ATTENDEE", "ORGANIZER", "CONTACT")


@dataclass(slots=True)
class Words:
    """Everything a component says that is not about time. Safe to show, but for `joins`."""

    summary: str = ""
    description: str = ""
    url: str = ""
    reason: str = ""  # why an instance was moved or called off
    categories: list[str] = field(default_factory=list)
    joins: list[DraftJoin] = field(default_factory=list)
    is_ours: bool = False  # written by a hub
    slug: str = ""  # what the hub calls it


def read_words(component: Component, report: Report) -> Words:
    """The words of a component. Reports each secret, and what is not kept."""
    component = _described(component)
    words, hub_page = Words(), _hub_page(component)
    words.is_ours, words.slug = bool(hub_page), _slug(hub_page)
    summary = without_entities(_safe(component.first("SUMMARY"), words, report))
    words.summary = without_mark(" ".join(summary.split()))
    words.url = _link(component.first("URL"), words, report)
    words.description = _about(component.first("DESCRIPTION"), words, report)
    words.reason = _safe(component.first("COMMENT"), words, report)
    if hub_page:
        _forget(hub_page, words)
    else:
        place = without_entities(_safe(component.first("LOCATION"), words, report, Stand.DOOR))
        words.description = with_place(words.description, " ".join(place.split()))
    if words.reason:
        words.description = words.description.removeprefix(words.reason).strip()
    tags = [tag for prop in component.all("CATEGORIES") for tag in text_list(prop)]
    words.categories = [
        safe for tag in dict.fromkeys(tags) if (safe := _clean(tag, component.line, words, report))
    ]
    for prop in component.properties:
        if prop.name not in _USED or (prop.name == "CONFERENCE" and not hub_page):
            _look_for_joins(prop, words, report)
    _report_dropped(component, report)
    words.joins = list(dict.fromkeys(words.joins))
    return words


def opening(description: str) -> str:
    """The first line of a description where it reads as a title, or ""."""
    line = description.partition("\n")[0].strip()
    return line if _TITLE.fullmatch(line) else ""


def _described(component: Component) -> Component:
    """Outlook may give its text in HTML only, as X-ALT-DESC."""
    html = component.first("X-ALT-DESC")
    if html is None or component.first("DESCRIPTION"):
        return component
    named = replace(html, name="DESCRIPTION", value=_DOCTYPE.sub("", html.value))
    return replace(component, properties=[named if prop is html else prop for prop in component.properties])


def safe_text(text: str, line: int, report: Report) -> str:
    """A text of the calendar itself (its name, its description), without secrets and addresses."""
    return _clean(text, line, Words(), report)


def _safe(prop: Property | None, words: Words, report: Report, stands: Stand = Stand.TEXT) -> str:
    return _clean(plain_text(prop), prop.line, words, report, stands) if prop else ""


def _about(prop: Property | None, words: Words, report: Report) -> str:
    """A description as a person wrote it. A hub's own feed has it as it is."""
    if prop is None or words.is_ours:
        return _safe(prop, words, report)
    return without_invitation(_clean(plain(plain_text(prop)), prop.line, words, report))


def _clean(text: str, line: int, words: Words, report: Report, stands: Stand = Stand.TEXT) -> str:
    clean, joins = report.guarded(text, line, stands)
    words.joins += joins
    clean, hidden = hide_addresses(clean)
    if hidden:
        report.dropped(line, case="person-address")
    return clean.strip()


def _link(prop: Property | None, words: Words, report: Report) -> str:
    """URL when it is a web address and no door."""
    if prop is None:
        return ""
    text = plain_text(prop)
    clean, joins = report.guarded(text, prop.line, Stand.PAGE)
    words.joins += joins
    if clean != text:
        return ""
    if text.lower().startswith("www."):
        text = f"https://{text}"
    is_web = text.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in text)
    return hide_addresses(text)[0] if is_web else ""


def _look_for_joins(prop: Property, words: Words, report: Report) -> None:
    """Any other property may hold a join link (X-GOOGLE-CONFERENCE, ATTACH, CONFERENCE …)."""
    if "BASE64" not in prop.params.get("ENCODING", "").upper():
        text = " ".join([plain_text(prop), *prop.params.values()])
        stands = Stand.DOOR if _FOR_JOINING.search(prop.name) else Stand.TEXT
        words.joins += report.guarded(text, prop.line, stands)[1]


def _hub_page(component: Component) -> str:
    """A hub's feed gives its own join page as LOCATION, CONFERENCE and first line, and a reason as COMMENT: they are
    the hub's to write, not part of what somebody said about the call."""
    page, conference = component.first("LOCATION"), component.first("CONFERENCE")
    if page is None or conference is None or plain_text(page) != plain_text(conference):
        return ""
    text = plain_text(page).strip()
    return text if _HUB_PAGE.search(text) else ""


def _slug(hub_page: str) -> str:
    """The series of a join page; a page of one date alone is no series."""
    page = _HUB_PAGE.match(hub_page)
    return page[1] if page and not page[2] else ""


def _forget(hub_page: str, words: Words) -> None:
    words.description = words.description.removeprefix(hub_page).strip()
    if f"{words.url}join" == hub_page:
        words.url = ""


def _report_dropped(component: Component, report: Report) -> None:
    for prop in component.properties:
        if prop.name in _PEOPLE:
            report.dropped(prop.line, prop.name, "person")
        elif prop.name not in _USED:
            report.dropped(prop.line, prop.name)
    for child in component.children:
        report.dropped(child.line, child.name)
    for line in component.broken:
        report.dropped(line, case="no-property")
