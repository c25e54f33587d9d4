"""Odd and even weeks: read as an anchor date and an interval, with a word about the years of 53 weeks."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.when import spoken

_PARITY = re.compile(r"^(?:bi-?weekly|fortnightly)-(odd|even)(?:-weeks?)?$", re.I)
_WEEKS = re.compile(
    r"[\s,;(]*\b(?:on|in)?\s*(odd|even)(?:[ -]numbered)?(?:\s+(?:calendar\s+|iso\s+)?weeks?)\b\)?", re.I
)
_QUAD = re.compile(r"^quad-?weekly(?:-(alternate)|-week-([0-3]))?$", re.I)


@dataclass(frozen=True, slots=True)
class Parity:
    """Weeks whose ISO number, divided by `every`, leaves `rest`; `said` are the file's words."""

    every: int
    rest: int
    said: str

    def has(self, date: dt.date) -> bool:
        return date.isocalendar().week % self.every == self.rest


def read_parity(frequency: str) -> Parity | None:
    """ "biweekly-odd", "biweekly-even", "quadweekly", "quadweekly-week-1", "quadweekly-alternate" (yaml2ical)."""
    text = frequency.strip()
    odd, quad = _PARITY.match(text), _QUAD.match(text)
    if odd:
        return Parity(2, int(odd[1].lower() == "odd"), text)
    if quad:
        return Parity(4, 2 if quad[1] else int(quad[2] or 0), text)
    return None


def parity_in(text: str) -> tuple[Parity | None, str]:
    """ "biweekly (odd weeks)": the parity, and the text without it; None when it names none."""
    found = _WEEKS.search(text)
    if not found:
        return None, text
    return Parity(2, int(found[1].lower() == "odd"), " ".join(text.split())[:60]), _WEEKS.sub(" ", text)


def parity_date(parity: Parity, weekday: int, since: dt.date) -> dt.date:
    """The first such weekday on or after a date that lies in a week of the parity."""
    date = since + dt.timedelta(days=(weekday - since.weekday()) % 7)
    while not parity.has(date):
        date += dt.timedelta(weeks=1)
    return date


def report_parity(catalogue: Catalogue, title: str, parity: Parity, first: dt.date, line: int) -> None:
    """Says what was done with the parity, and when week numbers and interval part or have parted."""
    year = next(y for y in range(max(catalogue.today, first).year, 9999) if weeks_of(y) == 53)
    message = (
        f"“{title}” is said to meet “{parity.said}”. It is kept as every {parity.every} weeks, counted from "
        f"{spoken(first)} (ISO week {first.isocalendar().week}). {year} has 53 weeks: after it the same dates fall on "
        "other week numbers."
    )
    coming = _next(first, parity.every, catalogue.today)
    if not parity.has(coming):
        other = parity_date(parity, first.weekday(), catalogue.today)
        message += f" That has happened before: the interval leads to {spoken(coming)}, the week number to {spoken(other)}."
    catalogue.find(
        "week-parity", line, message, "Give the date of one meeting and the number of weeks between two."
    )


def weeks_of(year: int) -> int:
    """52 or 53 ISO weeks: 28 December is always in the last one."""
    return dt.date(year, 12, 28).isocalendar().week


def _next(first: dt.date, every: int, today: dt.date) -> dt.date:
    if first >= today:
        return first
    weeks = -(-(today - first).days // (7 * every))
    return first + dt.timedelta(weeks=weeks * every)
