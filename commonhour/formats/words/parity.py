"""Odd and even weeks: "biweekly-odd", "every other week (even weeks)", "quadweekly-week-1"."""

import datetime as dt
import re
from dataclasses import dataclass

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

    def first_date(self, weekday: int, since: dt.date) -> dt.date:
        """The first such weekday on or after a date that lies in a week of the parity."""
        date = since + dt.timedelta(days=(weekday - since.weekday()) % 7)
        while not self.has(date):
            date += dt.timedelta(weeks=1)
        return date


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
    found = _WEEKS.search(text)
    if not found:
        return None, text
    return Parity(2, int(found[1].lower() == "odd"), " ".join(text.split())[:60]), _WEEKS.sub(" ", text)
