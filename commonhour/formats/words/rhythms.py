"""How often: "bi-weekly", "every 3 weeks", "first and third Thursday", "monthly - second Wednesday every month"."""

import datetime as dt
import re
from dataclasses import replace

from commonhour.core.undecided.cadence import PLACES_IN_MONTH, Cadence
from commonhour.formats.words.dates import own_date_in, without_dates
from commonhour.formats.words.parity import parity_in
from commonhour.formats.words.weekdays import (
    DAY_OF_FIELD,
    DAY_STEM,
    SHORT_DAY,
    WORKDAYS,
    has_plural,
    weekdays_of,
)

_NTH = r"(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
_NUMBERS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5, "last": -1, "two": 2, "2": 2, "other": 2, "three": 3, "3": 3, "four": 4, "4": 4, "six": 6, "6": 6, "eight": 8, "8": 8,
}  # fmt: skip


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.I)


_WORKDAYS = _words(WORKDAYS)
_WEEK = _words(r"(?<!-)weekly", r"(?:every|each|once\s+a|once\s+per|per)\s+week")
_DAILY = _words(r"daily", r"every\s+day")
_TWO_WEEKS = (
    r"bi-?\s?week(?:ly|s)?", r"fortnight(?:ly)?", r"(?:once\s+)?every\s+(?:two|2|other|second|2nd)\s+weeks?",
    r"alternat(?:e|ing)\s+weeks?",
)  # fmt: skip
_SOME_WEEKS = (
    r"every\s+(three|four|six|eight|third|3rd|fourth|4th|[1-9]\d?)\s+weeks?", r"(tri)-?\s?weekly", r"(quad)-?\s?weekly",
)  # fmt: skip
_RARELY = (r"quarterly", r"(?:semi-?|bi-?)?annual(?:ly)?", r"yearly", r"bi-?\s?monthly", r"twice\s+a\s+year")
_TWICE_MONTHLY = r"(?:twice|two\s+times|2\s+times)\s+(?:(?:a|per|each|every)\s+month|monthly)"
_BIMONTHLY = _words(r"bi-?\s?monthly", r"every\s+(?:two|2|other|second|2nd)\s+months?")
_EVERY_SOME_MONTHS = _words(
    r"every\s+(two|2|other|second|2nd|three|3|third|3rd|four|4|six|6)\s+months?",
    r"quarterly",
    r"(?:every|each)\s+quarter",
)
_TWICE = _words(_TWICE_MONTHLY, r"semi-?\s?monthly")
_EVERY_WEEKS = _words(*_SOME_WEEKS)

# What is looked for in a sentence, in this order.
_A_MONTH = r"(?!,? (?:(?:of|in) )?(?:the|each|every|a) month)"
_SENTENCE_TWO_WEEKS = _words(*_TWO_WEEKS, rf"alternat(?:e|ing) (?:{DAY_STEM})\w*", rf"every (?:other|second|2nd) (?:{DAY_STEM})\w*{_A_MONTH}")  # fmt: skip
_SENTENCE_NTH = re.compile(
    rf"\b({_NTH}(?:\s*(?:,|/|&|\+|\band\b)\s*(?:and\s+)?{_NTH}){{0,4}})\s+(?!month)(?P<day>{DAY_STEM})\w*",
    re.I,
)
_SENTENCE_NTH_WEEK = re.compile(
    rf"(?<!every )\b({_NTH}(?:\s*(?:,|/|&|\+|\band\b)\s*(?:and\s+)?{_NTH}){{0,4}})\s+(?:full\s+)?weeks?\b",
    re.I,
)
_SENTENCE_WEEK = _words(
    _WEEK.pattern, r"(?:every|each) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?-i:" + SHORT_DAY + "))"
)
_SENTENCE_MONTH = _words(r"(?<![-\w])(?<!bi )(?<!semi )monthly", r"(?:every|each|once a|once per|per) month")
_SENTENCE_RARE = _words(*_RARELY, r"every\s+\w+\s+months?", r"(?:every|each)\s+quarter")
_EVERY_NTH_DAY = re.compile(
    rf"\bevery\s+(second|2nd|third|3rd|fourth|4th)\s+(?:{DAY_STEM})(?!.*\bmonth)", re.I
)

