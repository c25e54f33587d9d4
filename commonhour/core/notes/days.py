"""Days as people write them over notes: "2026-11-26", "2019.04.18", "26/11/2026", "Nov 26th", "20261126", "11月26日"."""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonhour.core.typed.date import month_numbers, weekday_numbers

DAY_FIRST, MONTH_FIRST = "day", "month"
_YEAR = r"(?:19|20)\d\d"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day as it was written at `span`. `month` and `day` are as its order has them; with `is_either` they could as well be
    the other way round (03/04). `order` is what it says about the order of others: "day", "month" or ""."""

    month: int
    day: int
    year: int | None
    span: tuple[int, int]
    is_either: bool = False
    order: str = ""

    def ordered(self, order: str) -> "DaySaid":
        """Read in that order; `month` and `day` of one that could be either are those of day first."""
        if not self.is_either:
            return self
        month, day = (self.day, self.month) if order == MONTH_FIRST else (self.month, self.day)
        return DaySaid(month, day, self.year, self.span)

    def in_year(self, year: int | None = None) -> dt.date | None:
        """None where it has no year, or that year no such day."""
        known = self.year or year
        try:
            return dt.date(known, self.month, self.day) if known else None
        except ValueError:
            return None


def days_in(text: str) -> list[DaySaid]:
    """Every day that the text names, in its order. Never raises."""
    if not _DIGIT.search(text):
        return []
    found: list[DaySaid] = []
    for one in _all(text):
        if not any(one.span[0] < other.span[1] and other.span[0] < one.span[1] for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.span)


def weekday_in(text: str) -> int | None:
    """The weekday that a heading names beside its day; 0 is Monday."""
    named = _weekday().search(text)
    return weekday_numbers()[named[0].casefold().rstrip(".")] if named else None


def without_weekdays(text: str) -> str:
    return _weekday().sub(" ", text)


def _all(text: str) -> Iterator[DaySaid]:
    """The surest forms first."""
    for pattern, read in _forms():
        for found in pattern.finditer(text):
            if one := read(found):
                yield one


@functools.cache
def _weekday() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any_of(weekday_numbers())})\b\.?", re.I)


def _any_of(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@functools.cache
def _forms():  # type: ignore[no-untyped-def]
    month = rf"(?P<name>{_any_of(month_numbers())})(?![a-z])"
    tail = rf"(?:\s*(?:,|-|_|/|\.|\bof\b|\bde\b|\bdel\b)?\s*(?P<y>{_YEAR})(?!\d|:\d))?"
    flags = re.IGNORECASE
    return (
        (re.compile(rf"(?<!\d)(?P<y>{_YEAR})\s?(?P<sep>[-/._ ])\s?(?P<m>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}})(?!\d)"), _plain),
        (re.compile(rf"(?<!\d)(?P<y>{_YEAR})年\s?(?P<m>\d{{1,2}})月\s?(?P<d>\d{{1,2}})日"), _plain),
        (re.compile(r"(?<!\d)(?P<y>)(?P<m>\d{1,2})月\s?(?P<d>\d{1,2})日"), _plain),
        (re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)"), _plain),
        (re.compile(rf"(?<!\d)(?P<a>\d{{1,2}})(?P<sep>[-/._])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_YEAR})(?!\d)"), _either),
        (re.compile(r"(?<![\d/.])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d\d)(?![\d/.])"), _either),
        (re.compile(rf"(?<!\d)(?P<y>{_YEAR})[-_/, ]\s?{month}\.?[-_/, ]\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)", flags), _named),
        (re.compile(rf"(?<![a-z]){month}\s+(?P<d>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{{2,5}}\s+)?(?P<y>{_YEAR})(?!\d)", flags), _named),
        (re.compile(rf"(?<![\d:.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|º)?[-_\s]*(?:of\s+|de\s+)?{month}\.?{tail}", flags), _named),
        (re.compile(rf"(?<![a-z]){month}\.?[-_\s]*(?P<d>\d{{1,2}})(?!\d|:\d)(?:st|nd|rd|th)?{tail}", flags), _named),
        (re.compile(r"(?<![\d/.,])(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})(?P<y>)(?![\d/])"), _either),
        (re.compile(r"(?<![\d/.,])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>)(?!\d)"), _plain),
    )  # fmt: skip


def _made(found: re.Match[str], month: int, day: int, **more: object) -> DaySaid | None:
    text = found["y"]
    year = _year(text) if text else None
    one = DaySaid(month, day, year, found.span(), **more)  # type: ignore[arg-type]
    return one if one.in_year(2024 if year is None else year) else None


def _year(text: str) -> int:
    """Of two digits as in RFC 5322, 4.3: 98 is 1998."""
    return int(text) + (0 if len(text) == 4 else 2000 if int(text) < 50 else 1900)


def _plain(found: re.Match[str]) -> DaySaid | None:
    return _made(found, int(found["m"]), int(found["d"]))


def _named(found: re.Match[str]) -> DaySaid | None:
    return _made(found, month_numbers()[found["name"].casefold()], int(found["d"]))


def _either(found: re.Match[str]) -> DaySaid | None:
    """Dots are day first everywhere."""
    first, second = int(found["a"]), int(found["b"])
    if found["sep"] == "." or first == second:
        return _made(found, second, first)
    if first > 12:
        return _made(found, second, first, order=DAY_FIRST)
    if second > 12:
        return _made(found, first, second, order=MONTH_FIRST)
    return _made(found, second, first, is_either=True)
