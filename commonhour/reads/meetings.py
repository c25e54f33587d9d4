"""All series in one table: searched, sorted, each with its rule and its next date."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from commonhour.core.hues import hue_of
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.cities import fold
from commonhour.models import Occurrence, Series
from commonhour.reads.groups import LAST
from commonhour.reads.series import Cadence, cadences
from commonhour.reads.shapes.series import SeriesShape

Sorter = Callable[["MeetingRow"], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    series: SeriesShape
    hue: int
    cadences: list[Cadence]
    next: ListedDate | None

    @property
    def group_name(self) -> str:
        return self.series.group.name if self.series.group else ""


SORTS: dict[str, Sorter] = {
    "name": lambda row: (fold(row.series.title),),
    "group": lambda row: (not row.group_name, fold(row.group_name), fold(row.series.title)),
    "next": lambda row: (row.next.start if row.next else LAST, fold(row.series.title)),
}


def meeting_rows(now: dt.datetime, query: str = "", sort: str = "") -> list[MeetingRow]:
    """Every series that is not concluded and whose title or group holds all words of `query`."""
    series = list(Series.objects.exclude(state="concluded").select_related("group"))
    rules, following = cadences([row.pk for row in series]), _next_dates(now)
    rows = [
        MeetingRow(SeriesShape.of(row), hue_of(row.group_id), rules[row.pk], following.get(row.slug))
        for row in series
    ]
    rows = [row for row in rows if all(word in _told(row) for word in fold(query).split())]
    key = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def _next_dates(now: dt.datetime) -> dict[str, ListedDate]:
    """The next date of each series that takes place. Two queries, however many series."""
    rows = Occurrence.objects.attached().confirmed().filter(end__gt=now)
    soonest: dict[str, ListedDate] = {}
    for one in rows.first_of_each("series_id").listed():
        soonest.setdefault(one.series, one)
    return soonest


def _told(row: MeetingRow) -> str:
    return fold(f"{row.series.title} {row.series.slug} {row.group_name}")
