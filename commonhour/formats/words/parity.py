"""Odd and even weeks: "biweekly-odd", "every other week (even weeks)", "quadweekly-week-1"."""

import datetime as dt
import re
from typing import Any, Protocol

from commonhour.core.undecided.parity import Parity

_PARITY = re.compile(r"^(?:bi-?weekly|fortnightly)-(odd|even)(?:-weeks?)?$", re.I)
WEEKS = re.compile(
    r"[\s,;(]{0,3}\b(?:on|in)?\s*(odd|uneven|even)(?:[ -]numbered)?(?:\s+(?:calendar\s+|iso\s+)?weeks?)\b\)?",
    re.I,
)
_QUAD = re.compile(r"^quad-?weekly(?:-(alternate)|-week-([0-3]))?$", re.I)


def parity_of(frequency: str) -> Parity | None:
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
    found = WEEKS.search(text)
    if not found:
        return None, text
    return Parity(2, int(found[1].lower() != "even"), " ".join(text.split())[:60]), WEEKS.sub(" ", text)


class Noting(Protocol):
    """A reader of a file that notes what it finds."""

    @property
    def today(self) -> dt.date: ...

    def find(self, code: str, line: int, case: str = "", /, **facts: Any) -> None: ...


def report_parity(reading: Noting, title: str, parity: Parity, first: dt.date, line: int) -> None:
    """Says what was done with the parity, and when week numbers and interval part or have parted."""
    year = next(y for y in range(max(reading.today, first).year, 9999) if _weeks_of(y) == 53)
    facts: dict[str, Any] = {
        "title": title, "text": parity.said, "every": parity.every, "first": first.isoformat(),
        "week": first.isocalendar().week, "year": year,
    }  # fmt: skip
    coming = _next(first, parity.every, reading.today)
    if parity.has(coming):
        reading.find("week-parity", line, **facts)
        return
    other = parity.first_date(first.weekday(), reading.today)
    reading.find(
        "week-parity", line, "parted", **facts, counted=coming.isoformat(), numbered=other.isoformat()
    )


def _weeks_of(year: int) -> int:
    """52 or 53 ISO weeks: 28 December is always in the last one."""
    return dt.date(year, 12, 28).isocalendar().week


def _next(first: dt.date, every: int, today: dt.date) -> dt.date:
    if first >= today:
        return first
    weeks = -(-(today - first).days // (7 * every))
    return first + dt.timedelta(weeks=weeks * every)
