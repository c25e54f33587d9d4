"""On which days a rule falls, in words: "Every other Tuesday", "On the last weekday of each month"."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from commonhour.core.recurrence.rules import Rule
from commonhour.core.speech.words import Voice

_WORKDAYS, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)
_WHOLE_WEEK = _WORKDAYS + _WEEKEND
# BYMONTHDAY=8,…,14 with a weekday is its second one, written without BYSETPOS.
_SEVEN_DAYS = {tuple(range(7 * n - 6, 7 * n + 1)): n for n in (1, 2, 3, 4)} | {tuple(range(-7, 0)): -1}


@dataclass(frozen=True, slots=True)
class Days:
    """`counted_from` is set when the words alone leave open which weeks, months or years are meant."""

    text: str
    counted_from: dt.date | None = None


def rule_days(rule: Rule, start: dt.date, voice: Voice) -> Days | None:
    """The days of a rule whose DTSTART is `start`; None when it is too odd for words."""
    rule = plainest(rule, start)
    if rule.byyearday or rule.byweekno:
        return None
    if rule.freq == "DAILY":
        return _daily(rule, start, voice)
    if rule.freq == "WEEKLY":
        return _weekly(rule, start, voice)
    which = _which(rule, start, voice)
    if which is None:
        return None
    return (
        _monthly(rule, start, which, voice) if rule.freq == "MONTHLY" else _yearly(rule, start, which, voice)
    )


def plainest(rule: Rule, start: dt.date) -> Rule:
    """The same days, said with the frequency a person would choose (RFC 5545 §3.3.10, the table of BY parts)."""
    if rule.freq == "YEARLY" and not (rule.byweekno or rule.byyearday):
        rule = _yearly_as_monthly(rule, start)
    if rule.freq == "MONTHLY":
        rule = _named_months(rule, start)
    every_week = bool(rule.byday) and all(n == 0 for n, _ in rule.byday)
    if rule.freq in ("DAILY", "MONTHLY") and rule.interval == 1 and every_week and not _is_narrowed(rule):
        return replace(rule, freq="WEEKLY")
    if rule.freq == "DAILY" and rule.interval == 1 and rule.bymonthday and not (rule.byday or rule.bysetpos):
        return replace(rule, freq="MONTHLY")
    return rule


def _is_narrowed(rule: Rule) -> bool:
    return bool(rule.bymonthday or rule.bysetpos)


def _yearly_as_monthly(rule: Rule, start: dt.date) -> Rule:
    numbered = any(n for n, _ in rule.byday)
    if rule.interval != 1 or (not rule.bymonth and (numbered or rule.bysetpos)):
        return rule
    if rule.bysetpos and len(rule.bymonth) != 1:
        return rule  # chosen from the whole year, not from each month
    if not (rule.byday or rule.bymonthday or rule.bymonth):
        return replace(rule, freq="MONTHLY", bymonth=(start.month,), bymonthday=(start.day,))
    return replace(rule, freq="MONTHLY")


def _named_months(rule: Rule, start: dt.date) -> Rule:
    """Every third month from March is March, June, September and December."""
    if rule.bymonth or rule.interval not in (3, 4, 6, 12):
        return rule
    months = sorted((start.month - 1 + step) % 12 + 1 for step in range(0, 12, rule.interval))
    return replace(rule, interval=1, bymonth=tuple(months))


def _daily(rule: Rule, start: dt.date, voice: Voice) -> Days | None:
    gettext = voice.gettext
    if rule.byday or _is_narrowed(rule) or (rule.bymonth and rule.interval > 1):
        return None
    if rule.interval == 2:
        return Days(gettext("Every other day"), start)
    if rule.interval > 2:
        return Days(gettext("Every {count} days").format(count=rule.interval), start)
    return Days(_in_months(gettext("Every day"), rule, voice))


def _weekly(rule: Rule, start: dt.date, voice: Voice) -> Days | None:
    gettext = voice.gettext
    days = tuple(sorted({day for _, day in rule.byday} or {start.weekday()}))
    if rule.bysetpos or (rule.bymonth and rule.interval > 1):
        return None
    named = voice.words.all_of([voice.words.weekday(day) for day in days])
    if rule.interval == 1:
        return Days(_in_months(_every(days, named, voice), rule, voice))
    if rule.interval == 2 and len(days) == 1:
        return Days(gettext("Every other {weekday}").format(weekday=named), start)
    if rule.interval == 2:
        return Days(gettext("Every other week on {weekdays}").format(weekdays=named), start)
    # Never "every third Thursday", which also means a day of the month.
    text = gettext("Every {count} weeks on {weekdays}")
    return Days(text.format(count=rule.interval, weekdays=named), start)


def _every(days: tuple[int, ...], named: str, voice: Voice) -> str:
    if days == _WHOLE_WEEK:
        return voice.gettext("Every day")
    if days == _WORKDAYS:
        return voice.gettext("Every weekday")
    return voice.gettext("Every {weekday}").format(weekday=named)


def _in_months(text: str, rule: Rule, voice: Voice) -> str:
    if not rule.bymonth:
        return text
    return voice.gettext("{days} in {months}").format(days=text, months=_months(rule.bymonth, voice))


def _months(months: Sequence[int], voice: Voice) -> str:
    return voice.words.all_of([voice.words.month(month) for month in sorted(months)])


def _monthly(rule: Rule, start: dt.date, which: str, voice: Voice) -> Days | None:
    gettext = voice.gettext
    if rule.bymonth and rule.interval > 1:
        return None
    if len(rule.bymonth) == 1:
        return _each_year(rule, start, which, voice)
    if rule.bymonth:
        text = gettext("On {which} of {months}").format(which=which, months=_months(rule.bymonth, voice))
    elif rule.interval == 1:
        text = gettext("On {which} of each month").format(which=which)
    elif rule.interval == 2:
        text = gettext("Every other month on {which}").format(which=which)
    else:
        text = gettext("Every {count} months on {which}").format(count=rule.interval, which=which)
    if _may_be_missing(rule, start):
        text = gettext("{days} (in months that have one)").format(days=text)
    return Days(text, start if rule.interval > 1 else None)


def _may_be_missing(rule: Rule, start: dt.date) -> bool:
    """A 31st or a fifth Friday does not come every month, and is then skipped."""
    days = rule.bymonthday or (() if rule.byday else (start.day,))
    if not rule.byday:
        return any(day > 28 or day < -28 for day in days)
    return any(abs(n) == 5 for n, _ in rule.byday) or any(
        abs(n) > 4 for n in rule.bysetpos if len(rule.byday) == 1
    )


def _each_year(rule: Rule, start: dt.date, which: str, voice: Voice) -> Days:
    """One month a year: by its date where it has one, else "the second Thursday of November"."""
    gettext = voice.gettext
    month = rule.bymonth[0]
    days = rule.bymonthday or (() if rule.byday else (start.day,))
    if len(days) == 1 and days[0] > 0 and not rule.byday and _exists(month, days[0]):
        text = gettext("Every year on {date}").format(
            date=voice.words.day_of_year(dt.date(2028, month, days[0]))
        )
        if (month, days[0]) == (2, 29):
            text = gettext("{days} (in years that have one)").format(days=text)
        return Days(text)
    values = {"which": which, "month": voice.words.month(month)}
    return Days(gettext("Every year on {which} of {month}").format(**values))


def _exists(month: int, day: int) -> bool:
    """True for a day that comes in some year; 2028 is a leap year."""
    try:
        return bool(dt.date(2028, month, day))
    except ValueError:
        return False


def _yearly(rule: Rule, start: dt.date, which: str, voice: Voice) -> Days | None:
    """Every other year, or fewer; `plainest` has turned the other yearly rules into monthly ones."""
    gettext = voice.gettext
    plain = not (rule.byday or rule.bymonthday or rule.bysetpos) and len(rule.bymonth) <= 1
    month = rule.bymonth[0] if rule.bymonth else start.month
    if rule.interval == 1 or not plain or not _exists(month, start.day):
        return None
    values = {"date": voice.words.day_of_year(dt.date(2028, month, start.day)), "count": rule.interval}
    if rule.interval == 2:
        return Days(gettext("Every other year on {date}").format(**values), start)
    return Days(gettext("Every {count} years on {date}").format(**values), start)


def _which(rule: Rule, start: dt.date, voice: Voice) -> str | None:
    """ "the second Thursday", "day 15", "the last weekday": the day or days within a month."""
    if rule.byday:
        numbered = _numbered(rule)
        return _set_position(rule, voice) if numbered is None else _nth_weekdays(numbered, voice)
    if rule.bysetpos:
        return None
    return _month_days(rule.bymonthday or (start.day,), voice)


def _numbered(rule: Rule) -> list[tuple[int, int]] | None:
    """(n, weekday) pairs, whichever of its three spellings the rule uses; None for another kind of rule."""
    weekdays = [day for _, day in rule.byday]
    if not _is_narrowed(rule) and all(n for n, _ in rule.byday):
        return list(rule.byday)
    if len(weekdays) != 1 or rule.byday[0][0]:
        return None
    if rule.bymonthday and not rule.bysetpos:
        number = _SEVEN_DAYS.get(tuple(sorted(rule.bymonthday)))
        return [(number, weekdays[0])] if number else None
    if rule.bysetpos and not rule.bymonthday:
        return [(position, weekdays[0]) for position in rule.bysetpos]
    return None


def _nth_weekdays(numbered: list[tuple[int, int]], voice: Voice) -> str | None:
    if any(abs(n) > 5 for n, _ in numbered):
        return None
    template = voice.gettext("the {ordinal} {weekday}")
    by_day: dict[int, list[int]] = {}
    for number, day in sorted(numbered, key=lambda pair: (pair[0] < 0, pair[0], pair[1])):
        by_day.setdefault(day, []).append(number)
    named = []
    for day, numbers in by_day.items():
        ordinals = voice.words.all_of([voice.words.ordinal(number) for number in numbers])
        named.append(template.format(ordinal=ordinals, weekday=voice.words.weekday(day)))
    return voice.words.all_of(named)


def _set_position(rule: Rule, voice: Voice) -> str | None:
    """BYSETPOS among working days, weekend days or all days."""
    gettext = voice.gettext
    days = tuple(sorted(day for n, day in rule.byday if n == 0))
    templates = {
        _WORKDAYS: gettext("the {ordinal} weekday"),
        _WEEKEND: gettext("the {ordinal} weekend day"),
        _WHOLE_WEEK: gettext("the {ordinal} day"),
    }
    if len(days) != len(rule.byday) or rule.bymonthday or len(rule.bysetpos) != 1 or days not in templates:
        return None
    if abs(rule.bysetpos[0]) > 5:
        return None
    return templates[days].format(ordinal=voice.words.ordinal(rule.bysetpos[0]))


def _month_days(days: tuple[int, ...], voice: Voice) -> str | None:
    gettext = voice.gettext
    if any(day < -5 for day in days):
        return None
    forward = [str(day) for day in sorted(days) if day > 0]
    template = gettext("day {days}") if len(forward) == 1 else gettext("days {days}")
    named = [template.format(days=voice.words.all_of(forward))] if forward else []
    named += [
        gettext("the {ordinal} day").format(ordinal=voice.words.ordinal(day))
        for day in sorted(days)
        if day < 0
    ]
    return voice.words.all_of(named)
