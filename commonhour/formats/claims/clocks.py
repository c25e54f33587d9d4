"""The hours in a line of text, and whether two of them that are given as one agree."""

import datetime as dt
import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from commonhour.core.audit.claim import Clock
from commonhour.core.audit.hours import is_one_hour
from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.core.time.hours import hour_of_day
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Line
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.zones import LETTERS, zone_of

_TRANSLATED = re.compile(rf"\b(\d{{1,2}})(?:[:.](\d\d))?\s*(am|pm|a|p)?\s+({LETTERS})\b(?=[^.;]*)", re.I)


def clock_of(when: When, zone_word: str = "") -> Clock | None:
    """The hour that was read; `zone_word` is the zone that stands elsewhere, such as in a table's header."""
    if when.start is None:
        return None
    word = when.zone.text or zone_word
    return Clock(when.start, when.zone.zones or zone_of(zone_word).zones, word)


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
