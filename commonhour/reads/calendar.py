"""The calendar: agenda, month, week, and the same as JSON with pages to turn."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from commonhour.core.layout import Day, Month, Week, agenda, check_year, month, week
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import Group, Series, Space
from commonhour.reads.line import Line, lines, rfc3339
from commonhour.reads.scope import Scope

AGENDA_LIMIT = 60
JSON_LIMIT, JSON_HIGHEST = 50, 1000


@dataclass(frozen=True)
class Agenda:
    """`days` are the reader's; `earlier` and `later` are dates to turn to."""

    days: list[Day[Line]]
    after: dt.datetime
    has_more: bool
    next_date: dt.date | None


def agenda_page(scope: Scope, now: dt.datetime, tzid: str, after: dt.datetime | None = None) -> Agenda:
    """The next sixty meetings from `after` (now, unless given), by the reader's days."""
    rows = scope.occurrences().filter(end__gt=after or now).order_by("start", "id")
    found = lines(rows, AGENDA_LIMIT + 1)
    shown = found[:AGENDA_LIMIT]
    more = found[AGENDA_LIMIT:]
    return Agenda(agenda(shown, tzid), after or now, bool(more), more[0].start.date() if more else None)


def month_page(scope: Scope, year: int, number: int, tzid: str) -> Month[Line]:
    """The weeks of a month; whoever's day begins in it, in the reader's zone."""
    check_year(year)
    if not 1 <= number <= 12:
        raise NotFound("no-such-month", month=number)
    first = dt.datetime(year, number, 1, tzinfo=dt.UTC)
    low, high = first - dt.timedelta(days=9), first + dt.timedelta(days=45)
    return month(lines(scope.occurrences().touching(low, high)), year, number, tzid)


def week_page(scope: Scope, iso_year: int, iso_week: int, tzid: str) -> Week[Line]:
    check_year(iso_year)
    try:
        monday = dt.datetime.combine(dt.date.fromisocalendar(iso_year, iso_week, 1), dt.time(), dt.UTC)
    except ValueError as error:
        raise NotFound("year-without-week", year=iso_year, week=iso_week) from error
    low, high = monday - dt.timedelta(days=2), monday + dt.timedelta(days=9)
    return week(lines(scope.occurrences().touching(low, high)), iso_year, iso_week, tzid)


@dataclass(frozen=True)
class Filters:
    """What a reader may filter by."""

    spaces: list[Space]
    groups: list[Group]
    tags: list[str]


def filters() -> Filters:
    tags = sorted(
        {tag for row in Series.objects.exclude(tags=[]).values_list("tags", flat=True) for tag in row}
    )
    return Filters(list(Space.objects.all()), list(Group.objects.living()), tags)


def occurrences_json(
    scope: Scope,
    now: dt.datetime,
    base_url: str,
    path: str,
    *,
    after: dt.datetime | None = None,
    before: dt.datetime | None = None,
    limit: int = JSON_LIMIT,
    page: int = 0,
) -> dict[str, Any]:
    """The document of every `.json` twin: UTC instants, sorted by start, cancelled ones included.

    `next` leads to the rest. Raises RefusedInput for a limit outside 1 to 1,000.
    """
    if not 1 <= limit <= JSON_HIGHEST:
        raise RefusedInput("limit-outside", limit=limit, most=JSON_HIGHEST)
    low = after or now
    rows = scope.occurrences().order_by("start", "id").filter(end__gt=low)
    rows = rows.filter(start__lt=before) if before else rows
    found = lines(rows[page * limit :], limit + 1)
    rest = _next_url(scope, base_url + path, low, before, limit, page + 1) if len(found) > limit else None
    return {"occurrences": [line.as_json(base_url) for line in found[:limit]], "next": rest}


def _next_url(
    scope: Scope, url: str, after: dt.datetime, before: dt.datetime | None, limit: int, page: int
) -> str:
    query = f"after={rfc3339(after)}" + (f"&before={rfc3339(before)}" if before else "")
    filtered = scope.query()
    return f"{url}?{query}&limit={limit}&page={page}" + (
        f"&{filtered}" if filtered and not scope.series else ""
    )
