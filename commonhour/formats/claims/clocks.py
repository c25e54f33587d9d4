"""The hours in a line of text, and whether two of them that are given as one agree."""

import datetime as dt
import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from commonhour.core.audit.claim import Clock
from commonhour.core.audit.hours import is_one_hour
from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.formats.page.blocks import Line
from commonhour.formats.page.times import Times, read_times, zones_of

# "18:00 PM": the hour is plain, the letters are not.
_TWICE = re.compile(r"\b((?:1[3-9]|2[0-3])[:.]\d\d)\s*[ap]\.?m\b\.?", re.I)
_ZONE = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
_TRANSLATED = re.compile(rf"\b(\d{{1,2}})(?:[:.](\d\d))?\s*(am|pm|a|p)?\s+({_ZONE})\b(?=[^.;]*)", re.I)


def plain_hour(text: str) -> tuple[str, str]:
    """The text with "18:00 PM" as "18:00", and what was written so."""
    found = _TWICE.search(text)
    return (_TWICE.sub(r"\1", text), found[0]) if found else (text, "")


def clock_of(times: Times, zone_word: str = "") -> Clock | None:
    """The hour that was read; `zone_word` is the zone that stands elsewhere, such as in a table's header."""
    if times.start is None:
        return None
    word = times.zone_word or zone_word
    zones = times.zones or (zones_of(zone_word) if zone_word else ())
    return Clock(times.start, zones, word)


def translations(text: str) -> list[Clock]:
    """Hours given as one and the same: "8am EDT (12am UTC, 2pm CEST)". Empty for fewer than two zones."""
    found = list(_TRANSLATED.finditer(text))
    joined = [found[0]] if found else []
    for before, behind in pairwise(found):
        between = text[before.end() : behind.start()]
        if not re.fullmatch(r"\s*(?:[(/=|,]|\(?or|aka)\s*\(?\s*", between):
            break
        joined.append(behind)
    clocks = [clock for match in joined if (clock := _clock(match))]
    is_enclosed = (
        bool(re.search(r"[(/=|]", text[joined[0].end() : joined[-1].start()])) if len(joined) > 1 else False
    )
    return clocks if is_enclosed and len({clock.zones for clock in clocks}) > 1 else []


def _clock(match: re.Match[str]) -> Clock | None:
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    letters = match[4].upper()
    return (
        Clock(dt.time(hour, minute), ABBREVIATIONS[letters], letters) if hour < 24 and minute < 60 else None
    )


def odd_ones(clocks: list[Clock], today: dt.date) -> list[tuple[Clock, Clock]]:
    """The hours that are not the first one's on any day of the year: translations that are wrong."""
    days = [today + dt.timedelta(days=7 * week) for week in range(53)]
    return [
        (clocks[0], clock)
        for clock in clocks[1:]
        if not any(is_one_hour(clocks[0], clock, day) for day in days)
    ]


def converter_clock(line: Line) -> Clock | None:
    """The hour a link to a time converter carries: `?t=9:00&tz=PT (Pacific Time)`."""
    for span in line.links:
        query = parse_qs(urlsplit(span.url).query) if "tz=" in span.url else {}
        if "t" in query and "tz" in query:
            return clock_of(read_times(f"{query['t'][0]} {query['tz'][0]}"))
    return None
