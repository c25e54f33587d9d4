"""Months by their names, and spans of them: "Sept.", "April to October"."""

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
MONTH_STEM = "|".join(name[:3] for name in MONTHS)
MONTH = r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_LOOSE = rf"({MONTH_STEM})[a-z]{{0,6}}\.?"
MONTH_SPAN = re.compile(rf"\b(?:from\s+)?{_LOOSE}\s*(?:-|–|—|to|until|till|through)\s*{_LOOSE}\b", re.I)


def month_number(name: str) -> int:
    """1 for "January", "Jan" or "jan."."""
    return next(i for i, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower()[:3]))


def months_in(text: str) -> frozenset[int]:
    """The months of "April to October"; none when a text names no such span."""
    found = MONTH_SPAN.search(text)
    if not found:
        return frozenset()
    first, last = month_number(found[1]), month_number(found[2])
    return frozenset((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
