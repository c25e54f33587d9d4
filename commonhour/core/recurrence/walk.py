"""The wall times a rule makes (RFC 5545 §3.3.10), period by period, over integer days.

Every BY part is a set of days of the period, and the period's days are what all of them share. Days are
proleptic Gregorian ordinals. A rule that never matches costs one step a period and ends with the window.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator

from commonhour.core import limits
from commonhour.core.recurrence.rules import Rule
from commonhour.errors import TooLarge

_LAST_DAY = dt.date.max.toordinal()


def rule_walls(
    rule: Rule, start: dt.datetime, before: dt.datetime, after: dt.datetime | None = None
) -> Iterator[dt.datetime]:
    """The naive wall times the rule makes from `start` up to and including `before`, in order, without repeats.

    With `after` the walk begins in the period that `after` is in and leaves out what is earlier. COUNT is the
    caller's: DTSTART counts towards it even where the rule does not make it. UNTIL is heeded. Raises TooLarge
    when more instances would be made, and mostly thrown away by BYSETPOS, than `core/limits.py` allows.
    """
    last = min(before, rule.until) if rule.until else before
    earliest = start if after is None else max(start, after)
    times = _times(rule, start)
    walked = 0
    for first in _firsts(rule, start.date(), earliest.date()):
        if first > last.toordinal():
            return
        days = _days(rule, start.date(), first)
        walked += len(days) * len(times)
        if walked > limits.WALKED:
            raise TooLarge("rule-chooses-from-too-many", most=limits.WALKED)
        for wall in _walls(rule, days, times):
            if wall > last:
                return
            if wall >= earliest:
                yield wall


def makes(rule: Rule, start: dt.datetime) -> bool:
    """True when the rule makes its own start: it is all in the first period."""
    return start in walls_of_period(rule, start, first_day(rule, start.date()))


def walls_of_period(rule: Rule, start: dt.datetime, first: int) -> list[dt.datetime]:
    """The wall times of the one period whose first day is `first`; those before `start` too.

    Raises TooLarge when they are more than `core/limits.py` allows.
    """
    days, times = _days(rule, start.date(), first), _times(rule, start)
    if len(days) * len(times) > limits.WALKED:
        raise TooLarge("rule-chooses-from-too-many", most=limits.WALKED)
    return _walls(rule, days, times)


def first_day(rule: Rule, day: dt.date) -> int:
    """The first day of the period a day is in: itself, or the first of its week, month or year."""
    if rule.freq == "WEEKLY":
        return day.toordinal() - (day.weekday() - rule.wkst) % 7
    if rule.freq == "MONTHLY":
        return day.replace(day=1).toordinal()
    return day.replace(month=1, day=1).toordinal() if rule.freq == "YEARLY" else day.toordinal()


def _walls(rule: Rule, days: list[int], times: list[dt.time]) -> list[dt.datetime]:
    """The wall times of one period; BYSETPOS chooses among all of them."""
    if not days:
        return []
    walls = [dt.datetime.combine(dt.date.fromordinal(day), time) for day in days for time in times]
    if not rule.bysetpos:
        return walls
    size = len(walls)
    places = {position - 1 if position > 0 else size + position for position in rule.bysetpos}
    return [walls[place] for place in sorted(places) if 0 <= place < size]


def _times(rule: Rule, start: dt.datetime) -> list[dt.time]:
    seconds = {min(second, 59) for second in rule.bysecond} or {start.second}
    return sorted(
        dt.time(hour, minute, second)
        for hour in rule.byhour or (start.hour,)
        for minute in rule.byminute or (start.minute,)
        for second in seconds
    )


def _firsts(rule: Rule, start: dt.date, near: dt.date) -> Iterator[int]:
    """The first day of every period of the rule, from the last one that begins no later than `near`."""
    if rule.freq in ("DAILY", "WEEKLY"):
        size = 7 if rule.freq == "WEEKLY" else 1
        begin, step = first_day(rule, start), size * rule.interval
        yield from range(begin + (near.toordinal() - begin) // step * step, _LAST_DAY - size, step)
    elif rule.freq == "MONTHLY":
        begin, step = start.year * 12 + start.month - 1, rule.interval
        nearest = begin + (near.year * 12 + near.month - 1 - begin) // step * step
        for number in range(nearest, 9999 * 12 + 12, step):
            yield dt.date(number // 12, number % 12 + 1, 1).toordinal()
    else:
        nearest = start.year + (near.year - start.year) // rule.interval * rule.interval
        for year in range(nearest, 10_000, rule.interval):
            yield dt.date(year, 1, 1).toordinal()


def _days(rule: Rule, start: dt.date, first: int) -> list[int]:
    """The days a rule makes in the period that begins on the day `first`, in order."""
    return _DAYS_OF[rule.freq](rule, start, first)


def _of_day(rule: Rule, start: dt.date, day: int) -> list[int]:
    weekdays = {weekday for _, weekday in rule.byday}
    is_made = (
        (not weekdays or (day - 1) % 7 in weekdays) and _in_months(rule, day) and _on_month_days(rule, day)
    )
    return [day] if is_made else []


def _in_months(rule: Rule, day: int) -> bool:
    return not rule.bymonth or dt.date.fromordinal(day).month in rule.bymonth


def _on_month_days(rule: Rule, day: int) -> bool:
    if not rule.bymonthday:
        return True
    date = dt.date.fromordinal(day)
    length = monthrange(date.year, date.month)[1]
    return date.day in rule.bymonthday or date.day - length - 1 in rule.bymonthday


def _of_week(rule: Rule, start: dt.date, first: int) -> list[int]:
    weekdays = {day for _, day in rule.byday} or {start.weekday()}
    days = [first + offset for offset in sorted((day - rule.wkst) % 7 for day in weekdays)]
    return [day for day in days if day > 0 and _in_months(rule, day)]


def _of_month(rule: Rule, start: dt.date, first: int) -> list[int]:
    date = dt.date.fromordinal(first)
    if rule.bymonth and date.month not in rule.bymonth:
        return []
    length = monthrange(date.year, date.month)[1]
    monthdays = rule.bymonthday if rule.bymonthday or rule.byday else (start.day,)
    parts = []
    if monthdays:
        parts.append(_month_days(monthdays, first, length))
    if rule.byday:
        parts.append(_weekdays(rule.byday, first, length))
    return sorted(set.intersection(*parts))


def _of_year(rule: Rule, start: dt.date, first: int) -> list[int]:
    names_days = rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno
    months = rule.bymonth or (() if names_days else (start.month,))
    monthdays = rule.bymonthday if names_days else (start.day,)
    year = dt.date.fromordinal(first).year
    length = dt.date(year, 12, 31).toordinal() - first + 1
    return sorted(set.intersection(*_year_parts(rule, year, first, length, months, monthdays)))


_DAYS_OF = {"DAILY": _of_day, "WEEKLY": _of_week, "MONTHLY": _of_month, "YEARLY": _of_year}


def _year_parts(
    rule: Rule, year: int, first: int, length: int, months: tuple[int, ...], monthdays: tuple[int, ...]
) -> list[set[int]]:
    """The days each BY part of a yearly rule allows. A numbered weekday counts in the month when BYMONTH is
    there, else in the year."""
    spans = [_month_span(year, month) for month in months or range(1, 13)]
    parts: list[set[int]] = []
    if monthdays:
        parts.append(set().union(*(_month_days(monthdays, begin, size) for begin, size in spans)))
    elif months:
        parts.append(set().union(*(range(begin, begin + size) for begin, size in spans)))
    if rule.byyearday:
        parts.append(_month_days(rule.byyearday, first, length))
    if rule.byweekno:
        parts.append(_week_days(rule, year, first, length))
    if rule.byday:
        whole = spans if months else [(first, length)]
        parts.append(set().union(*(_weekdays(rule.byday, begin, size) for begin, size in whole)))
    return parts


def _month_span(year: int, month: int) -> tuple[int, int]:
    return dt.date(year, month, 1).toordinal(), monthrange(year, month)[1]


def _month_days(numbers: tuple[int, ...], first: int, length: int) -> set[int]:
    """The numbered days of a month (or a year); -1 is its last."""
    places = (number - 1 if number > 0 else length + number for number in numbers)
    return {first + place for place in places if 0 <= place < length}


def _weekdays(byday: tuple[tuple[int, int], ...], first: int, length: int) -> set[int]:
    """The weekdays of a month or a year: every one, or the nth from its beginning or end."""
    found: set[int] = set()
    for number, weekday in byday:
        begin = first + (weekday - (first - 1)) % 7
        every = range(begin, first + length, 7)
        if number == 0:
            found.update(every)
        elif abs(number) <= len(every):
            found.add(every[number - 1 if number > 0 else number])
    return found


def _week_days(rule: Rule, year: int, first: int, length: int) -> set[int]:
    """The days of this calendar year that lie in the numbered weeks, be it a week of the year before or after.

    Without BYDAY all seven days of the week are meant, as every reader has it.
    """
    found: set[int] = set()
    for of_year in (year - 1, year, year + 1):
        begin, weeks = _first_week(of_year, rule.wkst)
        numbers = {number if number > 0 else weeks + 1 + number for number in rule.byweekno}
        for number in numbers:
            if 1 <= number <= weeks:
                found.update(range(begin + 7 * (number - 1), begin + 7 * number))
    return {day for day in found if first <= day < first + length}


def _first_week(year: int, wkst: int) -> tuple[int, int]:
    """The first day of week 1, the first week with four days in the year, and how many weeks there are."""
    begin, following = (_week_one(of_year, wkst) for of_year in (year, year + 1))
    return begin, (following - begin) // 7


def _week_one(year: int, wkst: int) -> int:
    # The fourth of January is always in week 1. Ordinal 1 is a Monday; year 10,000 is counted on from 9,999.
    fourth = (
        dt.date(year, 1, 4).toordinal()
        if 1 <= year <= 9999
        else (dt.date.max.toordinal() + 4 if year > 0 else -362)
    )
    return fourth - (fourth - 1 - wkst) % 7
