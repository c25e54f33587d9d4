"""The hour of a catalogue's call: "7:00PM-8:00PM", "08:00AM", "16:00", "1600"; None when it is not exactly one."""

import datetime as dt
import re
from dataclasses import dataclass

_HOUR = r"(?:(?P<word{0}>noon|midday|midnight)|(?P<h{0}>\d{{1,2}})(?:[:.h](?P<m{0}>\d{{2}})(?::\d{{2}})?|(?P<mil{0}>\d{{2}})(?!\d))?\s*(?P<half{0}>[ap]\.?\s?m\b\.?)?)"
_RANGE = re.compile(
    r"\s*(?:at\s+)?" + _HOUR.format(1) + r"\s*h?(?:\s*(?:-|–|—|to|until|till)\s*" + _HOUR.format(2)
    + r"\s*h?)?(?P<rest>[^\d]*)$", re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockWords:
    """`rest` is what stands behind the hour: often the zone."""

    start: dt.time
    duration: dt.timedelta | None = None
    rest: str = ""


def read_clock(text: str) -> ClockWords | None:
    """The one hour a text gives; None for none, for two, and for a bare 7 that may be morning or evening."""
    found = _RANGE.match(text) if len(text) <= 100 else None
    if not found:
        return None
    ends = bool(found["h2"] or found["word2"])
    half = found["half1"] or ""
    borrowed = not half and ends and bool(found["half2"])
    start, end = _time(found, 1, half or (found["half2"] if borrowed else "")), None
    if ends:
        end = _time(found, 2, found["half2"] or "")
        if end is None:
            return None
        if borrowed and start is not None and start >= end:
            start = _time(found, 1, "a" if found["half2"][0].lower() == "p" else "p")
    if start is None:
        return None
    return ClockWords(start, _between(start, end) if end else None, found["rest"].strip(" ().,;"))


def _time(found: re.Match[str], number: int, half: str) -> dt.time | None:
    word = found[f"word{number}"]
    if word:
        return dt.time(0 if word.lower() == "midnight" else 12)
    hour, minute = int(found[f"h{number}"]), found[f"m{number}"] or found[f"mil{number}"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    elif minute is None and hour < 13:
        return None
    return dt.time(hour, int(minute or 0)) if hour < 24 and int(minute or 0) < 60 else None


def _between(start: dt.time, end: dt.time) -> dt.timedelta | None:
    day = dt.date(2024, 1, 1)
    length = dt.datetime.combine(day, end) - dt.datetime.combine(day, start)
    return length if length > dt.timedelta() else length + dt.timedelta(days=1)