# What a field may hold.
_OTHER = _words(*_TWO_WEEKS, rf"every[ -]other(?:\s+(?={DAY_OF_FIELD}))?")
_FIELD_NTH = _words(_NTH)
_MONTH = _words(r"monthly", r"(?:of\s+)?(?:the|each|every|a|per)\s+month")
_EVERY_MONTHS = _words(
    r"every\s+(?:other|two|2|second|2nd|three|3|six|6)\s+months?", *_RARELY, r"semi-?\s?monthly",
    r"twice\s+(?:(?:a|per|each|every)\s+\w+|monthly)", r"(?:two|three|\d)\s+times\s+(?:a|per)\s+\w+",
)  # fmt: skip
_NEVER = _words(
    r"ad[ -]?hoc", r"as needed", r"on[ -]demand", r"(?:up)?on request", r"by request", r"on hold", r"paused", r"tb[dac]",
    r"to be \w+", r"irregular\w*", r"n/?a", r"none", r"as required", r"when needed", r"cancell?ed", r"varies", r"various",
)  # fmt: skip
_FILLER = _words(
    r"every|each|the|of|a|an|on|in|at|and|is|per|once|months?|weeks?|meetings?|calls?|starting|starts?|from|since",
    r"beginning|held|recurring|basis|first|occurrence",
)
_OF_WEEKS = re.compile(rf"\b{_NTH}\s+weeks?\b", re.I)
_IS_PLURAL = re.compile(rf"\b(?:\w+days\b|(?:every|each)\s+(?:{DAY_STEM}))", re.I)
# All that a sentence says about how often.
SENTENCE_RHYTHMS = re.compile(
    "|".join(
        one.pattern
        for one in (
            _SENTENCE_NTH, _SENTENCE_NTH_WEEK, _SENTENCE_TWO_WEEKS, _EVERY_WEEKS, _TWICE, _WORKDAYS, _SENTENCE_WEEK, _SENTENCE_MONTH, _SENTENCE_RARE,
            _DAILY,
        )
    ),
    re.I,
)  # fmt: skip
# What is left over when a field is understood but may mean two things.
_EVERY_NTH, _NTH_WEEK, _TWICE_A_MONTH = "every nth", "nth week", "twice a month"


def rhythm_in(sentence: str, days: tuple[int, ...], start: dt.date | None) -> Cadence:
    """How often, by the words of a sentence that also names these days, and a date it is counted from. It keeps its
    kind when it is in doubt; `allows` then has every meaning."""
    parity, _ = parity_in(sentence)
    if parity and len(days) == 1:
        return Cadence("interval", days, parity.every, start=start, parity=parity)
    found = _found(sentence, days or ((start.weekday(),) if start else ()), start)
    if found.kind == "daily" and not days:
        return replace(found, days=())
    meanings = tuple(one for often in _in_doubt(sentence, found) for one in _on_days(often, sentence))
    if not meanings and found.kind == "nth":
        return replace(found, nths=())
    is_doubtful = meanings != (found,) or _is_vague(sentence, found)
    return replace(found, allows=meanings if is_doubtful else ())


def _found(sentence: str, days: tuple[int, ...], start: dt.date | None) -> Cadence:
    whole = Cadence("", days, start=start)
    nths = _nths(sentence)
    weeks = _EVERY_WEEKS.search(sentence)
    if _SENTENCE_TWO_WEEKS.search(sentence) or (_TWICE.search(sentence) and not nths):
        return replace(whole, kind="interval", interval=2)
    if weeks:
        return replace(whole, kind="interval", interval=_interval(weeks))
    if nths:
        return replace(whole, kind="nth", nths=nths)
    if _WORKDAYS.search(sentence):
        return replace(whole, kind="weekly", days=tuple(range(5)))
    for kind, pattern in (
        ("weekly", _SENTENCE_WEEK), ("monthly", _SENTENCE_MONTH), ("rare", _SENTENCE_RARE), ("daily", _DAILY),
    ):  # fmt: skip
        if pattern.search(sentence):
            return replace(whole, kind=kind)
    return replace(whole, kind="weekly") if has_plural(sentence) else whole


def _nths(sentence: str) -> tuple[int, ...]:
    """Which of its weekday in the month each mention is: "first and third Thursday" is 1 and 3."""
    words = [word for found in _SENTENCE_NTH.finditer(sentence) for word in _FIELD_NTH.findall(found[1])]
    return tuple(dict.fromkeys(_NUMBERS[word.lower()] for word in words))


def _is_vague(sentence: str, found: Cadence) -> bool:
    """Days of the month that one mention does not give ("the first Tuesday, or the third Monday"), or weekly ones too."""
    mentions = list(_SENTENCE_NTH.finditer(sentence))
    is_weekly = bool(_SENTENCE_WEEK.search(_SENTENCE_NTH.sub(" ", sentence)))
    return found.kind == "nth" and (len(mentions) > 1 or is_weekly)


