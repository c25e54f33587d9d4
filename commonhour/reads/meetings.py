"""All series in one table: searched, sorted, each with its rule and its next date."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from commonhour.core.hues import hue_of
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Occurrence, Series
from commonhour.reads.series import Cadence, cadences
from commonhour.reads.shapes.series import SeriesShape
from commonhour.reads.table import Key, arranged, by_date, by_name, by_owner


@dataclass(frozen=True, slots=True)
class MeetingRow:
    series: SeriesShape
    hue: int
    cadences: list[Cadence]
    next: ListedDate | None

    @property
    def group_name(self) -> str:
        return self.series.group.name if self.series.group else ""


_SORTS: dict[str, Callable[[MeetingRow], Key]] = {
    "name": lambda row: by_name(row.series.title),
    "group": lambda row: by_owner(row.group_name, row.series.title),
    "next": lambda row: by_date(row.next, row.series.title),
}


def meeting_rows(now: dt.datetime, query: str = "", sort: str = "") -> list[MeetingRow]:
    """Every series that goes on or has a date ahead, by name unless `sort` says another order."""
    following = _next_dates(now)
    every = Series.objects.select_related("group")
    series = [row for row in every if row.state != "concluded" or row.slug in following]
    rules = cadences([row.pk for row in series])
    rows = [
        MeetingRow(SeriesShape.of(row), hue_of(row.group_id), rules[row.pk], following.get(row.slug))
        for row in sorted(series, key=lambda row: by_name(row.title))
    ]
    return arranged(rows, query, sort, told=_told, sorts=_SORTS)


def _next_dates(now: dt.datetime) -> dict[str, ListedDate]:
    """The next date of each series that takes place. Two queries, however many series."""
    rows = Occurrence.objects.attached().confirmed().filter(end__gt=now)
    soonest: dict[str, ListedDate] = {}
    for one in rows.first_of_each("series_id").listed():
        soonest.setdefault(one.series, one)
    return soonest


def _told(row: MeetingRow) -> str:
    return f"{row.series.title} {row.series.slug} {row.group_name}"
