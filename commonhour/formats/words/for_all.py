"""What one sentence states for everything below it: "All times are US Eastern", "all meetings are at 9am PT"."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.formats.words.hours import hours_in
from commonhour.formats.words.weekdays import weekdays_in
from commonhour.formats.words.zones import zone_in

_LOOK = 400  # characters
_SUBJECT = re.compile(
    r"^\W*(?:(?:please )?note\b(?: that)?:?\s+)?(?:unless [^,]{0,40},\s*)?(?:"
    r"(?:all|each|every)\s+(?:of\s+)?(?:(?:the|our|these|those)\s+)?(?:[\w-]+\s+){0,3}?(?:times?|hours|meetings?|calls?|syncs?|sessions?|events?|schedules?)\b"
    r"|(?:(?:the|our|these|those)\s+)?(?:meeting\s+|start(?:ing)?\s+)?(?:times|hours|meetings|calls|schedules)\b"
    r"|(?:meeting\s+)?time\s?zones?\b|times?\s*(?=[(\[]))",
    re.I,
)
_STATES = re.compile(
    r"^(?:\W|\b(?:below|above|here|listed|given|shown|on|in|this|the|page|table|schedule|for|these|groups?)\b)*"
    r"(?:\b(?:are|is|will be|take place|happen|occur|use|follow|start|run|being|utc|gmt)\b|[(\[:=]|\bin\b|\bgiven\b|\blisted\b|$)",
    re.I,
)
# It speaks of some of them, or of how often: no statement about all.
_SOME = re.compile(
    r"\b(?:either|or|some|most|many|every \w*day|weekly|monthly|rotat\w+|alternat\w+|depend\w+|except)\b",
    re.I,
)
_WORDS_BEFORE = 7
_ENDS = re.compile(
    r"\W*(?:$|[.,;)\]/(–—-]|(?:time|zones?|clock|summer|winter|and|with|unless|on|via|over|below|above)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ForAll:
    """What holds for every call that gives none itself."""

    zone: ZoneSaid
    start: dt.time | None = None


def stated_for_all(sentence: str) -> ForAll | None:
    """What it says of every call; None for a sentence about one of them, or about none."""
    text = " ".join(sentence[:_LOOK].split())
    subject = _SUBJECT.match(text)
    behind = text[subject.end() :] if subject else ""
    if not _STATES.match(behind) or not subject or weekdays_in(text) or _SOME.search(text):
        return None
    hour = next(iter(hours_in(behind)), None)
    zone = zone_in(behind, hour.rest if hour else behind)
    before, _, after = behind.partition(zone.text) if zone.text else (behind, "", "")
    is_said = (
        len(before.split()) <= _WORDS_BEFORE
        and _ENDS.match(after)
        and not (hour and re.match(r"\W*[:=]", before))
    )
    return ForAll(zone, hour.start if hour else None) if zone.text and is_said else None
