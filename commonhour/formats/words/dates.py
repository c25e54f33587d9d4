"""Dates in a sentence: "2026-11-26", "Nov 26th, 2026", "26 November"; the year may be missing."""

import re

from commonhour.core.undecided.when import PartialDate
from commonhour.formats.words.months import MONTH, month_number
from commonhour.formats.words.weekdays import SHORT_DAY

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTH_DAY = re.compile(
    rf"\b{MONTH}\.?,?\s+(?:(?:\w{{2,6}}day|{SHORT_DAY}),?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(\d{{4}})\b)?"
)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b\.?(?:,?\s+(\d{{4}})\b)?")
START = re.compile(
    r"\b(?:starting|starts?|from|since|beginning|first (?:meeting|call|one)(?: is| was)?(?: on)?)\b", re.I
)
_DIGIT = re.compile(r"\d")
_ONE_PLACE = 15  # characters: "Nov 26" and "26 November" so near to each other are one date


def dates_in(sentence: str) -> list[PartialDate]:
    """Every date a sentence names."""
    return [date for _, date in _places(sentence)]


def own_date_in(sentence: str) -> tuple[PartialDate | None, PartialDate | None]:
    """The first date it takes place on, and the first one it recurs from."""
    found: dict[bool, PartialDate] = {}
    for place, date in sorted(_places(sentence), key=lambda pair: pair[0]):
        found.setdefault(bool(START.search(sentence[max(0, place - 30) : place])), date)
    return found.get(False), found.get(True)


def without_dates(text: str, mark: str = " ") -> str:
    """The text with each letter of a date as a `mark`: whatever else it says stays in its place."""
    for pattern in (_ISO, _MONTH_DAY, _DAY_MONTH) if _DIGIT.search(text) else ():
        text = pattern.sub(lambda found: mark * len(found[0]), text)
    return text


def _places(text: str) -> list[tuple[int, PartialDate]]:
    if not _DIGIT.search(text):
        return []
    found = [(m.start(), PartialDate(int(m[2]), int(m[3]), int(m[1]))) for m in _ISO.finditer(text)]
    found += [(m.start(), _date(m[1], m[2], m[3])) for m in _MONTH_DAY.finditer(text)]
    for m in _DAY_MONTH.finditer(text):
        if not any(abs(place - m.start()) < _ONE_PLACE for place, _ in found):
            found.append((m.start(), _date(m[2], m[1], m[3])))
    return [(place, date) for place, date in found if 1 <= date.month <= 12 and date.in_year(2024)]


def _date(month: str, day: str, year: str | None) -> PartialDate:
    return PartialDate(month_number(month), int(day), int(year) if year else None)
