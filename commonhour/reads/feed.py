"""Feeds of a scope: iCalendar, Atom and Markdown, from the same rows as every page."""

import datetime as dt
import functools
from collections.abc import Callable
from xml.etree import ElementTree

from commonhour.core import schedule as core
from commonhour.core.layout import agenda
from commonhour.core.zones import city, offset_text, wall_of
from commonhour.formats.ical import FeedCalendar, FeedSeries, write_calendar, write_component, zones_of
from commonhour.models import Community, Schedule
from commonhour.reads.line import Line, lines, rfc3339
from commonhour.reads.scope import Scope

ATOM = "http://www.w3.org/2005/Atom"
SHOWN = 50
# The writer's result depends on nothing but its input, so the same component is never written twice.
_component = functools.lru_cache(maxsize=20_000)(write_component)


def calendar_feed(
    scope: Scope,
    *,
    base_url: str,
    hide_cancelled: bool = False,
    foresight: Callable[[core.Schedule], str] | None = None,
) -> tuple[bytes, dt.datetime]:
    """The .ics of a scope and when anything in it last changed (UTC). Bytes move only when a row did.

    `foresight` gives a schedule's words about coming clock changes, for a reader who named a zone.
    """
    community = Community.the()
    feeds = [_feed(row, base_url, hide_cancelled, foresight) for row in scope.schedules()]
    calendar = FeedCalendar(
        name=scope.title(community.title or "Common Hour"),
        tzid=_shown_in(feeds, community.tzid),
        components=tuple(_component(feed) for feed in feeds),
        zones=frozenset().union(*(zones_of(feed) for feed in feeds)) if feeds else frozenset(),
        description=community.description if scope.is_everything else "",
        colour="teal",
        source_url=base_url + feed_address(scope),
        url=f"{base_url}/",
    )
    changed_at = max((feed.last_modified for feed in feeds), default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return write_calendar(calendar), changed_at


def _shown_in(feeds: list[FeedSeries], tzid: str) -> str:
    """X-WR-TIMEZONE. Some readers move UTC times into it before they apply a rule, which makes a call that keeps
    its UTC hour jump with that zone's clocks; a feed with such a call is therefore shown in UTC."""
    return "UTC" if any(feed.schedule.tzid == "UTC" for feed in feeds) else tzid


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
    title = scope.title(Community.the().title or "Common Hour")
    rows = scope.occurrences().filter(end__gt=now).order_by("start", "id")
    changed = dict(rows[:SHOWN].values_list("public_id", "schedule__changed_at"))
    root = ElementTree.Element("feed", {"xmlns": ATOM})
    _text(root, "title", title)
    _text(root, "id", base_url + path)
    _text(
        root,
        "updated",
        rfc3339(max(filter(None, changed.values()), default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))),
    )
    ElementTree.SubElement(root, "link", {"rel": "self", "href": base_url + path})
    ElementTree.SubElement(root, "link", {"href": f"{base_url}/"})
    for line, updated in zip(lines(rows, SHOWN), changed.values(), strict=True):
        _entry(root, line, updated or now, tzid, base_url)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entry(root: ElementTree.Element, line: Line, updated: dt.datetime, tzid: str, base_url: str) -> None:
    entry = ElementTree.SubElement(root, "entry")
    state = "Cancelled: " if line.is_cancelled else "Moved: " if line.is_moved else ""
    _text(entry, "title", state + line.title)
    _text(entry, "id", f"urn:uuid:{line.id}")
    _text(entry, "updated", rfc3339(updated))
    ElementTree.SubElement(entry, "link", {"href": base_url + line.path})
    ElementTree.SubElement(ElementTree.SubElement(entry, "author"), "name").text = (
        line.group_name or line.series_title
    )
    _text(entry, "summary", _when(line, tzid) + (f" ({line.reason})" if line.reason else ""))


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    # XML 1.0 has no way to write control characters.
    ElementTree.SubElement(parent, name).text = "".join(c for c in text if c in "\t\n" or ord(c) >= 32)


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


def _bullet(line: Line, tzid: str, base_url: str) -> str:
    hour = "" if line.all_day else f"{wall_of(line.start, tzid):%H:%M} ({offset_text(line.start, tzid)}) "
    state = "**cancelled** " if line.is_cancelled else ""
    return f"- {hour}{state}[{_plain(line.title)}]({base_url}{line.path})"


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in " ".join(text.split()))
