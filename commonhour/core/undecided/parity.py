"""Odd and even weeks: kept as an interval from a date, which a year of 53 weeks pulls apart from the week's number."""

import datetime as dt
from dataclasses import dataclass


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
