"""The ways a meeting repeats, as a person chooses them, to and from RRULE text."""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext

from commonhour.core.recurrence.rules import WEEKDAYS, Rule, parse_rule, rule_text
from commonhour.web.voice import words

ONCE, WEEKLY, WEEKS, NTH, LAST, DAY, YEARLY, CUSTOM = (
    "once", "weekly", "weeks", "nth", "last", "day", "yearly", "custom",
)  # fmt: skip
CHOICES = (ONCE, WEEKLY, WEEKS, NTH, LAST, DAY, YEARLY, CUSTOM)
PLAIN = (ONCE, WEEKLY, WEEKS, NTH, LAST, DAY)  # what people who send in a meeting choose from


def base_rule(repeat: str, first: dt.date, weeks: int = 2) -> str:
    """The RRULE of a choice, without its end. `first` is the first meeting, which the choice counts from."""
    weekday = WEEKDAYS[first.weekday()]
    return {
        ONCE: "",
        WEEKLY: "FREQ=WEEKLY",
        WEEKS: f"FREQ=WEEKLY;INTERVAL={weeks}",
        NTH: f"FREQ=MONTHLY;BYDAY={nth_of(first)}{weekday}",
        LAST: f"FREQ=MONTHLY;BYDAY=-1{weekday}",
        DAY: f"FREQ=MONTHLY;BYMONTHDAY={first.day}",
        YEARLY: "FREQ=YEARLY",
    }[repeat]


def nth_of(day: dt.date) -> int:
    """Which of its weekday in the month a date is: 12 November 2026 is the second Thursday."""
    return (day.day - 1) // 7 + 1


def guess(rrule: str, first: dt.date) -> tuple[str, int]:
    """(choice, weeks) that make this rule from `first` on; CUSTOM when none of them does."""
    if not rrule:
        return ONCE, 2
    rule = parse_rule(rrule)
    plain = _without_end(rule)
    weeks = rule.interval if rule.freq == "WEEKLY" else 2
    for choice in (WEEKLY, WEEKS, NTH, LAST, DAY, YEARLY):
        if plain in _spellings(choice, first, weeks):
            return choice, weeks
    return CUSTOM, 2


def _spellings(choice: str, first: dt.date, weeks: int) -> set[str]:
    """A choice's rule, and the same with the parts spelt out that it takes from its first date anyway."""
    rule = base_rule(choice, first, weeks)
    weekday = WEEKDAYS[first.weekday()]
    found = {
        WEEKLY: [f"{rule};BYDAY={weekday}"],
        WEEKS: [f"{rule};BYDAY={weekday}"],
        DAY: ["FREQ=MONTHLY"] if first.day <= 28 else [],
        YEARLY: [f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}"],
    }
    return {rule_text(parse_rule(text)) for text in [rule, *found.get(choice, [])]}


def _without_end(rule: Rule) -> str:
    return rule_text(replace(rule, count=None, until=None))


def without_end(rrule: str) -> str:
    """The rule's text without COUNT and UNTIL, for the field of custom rules."""
    return _without_end(parse_rule(rrule)) if rrule else ""


def labels(first: dt.date | None) -> list[tuple[str, str]]:
    """The choices in words, worked out from the first date where it is known."""
    return [(choice, _label(choice, first)) for choice in CHOICES]


def _label(choice: str, first: dt.date | None) -> str:
    plain = {
        ONCE: gettext("It takes place once"),
        WEEKLY: gettext("Every week"),
        WEEKS: gettext("Every few weeks"),
        NTH: gettext("Every month, on the same weekday (such as the second Thursday)"),
        LAST: gettext("Every month, on the last one of its weekday"),
        DAY: gettext("Every month, on the same date"),
        YEARLY: gettext("Every year"),
        CUSTOM: gettext("Another rule (RRULE)"),
    }
    return (first and _dated_label(choice, first)) or plain[choice]


def _dated_label(choice: str, first: dt.date) -> str:
    say = words()
    weekday = say.weekday(first.weekday())
    if choice == WEEKLY:
        return gettext("Every week, on {weekday}").format(weekday=weekday)
    if choice == NTH:
        nth = say.ordinal(nth_of(first))
        return gettext("Every month, on the {nth} {weekday}").format(nth=nth, weekday=weekday)
    if choice == LAST:
        return gettext("Every month, on the last {weekday}").format(weekday=weekday)
    if choice == DAY:
        return gettext("Every month, on day {day}").format(day=first.day)
    if choice == YEARLY:
        return gettext("Every year, on {date}").format(date=say.day_of_year(first))
    return ""
