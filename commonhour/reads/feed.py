"""Feeds of a scope: iCalendar, Atom and Markdown, from the same rows as every page."""

import datetime as dt
import functools
import logging
from collections.abc import Callable

from commonhour.core.layout import agenda
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.errors import UserError
from commonhour.formats.atom import write_atom
from commonhour.formats.ical import FeedCalendar, FeedSeries, write_calendar, write_component, zones_of
from commonhour.formats.markdown_dates import markdown_list
from commonhour.models import Community, Occurrence, Schedule
from commonhour.reads.history import BEFORE_ANYTHING, told_at
from commonhour.reads.scope import scope_title

logger = logging.getLogger(__name__)
SHOWN = 50
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
    feeds = [_feed(row, base_url, hide_cancelled, foresight) for row in Schedule.objects.in_feed(scope)]
    written = [found for found in map(_written, feeds) if found]
    calendar = FeedCalendar(
        name=scope_title(scope, community.title or "Common Hour"),
        tzid=community.tzid,
        components=tuple(component for component, _ in written),
        zones=frozenset().union(*(zones for _, zones in written)),
        description=community.description if scope.is_everything else "",
        colour="teal",
        source_url=base_url + scope.feed_path,
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
    """The coming meetings as Atom; an entry's `updated` is when something last happened to its date."""
    shown = _coming(scope, now)
    told = told_at([one.id for one in shown])
    return write_atom(
        _title(scope),
        path,
        [(one, told[one.id]) for one in shown],
        updated=max(told.values(), default=BEFORE_ANYTHING),
        tzid=tzid,
        base_url=base_url,
    )


def markdown_feed(scope: Scope, now: dt.datetime, tzid: str, base_url: str) -> str:
    """The coming meetings as a Markdown list by the reader's day."""
    return markdown_list(_title(scope), agenda(_coming(scope, now), tzid), tzid, base_url)


def _coming(scope: Scope, now: dt.datetime) -> list[ListedDate]:
    return Occurrence.objects.within(scope).upcoming(now).listed(SHOWN)


def _title(scope: Scope) -> str:
    return scope_title(scope, Community.the().title or "Common Hour")
