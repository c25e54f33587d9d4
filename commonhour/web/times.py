"""Times as pages show them: weekday, date, hour and zone, inside <time datetime>."""

import datetime as dt
import re

from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    match_skeleton,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from commonhour.core.foresight.last_time import difference, difference_words
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speech.sentences import relative_text
from commonhour.core.time.rfc3339 import rfc3339
from commonhour.core.time.zones import offset_text, wall_of
from commonhour.web.voice import locale, words


def clock(moment: dt.datetime, tzid: str) -> str:
    """The hour on the reader's clock: "16:00"."""
    return format_time(wall_of(moment, tzid), "short", locale=locale())


def place(tzid: str) -> str:
    """The city of a zone in the page's language."""
    return words().place(tzid)


def zone_label(moment: dt.datetime, tzid: str) -> str:
    """ "Tokyo · UTC+9"; UTC alone says its name once."""
    offset = offset_text(moment, tzid)
    return offset if tzid == "UTC" else f"{place(tzid)} · {offset}"


def day_text(date: dt.date) -> str:
    """ "Thu, 26 Nov 2026" in the page's language."""
    return words().short_date(date)


def weekday_text(date: dt.date) -> str:
    """ "Thu"."""
    return format_skeleton("E", date, locale=locale())


def short_day_text(date: dt.date) -> str:
    """ "Thu, 26 Nov"; for days of a year that is known."""
    return format_skeleton("MMMEd", date, locale=locale())


def day_and_hour(day: str, hour: str) -> str:
    """ "Thu, 26 Nov 2026, 16:00"; Japanese has no comma there."""
    return words().at_hour(day, hour)


def day_heading(date: dt.date, today: dt.date) -> str:
    """ "Today, Monday 23 November"; the year only when it is another one."""
    text = _whole_day_text(date, "MMMMEEEEd" if date.year == today.year else "yMMMMEEEEd")
    if date == today:
        return gettext("Today, {day}").format(day=text)
    if date == today + dt.timedelta(days=1):
        return gettext("Tomorrow, {day}").format(day=text)
    return capfirst(text)


def _whole_day_text(date: dt.date, skeleton: str) -> str:
    """In words written out, also where the CLDR has the pattern for short ones alone (Spanish)."""
    patterns = locale().datetime_skeletons
    pattern = str(patterns[match_skeleton(skeleton, patterns) or skeleton])
    return format_date(date, re.sub("E+", "EEEE", pattern), locale=locale())


def days_text(first: dt.date, last: dt.date) -> str:
    """ "23–29 Nov 2026", never broken where it ends a line: a dash is a place for that otherwise."""
    text = format_interval(first, last, "yMMMd", locale=locale())
    return re.sub(r"[–～-]", "\u2060\\g<0>\u2060", re.sub(r"\s", "\u00a0", text))


def month_text(year: int, month: int) -> str:
    return format_skeleton("yMMMM", dt.date(year, month, 1), locale=locale())


def hours(line: ListedDate, tzid: str) -> str:
    """ "16:00–17:00", or the words for a whole day."""
    if line.all_day:
        return gettext("whole day")
    start = clock(line.start, tzid)
    return start if line.end == line.start else f"{start}–{clock(line.end, tzid)}"


def unlike_last(line: ListedDate, tzid: str) -> str:
    """ "one hour earlier than last time, and on Tuesday" for somebody in that zone; "" when it is as it was."""
    found = line.last and difference(line.start, line.last, tzid, all_day=line.all_day)
    return difference_words(found, gettext, words()) if found else ""


def time_element(moment: dt.datetime, text: str, *, all_day: bool = False, css: str = "") -> SafeString:
    if css:
        return format_html('<time class="{}" datetime="{}">{}</time>', css, rfc3339(moment, all_day), text)
    return format_html('<time datetime="{}">{}</time>', rfc3339(moment, all_day), text)


def full(moment: dt.datetime, tzid: str, *, all_day: bool = False) -> SafeString:
    """ "Thu, 26 Nov 2026, 16:00 Madrid · UTC+1", all of it."""
    if all_day:
        return time_element(moment, day_text(moment.date()), all_day=True)
    date = day_text(wall_of(moment, tzid).date())
    return time_element(moment, f"{day_and_hour(date, clock(moment, tzid))} {zone_label(moment, tzid)}")


def brief(line: ListedDate, tzid: str, now: dt.datetime) -> SafeString:
    """ "Thu 26 Nov, 16:00" in a column whose head names the zone; the year only when it is another one."""
    date = line.start.date() if line.all_day else wall_of(line.start, tzid).date()
    text = short_day_text(date) if date.year == wall_of(now, tzid).year else day_text(date)
    if not line.all_day:
        text = day_and_hour(text, clock(line.start, tzid))
    return time_element(line.start, text, all_day=line.all_day)


def there(moment: dt.datetime, tzid: str) -> SafeString:
    """ "Thu 26 Nov, 16:00 UTC+1", where the city stands beside it and the year above it."""
    date = short_day_text(wall_of(moment, tzid).date())
    return time_element(moment, f"{day_and_hour(date, clock(moment, tzid))} {offset_text(moment, tzid)}")


def relative(moment: dt.datetime, now: dt.datetime) -> str:
    return relative_text(moment - now, gettext)


def short_day(date: dt.date) -> str:
    """ "26 Nov"."""
    return format_skeleton("MMMd", date, locale=locale())
