"""Somebody's week: the calls of the next seven days, what changed in the last, and clocks that change for them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from commonhour.core.foresight.hour_changes import HourChange
from commonhour.core.happening import Happened
from commonhour.core.message import Moment
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.zones import instant, wall_of

HOUR = dt.time(7)  # of a Monday, on the reader's clock
STILL_GOOD = dt.timedelta(hours=48)  # for a worker that was down
AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ChangedCall:
    """One date that is not as it was seven days ago; `more` later ones of its series had the same."""

    series: str
    title: str
    happened: Happened
    before: Moment
    after: Moment
    reason: str
    more: int


@dataclass(frozen=True, slots=True)
class TurnedSeries:
    """It goes on otherwise from a date on."""

    series: str
    title: str
    begins: dt.date
    goes_on: Schedule


@dataclass(frozen=True, slots=True)
class ChangedHour:
    """A coming change of the clocks, for a reader in one zone."""

    series: str
    title: str
    change: HourChange


@dataclass(frozen=True, slots=True)
class Week:
    """`series` everywhere is the slug."""

    dates: tuple[ListedDate, ...] = ()
    changed: tuple[ChangedCall, ...] = ()
    turned: tuple[TurnedSeries, ...] = ()
    hours: tuple[ChangedHour, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.dates or self.changed or self.turned or self.hours)

    def within(self, series: Collection[str]) -> "Week":
        return Week(
            tuple(one for one in self.dates if one.series in series),
            tuple(one for one in self.changed if one.series in series),
            tuple(one for one in self.turned if one.series in series),
            tuple(one for one in self.hours if one.series in series),
        )


def monday(now: dt.datetime, tzid: str) -> dt.datetime:
    """The last Monday at 07:00 in a zone, in UTC."""
    today = wall_of(now, tzid).date()
    day = today - dt.timedelta(days=today.weekday())
    begins = instant(dt.datetime.combine(day, HOUR), tzid)
    return begins if begins <= now else instant(dt.datetime.combine(day - AHEAD, HOUR), tzid)


def week_name(begins: dt.datetime, tzid: str) -> str:
    """ "2026-W48"."""
    year, week, _ = wall_of(begins, tzid).isocalendar()
    return f"{year}-W{week:02}"
