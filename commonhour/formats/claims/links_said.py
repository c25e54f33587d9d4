"""What a document's links and addresses claim: calendars with their zone, chat channels, e-mail addresses, hosts."""

import re
from urllib.parse import urlsplit

from commonhour.core.audit.claim import AddressClaim, CalendarClaim, ChannelClaim, ChatLinkClaim
from commonhour.core.matching.naming import fold
from commonhour.core.places.calendars import calendar_sources
from commonhour.core.time.zones import resolve
from commonhour.formats.claims.document import Document, said_lines
from commonhour.formats.page.blocks import Line, Section, Span, lines_in
from commonhour.formats.page.wording import split_label, undecorated

_CHAT_LABEL = re.compile(r"\b(?:chat|slack|zulip|matrix|discord|instant messag\w+|irc)\b", re.I)
_CHAT_NAME = re.compile(r"(?<![\w/&])#([a-z][\w-]*\w)", re.I)
_CHAT_LINK = re.compile(r"/archives/\w|discord\.com/channels/\w|matrix\.to/#/\w|/#narrow/|/l/channel/")
_NAME_OF_CHAT = re.compile(r"(?:#\s?)?([a-z][\w.]*(?:-[\w.]+)+)|#\s?([a-z]\w+)", re.I)
_MAIL = re.compile(r"(?<![\w.@/])([\w.+-]+)\s?(?:@|\((?:at)\)|\[(?:at)\])\s?([\w-]+(?:\.[\w-]+)+)", re.I)
_UTC_HEADING = re.compile(r"\((UTC)\)|\bCoordinated Universal Time\b")
_FORGES = ("github.com", "gitlab.com", "codeberg.org")
_NOBODYS = {
    "google", "slack", "zoom", "youtube", "youtu", "github", "linuxfoundation", "groups", "thetimezoneconverter", "twitter",
    "linkedin", "hackmd", "discord", "bit", "zulipchat",
}  # fmt: skip


def read_links(document: Document) -> None:
    for section in document.root.walk():
        for line in lines_in(section.blocks):
            _addresses(document, line)
            for span in line.links:
                _link(document, section, span.url, line.number)
                _chat_link(document, section, span, line.number)
        for line, _ in said_lines(section):
            _chat(document, section, line)


def _link(document: Document, section: Section, url: str, number: int) -> None:
    label = owner_label(url)
    document.claims.links.append((url, document.place(number)))
    if label and label not in _NOBODYS:
        document.claims.hosts.append(label)
    for source in calendar_sources(url):
        tzid = resolve(source.tzid) if source.tzid else None
        if tzid:
            document.claims.calendars.append(CalendarClaim(source.url, tzid, document.place(number)))
            _check_heading(document, section, tzid, number)


def _chat_link(document: Document, section: Section, span: Span, number: int) -> None:
    if _CHAT_LINK.search(span.url):
        name = _NAME_OF_CHAT.fullmatch(span.text.strip())
        claim = ChatLinkClaim(
            document.subjects[id(section)],
            span.url,
            name[1] or name[2] if name else "",
            document.place(number),
        )
        document.claims.chat_links.append(claim)


def _check_heading(document: Document, section: Section, tzid: str, number: int) -> None:
    """A calendar "in UTC" whose link shows it in another zone."""
    if _UTC_HEADING.search(section.name) and tzid != "UTC":
        document.reading.find("contradiction", number, "heading-zone", line=section.number, zone=tzid)


def owner_label(url: str) -> str:
    """Whose a link is: "todogroup" of todogroup.org, lists.todogroup.org and github.com/todogroup/…"""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host in _FORGES:
        return parts.path.strip("/").split("/")[0]
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 else ""


def _chat(document: Document, section: Section, line: Line) -> None:
    if "#" not in line.text:
        return
    label, rest = split_label(line)
    names = {found[1] for found in _CHAT_NAME.finditer(rest.text)}
    if len(names) == 1 and _CHAT_LABEL.search(undecorated(label.text)):
        about = document.subjects[id(section)]
        name = f"#{next(iter(names))}"
        document.claims.channels.append(ChannelClaim(about, "chat", name, document.place(line.number)))


def _addresses(document: Document, line: Line) -> None:
    text = line.text
    for found in (
        _MAIL.finditer(text) if "@" in text or "at)" in text.lower() or "at]" in text.lower() else ()
    ):
        address = fold(f"{found[1]}@{found[2]}")
        document.claims.addresses.append(AddressClaim(address, document.place(line.number)))
