"""How often, in a catalogue's words: "bi-weekly", "monthly - second Wednesday every month"; exact or not at all."""

import datetime as dt
import re
from dataclasses import replace

from commonhour.core.undecided.cadence import Cadence
from commonhour.formats.page.times import read_times

_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|n?e?s?days?|r?s?(?:days?)?|u?r?days?)?\b", re.I)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5, "last": -1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "six": 6, "6": 6, "eight": 8,
    "8": 8,
}  # fmt: skip
_NTH_WORD = r"(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
_NTH = re.compile(rf"\b{_NTH_WORD}\b", re.I)
_MONTH = re.compile(
    r"\b(?:monthly|(?:of\s+)?(?:the|each|every|a|per)\s+month|of\s+(?:each|every)\s+month)\b", re.I
)
_EVERY_MONTHS = re.compile(
    r"\b(?:every\s+(?:other|two|2|second|2nd|three|3|six|6)\s+months?|bi-?\s?monthly|quarterly|(?:semi-?)?annual\w*|"
    r"yearly|twice\s+(?:(?:a|per|each|every)\s+\w+|monthly)|semi-?\s?monthly|(?:two|three|\d)\s+times\s+(?:a|per)\s+\w+)\b", re.I
)  # fmt: skip
_OTHER = re.compile(
    rf"\b(?:bi-?\s?week(?:ly|s)?|fortnight(?:ly)?|(?:once\s+)?every\s+(?:two|2|second|2nd)\s+weeks?|every[ -]other(?:\s+week|\s+(?={_DAY.pattern}))?"
    r"|every\s+(?:second|2nd)\s+week|alternat(?:e|ing)\s+weeks?)\b", re.I
)  # fmt: skip
_EVERY_WEEKS = re.compile(
    r"\b(?:every\s+(three|3|four|4|six|6|eight|8|third|3rd|fourth|4th)\s+weeks?|(tri)-?\s?weekly|(quad)-?\s?weekly)\b",
    re.I,
)
_WEEK = re.compile(r"\b(?:(?<!-)weekly|(?:every|each|once\s+a|once\s+per|per)\s+week)\b", re.I)
_DAILY = re.compile(r"\b(?:daily|every\s+day)\b", re.I)
_WORKDAYS = re.compile(
    r"\b(?:weekdays|every\s+weekday|(?:mon(?:day)?)\s*(?:-|–|to|through)\s*fri(?:day)?)\b", re.I
)
_NEVER = re.compile(
    r"\b(?:ad[ -]?hoc|as needed|on[ -]demand|(?:up)?on request|by request|on hold|paused|tb[dac]|to be \w+|irregular\w*|"
    r"n/?a|none|as required|when needed|cancell?ed|varies|various)\b", re.I
)  # fmt: skip
_MONTH_NAME = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATES = (
    re.compile(r"\b\d{4}-\d{2}-\d{2}\b"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME}(?:,?\s+\d{{4}})?\b"),
    re.compile(rf"\b{_MONTH_NAME}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b"),
)
_FILLER = re.compile(
    r"\b(?:every|each|the|of|a|an|on|in|at|and|is|per|once|months?|weeks?|meetings?|calls?|starting|starts?|from|since|"
    r"beginning|held|recurring|basis|first|occurrence)\b", re.I
)  # fmt: skip
_TWICE = re.compile(
    r"\b(?:(?:twice|two\s+times|2\s+times)\s+(?:(?:a|per|each|every)\s+month|monthly)|semi-?\s?monthly)\b",
    re.I,
)
# What is left over when a text is understood but may mean two things.
_EVERY_NTH, _NTH_WEEK, _TWICE_A_MONTH = "every nth", "nth week", "twice a month"
_OF_WEEKS = re.compile(rf"\b{_NTH_WORD}\s+weeks?\b", re.I)


def read_cadence(frequency: str, day: str = "") -> Cadence:
    """What "how often" and "on which day" say together. A word that is not understood makes the kind ""."""
    if len(frequency) > 300 or len(day) > 100:
        return Cadence("")
    start, left = _without_start(frequency)
    here, there = _days(left), _days(day)
    workdays = bool(_WORKDAYS.search(f"{left} ; {day}"))
    days = tuple(range(5)) if workdays else there or here
    kind, interval, nths, rest = _kind(left, day)
    whole = Cadence(kind, days, interval, nths, start)
    if (here and there and set(here) != set(there)) and not workdays:
        either = () if rest else _by_days(whole, there, here)
        return Cadence("", there, start=start, is_contradictory=True, allows=either)
    is_choice = len(days) > 1 and not workdays and re.search(r"/|\bor\b", f"{left} {day}", re.I)
    if rest or is_choice:
        allows = _meanings(whole, rest, is_both="/" in f"{left} {day}")
        return Cadence("never" if kind == "never" else "", days, start=start, allows=allows)
    if workdays and kind in ("", "daily"):
        kind = "weekly"
    if not kind and _is_plural(f"{left} {day}") and not nths:
        kind = "weekly"
    if not kind and days and not nths:
        # A day and not a word about how often.
        return replace(whole, kind="", allows=(replace(whole, kind="weekly"), _every(2, whole)))
    return Cadence(kind, days, interval, nths, start)


