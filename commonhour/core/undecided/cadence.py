"""A Cadence is how often something meets, as words say it: exactly, or as one of a handful that they allow."""

import datetime as dt
import itertools
from dataclasses import dataclass, replace

from commonhour.core.recurrence.rules import WEEKDAYS, normal_rrule
from commonhour.core.recurrence.set import walls
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import wall_text
from commonhour.core.undecided.parity import Parity

_WEEK = dt.timedelta(weeks=1)
_YEARS = dt.timedelta(days=366 * 3)
PLACES_IN_MONTH = (1, 2, 3, 4, -1)


@dataclass(frozen=True, slots=True)
class Cadence:
    """`kind`: daily, weekly, interval, nth, monthly, rare, once, never or "" for what cannot be read exactly.

    `days` are weekdays (0 is Monday), `nths` which of them in the month, `start` a date with a year the words
    give. `allows` are the exact ones that words in doubt may mean. With a `parity` it is counted from such a week.
    """

    kind: str
    days: tuple[int, ...] = ()
    interval: int = 1
    nths: tuple[int, ...] = ()
    start: dt.date | None = None
    is_contradictory: bool = False
    allows: tuple["Cadence", ...] = ()
    parity: Parity | None = None

    def rule(self) -> str:
        """The RRULE, "" for once. Only for daily, weekly, interval, nth and once."""
        names = [WEEKDAYS[day] for day in self.days]
        interval = f";INTERVAL={self.interval}" if self.interval != 1 else ""
        if self.kind == "once":
            return ""
        if self.kind == "daily":
            return "FREQ=DAILY"
        if self.kind == "nth":
            return f"FREQ=MONTHLY{interval};BYDAY=" + ",".join(
                f"{n}{name}" for n in self.nths for name in names
            )
        return f"FREQ=WEEKLY{interval};BYDAY={','.join(names)}"

    def first_date(self, since: dt.date) -> dt.date:
        """The first date of an exact cadence on or after a date, which is `since` itself for once and daily."""
        if self.kind in ("daily", "once"):
            return since
        if self.kind in ("weekly", "interval"):
            return min(since + dt.timedelta(days=(day - since.weekday()) % 7) for day in self.days)
        # The rule from the first of the month before; DTSTART itself is no date of it.
        begin = dt.datetime.combine(since.replace(day=1) - dt.timedelta(days=1), dt.time())
        every = replace(self, interval=1).rule()
        rule = Schedule(wall_text(begin), "UTC", dt.timedelta(), normal_rrule(every))
        dates = (wall.date() for wall in walls(rule, begin + _YEARS))
        return next(date for date in dates if date >= since and date > begin.date())

    def exact(self) -> tuple["Cadence", ...]:
        """Every exact cadence the words may mean, itself when it is one; none when they leave more than that open."""
        if self.allows:
            return self.allows
        if self.kind == "monthly" and self.days:
            return tuple(replace(self, kind="nth", nths=(place,)) for place in PLACES_IN_MONTH)
        if self.kind == "interval" and self.days and self.start and self.start.weekday() not in self.days:
            # Either the date is right or the day: that week's, or the next one's.
            right_date = replace(self, days=(self.start.weekday(),))
            monday = self.start - dt.timedelta(days=self.start.weekday())
            return right_date, *(
                replace(self, start=self.first_date(week)) for week in (monday, monday + _WEEK)
            )
        is_exact = self.kind == "daily" or (self.kind == "once" and self.start is not None) or bool(
            self.days and (self.kind in ("weekly", "interval") or (self.kind == "nth" and self.nths))
        )  # fmt: skip
        return (self,) if is_exact else ()

    def beginnings(self, today: dt.date) -> list[dt.date]:
        """The first dates an exact cadence may be counted from: its own start, or the next date; one for each
        of the weeks between two meetings when it skips weeks and nothing says which."""
        if self.parity:
            return [min(self.parity.first_date(day, self.start or today) for day in self.days)]
        if self.start is not None:
            return [self.first_date(self.start)]
        first = self.first_date(today)
        if self.kind == "nth":
            months = itertools.accumulate(
                range(1, self.interval), lambda date, _: self.first_date(_next_month(date)), initial=first
            )
            return list(months)
        if self.kind != "interval":
            return [first]
        monday = first - dt.timedelta(days=first.weekday())
        return [first, *(self.first_date(monday + step * _WEEK) for step in range(1, self.interval))]


def _next_month(date: dt.date) -> dt.date:
    return (date.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
