"""When something is due: "by 2026-12-01", "until 1 December", "due 26/11", "by Friday", "12月1日まで"."""

import datetime as dt
import re

from commonhour.core.speech.words import Voice
from commonhour.core.typed.date import TypedDay, take_day
from commonhour.core.typed.scan import Scan, Unclear
from commonhour.errors import UserError

_WORD = re.compile(
    r"(?:^|(?<=[\s(,;]))(?:(?:is |are )?due(?: date)?(?: on| by)?|no later than|by|until|till|before|deadline|vence|hasta|antes del?"
    r"|para)(?:\s?[:：])?\s+(?:the |el )?",
    re.IGNORECASE,
)
_JAPANESE = re.compile(r"(?:期限[:：]?\s?)?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:まで(?:に)?)?")
_AHEAD = 40  # characters behind the word in which the day stands
_ENDS = re.compile(r"[()\[\];!?|\n]|\.\s")
_MOST_WORDS = 20  # "by" in one line; more is prose
_STILL = dt.timedelta(days=60)  # a day this long ago is meant as past, not as next year


def take_due(text: str, day: dt.date | None) -> tuple[str, dt.date | None]:
    """The text without its due date, and the date; the text as it was where none is said, or none that can be told without
    knowing more ("by 3/4", "by Friday" in a meeting of unknown day)."""
    for word in list(_WORD.finditer(text))[:_MOST_WORDS]:
        ahead = _ENDS.split(text[word.end() : word.end() + _AHEAD])[0]
        length, due = _day_at_start(ahead, day)
        if due:
            return _without(text, word.start(), word.end() + length), due
    found = _JAPANESE.search(text)
    if found and (found[0].endswith(("まで", "までに")) or found[0].startswith("期限")):
        due = _completed(TypedDay(int(found[1]) if found[1] else None, int(found[2]), int(found[3])), day)
        if due:
            return _without(text, *found.span()), due
    return text, None


def _day_at_start(ahead: str, day: dt.date | None) -> tuple[int, dt.date | None]:
    """How many characters say the day that the text begins with, and which day it is."""
    scan = Scan(ahead, Voice())
    try:
        typed = take_day(scan)
    except (Unclear, UserError):
        return 0, None
    spans = [span for span in (typed.span, typed.weekday_span) if span != (0, 0)]
    if typed.is_missing or not spans or min(spans)[0] > 0 or (typed.month and typed.day is None):
        return 0, None
    return max(end for _, end in spans), _completed(typed, day)


def _completed(typed: TypedDay, day: dt.date | None) -> dt.date | None:
    if typed.month and typed.day:
        return _dated(typed, typed.month, typed.day, day)
    if day is None:
        return None
    if typed.shift is not None:
        return day + dt.timedelta(days=typed.shift)
    if typed.weekday is None or typed.turn < 0:
        return None
    return day + dt.timedelta(days=(typed.weekday - day.weekday() - 1) % 7 + 1)


def _dated(typed: TypedDay, month: int, of_month: int, day: dt.date | None) -> dt.date | None:
    """Without a year it is the next such day, or the one just gone; 29 February of a year that has none is no day."""
    if typed.year is None and day is None:
        return None
    years = [typed.year] if typed.year else [day.year - 1, day.year, day.year + 1] if day else []
    for year in years:
        try:
            due = dt.date(year, month, of_month)
        except ValueError:
            continue
        if typed.year or (day and due >= day - _STILL):
            return due
    return None


def _without(text: str, start: int, end: int) -> str:
    before, after = text[:start].rstrip(), text[end:]
    if before.endswith(("(", "（")) and after.lstrip().startswith((")", "）")):
        before, after = before[:-1].rstrip(), after.lstrip()[1:]
    before = before.rstrip(",;–—- ") if not after.strip(" .") else before
    glue = "" if not before or after[:1] in ".,;:)" or not after.strip() else " "
    return f"{before}{glue}{after.lstrip() if glue or not before else after}".strip()