def _in_doubt(sentence: str, found: Cadence) -> list[Cadence]:
    """What "how often" may mean, whatever the days."""
    days = {one["day"].lower() for one in _SENTENCE_NTH.finditer(sentence)}
    if found.kind == "nth" and len(days) > 1:  # "first Tuesday and third Thursday" is no one rule
        return [replace(found, nths=())]
    week = _SENTENCE_NTH_WEEK.search(sentence)
    if week and found.kind in ("", "monthly"):  # the Friday of the first week need not be the first Friday
        numbers = tuple(_NUMBERS[one.lower()] for one in _FIELD_NTH.findall(week[1]))
        return [replace(found, kind="nth", nths=numbers)]
    if not found.kind:  # a day, and not a word about how often
        return [replace(found, kind="weekly", start=None), _every(2, found)]
    if _TWICE.search(sentence) and found.kind == "interval":
        return [*(replace(found, kind="nth", interval=1, nths=nths) for nths in ((1, 3), (2, 4))), found]
    every_nth = _EVERY_NTH_DAY.search(sentence)
    months = _EVERY_SOME_MONTHS.search(sentence)
    if found.kind == "nth" and months:
        return [replace(found, interval=_NUMBERS[months[1].lower()] if months[1] else 3)]
    if found.kind == "interval" and _nths(sentence) and not every_nth:  # "biweekly, 1st and 3rd Tuesday"
        return [found, replace(found, kind="nth", interval=1, nths=_nths(sentence))]
    if _BIMONTHLY.search(sentence) and found.kind == "rare":
        return [
            _every(2, found),
            *(replace(found, kind="nth", interval=2, nths=(place,)) for place in PLACES_IN_MONTH),
        ]
    if found.kind == "daily" and found.days:
        return [replace(found, kind="weekly"), replace(found, days=())]
    if every_nth and found.kind == "nth":
        return [found, *(_every(n, found) for n in found.nths if n > 1)]
    if every_nth and found.kind == "interval":  # "every second Tuesday"
        return [replace(found, kind="nth", interval=1, nths=(2,)), found]
    return [found]


def _on_days(cadence: Cadence, sentence: str) -> tuple[Cadence, ...]:
    """On each of two days, or on both, as the words have it."""
    is_all = re.search(r"\band\b|&", sentence, re.I) or _WORKDAYS.search(sentence)
    if len(cadence.days) < 2 or is_all:
        return cadence.exact()
    each = [(day,) for day in cadence.days]
    choices = each if re.search(r"\bor\b", sentence, re.I) else [cadence.days, *each]
    return tuple(one for days in choices for one in replace(cadence, days=days).exact())


def rhythm_of(frequency: str, day: str = "") -> Cadence:
    """What the fields "how often" and "on which day" say together. A word that is not understood makes the kind ""."""
    if len(frequency) > 300 or len(day) > 100:
        return Cadence("")
    start, left = _without_start(frequency)
    here, there = weekdays_of(left), weekdays_of(day)
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
    if not kind and _IS_PLURAL.search(f"{left} {day}") and not nths:
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
    if kind == "never":
        return ()
    return tuple(exact for days in choices for exact in replace(whole, kind=kind, days=days).exact())


def _every(weeks: int, whole: Cadence) -> Cadence:
    return replace(whole, kind="interval", interval=weeks, nths=())


def _without_start(field: str) -> tuple[dt.date | None, str]:
    """The date a field gives, when it gives its year too, and the field without it."""
    date, starts = own_date_in(" ".join(field.split()))
    given = starts or date
    return (given.whole, without_dates(field)) if given else (None, field)


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
    nths = tuple(dict.fromkeys(_NUMBERS[found[0].lower()] for found in _FIELD_NTH.finditer(left)))
    is_weekly, is_daily = bool(_WEEK.search(left)), bool(_DAILY.search(left))
    rest = _left_over(left)
    if other or weeks:
        return "interval", _interval(weeks), (), rest or " ".join(map(str, nths))
    if nths:
        # "every third Tuesday" counts weeks or Tuesdays of the month: only a month in the text decides.
        is_doubtful = not is_monthly and bool(re.search(rf"\bevery\s+{_NTH}\b", left, re.I))
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
    word = (weeks[1] or "").lower()
    return 3 if weeks[2] else 4 if weeks[3] else int(word) if word.isdigit() else _NUMBERS[word]


def _left_over(text: str) -> str:
    for pattern in (_WORKDAYS, _WEEK, _DAILY, re.compile(DAY_OF_FIELD, re.I), _FIELD_NTH, _FILLER):
        text = pattern.sub(" ", text)
    return " ".join(re.findall(r"[^\W_]+", text))
