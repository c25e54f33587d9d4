"""Writes Atom (RFC 4287): dates for feed readers."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.rfc3339 import rfc3339

ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class SeriesNews:
    """That a series goes on otherwise from a date on; `number` tells one such change from another."""

    number: int
    title: str
    path: str
    text: str
    at: dt.datetime


def write_atom(
    title: str,
    path: str,
    dates: Iterable[tuple[ListedDate, dt.datetime]],
    *,
    updated: dt.datetime,
    tzid: str,
    base_url: str,
    unlike: Callable[[ListedDate], str],
    news: Iterable[SeriesNews] = (),
) -> bytes:
    """The feed at `path`; each date comes with when it was changed last, and is told in zone `tzid`. `unlike` says how
    one differs from the date before it."""
    root = _feed(title, path, "/", updated, base_url)
    for change in news:
        _news(root, change, base_url)
    for one, changed_at in dates:
        _entry(root, one, changed_at, tzid, base_url, unlike(one))
    return _written(root)


@dataclass(frozen=True)
class TalkNews:
    """A talk for feed readers; `speakers` are names, `links` what each is called and its address."""

    id: int
    title: str
    path: str
    speakers: tuple[str, ...]
    summary: str
    tags: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    held: dt.date | None
    updated_at: dt.datetime


def write_talks(
    title: str, path: str, page: str, talks: Iterable[TalkNews], *, updated: dt.datetime, base_url: str
) -> bytes:
    """The feed at `path` of the talks that `page` lists. A talk keeps its id when it is called otherwise."""
    root = _feed(title, path, page, updated, base_url)
    for one in talks:
        _talk(root, one, title, base_url)
    return _written(root)


def _talk(root: ElementTree.Element, one: TalkNews, home: str, base_url: str) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _text(entry, "title", one.title)
    _text(entry, "id", f"{base_url}/talks/{one.id}/")
    _text(entry, "updated", rfc3339(one.updated_at))
    ElementTree.SubElement(entry, "link", {"href": base_url + one.path})
    for label, url in one.links:
        attributes = {"rel": "related", "href": _NOT_XML.sub("", url), "title": _NOT_XML.sub("", label)}
        ElementTree.SubElement(entry, "link", attributes)
    for name in one.speakers or (home,):
        _text(ElementTree.SubElement(entry, "author"), "name", name)
    for tag in one.tags:
        ElementTree.SubElement(entry, "category", {"term": _NOT_XML.sub("", tag)})
    _text(
        entry,
        "summary",
        ": ".join(filter(None, [one.held.isoformat() if one.held else "", one.summary])) or one.title,
    )


@dataclass(frozen=True)
class TextNews:
    """Notes, a decision, or whatever a search found, for feed readers; `id` is for ever, `author` the group or series that it is of."""

    id: str
    title: str
    path: str
    author: str
    summary: str
    updated_at: dt.datetime


def write_texts(
    title: str, path: str, page: str, texts: Iterable[TextNews], *, updated: dt.datetime, base_url: str
) -> bytes:
    """The feed at `path` of what `page` lists."""
    root = _feed(title, path, page, updated, base_url)
    for one in texts:
        entry = ElementTree.SubElement(root, "entry")
        _text(entry, "title", one.title)
        _text(entry, "id", f"{base_url}{one.id}")
        _text(entry, "updated", rfc3339(one.updated_at))
        ElementTree.SubElement(entry, "link", {"href": base_url + one.path})
        _text(ElementTree.SubElement(entry, "author"), "name", one.author)
        _text(entry, "summary", one.summary or one.title)
    return _written(root)


def _feed(title: str, path: str, page: str, updated: dt.datetime, base_url: str) -> ElementTree.Element:
    root = ElementTree.Element("feed", {"xmlns": ATOM})
    _text(root, "title", title)
    _text(root, "id", base_url + path)
    _text(root, "updated", rfc3339(updated))
    ElementTree.SubElement(root, "link", {"rel": "self", "href": base_url + path})
    ElementTree.SubElement(root, "link", {"href": base_url + page})
    return root


def _written(root: ElementTree.Element) -> bytes:
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _news(root: ElementTree.Element, change: SeriesNews, base_url: str) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _text(entry, "title", f"Changed: {change.title}")
    _text(entry, "id", f"{base_url}{change.path}#changed-{change.number}")
    _text(entry, "updated", rfc3339(change.at))
    ElementTree.SubElement(entry, "link", {"href": base_url + change.path})
    _text(ElementTree.SubElement(entry, "author"), "name", change.title)
    _text(entry, "summary", change.text)


def _entry(
    root: ElementTree.Element, one: ListedDate, updated: dt.datetime, tzid: str, base_url: str, unlike: str
) -> None:
    entry = ElementTree.SubElement(root, "entry")
    state = "Cancelled: " if one.is_cancelled else "Moved: " if one.is_moved else ""
    _text(entry, "title", state + one.title)
    _text(entry, "id", f"urn:uuid:{one.id}")
    _text(entry, "updated", rfc3339(updated))
    ElementTree.SubElement(entry, "link", {"href": base_url + one.path})
    _text(ElementTree.SubElement(entry, "author"), "name", one.group_name or one.series_title)
    _text(
        entry,
        "summary",
        one.when(tzid) + (f", {unlike}" if unlike else "") + (f" ({one.reason})" if one.reason else ""),
    )


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child with a text, without the characters that XML 1.0 §2.2 has no way to write."""
    ElementTree.SubElement(parent, name).text = _NOT_XML.sub("", text)
