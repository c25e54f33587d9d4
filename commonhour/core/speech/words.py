"""Words for dates, hours and places in a language: what sentences about time are made of."""

import datetime as dt
import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from babel import Locale, dates, lists

from commonhour.core.time.cities import place_name

# Turns an English template into the reader's language, its {placeholders} untouched. Parameters of this
# type are called `gettext`, so that makemessages finds the templates.
Translate = Callable[[str], str]

_Unit = Literal["day", "hour", "minute"]


def identity(text: str) -> str:
    return text


class Words(Protocol):
    """How a language names the parts of a date."""

    def date(self, day: dt.date) -> str: ...
    def full_date(self, day: dt.date) -> str: ...
    def short_date(self, day: dt.date) -> str: ...
    def at_hour(self, day: str, hour: str) -> str: ...
    def dates(self, days: Sequence[dt.date]) -> str: ...
    def span_start(self, first: dt.date, last: dt.date) -> str: ...
    def day_of_year(self, day: dt.date) -> str: ...
    def time(self, clock: dt.time) -> str: ...
    def weekday(self, number: int) -> str: ...
    def month(self, number: int) -> str: ...
    def ordinal(self, number: int) -> str: ...
    def place(self, tzid: str) -> str: ...
    def all_of(self, items: Sequence[str]) -> str: ...
    def any_of(self, items: Sequence[str]) -> str: ...
    def span(self, length: dt.timedelta) -> str: ...


@functools.cache
def _locale(code: str) -> Locale:
    """The Babel locale of a language code; plain English is written day first, on the 24-hour clock."""
    return Locale.parse("en_GB" if code == "en" else code.replace("-", "_"))


@dataclass(frozen=True, slots=True)
class BabelWords:
    """Words from the CLDR. Ordinals, which it lacks, go through `gettext`."""

    code: str = "en"
    gettext: Translate = identity

    @property
    def locale(self) -> Locale:
        return _locale(self.code)

    def date(self, day: dt.date) -> str:
        return dates.format_date(day, "long", locale=self.locale)

    def full_date(self, day: dt.date) -> str:
        return dates.format_date(day, "full", locale=self.locale)

    def short_date(self, day: dt.date) -> str:
        """ "Thu, 26 Nov 2026"."""
        return dates.format_skeleton("yMMMEd", day, locale=self.locale)

    def at_hour(self, day: str, hour: str) -> str:
        """ "Thu, 26 Nov 2026, 16:00"; Japanese has no comma there."""
        return str(dates.get_datetime_format("medium", locale=self.locale)).format(hour, day)

    def dates(self, days: Sequence[dt.date]) -> str:
        """A list of dates; where the language puts the day first, months are named once: "3 and 10 May 2027"."""
        following = [*((day.year, day.month) for day in days[1:]), None]
        shown = [
            self.span_start(day, day) if (day.year, day.month) == after else self.date(day)
            for day, after in zip(days, following, strict=False)
        ]
        return self.all_of(shown)

    def span_start(self, first: dt.date, last: dt.date) -> str:
        """The first of two dates, without what the second says anyway: "14" before "28 March 2027"."""
        if not self.locale.date_formats["long"].pattern.startswith("d ") or first.year != last.year:
            return self.date(first)
        return str(first.day) if first.month == last.month else self.day_of_year(first)

    def day_of_year(self, day: dt.date) -> str:
        return dates.format_skeleton("MMMMd", day, locale=self.locale)

    def time(self, clock: dt.time) -> str:
        return dates.format_time(clock, "short", locale=self.locale)

    def weekday(self, number: int) -> str:
        return str(self.locale.days["stand-alone"]["wide"][number])

    def month(self, number: int) -> str:
        return str(self.locale.months["stand-alone"]["wide"][number])

    def ordinal(self, number: int) -> str:
        """1 is "first", -1 "last", -2 "second to last"."""
        gettext = self.gettext
        names = {
            1: gettext("first"), 2: gettext("second"), 3: gettext("third"), 4: gettext("fourth"),
            5: gettext("fifth"), -1: gettext("last"), -2: gettext("second to last"),
            -3: gettext("third to last"), -4: gettext("fourth to last"), -5: gettext("fifth to last"),
        }  # fmt: skip
        return names[number]

    def place(self, tzid: str) -> str:
        return place_name(tzid, str(self.locale))

    def all_of(self, items: Sequence[str]) -> str:
        return lists.format_list(list(items), locale=self.locale)

    def any_of(self, items: Sequence[str]) -> str:
        return lists.format_list(list(items), style="or", locale=self.locale)

    def span(self, length: dt.timedelta) -> str:
        """ "1 day 23 hours", "25 minutes": the two biggest units, to the minute."""
        minutes = max(round(length.total_seconds() / 60), 0)
        parts: dict[_Unit, int] = {"day": minutes // 1440, "hour": minutes // 60 % 24, "minute": minutes % 60}
        shown = [unit for unit, number in parts.items() if number] or ["minute"]
        return " ".join(self._so_many(parts[unit], unit) for unit in shown[:2])

    def _so_many(self, number: int, unit: _Unit) -> str:
        """Not `format_unit`, which has no words for Japanese, whose long form is its short one."""
        return dates.format_timedelta(
            dt.timedelta(**{f"{unit}s": number}), granularity=unit, threshold=math.inf, locale=self.locale
        )


ENGLISH = BabelWords()


@dataclass(frozen=True, slots=True)
class Voice:
    """A translation and the words that go with it, carried together through a sentence."""

    gettext: Translate = identity
    words: Words = field(default=ENGLISH)
