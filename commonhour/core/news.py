"""News: what is told of a change, as facts: how dates were and are, and how a series goes on."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.happening import Happened, Seen, what_happened
from commonhour.core.message import Moment
from commonhour.core.schedule.schedule import Schedule


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


@dataclass(frozen=True, slots=True)
class SeriesNews:
    """`goes_on` is how the series meets from the date `begins` on, when that was changed; `is_relocated` that one joins
    it elsewhere now. `following` is its next call as things stand."""

    title: str
    path: str
    group: str
    dates: tuple[DateNews, ...] = ()
    goes_on: Schedule | None = None
    begins: dt.date | None = None
    is_relocated: bool = False
    following: Moment | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.dates or self.goes_on or self.is_relocated)


@dataclass(frozen=True, slots=True)
class News:
    """`by` is who did it, as pages call them; "" when nobody in particular did."""

    by: str
    series: tuple[SeriesNews, ...]

    @property
    def is_empty(self) -> bool:
        return not self.series


# Within this time people may be on their way already.
SOON = dt.timedelta(hours=48)


def is_told_unasked(dates: tuple[DateNews, ...], now: dt.datetime) -> bool:
    """True for a date within two days that is called off or moved: then telling is what is meant."""
    grave = (Happened.CANCELLED, Happened.MOVED)
    return any(
        now <= one.first <= now + SOON and any(what in grave for what in one.happened) for one in dates
    )
