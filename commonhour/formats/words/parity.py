"""Odd and even weeks: "biweekly-odd", "every other week (even weeks)", "quadweekly-week-1"."""

import re

from commonhour.core.undecided.parity import Parity

_PARITY = re.compile(r"^(?:bi-?weekly|fortnightly)-(odd|even)(?:-weeks?)?$", re.I)
WEEKS = re.compile(
    r"[\s,;(]{0,3}\b(?:on|in)?\s*(odd|even)(?:[ -]numbered)?(?:\s+(?:calendar\s+|iso\s+)?weeks?)\b\)?", re.I
)
_QUAD = re.compile(r"^quad-?weekly(?:-(alternate)|-week-([0-3]))?$", re.I)


def parity_of(frequency: str) -> Parity | None:
    """ "biweekly-odd", "biweekly-even", "quadweekly", "quadweekly-week-1", "quadweekly-alternate" (yaml2ical)."""
    text = frequency.strip()
    odd, quad = _PARITY.match(text), _QUAD.match(text)
    if odd:
        return Parity(2, int(odd[1].lower() == "odd"), text)
    if quad:
        return Parity(4, 2 if quad[1] else int(quad[2] or 0), text)
    return None


def parity_in(text: str) -> tuple[Parity | None, str]:
    """ "biweekly (odd weeks)": the parity, and the text without it; None when it names none."""
    found = WEEKS.search(text)
    if not found:
        return None, text
    return Parity(2, int(found[1].lower() == "odd"), " ".join(text.split())[:60]), WEEKS.sub(" ", text)
