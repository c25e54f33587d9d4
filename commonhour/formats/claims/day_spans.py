"""Spans of days, of which a claim is about the first: "October 28-29, 2025", "28 October to 2 November 2025"."""

import re

from commonhour.formats.words.months import MONTH
from commonhour.formats.words.weekdays import SHORT_DAY, WEEKDAYS

_TO = r"\s*(?:-|–|—|\bto\b|\buntil\b|\bthrough\b|\bthru\b)\s*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b(?![:.h]\d|\s*[ap]\.?m)"  # and no hour
_OF_MONTH = rf"\s+(?:of\s+)?{MONTH}\b"
_SPANS = (
    re.compile(rf"(\b{MONTH}\.?\s+{_DAY}){_TO}(?:{MONTH}\.?\s+)?{_DAY}"),
    re.compile(rf"\b({_DAY}{_OF_MONTH}){_TO}{_DAY}{_OF_MONTH}"),
    re.compile(rf"\b({_DAY}){_TO}{_DAY}(?={_OF_MONTH})"),
)
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)}|{SHORT_DAY})"
_WEEKDAYS = re.compile(rf"\b({_WEEKDAY}){_TO}{_WEEKDAY}\b")


def first_day(text: str) -> str:
    """The text with the first day of each span alone, and the year of the whole."""
    found = text
    for pattern in _SPANS:
        found = pattern.sub(r"\1", found)
    return text if found == text else _WEEKDAYS.sub(r"\1", found)
