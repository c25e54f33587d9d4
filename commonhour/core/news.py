"""News: what is told of a change, as facts: how dates were and are, how a series goes on, and whether it meets at all."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.happening import Happened, Seen, what_happened
from commonhour.core.message import Moment
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.zones import wall_of


def moment_of(seen: Seen) -> Moment:
    return Moment(seen.start, seen.tzid, seen.end, seen.all_day)


@dataclass(frozen=True, slots=True)
class DateNews:
    """One date as it was seen and is seen; None where there is none. `path` is its page."""

    path: str
    before: Seen | None
    after: Seen | None

    @property
    def happened(self) -> list[Happened]:
        return what_happened(self.before, self.after)

    @property
    def first(self) -> dt.datetime:
        """When it was, or is, to begin: whichever is earlier."""
        return min(side.start for side in (self.before, self.after) if side is not None)

    @property
    def reason(self) -> str:
        return self.after.reason if self.after else ""

    @property
    def is_called_off(self) -> bool:
        """It took place, and does so no more: as cancelled, or as a date that there is not any more."""
        grave = (Happened.CANCELLED, Happened.GONE)
        return bool(self.before and not self.before.is_cancelled) and any(
            one in grave for one in self.happened
        )

    def is_gone_from(self, day: dt.date) -> bool:
        """True when there is no such date any more, and it was on this day or later, where it is held."""
        if self.before is None or Happened.GONE not in self.happened:
            return False
        return wall_of(self.before.start, "UTC" if self.before.all_day else self.before.tzid).date() >= day


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a series meets, as a code, and why not. `stops_on` is its first day without dates, `back_on` when it is
    expected back, both on the clocks of its place."""

    state: str
    reason: str = ""
    stops_on: dt.date | None = None
    back_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SeriesNews:
    """`goes_on` is how the series meets from the date `begins` on, when that was changed; `is_relocated` that one joins
    it elsewhere now. `following` is its next call as things stand. `stands` is set when it pauses, has ended or meets
    again: `last` is then its last call before it stops, and `rhythm` how it meets again. `resumes` is its first call after
    a break."""

    title: str
    path: str
    group: str
    dates: tuple[DateNews, ...] = ()
    goes_on: Schedule | None = None
    begins: dt.date | None = None
    is_relocated: bool = False
    following: Moment | None = None
    stands: Standing | None = None
    last: Moment | None = None
    rhythm: tuple[Schedule, ...] = ()
    resumes: Moment | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.dates or self.goes_on or self.is_relocated or self.stands)

    @property
    def dates_apart(self) -> tuple[DateNews, ...]:
        """The dates that need words of their own: not those that come or go because the series meets again or stops."""
        if self.stands is None:
            return self.dates
        stops_on = self.stands.stops_on
        if self.stands.state == "active":
            return tuple(one for one in self.dates if Happened.ADDED not in one.happened)
        return tuple(one for one in self.dates if stops_on is None or not one.is_gone_from(stops_on))

    @property
    def falling_out(self) -> tuple[DateNews, ...]:
        """The dates that do not take place because it stops."""
        stops_on = self.stands.stops_on if self.stands else None
        return tuple(
            one for one in self.dates if stops_on and one.is_called_off and one.is_gone_from(stops_on)
        )

    @property
    def back_with(self) -> Moment | None:
        """The first date with which it meets again."""
        came = (one.after for one in self.dates if Happened.ADDED in one.happened)
        return next((moment_of(one) for one in came if one and not one.is_cancelled), self.following)


@dataclass(frozen=True, slots=True)
class BreakNews:
    """Days for which dates were called off at once, both included; `is_taken_back` when they are back."""

    first: dt.date
    last: dt.date
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """`by` is who did it, as pages call them; "" when nobody in particular did."""

    by: str
    series: tuple[SeriesNews, ...]
    days_off: BreakNews | None = None

    @property
    def is_empty(self) -> bool:
        return not self.series


# Within this time people may be on their way already.
SOON = dt.timedelta(hours=48)


def is_told_unasked(dates: tuple[DateNews, ...], now: dt.datetime) -> bool:
    """True for a date within two days that is called off or moved: then telling is what is meant."""
    return any(
        now <= one.first <= now + SOON and (one.is_called_off or Happened.MOVED in one.happened)
        for one in dates
    )
