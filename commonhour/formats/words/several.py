"""Several hours in one sentence, each with what goes with it: "Alternating between Tuesday 16:00 PT and Thursday 8:00 PT"."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from commonhour.core.undecided.when import When
from commonhour.formats.words.rhythms import rhythm_in
from commonhour.formats.words.seasons import season_in
from commonhour.formats.words.timed import TimedHour
from commonhour.formats.words.weekdays import weekdays_in

_CUT = re.compile(r"[,;/]|\band\b|&", re.I)
_EITHER = re.compile(r"[\s)]*(?:/|\bor\b|-|\()[\s(]*", re.I)  # "15:00 or 16:00 UTC" is one call
_OTHERWISE = re.compile(r"\b(?:otherwise|else|rest of the year|other times)\b", re.I)
_OTHER = {"summer": "winter", "winter": "summer"}


def parts_of(text: str, timed: list[TimedHour], start: dt.date | None) -> tuple[When, ...]:
    """What the sentence says with each of its hours; a day that stands with the first holds for those without; so does a date they start from."""
    found: list[When] = []
    for part, one in zip(_cut(text, timed), timed, strict=True):
        days = weekdays_in(part) or (found[-1].days if found else weekdays_in(text))
        cadence = rhythm_in(part, days, start)
        if (
            found and not cadence.kind and found[-1].cadence.kind
        ):  # "weekly: Tuesday 16:00 and Thursday 17:00"
            cadence = replace(found[-1].cadence, days=days)
        season = _season(part, one, found)
        is_either = bool(
            found and not season and _EITHER.fullmatch(text, timed[len(found) - 1].end, one.begin)
        )
        found.append(
            When(
                part.strip(),
                cadence,
                days,
                one.hour.start,
                one.hour.length,
                one.zone,
                also=one.also,
                season=season,
                qualifier="or" if is_either else "",
                hours=1,
            )
        )
    return tuple(found)


def _season(part: str, one: TimedHour, before: list[When]) -> str:
    words = part.replace(one.zone.text, " ") if one.zone.is_abbreviation else part
    if before and _OTHERWISE.search(words):
        return _OTHER.get(before[-1].season, "")
    return season_in(words)


def _cut(text: str, timed: list[TimedHour]) -> Iterator[str]:
    """A comma, a stroke or an "and" between two hours parts what is said with them; else it all goes with the second."""
    cuts = [0]
    for one, two in pairwise(timed):
        found = _CUT.search(text, one.end, two.begin)
        cuts.append(found.end() if found else one.end)
    return (text[begin:end] for begin, end in pairwise([*cuts, len(text)]))
