"""Hours of a day at which somebody can do something, as people type them ("9-17, 20-22", "8pm to midnight"), and said back."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from commonhour.core.time.hours import hour_of_day
from commonhour.errors import RefusedInput

Hours = list[list[int]]
LONGEST = 100  # characters
_ONE = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:uhr\b|h\b|時)?\s*(?:([ap])\.?\s?m\b\.?)?"
_RANGE = re.compile(
    rf"(?:from\s+|de\s+|von\s+)?{_ONE}\s*(?:-|–|—|−|~|〜|to|until|till|bis|a|y|から)\s*{_ONE}\s*(?:まで)?"
)
_BETWEEN = re.compile(r"\s*(?:[,;/、&+\n]|\band\b|\bor\b|\bund\b|\by\b|\bo\b|と)+\s*")
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "24:00", "medianoche": "24:00", "mediodía": "12:00"}


def day_hours(typed: str) -> Hours:
    """[[9, 17], [20, 22]]: whole hours, in order and apart, of which a part of one is left out; [] for nothing. What goes past
    midnight is two of them. Raises RefusedInput for what is no hours."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST + 1]).casefold().strip()
    for name, hour in _NAMED.items():
        text = text.replace(name, hour)
    parts = [part for part in _BETWEEN.split(text) if part]
    found = [one for part in parts for one in _range(part, typed)]
    if len(typed) > LONGEST:
        raise RefusedInput("hours-not-understood", text=typed[:LONGEST])
    return together(found)


def hours_text(hours: Iterable[Sequence[int]]) -> str:
    """ "9:00–17:00, 20:00–22:00"."""
    return ", ".join(f"{first}:00–{last}:00" for first, last in hours)


def together(ranges: Iterable[Sequence[int]]) -> Hours:
    """In order, and those that touch as one."""
    found: Hours = []
    for first, last in sorted((one[0], one[1]) for one in ranges):
        if found and first <= found[-1][1]:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


def _range(part: str, typed: str) -> Hours:
    match = _RANGE.fullmatch(part)
    if match is None:
        raise RefusedInput("hours-not-understood", text=typed[:LONGEST])
    first, minute, half, last, minute_2, half_2 = match.groups()
    if half_2 and not half and int(first) <= 12:
        half = _half_before(int(first), int(last), half_2)
    start, end = _minutes(first, minute, half), _minutes(last, minute_2, half_2)
    if start is None or end is None or start == end:
        raise RefusedInput("hours-not-understood", text=typed[:LONGEST])
    begins, ends = -(-start // 60), end // 60
    found = [[begins, ends]] if start < end else [[begins, 24], [0, ends]]
    whole = [one for one in found if one[0] < one[1]]
    if not whole:
        raise RefusedInput("hours-not-understood", text=typed[:LONGEST])
    return whole


def _half_before(first: int, last: int, half: str) -> str:
    """ "9-5pm" begins in the morning, "1-5pm" after noon."""
    return half if first % 12 < last % 12 else ("a" if half == "p" else "p")


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Since midnight; None for what no clock shows."""
    if (int(hour), int(minute or 0), half) == (24, 0, None):
        return 24 * 60
    time = hour_of_day(int(hour), int(minute or 0), half or "")
    return None if time is None else time.hour * 60 + time.minute
