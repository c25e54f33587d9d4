"""The calendar: agenda, month, week, and the same as JSON with pages to turn."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.hues import hue_of
from commonhour.core.layout import Box, Day, Month, Week, agenda, boxes, check_year, month, week
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.errors import NotFound, RefusedInput
from commonhour.models import Group, Occurrence, Series, Space
from commonhour.reads.last_time import with_last
from commonhour.reads.shapes.group import GroupName
from commonhour.reads.shapes.space import SpaceName

AGENDA_LIMIT = 60
JSON_LIMIT, JSON_HIGHEST = 50, 1000


@dataclass(frozen=True)
class Agenda:
    """`days` are the reader's; `next_date` is where the rest begins, None at the end."""

    days: list[Day[ListedDate]]
    next_date: dt.date | None


def agenda_page(scope: Scope, now: dt.datetime, tzid: str, after: dt.datetime | None = None) -> Agenda:
    """The next sixty meetings from `after` (now, unless given), by the reader's days."""
    found = Occurrence.objects.within(scope).upcoming(after or now).listed(AGENDA_LIMIT + 1)
    shown, more = found[:AGENDA_LIMIT], found[AGENDA_LIMIT:]
    return Agenda(agenda(with_last(shown), tzid), more[0].start.date() if more else None)


def earlier_date(scope: Scope, before: dt.datetime) -> dt.date | None:
    """Where an agenda begins that leads up to a moment (UTC): the day of the sixtieth meeting before it, or of the first."""
    over = Occurrence.objects.attached().within(scope).filter(end__lte=before).order_by("-start")
    starts = list(over.values_list("start", flat=True)[:AGENDA_LIMIT])
    return starts[-1].date() if starts else None


def coming(scope: Scope, now: dt.datetime, limit: int) -> list[ListedDate]:
    """What is not over yet, soonest first."""
    return Occurrence.objects.within(scope).upcoming(now).listed(limit)


def near(moment: dt.datetime, limit: int = 8) -> list[ListedDate]:
    """What meets within twelve hours of a moment (UTC)."""
    half = dt.timedelta(hours=12)
    rows = Occurrence.objects.attached().touching(moment - half, moment + half)
    return rows.order_by("start").listed(limit)


def month_page(scope: Scope, year: int, number: int, tzid: str) -> Month[ListedDate]:
    """The weeks of a month; whoever's day begins in it, in the reader's zone."""
    check_year(year)
    if not 1 <= number <= 12:
        raise NotFound("no-such-month", month=number)
    first = dt.datetime(year, number, 1, tzinfo=dt.UTC)
    low, high = first - dt.timedelta(days=9), first + dt.timedelta(days=45)
    return month(_touching(scope, low, high), year, number, tzid)


@dataclass(frozen=True)
class HourDay:
    """A date of the reader's: what lasts all of it, and the rest as boxes, with what began on the day before."""

    date: dt.date
    whole: tuple[ListedDate, ...]
    boxes: tuple[Box[ListedDate], ...]


@dataclass(frozen=True)
class WeekPage:
    week: Week[ListedDate]
    hours: list[HourDay]


def week_page(scope: Scope, iso_year: int, iso_week: int, tzid: str) -> WeekPage:
    check_year(iso_year)
    try:
        monday = dt.datetime.combine(dt.date.fromisocalendar(iso_year, iso_week, 1), dt.time(), dt.UTC)
    except ValueError as error:
        raise NotFound("year-without-week", year=iso_year, week=iso_week) from error
    low, high = monday - dt.timedelta(days=2), monday + dt.timedelta(days=9)
    items = _touching(scope, low, high)
    found = week(items, iso_year, iso_week, tzid)
    return WeekPage(found, [_hour_day(day, items, tzid) for day in found.days])


def _hour_day(day: Day[ListedDate], items: list[ListedDate], tzid: str) -> HourDay:
    whole = tuple(item for item in day.items if item.all_day)
    return HourDay(day.date, whole, boxes(items, day.date, tzid))


def _touching(scope: Scope, low: dt.datetime, high: dt.datetime) -> list[ListedDate]:
    return Occurrence.objects.attached().within(scope).touching(low, high).listed()


@dataclass(frozen=True)
class Filters:
    """What a reader may filter by."""

    spaces: list[SpaceName]
    groups: list[GroupName]
    tags: list[str]


def filters() -> Filters:
    tags = sorted(
        {tag for row in Series.objects.exclude(tags=[]).values_list("tags", flat=True) for tag in row}
    )
    spaces = [SpaceName(*names) for names in Space.objects.values_list("slug", "name")]
    groups = [
        GroupName(slug, name, hue_of(pk))
        for slug, name, pk in Group.objects.living().values_list("slug", "name", "pk")
    ]
    return Filters(spaces, groups, tags)


@dataclass(frozen=True)
class DatesPage:
    """`following` is the address of the rest, None at the end."""

    dates: list[ListedDate]
    following: str | None


def dates_page(
    scope: Scope,
    now: dt.datetime,
    url: str,
    *,
    after: dt.datetime | None = None,
    before: dt.datetime | None = None,
    limit: int = JSON_LIMIT,
    page: int = 0,
    is_ours: bool = False,
) -> DatesPage:
    """What every `.json` twin at `url` holds: sorted by start, cancelled ones included; with `is_ours`, none of an
    outside calendar.

    Raises RefusedInput for a limit outside 1 to 1,000.
    """
    if not 1 <= limit <= JSON_HIGHEST:
        raise RefusedInput("limit-outside", limit=limit, most=JSON_HIGHEST)
    low = after or now
    rows = Occurrence.objects.within(scope).upcoming(low)
    rows = rows.ours() if is_ours else rows
    rows = rows.filter(start__lt=before) if before else rows
    found = rows[page * limit :].listed(limit + 1)
    rest = _next_url(scope, url, low, before, limit, page + 1, is_ours) if len(found) > limit else None
    return DatesPage(found[:limit], rest)


def _next_url(
    scope: Scope,
    url: str,
    after: dt.datetime,
    before: dt.datetime | None,
    limit: int,
    page: int,
    is_ours: bool,
) -> str:
    query = f"after={rfc3339(after)}" + (f"&before={rfc3339(before)}" if before else "")
    query += "" if is_ours else "&outside=include"
    filtered = scope.query()
    return f"{url}?{query}&limit={limit}&page={page}" + (
        f"&{filtered}" if filtered and not scope.series else ""
    )
