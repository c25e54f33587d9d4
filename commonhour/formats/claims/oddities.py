"""What one place says that cannot be: two clocks in one hour, a weekday or a year that is off, half a day for a call."""

import datetime as dt
import re

from commonhour.core.undecided.when import PartialDate, When
from commonhour.formats.claims.clocks import odd_ones, translations
from commonhour.formats.claims.document import Document, name_dates, resolved
from commonhour.formats.page.blocks import Section

_HALF_DAY, _LONG = dt.timedelta(hours=12), dt.timedelta(hours=14)
_FEW_DAYS = 3  # what is from morning to evening on more of them is open, and no call


def odd_hour(document: Document, line: int, twice: str) -> None:
    hour = re.match(r"[\d:.]+", twice)
    document.reading.find("unreadable-time", line, "two-clocks", text=twice, hour=hour[0] if hour else "")


def check_date(
    document: Document, section: Section, line: int, partial: PartialDate, days: tuple[int, ...]
) -> None:
    """A year that is missing, and a weekday that is not the date's."""
    if not partial.year and not document.year_of(section):
        likely = resolved(document, section, partial, days)
        day = f"{partial.month:02d}-{partial.day:02d}"
        if likely:
            document.reading.find("no-year", line, "likely", day=day, date=likely.isoformat())
        else:
            document.reading.find("no-year", line, day=day)
    year = partial.year or document.year_of(section) or document.folder_year
    date = partial.in_year(year) if year else None
    if date and len(days) == 1 and date.weekday() not in days:
        document.reading.find(
            "contradiction", line, "weekday", date=date.isoformat(), right=date.weekday(), said=days[0]
        )


def check_name(document: Document, line: int, partial: PartialDate) -> bool:
    """A file that is named for one date and speaks of another one."""
    named = name_dates(document.where)
    date = partial.in_year(partial.year) if partial.year else None
    if not (date and named and document.is_minutes) or date in named:
        return False
    days = [day.isoformat() for day in sorted(named)]
    document.reading.find("contradiction", line, "file-name", date=date.isoformat(), named=days)
    return True


def check_hours(document: Document, text: str, line: int) -> None:
    clocks = translations(text)
    for one, two in odd_ones(clocks, document.reading.today) if clocks else []:
        document.reading.find("contradiction", line, "translation", one=one.text, two=two.text)


def check_length(document: Document, line: int, times: When) -> None:
    """ "6:30am–7:30pm": a call of one hour, and half a day."""
    is_call = bool(times.cadence.kind) and 0 < len(times.days) <= _FEW_DAYS
    if is_call and times.length and _HALF_DAY < times.length <= _LONG:
        hours = f"{times.length / dt.timedelta(hours=1):g}"
        document.reading.find("unreadable-time", line, "half-a-day", text=times.text[:80], hours=hours)
