"""Goals of a group, and the date a goal's text promises."""

import calendar
import datetime as dt
import re

from commonhour.core.draft import DraftGoal
from commonhour.formats.words.months import MONTH, month_number

_BY = r"(?:\b(?:in|by|during|until|till|before|for|due|end of|within)\s+(?:the\s+)?(?:(?:end|start|beginning|course)\s+of\s+)?|[(,:]\s*|@\s*)"
_DAY = re.compile(rf"{_BY}(\d{{4}})-(\d{{2}})-(\d{{2}})\b", re.I)
_MONTH_DAY = re.compile(rf"{_BY}{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d\d)\b", re.I)
_DAY_MONTH = re.compile(rf"{_BY}(\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(20\d\d)\b", re.I)
_MONTH = re.compile(rf"{_BY}{MONTH},?\s+(20\d\d)\b", re.I)
_QUARTER = re.compile(r"\b(?:Q([1-4])[\s/-]*(20\d\d)|(20\d\d)[\s/-]*Q([1-4]))\b", re.I)
_HALF = re.compile(r"\b(?:H([12])[\s/-]*(20\d\d)|(20\d\d)[\s/-]*H([12]))\b", re.I)
_YEAR = re.compile(rf"{_BY}(20\d\d)\b(?![\d-])", re.I)


def goals_in(text: str) -> list[DraftGoal]:
    """The goals of a line; "; " stands between them."""
    parts = [part.strip() for part in re.split(r";\s+|;$", text)]
    return [DraftGoal(part, due_date(part)) for part in parts if part]


def due_date(text: str) -> dt.date | None:
    """The last day of the date a goal promises: "in 2023" is 2023-12-31, "by Q3 2024" is 2024-09-30."""
    if found := _DAY.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_DAY.search(text):
        return _date(int(found[3]), month_number(found[1]), int(found[2]))
    if found := _DAY_MONTH.search(text):
        return _date(int(found[3]), month_number(found[2]), int(found[1]))
    if found := _MONTH.search(text):
        return _month_end(int(found[2]), month_number(found[1]))
    if found := _QUARTER.search(text):
        return _month_end(int(found[2] or found[3]), 3 * int(found[1] or found[4]))
    if found := _HALF.search(text):
        return _month_end(int(found[2] or found[3]), 6 * int(found[1] or found[4]))
    found = _YEAR.search(text)
    return dt.date(int(found[1]), 12, 31) if found else None


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
