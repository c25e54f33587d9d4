"""Feeds of a scope: iCalendar, Atom and Markdown, from the same rows as every page."""

import datetime as dt
import functools
import logging
import re
from collections.abc import Callable
from xml.etree import ElementTree

from commonhour.core.layout import agenda
from commonhour.core.schedule import schedule as core
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import city, offset_text, wall_of
from commonhour.errors import UserError
from commonhour.formats.ical import FeedCalendar, FeedSeries, write_calendar, write_component, zones_of
from commonhour.models import Community, Schedule
from commonhour.reads.line import Line, lines, rfc3339
from commonhour.reads.scope import Scope

logger = logging.getLogger(__name__)
ATOM = "http://www.w3.org/2005/Atom"
SHOWN = 50
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The writer's result depends on nothing but its input, so the same component is never written twice.
_component = functools.lru_cache(maxsize=20_000)(write_component)


def calendar_feed(
    scope: Scope,
    *,
    base_url: str,
    hide_cancelled: bool = False,
    foresight: Callable[[core.Schedule], str] | None = None,
) -> bytes:
    """The .ics of a scope. Bytes move only when a row did.

    `foresight` gives a schedule's words about coming clock changes, for a reader who named a zone.
    """
    community = Community.the()
    feeds = [_feed(row, base_url, hide_cancelled, foresight) for row in scope.schedules()]
    written = [found for found in map(_written, feeds) if found]
    calendar = FeedCalendar(
        name=scope.title(community.title or "Common Hour"),
        tzid=community.tzid,
        components=tuple(component for component, _ in written),
        zones=frozenset().union(*(zones for _, zones in written)),
        description=community.description if scope.is_everything else "",
        colour="teal",
        source_url=base_url + feed_address(scope),
        url=f"{base_url}/",
    )
    return write_calendar(calendar)


def _written(feed: FeedSeries) -> tuple[bytes, frozenset[tuple[str, int]]] | None:
    """One component and its zones. One that cannot be written is left out and logged, and the hub's own reading of
    its feeds shows it as missing; all others are there."""
    try:
        return _component(feed), zones_of(feed)
    except (UserError, OverflowError) as error:
        logger.error("“%s” is left out of the calendar: %s", feed.summary, error)
        return None


def date_feed(line: Line, description: str, changed_at: dt.datetime, base_url: str) -> bytes:
    """One date on its own, to put into a calendar by hand: its UID is its public id, so that the whole feed,
    subscribed to as well, shows it apart rather than fighting over it."""
    feed = FeedSeries(
        schedule=core.Schedule(
            dtstart=_wall(line), tzid=line.tzid, duration=line.end - line.start,
            uid=f"{line.id}@commonhour", status=line.status,
        ),
        summary=line.title, last_modified=changed_at, description=description,
        url=base_url + line.path, join_url=f"{base_url}{line.path}join",
    )  # fmt: skip
    calendar = FeedCalendar(line.title, line.tzid, (_component(feed),), zones_of(feed), url=f"{base_url}/")
    return write_calendar(calendar)


def _wall(line: Line) -> str:
    return wall_text(line.start.date() if line.all_day else wall_of(line.start, line.tzid))


def feed_address(scope: Scope) -> str:
    """Where a scope's .ics lives."""
    if scope.series:
        return f"/meetings/{scope.series}.ics"
    if scope.group and not (scope.space or scope.tag):
        return f"/groups/{scope.group}.ics"
    query = scope.query()
    return "/calendar.ics" + (f"?{query}" if query else "")


def _feed(
    row: Schedule, base_url: str, hide_cancelled: bool, foresight: Callable[[core.Schedule], str] | None
) -> FeedSeries:
    series, pure = row.series, row.as_core()
    about = foresight(pure) if foresight else ""
    return FeedSeries(
        schedule=pure,
        summary=series.title,
        last_modified=row.changed_at,
        created=row.created_at,
        description="\n\n".join(part for part in (about, series.description) if part),
        url=f"{base_url}{series.path}",
        join_url=f"{base_url}{series.path}join",
        categories=tuple(filter(None, [series.group.name if series.group else "", *series.tags])),
        hide_cancelled=hide_cancelled,
    )


