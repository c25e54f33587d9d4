"""The hour of a call: "16:00", "4pm", "7:00PM-8:00PM", "1600", "noon"; None where it is not exactly one."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.time.hours import hour_of_day, length_between

_TO = r"(?:-|–|—|to|until|till)"
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?(\s*[ap]\.?m\.?|[ap]\.?)?"
_IN_SENTENCE = re.compile(
    rf"(?<![\d:.\w+−-])(?<!\+ ){_CLOCK}(?:\s*{_TO}\s*{_CLOCK})?(?!(?!(?-i:Z)\b)[\w:%])", re.I
)
_NOON = re.compile(r"\b(?:12\s+)?(noon|midday|midnight)\b", re.I)
_MILITARY = re.compile(
    r"(?<!\d)([01]\d|2[0-3])([0-5]\d)(?=\s*(?:hrs|UTC|GMT|CET|CEST|[A-Z]{1,4}T\b|(?i:eastern|central|mountain|pacific)\b))"
)
_BARE = re.compile(
    rf"(?<![\d:.\w+−-])(?<!\+ )(\d{{1,2}})(?:\s*{_TO}\s*(\d{{1,2}}))?h?(?=\s*\(?(?:UTC|GMT|[A-Z]{{1,4}}T)\b)"
)
_ANY = re.compile(r"\d|noon|midday|midnight", re.I)
_HOUR = r"(?:(?P<word{0}>noon|midday|midnight)|(?P<h{0}>\d{{1,2}})(?:[:.h](?P<m{0}>\d{{2}})(?::\d{{2}})?|(?P<mil{0}>\d{{2}})(?!\d))?\s*(?P<half{0}>[ap]\.?\s?m\b\.?)?)"
_OF_FIELD = re.compile(
    rf"\s*(?:at\s+)?{_HOUR.format(1)}\s*h?(?:\s*{_TO}\s*{_HOUR.format(2)}\s*h?)?(?P<rest>[^\d]*)$", re.I
)
_HALF_DAY = dt.timedelta(hours=12)
# "18:00 PM": the hour is plain, the letters are not.
_TWICE = re.compile(r"\b((?:1[3-9]|2[0-3])[:.]\d\d)\s*[ap]\.?m\b\.?", re.I)


@dataclass(frozen=True, slots=True)
class HourSaid:
    """`rest` is what stands behind the hour: often the zone. `length` is set when an end is given; `is_half_open` for
    a 7 that may be morning or evening. In a sentence it stands from `begin` to `end`."""

    start: dt.time
    length: dt.timedelta | None = None
    rest: str = ""
    begin: int = 0
    end: int = 0
    is_half_open: bool = False


def hours_in(sentence: str) -> list[HourSaid]:
    """Every hour, or span of hours, a sentence gives, in its order; a number is one only in front of a zone's letters."""
    if not _ANY.search(sentence):
        return []
    found = [one for match in _IN_SENTENCE.finditer(sentence) if (one := _clock(match))]
    for pattern, read in ((_MILITARY, _military), (_BARE, _bare), (_NOON, _named)):
        for match in pattern.finditer(sentence):
            one = read(match)
            if one and not any(other.begin < one.end and one.begin < other.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.begin)


def _clock(match: re.Match[str]) -> HourSaid | None:
    hour, minute, half, hour2, minute2, half2 = match.groups()
    start = _hour(hour, minute, half or (half2 if hour2 else None))
    if start is None or not (minute or half or half2 or minute2):
        return None
    end = _hour(hour2, minute2, half2) if hour2 else None
    if end and half2 and not half and start > end:
        start = _hour(hour, minute, None) or start  # "11-1pm" begins in the morning
    return _at(match, start, length_between(start, end) if end else None)


def _military(match: re.Match[str]) -> HourSaid:
    return _at(match, dt.time(int(match[1]), int(match[2])))


def _bare(match: re.Match[str]) -> HourSaid | None:
    start, end = _hour(match[1], None, None), _hour(match[2], None, None) if match[2] else None
    if start is None or (match[2] and end is None):
        return None
    is_half_open = start.hour <= 12 and (end is None or end.hour <= 12)
    length = length_between(start, end) % _HALF_DAY if end else None
    return _at(match, start, length or None, is_half_open=is_half_open)


def _named(match: re.Match[str]) -> HourSaid:
    return _at(match, _word(match[1]))


def _at(
    match: re.Match[str], start: dt.time, length: dt.timedelta | None = None, *, is_half_open: bool = False
) -> HourSaid:
    return HourSaid(start, length, match.string[match.end() :], match.start(), match.end(), is_half_open)


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
    return hour_of_day(int(hour), int(minute or 0), (half or "").strip())


def _word(word: str) -> dt.time:
    return dt.time(0 if word.lower() == "midnight" else 12)
