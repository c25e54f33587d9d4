"""How long a call lasts: "for 90 minutes", "1 hour", "for 1h30m"."""

import datetime as dt
import re

IN_SENTENCE = re.compile(
    r"\b(?:for\s+)?(?:(\d+(?:\.5)?|one|two|half an|an)\s*-?\s*(hours?|hrs?)|(\d{2,3})\s*-?\s*min(?:ute)?s?)\b|\bfor\s+(?=\d)(?:(\d{1,2})h)?(?:(\d{1,3})m)?\b",
    re.I,
)
_HOURS = {"one": 1.0, "an": 1.0, "two": 2.0, "half an": 0.5}
_OF_FIELD = re.compile(
    r"(?i)(?:(\d{1,2}(?:\.5)?)\s*h(?:ou)?r?s?)?\s*(?:(\d{1,3})\s*(?:m(?:in(?:ute)?s?)?)?)?"
)


def length_in(sentence: str) -> dt.timedelta | None:
    found = IN_SENTENCE.search(sentence)
    if not found:
        return None
    if found[4] or found[5]:
        return dt.timedelta(hours=int(found[4] or 0), minutes=int(found[5] or 0)) or None
    if found[3]:
        return dt.timedelta(minutes=int(found[3])) or None
    if not found[1]:
        return None
    return dt.timedelta(minutes=int((_HOURS.get(found[1].lower()) or float(found[1])) * 60)) or None


def length_of(field: str) -> dt.timedelta | None:
    """ "60", "60 minutes", "1 hour", "1h30m"."""
    found = _OF_FIELD.fullmatch(field)
    if not found:
        return None
    return dt.timedelta(hours=float(found[1] or 0), minutes=int(found[2] or 0)) or None