def atom_feed(scope: Scope, now: dt.datetime, tzid: str, base_url: str, path: str) -> bytes:
    """The coming meetings as Atom (RFC 4287); an entry's `updated` is when its schedule last changed."""
    rows = scope.occurrences().filter(end__gt=now).order_by("start", "id")
    shown = lines(rows, SHOWN)
    changed = dict(
        Schedule.objects.filter(uid__in={line.uid for line in shown}).values_list("uid", "changed_at")
    )
    root = ElementTree.Element("feed", {"xmlns": ATOM})
    _text(root, "title", scope.title(Community.the().title or "Common Hour"))
    _text(root, "id", base_url + path)
    _text(root, "updated", rfc3339(max(changed.values(), default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))))
    ElementTree.SubElement(root, "link", {"rel": "self", "href": base_url + path})
    ElementTree.SubElement(root, "link", {"href": f"{base_url}/"})
    for line in shown:
        _entry(root, line, changed.get(line.uid, now), tzid, base_url)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(root: ElementTree.Element, line: Line, updated: dt.datetime, tzid: str, base_url: str) -> None:
    entry = ElementTree.SubElement(root, "entry")
    state = "Cancelled: " if line.is_cancelled else "Moved: " if line.is_moved else ""
    _text(entry, "title", state + line.title)
    _text(entry, "id", f"urn:uuid:{line.id}")
    _text(entry, "updated", rfc3339(updated))
    ElementTree.SubElement(entry, "link", {"href": base_url + line.path})
    _text(ElementTree.SubElement(entry, "author"), "name", line.group_name or line.series_title)
    _text(entry, "summary", _when(line, tzid) + (f" ({line.reason})" if line.reason else ""))


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child with a text, without the characters that XML 1.0 §2.2 has no way to write."""
    ElementTree.SubElement(parent, name).text = _NOT_XML.sub("", text)


def _when(line: Line, tzid: str) -> str:
    if line.all_day:
        return f"{line.start:%Y-%m-%d}"
    return f"{wall_of(line.start, tzid):%Y-%m-%d %H:%M} {city(tzid)} ({offset_text(line.start, tzid)})"


def markdown_list(scope: Scope, now: dt.datetime, tzid: str, base_url: str) -> str:
    """The coming meetings as a Markdown list by the reader's day."""
    title = scope.title(Community.the().title or "Common Hour")
    rows = scope.occurrences().filter(end__gt=now).order_by("start", "id")
    parts = [f"# {_plain(title)}", "", f"Times for {city(tzid)}.", ""]
    for day in agenda(lines(rows, SHOWN), tzid):
        parts += [f"## {day.date:%Y-%m-%d}", ""]
        parts += [_bullet(line, tzid, base_url) for line in day.items]
        parts.append("")
    return "\n".join(parts)


def markdown_date(line: Line, tzid: str, base_url: str) -> str:
    """One date as Markdown: its name, its time, where it is."""
    state = "Cancelled. " if line.is_cancelled else "Moved. " if line.is_moved else ""
    reason = f"{_plain(line.reason)}. " if line.reason else ""
    return f"# {_plain(line.title)}\n\n{state}{reason}{_when(line, tzid)}\n\n{base_url}{line.path}\n"


def _bullet(line: Line, tzid: str, base_url: str) -> str:
    hour = "" if line.all_day else f"{wall_of(line.start, tzid):%H:%M} ({offset_text(line.start, tzid)}) "
    state = "**cancelled** " if line.is_cancelled else ""
    return f"- {hour}{state}[{_plain(line.title)}]({base_url}{line.path})"


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in " ".join(text.split()))
