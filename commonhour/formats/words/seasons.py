"""Summer and winter time in words: "EDT", "winter", "outside DST", "April to October"."""

import re

from commonhour.formats.words.months import MONTH_SPAN

_NOT_SUMMER = r"(?:non|not|no|outside|without)[ -]+(?:in[ -]+|of[ -]+|during[ -]+)?(?:DST|daylight[ -]saving\w*|summer[ -]?time|summer)"
_WINTER = re.compile(
    rf"\b(?:{_NOT_SUMMER}|winter(?:[ -]?time)?|standard time|(?:E|P|C|M|AK)ST|CET|EET|WET|AEST|NZST)\b", re.I
)
_SUMMER = re.compile(
    r"\b(?:summer(?:[ -]?time)?|DST|daylight(?:[ -]sav\w+)?(?:[ -]time)?|(?:E|P|C|M|AK)DT|CEST|EEST|WEST|BST|AEDT|NZDT)\b",
    re.I,
)


def season_in(words: str) -> str:
    """ "summer" or "winter"; "" for neither and for both."""
    left = _WINTER.sub(" ", words)
    is_winter, is_summer = left != words, bool(_SUMMER.search(left))
    return "" if is_winter == is_summer else "winter" if is_winter else "summer"


def without_season(text: str) -> str:
    """The text without the words that name a season or its months: "weekly (summer)" is weekly."""
    return _SUMMER.sub(" ", _WINTER.sub(" ", MONTH_SPAN.sub(" ", text)))
