"""Odd and even weeks: kept as an interval from a date, which a year of 53 weeks pulls apart from the week's number."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.undecided.question import Facts


@dataclass(frozen=True, slots=True)
class Parity:
    """Weeks whose ISO number, divided by `every`, leaves `rest`; `said` are the file's words."""

    every: int
    rest: int
    said: str

    def has(self, date: dt.date) -> bool:
        return date.isocalendar().week % self.every == self.rest

    def first_date(self, weekday: int, since: dt.date) -> dt.date:
        """The first such weekday on or after a date that lies in a week of the parity."""
        date = since + dt.timedelta(days=(weekday - since.weekday()) % 7)
        while not self.has(date):
            date += dt.timedelta(weeks=1)
        return date


def parity_facts(title: str, parity: Parity, first: dt.date, today: dt.date) -> tuple[str, Facts]:
    """What was done with the parity, and when week numbers and interval part or have parted: a case and its facts."""
    year = next(y for y in range(max(today, first).year, 9999) if weeks_of(y) == 53)
    facts: Facts = {
        "title": title, "text": parity.said, "every": parity.every, "first": first.isoformat(),
        "week": first.isocalendar().week, "year": year,
    }  # fmt: skip
    coming = _next(first, parity.every, today)
    if parity.has(coming):
        return "", facts
    other = parity.first_date(first.weekday(), today)
    return "parted", facts | {"counted": coming.isoformat(), "numbered": other.isoformat()}


def weeks_of(year: int) -> int:
    """52 or 53 ISO weeks: 28 December is always in the last one."""
    return dt.date(year, 12, 28).isocalendar().week


def _next(first: dt.date, every: int, today: dt.date) -> dt.date:
    if first >= today:
        return first
    weeks = -(-(today - first).days // (7 * every))
    return first + dt.timedelta(weeks=weeks * every)
