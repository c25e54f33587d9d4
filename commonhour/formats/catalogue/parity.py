"""Odd and even weeks in a catalogue: kept as an interval, with a word about the years of 53 weeks."""

import datetime as dt
from typing import Any

from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.words.parity import Parity


def report_parity(catalogue: Catalogue, title: str, parity: Parity, first: dt.date, line: int) -> None:
    """Says what was done with the parity, and when week numbers and interval part or have parted."""
    year = next(y for y in range(max(catalogue.today, first).year, 9999) if weeks_of(y) == 53)
    facts: dict[str, Any] = {
        "title": title, "text": parity.said, "every": parity.every, "first": first.isoformat(),
        "week": first.isocalendar().week, "year": year,
    }  # fmt: skip
    coming = _next(first, parity.every, catalogue.today)
    if parity.has(coming):
        catalogue.find("week-parity", line, **facts)
        return
    other = parity.first_date(first.weekday(), catalogue.today)
    catalogue.find(
        "week-parity", line, "parted", **facts, counted=coming.isoformat(), numbered=other.isoformat()
    )


def weeks_of(year: int) -> int:
    """52 or 53 ISO weeks: 28 December is always in the last one."""
    return dt.date(year, 12, 28).isocalendar().week


def _next(first: dt.date, every: int, today: dt.date) -> dt.date:
    if first >= today:
        return first
    weeks = -(-(today - first).days // (7 * every))
    return first + dt.timedelta(weeks=weeks * every)
