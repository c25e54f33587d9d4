"""Odd and even weeks in a catalogue: kept as an interval, with a word about the years of 53 weeks."""

import datetime as dt

from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.when import spoken
from commonhour.formats.words.parity import Parity


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
        other = parity.first_date(first.weekday(), catalogue.today)
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
