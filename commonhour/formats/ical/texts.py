"""The words of a VEVENT: title, description, link and tags, with every secret and address taken out."""

from dataclasses import dataclass, field

from commonhour.core.draft import DraftJoin
from commonhour.core.places.links import is_open
from commonhour.core.places.secrets import guard, has_secret, hide_addresses, is_join_link
from commonhour.core.places.tokens import has_token
from commonhour.formats.ical.content import Component, Property
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.values import plain_text, text_list

# Read elsewhere, or without meaning once the event is ours.
_USED = {
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE",
    "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "DTSTAMP", "CREATED", "LAST-MODIFIED",
    "CLASS", "TRANSP", "PRIORITY", "COMMENT", "CONFERENCE", "ATTENDEE", "ORGANIZER", "CONTACT",
}  # fmt: skip
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


def read_words(component: Component, report: Report) -> Words:
    """The words of a component. Reports each secret, and what is not kept."""
    words = Words()
    words.summary = " ".join(_safe(component.first("SUMMARY"), words, report).split())
    words.url = _link(component.first("URL"), words, report)
    words.description = _description(component, words, report)
    words.reason = _safe(component.first("COMMENT"), words, report)
    _forget_hub_pages(component, words)
    tags = [tag for prop in component.all("CATEGORIES") for tag in text_list(prop)]
    words.categories = [
        safe for tag in dict.fromkeys(tags) if (safe := _clean(tag, component.line, words, report))
    ]
    for prop in component.properties:
        if prop.name not in _USED or prop.name == "CONFERENCE":
            _look_for_joins(prop, words, report)
    _report_dropped(component, report)
    words.joins = list(dict.fromkeys(words.joins))
    return words


def safe_text(text: str, line: int, report: Report) -> str:
    """A text of the calendar itself (its name, its description), without secrets and addresses."""
    return _clean(text, line, Words(), report)


def _safe(prop: Property | None, words: Words, report: Report) -> str:
    return _clean(plain_text(prop), prop.line, words, report) if prop else ""


def _clean(text: str, line: int, words: Words, report: Report) -> str:
    clean, joins = guard(text)
    words.joins += joins
    if not all(map(is_open, joins)):
        _report_secret(line, report)
    elif has_token(text) or (not joins and clean != text):
        _report_token(line, report)
    clean, hidden = hide_addresses(clean)
    if hidden:
        report.dropped("The e-mail address of a person", line)
    return clean.strip()


def _report_secret(line: int, report: Report) -> None:
    report.add(
        "secret-in-public", line, "A passcode or dial-in code of a call is public here; it was moved behind the join page.",
        "Take it out of the source, which others can read.",
    )  # fmt: skip


def _report_token(line: int, report: Report) -> None:
    report.add(
        "secret-in-public", line, "An address with a private token is public here; it was left out.",
        "Take it out of the source, which others can read, and have a new one made.",
    )  # fmt: skip


def _description(component: Component, words: Words, report: Report) -> str:
    """DESCRIPTION, with LOCATION as its last line unless that is only a way to join."""
    description = _safe(component.first("DESCRIPTION"), words, report)
    location = component.first("LOCATION")
    if location is None or is_join_link(plain_text(location)):
        _look_for_joins(location, words, report)
        return description
    place = " ".join(_safe(location, words, report).split())
    return (
        f"{description}\n\nLocation: {place}".strip() if place and place not in description else description
    )


def _forget_hub_pages(component: Component, words: Words) -> None:
    """A hub's feed repeats its own join page as LOCATION, CONFERENCE and first line, and a reason as COMMENT: they
    are the hub's to write, not part of what somebody said about the call."""
    page, conference = component.first("LOCATION"), component.first("CONFERENCE")
    if page and conference and plain_text(page) == plain_text(conference):
        join = plain_text(page).strip()
        words.description = words.description.removesuffix(f"Location: {join}").strip()
        words.description = words.description.removeprefix(join).strip()
        if f"{words.url}join" == join:
            words.url = ""
    if words.reason:
        words.description = words.description.removeprefix(words.reason).strip()


def _link(prop: Property | None, words: Words, report: Report) -> str:
    """URL when it is a web address and no join link."""
    if prop is None:
        return ""
    text = plain_text(prop)
    if has_secret(text):
        _look_for_joins(prop, words, report)
        return ""
    if text.lower().startswith("www."):
        text = f"https://{text}"
    is_web = text.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in text)
    return hide_addresses(text)[0] if is_web else ""


def _look_for_joins(prop: Property | None, words: Words, report: Report) -> None:
    """Any other property may hold a join link (X-GOOGLE-CONFERENCE, ATTACH, CONFERENCE …)."""
    if prop is None or "BASE64" in prop.params.get("ENCODING", "").upper():
        return
    text = " ".join([plain_text(prop), *prop.params.values()])
    clean, joins = guard(text)
    words.joins += joins
    if not all(map(is_open, joins)):
        _report_secret(prop.line, report)
    elif has_token(text) or (not joins and clean != text):
        _report_token(prop.line, report)


def _report_dropped(component: Component, report: Report) -> None:
    for prop in component.properties:
        if prop.name in _PEOPLE:
            report.dropped(f"{prop.name} (a person's name and address)", prop.line)
        elif prop.name not in _USED:
            report.dropped(prop.name, prop.line)
    for child in component.children:
        report.dropped(child.name, child.line)
    for line in component.broken:
        report.dropped("A line that is no property", line)
