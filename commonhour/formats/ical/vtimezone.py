"""VTIMEZONE (RFC 5545 §3.6.5), generated from tzdata: real changes, and a last pair of rules without an end."""

import datetime as dt
import functools

from commonhour.core.recurrence.rules import WEEKDAYS
from commonhour.core.time.wall import wall_text
from commonhour.formats.ical.lines import joined
from commonhour.formats.ical.tzif import (
    LAST_LISTED_YEAR,
    Change,
    YearlyRule,
    change_at,
    changes,
    just_before,
    yearly_rules,
)

_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@functools.lru_cache(maxsize=512)
def vtimezone(tzid: str, first_year: int) -> bytes:
    """The VTIMEZONE of a zone, right from the first day of `first_year` on, for ever.

    A zone whose changes follow no rule (Africa/Casablanca) is listed through 2040.
    """
    first_year = max(1900, min(first_year, LAST_LISTED_YEAR))
    listed = changes(tzid, first_year)
    ruled = _ruled_from(tzid, listed)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}"]
    for change in (change_at(tzid, just_before(first_year)), *listed[: len(listed) - len(ruled)]):
        lines += _observance(change, "")
    for change, rule in zip(ruled[:2], _rules_of(tzid, ruled), strict=False):
        lines += _observance(change, _rrule(rule))
    return joined([*lines, "END:VTIMEZONE"])


def _ruled_from(tzid: str, listed: tuple[Change, ...]) -> tuple[Change, ...]:
    """The longest tail of the changes that is exactly what the zone's two yearly rules make; else none."""
    rules = yearly_rules(tzid)
    if rules is None or len(listed) < 2:
        return ()
    years = range(listed[0].at.year, LAST_LISTED_YEAR + 1)
    made = sorted(rule.onset(year) for year in years for rule in rules)
    length = 0
    while length < min(len(made), len(listed)) and _is_same(
        listed[-1 - length], made[-1 - length], listed[-2:]
    ):
        length += 1
    return listed[len(listed) - length :] if length >= 2 else ()


def _is_same(change: Change, onset: dt.datetime, last: tuple[Change, ...]) -> bool:
    return change.onset == onset and (change.before, change.after) in {
        (each.before, each.after) for each in last
    }


def _rules_of(tzid: str, ruled: tuple[Change, ...]) -> list[YearlyRule]:
    rules = yearly_rules(tzid) or ()
    return [
        next(rule for rule in rules if rule.onset(change.onset.year) == change.onset) for change in ruled[:2]
    ]


def _rrule(rule: YearlyRule) -> str:
    """A yearly rule as RRULE. A time before midnight or after the day's end moves to the day it means."""
    shift = rule.time // dt.timedelta(days=1)
    weekday = WEEKDAYS[(rule.weekday + shift) % 7]
    if shift == 0:
        number = -1 if rule.week == 5 else rule.week
        return f"FREQ=YEARLY;BYMONTH={rule.month};BYDAY={number}{weekday}"
    last = _DAYS_IN_MONTH[rule.month - 1]
    first_day = (last - 6 if rule.week == 5 else 7 * (rule.week - 1) + 1) + shift
    if not 1 <= first_day <= last - 6:
        return f"FREQ=YEARLY;BYDAY={weekday};BYYEARDAY={_year_days(rule.month, first_day)}"
    days = ",".join(str(day) for day in range(first_day, first_day + 7))
    return f"FREQ=YEARLY;BYMONTH={rule.month};BYMONTHDAY={days};BYDAY={weekday}"


def _year_days(month: int, first_day: int) -> str:
    """Seven days across the end of a month, counted from the year's end, where leap years make no difference."""
    before_end = sum(_DAYS_IN_MONTH[month - 1 :]) - first_day + 1
    return ",".join(str(-day) for day in range(before_end, before_end - 7, -1))


def _observance(change: Change, rrule: str) -> list[str]:
    kind = "DAYLIGHT" if change.is_summer else "STANDARD"
    lines = [
        f"BEGIN:{kind}",
        f"DTSTART:{wall_text(change.onset)}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        f"TZNAME:{change.name}",
    ]
    return lines + ([f"RRULE:{rrule}"] if rrule else []) + [f"END:{kind}"]


def _offset(offset: dt.timedelta) -> str:
    """UTC-OFFSET (§3.3.14), with seconds only where there are some."""
    seconds = int(abs(offset).total_seconds())
    text = f"{seconds // 3600:02d}{seconds % 3600 // 60:02d}" + (
        f"{seconds % 60:02d}" if seconds % 60 else ""
    )
    return ("-" if offset < dt.timedelta() else "+") + text
