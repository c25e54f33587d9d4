"""Our own walk of a rule against python-dateutil's, over random rules."""

import datetime as dt
import itertools
import warnings

from dateutil import rrule as dateutil_rrule
from depth import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.recurrence.expansion import is_off_rule, occurrences, walls
from commonhour.core.recurrence.rules import Rule, parse_rule, rule_text
from commonhour.core.recurrence.walk import makes, rule_walls
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import RefusedInput

FREQ = {"YEARLY": 0, "MONTHLY": 1, "WEEKLY": 2, "DAILY": 3}


def some(values, size=3):
    return st.lists(values, max_size=size, unique=True).map(tuple)


def signed(highest):
    return st.integers(1, highest) | st.integers(-highest, -1)


@st.composite
def rules(draw):
    """A rule `_refuse_combinations` lets through."""
    freq = draw(st.sampled_from(sorted(FREQ)))
    # "MO,1MO" is both of them (RFC 5545 §3.3.10); dateutil takes it for only the first, so it is left out here.
    numbers = [[0], [1, 2, -1]] if freq in ("MONTHLY", "YEARLY") else [[0]]
    number = st.sampled_from(draw(st.sampled_from(numbers)))
    rule = Rule(
        freq,
        interval=draw(st.integers(1, 4)),
        byday=draw(some(st.tuples(number, st.integers(0, 6)))),
        bymonth=draw(some(st.integers(1, 12))),
        bymonthday=() if freq == "WEEKLY" else draw(some(signed(31), 2)),
        byyearday=draw(some(signed(366), 2)) if freq == "YEARLY" else (),
        byweekno=(),  # dateutil leaves out days of weeks that two years share: see the calendar's own weeks below
        byhour=draw(some(st.integers(0, 23), 2)),
        bysetpos=(),
        wkst=draw(st.sampled_from([0, 6, 4])),
    )
    if draw(st.booleans()) and (rule.byday or rule.bymonthday or rule.byhour):
        return Rule(
            **{name: getattr(rule, name) for name in Rule.__slots__} | {"bysetpos": draw(some(signed(4), 2))}
        )
    return rule


def dateutil_walls(rule, start, before):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateutil_rrule.rrule(
            FREQ[rule.freq], dtstart=start, interval=rule.interval, wkst=rule.wkst, until=before,
            bysetpos=rule.bysetpos or None, bymonth=rule.bymonth or None, bymonthday=rule.bymonthday or None,
            byyearday=rule.byyearday or None, byweekno=rule.byweekno or None, byhour=rule.byhour or None,
            byweekday=[dateutil_rrule.weekday(day, n or None) for n, day in rule.byday] or None,
        )  # fmt: skip
        return list(itertools.takewhile(lambda wall: wall <= before, found))


@settings(max_examples=examples(250))
@given(rules(), st.datetimes(dt.datetime(1999, 1, 1), dt.datetime(2030, 12, 31)))
def test_equals_dateutil(rule, start):
    start = start.replace(microsecond=0)
    before = start + dt.timedelta(days=365 * (9 if rule.freq == "YEARLY" else 3))
    ours = list(rule_walls(rule, start, before))
    # dateutil runs to the year 9999 for a rule that never matches; ours stops with the window.
    if not ours:
        return
    theirs = dateutil_walls(rule, start, before)
    if rule.freq == "WEEKLY" and rule.bysetpos:
        # A set begins with its week (RFC 5545 §3.3.10); dateutil begins the first one with DTSTART.
        theirs, ours = (
            [wall for wall in side if wall > start + dt.timedelta(days=7)] for side in (theirs, ours)
        )
        assert ours == theirs, rule_text(rule)
        return
    assert ours == theirs, rule_text(rule)
    assert makes(rule, start) == (ours[0] == start)


@st.composite
def week_rules(draw):
    """Weeks by their number, as ISO 8601 counts them."""
    return Rule(
        "YEARLY",
        byweekno=draw(some(signed(53), 3).filter(bool)),
        byday=draw(some(st.tuples(st.just(0), st.integers(0, 6)))),
        bymonth=draw(some(st.integers(1, 12))),
        wkst=0,
    )


def iso_walls(rule, start, before):
    """Every day of the calendar, asked for its week."""
    days = (start + dt.timedelta(days=n) for n in range((before - start).days + 1))
    wanted = {day for _, day in rule.byday} or set(range(7))  # as all readers take a week without days
    for wall in days:
        year, week, _ = wall.isocalendar()
        weeks = dt.date(year, 12, 28).isocalendar().week
        is_week = bool({week, week - weeks - 1} & set(rule.byweekno)) and wall.weekday() in wanted
        if is_week and (not rule.bymonth or wall.month in rule.bymonth):
            yield wall


@settings(max_examples=examples(80))
@given(week_rules(), st.datetimes(dt.datetime(1999, 1, 1), dt.datetime(2030, 12, 31)))
def test_weeks_are_those_of_the_calendar(rule, start):
    start = start.replace(microsecond=0)
    before = start + dt.timedelta(days=365 * 9)
    assert list(rule_walls(rule, start, before)) == list(iso_walls(rule, start, before)), rule_text(rule)


@given(rules(), st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 12, 31)))
def test_rule_text_reads_back(rule, start):
    try:
        assert parse_rule(rule_text(rule)) == rule
    except RefusedInput as refusal:
        assert "BYSETPOS" in str(refusal)


def test_a_rule_that_never_matches_ends_with_the_window():
    schedule = Schedule("20260101T100000", "UTC", dt.timedelta(), "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert is_off_rule(schedule)
    assert [wall.year for wall in walls(schedule, dt.datetime.max)] == [2026]
    late = dt.datetime(2300, 1, 1, tzinfo=dt.UTC)
    assert occurrences(schedule, late, late + dt.timedelta(days=1)) == []


def test_the_first_and_last_years_of_the_calendar_do_not_break():
    assert list(rule_walls(Rule("YEARLY", byweekno=(1, 53)), dt.datetime(1, 1, 1), dt.datetime(1, 12, 31)))
    assert list(rule_walls(Rule("YEARLY", byweekno=(1, 52, 53)), dt.datetime(9999, 1, 1), dt.datetime.max))
    assert list(rule_walls(Rule("WEEKLY"), dt.datetime(9999, 12, 1), dt.datetime.max))
