"""The wall times a rule makes (RFC 5545 §3.3.10), period by period, over integer days.

Every BY part is a set of days of the period, and the period's days are what all of them share. Days are
proleptic Gregorian ordinals. A rule that never matches costs one step a period and ends with the window.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator

from commonhour.core.rules import Rule

_LAST_DAY = dt.date.max.toordinal()


def rule_walls(rule: Rule, start: dt.datetime, before: dt.datetime) -> Iterator[dt.datetime]:
    """The naive wall times the rule makes from `start` up to and including `before`, in order, without repeats.

    COUNT is the caller's: DTSTART counts towards it even where the rule does not make it. UNTIL is heeded.
    """
    last = min(before, rule.until) if rule.until else before
    times = _times(rule, start)
    for first, days in _periods(rule, start.date()):
        if first > last.date().toordinal():
            return
        for wall in _walls(rule, days, times):
            if wall > last:
                return
            if wall >= start:
                yield wall


def makes(rule: Rule, start: dt.datetime) -> bool:
    """True when the rule makes its own start: it is all in the first period."""
    _, days = next(_periods(rule, start.date()))
    return start in _walls(rule, days, _times(rule, start))


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


def _periods(rule: Rule, start: dt.date) -> Iterator[tuple[int, list[int]]]:
    """(its first day, its days the rule makes), sorted, for each period from the one `start` is in."""
    step = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.freq]
    return step(rule, start)


def _daily(rule: Rule, start: dt.date) -> Iterator[tuple[int, list[int]]]:
    weekdays = {day for _, day in rule.byday}
    for day in range(start.toordinal(), _LAST_DAY, rule.interval):
        made = (
            (not weekdays or (day - 1) % 7 in weekdays)
            and _in_months(rule, day)
            and _on_month_days(rule, day)
        )
        yield day, [day] if made else []


def _in_months(rule: Rule, day: int) -> bool:
    return not rule.bymonth or dt.date.fromordinal(day).month in rule.bymonth


def _on_month_days(rule: Rule, day: int) -> bool:
    if not rule.bymonthday:
        return True
    date = dt.date.fromordinal(day)
    length = monthrange(date.year, date.month)[1]
    return date.day in rule.bymonthday or date.day - length - 1 in rule.bymonthday


def _weekly(rule: Rule, start: dt.date) -> Iterator[tuple[int, list[int]]]:
    weekdays = {day for _, day in rule.byday} or {start.weekday()}
    offsets = sorted((day - rule.wkst) % 7 for day in weekdays)
    monday = start.toordinal() - (start.weekday() - rule.wkst) % 7
    for first in range(monday, _LAST_DAY - 7, 7 * rule.interval):
        days = [first + offset for offset in offsets if first + offset > 0]
        yield first, [day for day in days if _in_months(rule, day)] if rule.bymonth else days


def _monthly(rule: Rule, start: dt.date) -> Iterator[tuple[int, list[int]]]:
    monthdays = rule.bymonthday if rule.bymonthday or rule.byday else (start.day,)
    for number in range(start.year * 12 + start.month - 1, 9999 * 12 + 12, rule.interval):
        year, month = number // 12, number % 12 + 1
        first = dt.date(year, month, 1).toordinal()
        if rule.bymonth and month not in rule.bymonth:
            yield first, []
            continue
        length = monthrange(year, month)[1]
        parts = []
        if monthdays:
            parts.append(_month_days(monthdays, first, length))
        if rule.byday:
            parts.append(_weekdays(rule.byday, first, length))
        yield first, sorted(set.intersection(*parts))


def _yearly(rule: Rule, start: dt.date) -> Iterator[tuple[int, list[int]]]:
    names_days = rule.byday or rule.bymonthday or rule.byyearday or rule.byweekno
    months = rule.bymonth or (() if names_days else (start.month,))
    monthdays = rule.bymonthday if names_days else (start.day,)
    for year in range(start.year, 10_000, rule.interval):
        first = dt.date(year, 1, 1).toordinal()
        length = dt.date(year, 12, 31).toordinal() - first + 1
        yield first, sorted(set.intersection(*_year_parts(rule, year, first, length, months, monthdays)))


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
