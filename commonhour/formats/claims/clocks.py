"""The hours and the rhythm in a line of text, and whether two hours that are given as one agree."""

import datetime as dt
import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from commonhour.core.audit.claim import REGULAR, Clock
from commonhour.core.audit.hours import is_one_hour
from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.core.time.hours import hour_of_day
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Line
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.zones import LETTERS, zone_of

_TRANSLATED = re.compile(rf"\b(\d{{1,2}})(?:[:.](\d\d))?\s*(am|pm|a|p)?\s+({LETTERS})\b", re.I)
# What stands between an hour and its translation; of a span of hours, the ends are compared.
_BETWEEN = re.compile(
    r"\s*(?:[(/=|,]|\(?or|aka)\s*\(?\s*(?:\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|a|p)?\s*[-–—]\s*)?", re.I
)
_WEEKLY = re.compile(r"\bweekly\b|\b(?:every|each|once a|once per)\b", re.I)
_TURNS = re.compile(r"\b(?:alternat|rotat|either|respectively|in turn)", re.I)
_MAY_TELL = re.compile(r"\d|noon|midday|midnight", re.I)


def may_tell_time(text: str) -> bool:
    """False for what names no hour and no date, whatever else it says: most lines of most documents."""
    return bool(_MAY_TELL.search(text))


def clock_of(when: When, zone_word: str = "") -> Clock | None:
    """The hour that was read; `zone_word` is the zone that stands elsewhere, such as in a table's header."""
    if when.start is None:
        return None
    word = when.zone.text or zone_word
    return Clock(when.start, when.zone.zones or zone_of(zone_word).zones, word)


def rhythm_said(times: When) -> str:
    """A plural says that a call recurs, and not how often."""
    kind = "biweekly" if times.cadence.interval == 2 else times.cadence.kind
    return REGULAR if kind == "weekly" and not _WEEKLY.search(times.text) else kind or REGULAR


def translations(text: str) -> list[Clock]:
    """Hours given as one and the same: "8am EDT (12am UTC, 2pm CEST)". Empty for fewer than two zones, and for the
    hours of calls that take turns."""
    found = [] if _TURNS.search(text) else list(_TRANSLATED.finditer(text))
    joined = found[:1]
    for before, behind in pairwise(found):
        if _BETWEEN.fullmatch(text[before.end() : behind.start()]):
            joined.append(behind)
        elif len(joined) > 1:
            break
        else:
            joined = [behind]
    clocks = [clock for match in joined if (clock := _clock(match))]
    is_enclosed = len(joined) > 1 and re.search(r"[(/=|]", text[joined[0].end() : joined[-1].start()])
    return clocks if is_enclosed and len({clock.zones for clock in clocks}) > 1 else []


def _clock(match: re.Match[str]) -> Clock | None:
    start, letters = hour_of_day(int(match[1]), int(match[2] or 0), match[3] or ""), match[4].upper()
    return Clock(start, ABBREVIATIONS[letters], letters) if start else None


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
            return clock_of(read_when(f"{query['t'][0]} {query['tz'][0]}"))
    return None
