"""The hour of a call: "16:00", "4pm", "7:00PM-8:00PM", "1600", "noon"; None where it is not exactly one."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.time.hours import hour_of_day, length_between

_TO = r"(?:-|–|—|to|until|till)"
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m?\.?|p\.?m?\.?)?"
_IN_SENTENCE = re.compile(rf"(?<![\d:.\w-]){_CLOCK}(?:\s*{_TO}\s*{_CLOCK})?(?![\d\w:%])", re.I)
_NOON = re.compile(r"\b(noon|midday|midnight)\b", re.I)
_MILITARY = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)(?=\s*(?:hrs|UTC|GMT|CET|CEST|[A-Z]{2,4}T\b))")
_HOUR = r"(?:(?P<word{0}>noon|midday|midnight)|(?P<h{0}>\d{{1,2}})(?:[:.h](?P<m{0}>\d{{2}})(?::\d{{2}})?|(?P<mil{0}>\d{{2}})(?!\d))?\s*(?P<half{0}>[ap]\.?\s?m\b\.?)?)"
_OF_FIELD = re.compile(
    rf"\s*(?:at\s+)?{_HOUR.format(1)}\s*h?(?:\s*{_TO}\s*{_HOUR.format(2)}\s*h?)?(?P<rest>[^\d]*)$", re.I
)
# "18:00 PM": the hour is plain, the letters are not.
_TWICE = re.compile(r"\b((?:1[3-9]|2[0-3])[:.]\d\d)\s*[ap]\.?m\b\.?", re.I)


@dataclass(frozen=True, slots=True)
class HourSaid:
    """`rest` is what stands behind the hour: often the zone. `length` is set when an end is given."""

    start: dt.time
    length: dt.timedelta | None = None
    rest: str = ""


def hour_in(sentence: str) -> HourSaid | None:
    """The first hour a sentence gives; a number alone is none."""
    for match in _IN_SENTENCE.finditer(sentence):
        hour, minute, half, hour2, minute2, half2 = match.groups()
        start = _hour(hour, minute, half or (half2 if hour2 else None))
        if start is None or not (minute or half or half2 or minute2):
            continue
        end = _hour(hour2, minute2, half2) if hour2 else None
        if end and half2 and not half and start > end:
            start = _hour(hour, minute, None) or start  # "11-1pm" begins in the morning
        return HourSaid(start, length_between(start, end) if end else None, sentence[match.end() :])
    other = _MILITARY.search(sentence)
    if other:
        return HourSaid(dt.time(int(other[1]), int(other[2])), rest=sentence[other.end() :])
    other = _NOON.search(sentence)
    return HourSaid(_word(other[1]), rest=sentence[other.end() :]) if other else None


def hours_in(sentence: str) -> int:
    """How many hours, or spans of hours, a sentence names."""
    return sum(any(match.group(2, 3, 5, 6)) for match in _IN_SENTENCE.finditer(sentence))


def plain_hour(text: str) -> tuple[str, str]:
    """The text with "18:00 PM" as "18:00", and what was written so."""
    found = _TWICE.search(text)
    return (_TWICE.sub(r"\1", text), found[0]) if found else (text, "")


def hour_of(field: str) -> HourSaid | None:
    """The one hour a field gives; None for none, for two, and for a bare 7 that may be morning or evening."""
    found = _OF_FIELD.match(field) if len(field) <= 100 else None
    if not found:
        return None
    has_end = bool(found["h2"] or found["word2"])
    half, half2 = found["half1"] or "", found["half2"] or ""
    end = _part(found, 2, half2) if has_end else None
    start = _part(found, 1, half or half2)
    if has_end and end is not None and start is not None and half2 and not half and start >= end:
        start = _part(found, 1, "a" if half2[0].lower() == "p" else "p")
    if start is None or (has_end and end is None):
        return None
    return HourSaid(start, length_between(start, end) if end else None, found["rest"].strip(" ().,;"))


def _part(found: re.Match[str], number: int, half: str) -> dt.time | None:
    word, hour = found[f"word{number}"], found[f"h{number}"]
    minute = found[f"m{number}"] or found[f"mil{number}"]
    if word:
        return _word(word)
    is_bare = not half and minute is None and int(hour) < 13
    return None if is_bare else _hour(hour, minute, half)


def _hour(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    return hour_of_day(int(hour), int(minute or 0), half or "")


def _word(word: str) -> dt.time:
    return dt.time(0 if word.lower() == "midnight" else 12)
