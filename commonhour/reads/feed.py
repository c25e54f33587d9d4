"""Feeds of a scope: iCalendar, Atom and Markdown, from the same rows as every page."""

import datetime as dt
import functools
import itertools
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils.translation import gettext

from commonhour.core.layout import agenda
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.core.speech.policies import expected_line
from commonhour.core.speech.sentences import rule_sentence
from commonhour.errors import UserError
from commonhour.formats.atom import SeriesNews, write_atom
from commonhour.formats.ical import FeedCalendar, FeedSeries, write_calendar, write_component, zones_of
from commonhour.formats.markdown_dates import markdown_list
from commonhour.models import Community, Occurrence, Schedule, Series
from commonhour.reads.changed_dates import ChangedSeries, changed_series
from commonhour.reads.door import expected_in
from commonhour.reads.history import BEFORE_ANYTHING, told_at
from commonhour.reads.last_time import with_last
from commonhour.reads.scope import scope_title
from commonhour.reads.talks_told import talks_told

logger = logging.getLogger(__name__)
SHOWN = 50
Unlike = Callable[
    [ListedDate], str
]  # how a date differs from the one before it, in words; "" when it does not
# The writer's result depends on nothing but its input, so the same component is never written twice.
_component = functools.lru_cache(maxsize=20_000)(write_component)


def calendar_feed(
    scope: Scope,
    *,
    base_url: str,
    hide_cancelled: bool = False,
    is_ours: bool = True,
    foresight: Callable[[core.Schedule], str] | None = None,
    unlike: Unlike | None = None,
) -> bytes:
    """The .ics of a scope; without `is_ours`, with the calls of outside calendars. Bytes move only when a row did.

    `foresight` gives a schedule's words about coming clock changes, for a reader who named a zone; `unlike` those about
    how a moved date differs from the one before it.
    """
    community = Community.the()
    rows = Schedule.objects.in_feed(scope, is_ours=is_ours)
    expected = _expected(community)
    told, talks = _moved_dates(scope, unlike) if unlike else {}, talks_told(scope)
    feeds = [
        series_feed(
            row,
            base_url,
            hide_cancelled,
            foresight,
            told.get(row.uid, {}),
            talks.get(row.uid, {}),
            expected(row.series),
        )
        for row in rows
    ]
    written = [found for found in map(_written, _apart(feeds)) if found]
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


def _moved_dates(scope: Scope, unlike: Unlike) -> dict[str, dict[str, str]]:
    """By UID and original place, the words about each moved date."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in with_last(Occurrence.objects.attached().within(scope).filter(is_moved=True).listed()):
        if said := unlike(one):
            found[one.uid][one.recurrence_id] = said
    return found


def _apart(feeds: list[FeedSeries]) -> Iterator[FeedSeries]:
    """The same with a UID of its own each: two outside calendars may list one call."""
    taken: set[str] = set()
    for feed in feeds:
        uid = next(
            one for n in itertools.count(1) if (one := feed.schedule.uid + f"-{n}" * (n > 1)) not in taken
        )
        taken.add(uid)
        yield feed if uid == feed.schedule.uid else replace(feed, schedule=replace(feed.schedule, uid=uid))


def _written(feed: FeedSeries) -> tuple[bytes, frozenset[tuple[str, int]]] | None:
    """One component and its zones. One that cannot be written is left out and logged, and the hub's own reading of
    its feeds shows it as missing; all others are there."""
    try:
        return _component(feed), zones_of(feed)
    except (UserError, OverflowError) as error:
        logger.error("“%s” is left out of the calendar: %s", feed.summary, error)
        return None


def series_feed(
    row: Schedule,
    base_url: str,
    hide_cancelled: bool,
    foresight: Callable[[core.Schedule], str] | None = None,
    told: dict[str, str] | None = None,
    talks: dict[str, str] | None = None,
    expected: str = "",
) -> FeedSeries:
    """One schedule as a feed, or an invitation, is written from it. `talks` are held on the dates with these original
    places."""
    series = row.series
    pure = _telling(
        _with_talks(row.as_core(), talks or {}, series.description), told or {}, series.description
    )
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
        expected=expected,
    )


def _with_talks(schedule: core.Schedule, talks: dict[str, str], description: str) -> core.Schedule:
    """What is held stands before the description of its date; such a date is as planned in everything else, so that it
    is no news for whoever has it."""
    if not talks:
        return schedule
    known = {one.recurrence_id: one for one in schedule.overrides}
    for place, lines in talks.items():
        one = known.get(place) or core.Override(place, sequence=schedule.sequence)
        text = description if one.description is None else one.description
        known[place] = replace(one, description=f"{lines}\n\n{text}".strip())
    return replace(schedule, overrides=tuple(known.values()))


def _expected(usual: Community) -> Callable[[Series], str]:
    """What to expect in the calls of a series, in one line in the language in force."""
    return lambda series: expected_line(expected_in(series, usual), gettext)


def _telling(schedule: core.Schedule, told: dict[str, str], description: str) -> core.Schedule:
    """The schedule with those words before the description of each moved date."""
    if not told:
        return schedule
    changed = (
        replace(one, description=f"{told[one.recurrence_id]}\n\n{one.description or description}".strip())
        if one.recurrence_id in told
        else one
        for one in schedule.overrides
    )
    return replace(schedule, overrides=tuple(changed))


def atom_feed(
    scope: Scope,
    now: dt.datetime,
    tzid: str,
    base_url: str,
    path: str,
    *,
    is_ours: bool = True,
    unlike: Unlike | None = None,
) -> bytes:
    """The coming meetings as Atom; an entry's `updated` is when something last happened to its date."""
    shown = _coming(scope, now, is_ours)
    told = told_at([one.id for one in shown])
    news = [_news(one, now) for one in changed_series(now, scope)]
    return write_atom(
        _title(scope),
        path,
        [(one, told[one.id]) for one in shown],
        updated=max([*told.values(), *(one.at for one in news)], default=BEFORE_ANYTHING),
        tzid=tzid,
        base_url=base_url,
        unlike=unlike or _nothing,
        news=news,
    )


def _news(one: ChangedSeries, now: dt.datetime) -> SeriesNews:
    text = f"From {one.date:%Y-%m-%d} on: {rule_sentence(one.goes_on, now=now)}"
    return SeriesNews(one.change_set, one.title, one.path, text, one.at)


def markdown_feed(
    scope: Scope,
    now: dt.datetime,
    tzid: str,
    base_url: str,
    *,
    is_ours: bool = True,
    unlike: Unlike | None = None,
) -> str:
    """The coming meetings as a Markdown list by the reader's day."""
    days = agenda(_coming(scope, now, is_ours), tzid)
    return markdown_list(_title(scope), days, tzid, base_url, unlike or _nothing)


def _coming(scope: Scope, now: dt.datetime, is_ours: bool) -> list[ListedDate]:
    rows = Occurrence.objects.within(scope).upcoming(now)
    return with_last((rows.ours() if is_ours else rows).listed(SHOWN))


def _nothing(one: ListedDate) -> str:
    return ""


def _title(scope: Scope) -> str:
    return scope_title(scope, Community.the().title or "Common Hour")
