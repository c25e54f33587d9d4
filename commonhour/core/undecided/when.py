"""What words say about when something meets, as plain values: the ground on which schedule or question is decided."""

import datetime as dt
from dataclasses import dataclass, field

from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.zone_said import ZoneSaid


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day and a month; the year may be missing."""

    month: int
    day: int
    year: int | None = None

    def in_year(self, year: int) -> dt.date | None:
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def whole(self) -> dt.date | None:
        return self.in_year(self.year) if self.year else None


@dataclass(frozen=True, slots=True)
class HourIn:
    """An hour on the clocks of a zone."""

    start: dt.time
    zone: ZoneSaid


@dataclass(frozen=True, slots=True)
class When:
    """`text` are the words. What they do not say is None, 0 or empty; nothing is guessed.

    `days` are those they name (0 is Monday); a date they name is either the one it takes place on or the one it
    `starts` from; `hours` is how many calls' hours they name, `has_hour` that they were to give one, readable or not;
    `is_next` that they are about the next meeting. `also` is the same hour on other clocks, `is_half_open` says that it
    may be in the morning or the evening, `season` that it is so in "summer" or in "winter". `unread` are the words near the time that nobody understood, `qualifier` those
    that say it is not always so. Of several hours, each with what goes with it is one of the `parts`, which may `takes_turns`.
    """

    text: str = ""
    cadence: Cadence = field(default_factory=lambda: Cadence(""))
    days: tuple[int, ...] = ()
    start: dt.time | None = None
    length: dt.timedelta | None = None
    zone: ZoneSaid = field(default_factory=ZoneSaid)
    date: PartialDate | None = None
    starts: PartialDate | None = None
    hours: int = 0
    has_hour: bool = True
    is_next: bool = False
    also: tuple[HourIn, ...] = ()
    is_half_open: bool = False
    unread: str = ""
    qualifier: str = ""
    season: str = ""
    parts: tuple["When", ...] = ()
    takes_turns: bool = False

    @property
    def says_something(self) -> bool:
        return bool(self.start or self.cadence.kind or self.date or self.days)

    @property
    def anchor(self) -> PartialDate | None:
        """The date it is counted from."""
        return self.starts or self.date

    def dates(self, today: dt.date) -> list[dt.date]:
        """What a date without a year may be: those near today on the weekday that stands with it."""
        if self.date is None:
            return []
        years = [self.date.year] if self.date.year else range(today.year - 6, today.year + 3)
        days = [day for year in years if (day := self.date.in_year(year))]
        fitting = [day for day in days if len(self.days) == 1 and day.weekday() == self.days[0]]
        return days if self.date.year else fitting or days
