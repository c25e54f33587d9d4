"""Days of the week: "Thursday", "Thu", "Tuesdays and Thursdays", "Mon - Fri". 0 is Monday."""

import re
from collections.abc import Iterator

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_STEM = "mon|tue|wed|thu|fri|sat|sun"
SHORT_DAY = r"Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
DAY_OF_FIELD = rf"\b({DAY_STEM})(?:s|n?e?s?days?|r?s?(?:days?)?|u?r?days?)?\b"
WORKDAYS = r"weekdays|every\s+weekday|mon(?:day)?\s*(?:-|–|to|through)\s*fri(?:day)?"
# In a sentence "sat" and "sun" are words too: a short form needs its capital there.
IN_SENTENCE = re.compile(rf"\b(?:(?i:(mon|tues|wednes|thurs|fri|satur|sun)day)|({SHORT_DAY}))(s|'s)?\b(?!-)")
_OF_FIELD = re.compile(DAY_OF_FIELD, re.I)
_STEMS = DAY_STEM.split("|")


def weekdays_in(sentence: str) -> tuple[int, ...]:
    """Every day a sentence names, each once, in its order."""
    return _numbers(IN_SENTENCE.finditer(sentence))


def weekdays_of(field: str) -> tuple[int, ...]:
    return _numbers(_OF_FIELD.finditer(field))


def has_plural(sentence: str) -> bool:
    """ "Thursdays": it recurs."""
    return any(found[3] for found in IN_SENTENCE.finditer(sentence))


def _numbers(found: Iterator[re.Match[str]]) -> tuple[int, ...]:
    words = (next(filter(None, match.groups())) for match in found)
    return tuple(dict.fromkeys(_STEMS.index(word[:3].lower()) for word in words))
