"""The day of a typed time: "26 Nov", "next Tuesday", "tomorrow", "26.11.", "in January"."""

import datetime as dt
import functools
import re
from dataclasses import dataclass, replace

from babel import Locale

from commonhour.core.typed.scan import Scan
from commonhour.errors import RefusedInput

_LANGUAGES = ("en", "es", "de", "fr", "pt")
_SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_SHIFTS = {
    "day after tomorrow": 2, "tomorrow": 1, "today": 0, "tonight": 0, "yesterday": -1,
    "mañana": 1, "hoy": 0, "morgen": 1, "heute": 0, "demain": 1, "aujourd'hui": 0, "amanhã": 1, "hoje": 0,
}  # fmt: skip
_UNITS = {"day": 1, "week": 7}
_LEAP = 2028  # stands in for a year that was not typed, so that 29 February may be
_YEAR = r"(?:19|20|21)\d\d(?!\d|:|[.h]\d|\s*Z\b)"


@dataclass(frozen=True, slots=True)
class TypedDay:
    """What was typed about the day; everything may be missing. `shift` counts days from today, `turn` is
    -1 for "last Tuesday"; `span` is its place in the text."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    turn: int = 0
    word: str = ""
    span: tuple[int, int] = (0, 0)
    weekday_span: tuple[int, int] = (0, 0)

    @property
    def is_missing(self) -> bool:
        return self.month is None and self.weekday is None and self.shift is None


def take_day(scan: Scan) -> TypedDay:
    """Reads the day out of the text. Raises Unclear for 03/04, RefusedInput for a 31 April."""
    found = _iso(scan) or _month_name(scan) or _numeric(scan)
    shift = None if found else _shift(scan)
    weekday = _weekday(scan)
    if found:
        _check(found)
    if found and weekday:
        return replace(found, weekday=weekday.weekday, weekday_span=weekday.span)
    return found or shift or weekday or _month_alone(scan) or TypedDay()


def _check(typed: TypedDay) -> None:
    year = _LEAP if typed.year is None else typed.year
    if not 1900 <= year < 2200:
        raise RefusedInput("typed-year")
    try:
        dt.date(year, typed.month or 1, typed.day or 1)
    except ValueError as error:
        raise RefusedInput("typed-date") from error


@functools.cache
def month_numbers() -> dict[str, int]:
    """Month names in five languages; short ones in English only, since "mar" is also a Tuesday."""
    found = {"sept": 9}
    for language in _LANGUAGES:
        widths = ("wide", "abbreviated") if language == "en" else ("wide",)
        for width in widths:
            names = Locale.parse(language).months["format"][width]
            found |= {
                name.casefold().strip("."): n for n, name in names.items() if name.casefold() not in found
            }
    return found


@functools.cache
def weekday_numbers() -> dict[str, int]:
    found = dict(_SHORT)
    for language in _LANGUAGES:
        widths = ("wide", "abbreviated") if language == "en" else ("wide",)
        for width in widths:
            names = Locale.parse(language).days["format"][width]
            found |= {name.casefold().strip("."): n for n, name in names.items()}
    return found


def _any_of(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    month, weekday = _any_of(month_numbers()), _any_of(weekday_numbers())
    texts = {
        "iso": r"(?<!\d)(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?=T|\b)",
        "compact": r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=T\d|\b)",
        "day first": rf"(?<![\d:.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|º)?\s*(?:of\s+|de\s+)?(?P<m>{month})\b\.?,?"
        rf"(?:\s*(?:de\s+)?(?P<y>{_YEAR}))?",
        "month first": rf"\b(?P<m>{month})\b\.?\s*(?P<d>\d{{1,2}})(?!\d|:|\s*[ap]\.?m\b|h)(?:st|nd|rd|th)?,?"
        rf"(?:\s*(?P<y>{_YEAR}))?",
        "month": rf"\b(?:in\s+)?(?P<m>{month})\b\.?(?:\s*(?P<y>{_YEAR}))?",
        "dotted": rf"(?<![\d.:])(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?!\d\d?\b)(?P<y>{_YEAR})?",
        "slashed": rf"(?<![\d/])(?P<a>\d{{1,2}})(?P<sep>[/-])(?P<b>\d{{1,2}})(?:(?P=sep)(?P<y>{_YEAR})|(?<=/\d)|(?<=/\d\d))"
        r"(?![\d/])",
        "shift": rf"\b(?P<word>{_any_of(_SHIFTS)})\b",
        "in": r"\bin\s+(?P<n>\d{1,3}|a)\s+(?P<unit>day|week)s?\b",
        "weekday": rf"\b(?:(?P<turn>next|this|last|coming)\s+)?(?P<w>{weekday})\b\.?(?:'?s\b)?,?",
        "weekdays": rf"\b(?:every\s+)?(?P<w>{weekday})s\b,?",
    }
    return {name: re.compile(text, re.IGNORECASE) for name, text in texts.items()}


def _from(match: re.Match[str]) -> TypedDay:
    parts = match.groupdict()
    month = parts["m"]
    number = int(month) if month.isdigit() else month_numbers()[month.casefold()]
    return TypedDay(
        year=int(parts["y"]) if parts.get("y") else None,
        month=number,
        day=int(parts["d"]) if parts.get("d") else None,
        word=match[0].strip(),
        span=match.span(),
    )


def _iso(scan: Scan) -> TypedDay | None:
    match = scan.take(_patterns()["iso"]) or scan.take(_patterns()["compact"])
    return _from(match) if match else None


def _month_name(scan: Scan) -> TypedDay | None:
    match = scan.take(_patterns()["day first"]) or scan.take(_patterns()["month first"])
    return _from(match) if match else None


def _month_alone(scan: Scan) -> TypedDay | None:
    match = scan.take(_patterns()["month"])
    return _from(match) if match else None


def _numeric(scan: Scan) -> TypedDay | None:
    """26.11. is day first everywhere; 03/04 is read differently on two sides of an ocean."""
    match = scan.take(_patterns()["dotted"])
    if match:
        return _from(match)
    match = scan.take(_patterns()["slashed"])
    if not match:
        return None
    first, second = int(match["a"]), int(match["b"])
    if first != second and min(first, second) >= 1 and max(first, second) <= 12:
        _ask_order(scan, match, first, second)
    day, month = (first, second) if first > 12 or second <= 12 else (second, first)
    return TypedDay(int(match["y"]) if match["y"] else None, month, day, word=match[0], span=match.span())


def _ask_order(scan: Scan, match: re.Match[str], first: int, second: int) -> None:
    year = int(match["y"]) if match["y"] else _LEAP
    days = [dt.date(year, second, first), dt.date(year, first, second)]
    words = scan.voice.words
    labels = [words.date(day) if match["y"] else words.day_of_year(day) for day in days]
    # English, since that is what is read back.
    retries = [day.isoformat() if match["y"] else f"{day.day} {day:%b}" for day in days]
    sentence = scan.voice.gettext("Which day is “{text}”?").format(text=match[0])
    raise scan.ask(sentence, match.span(), list(zip(labels, retries, strict=True)))


def _shift(scan: Scan) -> TypedDay | None:
    match = scan.take(_patterns()["shift"])
    if match:
        return TypedDay(shift=_SHIFTS[match["word"].casefold()], word=match["word"], span=match.span())
    match = scan.take(_patterns()["in"])
    if not match:
        return None
    count = 1 if match["n"].casefold() == "a" else int(match["n"])
    return TypedDay(shift=count * _UNITS[match["unit"].casefold()], word=match[0], span=match.span())


def _weekday(scan: Scan) -> TypedDay | None:
    match = scan.take(_patterns()["weekdays"]) or scan.take(_patterns()["weekday"])
    if not match:
        return None
    turn = (match.groupdict().get("turn") or "").casefold()
    number = weekday_numbers()[match["w"].casefold()]
    return TypedDay(
        weekday=number, turn={"last": -1, "next": 1}.get(turn, 0), word=match[0], span=match.span()
    )