def _meanings(whole: Cadence, rest: str, *, is_both: bool) -> tuple[Cadence, ...]:
    """What words in doubt may mean, when that is a handful: either day; weeks, or days of the month."""
    if rest == _EVERY_NTH and whole.days and len(whole.nths) == 1 and whole.nths[0] > 1:
        return replace(whole, kind="nth"), _every(whole.nths[0], whole)
    if rest == _NTH_WEEK and whole.days:
        return (replace(whole, kind="nth"),)
    if rest == _TWICE_A_MONTH and whole.days:
        return *(replace(whole, kind="nth", nths=nths) for nths in ((1, 3), (2, 4))), _every(2, whole)
    if rest not in ("", "or") or whole.kind == "never":
        return ()
    return _by_days(whole, *((day,) for day in whole.days), *([whole.days] if is_both else []))


def _by_days(whole: Cadence, *choices: tuple[int, ...]) -> tuple[Cadence, ...]:
    """The same on one choice of days or another."""
    kind = whole.kind or "weekly"
    return (
        tuple(exact for days in choices for exact in replace(whole, kind=kind, days=days).exact())
        if kind != "never"
        else ()
    )


def _every(weeks: int, whole: Cadence) -> Cadence:
    return replace(whole, kind="interval", interval=weeks, nths=())


def _without_start(text: str) -> tuple[dt.date | None, str]:
    """The date a text gives, when it gives its year too, and the text without it."""
    times = read_times(text)
    given = times.starts or times.date
    if given is None:
        return None, text
    for pattern in _DATES:
        text = pattern.sub(" ", text)
    return given.in_year(given.year) if given.year else None, text


def _days(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_NAMES.index(found[1].lower()) for found in _DAY.finditer(text)))


def _is_plural(text: str) -> bool:
    return bool(re.search(r"\b(?:\w+days\b|(?:every|each)\s+(?:mon|tue|wed|thu|fri|sat|sun))", text, re.I))


def _kind(frequency: str, day: str) -> tuple[str, int, tuple[int, ...], str]:
    """Kind, interval, the numbers of the days in their month, and the words that were not understood."""
    text = f"{frequency} ; {day}"
    if _NEVER.search(text):
        return "never", 1, (), ""
    if _EVERY_MONTHS.search(text):
        is_twice = _TWICE.search(text) and not _left_over(_TWICE.sub(" ", text))
        return "", 1, (), _TWICE_A_MONTH if is_twice else text
    other, weeks = _OTHER.search(text), _EVERY_WEEKS.search(text)
    left = _EVERY_WEEKS.sub(" ", _OTHER.sub(" ", text))
    is_monthly = bool(_MONTH.search(left))
    left = _MONTH.sub(" ", left)
    nths = tuple(dict.fromkeys(_NUMBERS[found[0].lower()] for found in _NTH.finditer(left)))
    is_weekly, is_daily = bool(_WEEK.search(left)), bool(_DAILY.search(left))
    rest = _left_over(left)
    if other or weeks:
        return "interval", _interval(weeks), (), rest or " ".join(map(str, nths))
    if nths:
        # "every third Tuesday" counts weeks or Tuesdays of the month: only a month in the text decides.
        is_doubtful = not is_monthly and bool(re.search(rf"\bevery\s+{_NTH_WORD}\b", left, re.I))
        return "nth", 1, nths, rest or _doubt(left, is_weekly=is_weekly, is_every=is_doubtful)
    if is_weekly and is_monthly:
        return "", 1, (), text
    kind = "weekly" if is_weekly else "monthly" if is_monthly else "daily" if is_daily else ""
    return kind, 1, (), rest


def _doubt(text: str, *, is_weekly: bool, is_every: bool) -> str:
    """Why days with a number are not exact: the Friday of the first week need not be the first Friday."""
    if is_weekly:
        return "weekly"
    return _EVERY_NTH if is_every else _NTH_WEEK if _OF_WEEKS.search(text) else ""


def _interval(weeks: re.Match[str] | None) -> int:
    if weeks is None:
        return 2
    return 3 if weeks[2] else 4 if weeks[3] else _NUMBERS[weeks[1].lower()]


def _left_over(text: str) -> str:
    for pattern in (_WORKDAYS, _WEEK, _DAILY, _DAY, _NTH, _FILLER):
        text = pattern.sub(" ", text)
    return " ".join(re.findall(r"[^\W_]+", text))
