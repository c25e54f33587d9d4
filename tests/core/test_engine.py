"""The fast path, the walk and two readers agree over random rules, zones and windows; and every expansion is bounded."""

import datetime as dt
import gc
import random
import sys
from dataclasses import replace

import pytest

from bench.agreement import EMPTY, EQUAL, UNEXPLAINED, agree, random_case
from commonhour.core.recurrence.expansion import last_wall, occurrences, recurrence_ids, starts, walls
from commonhour.core.recurrence.rules import parse_rule
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.instants import seconds_to
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import UTC
from commonhour.errors import TooLarge

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
YEAR = 365 * DAY


def at(year, month=1, day=1):
    return dt.datetime(year, month, day, tzinfo=UTC)


def test_random_cases_agree():
    verdicts = agree(60, seed=20261126)
    assert set(verdicts["own walk"]) <= {EQUAL, EMPTY}
    for counts in verdicts.values():
        assert counts[UNEXPLAINED] == 0
        assert counts[EQUAL] > counts.total() / 3


def exceptions(dice, schedule, before):
    """The schedule with extra dates, dates left out and single dates changed in every way."""
    ids = recurrence_ids(schedule, before) or [schedule.dtstart]
    some = [dice.choice(ids) for _ in range(6)]
    length = len(schedule.dtstart)
    overrides = (
        Override(some[0], status=CANCELLED), Override(some[1], dtstart=dice.choice(ids), duration=26 * HOUR),
        Override(some[2], tzid="Asia/Tokyo", dtstart="20270101T100000"[:length]),
        Override("20260704T233000"[:length], summary="Extra"), Override("20270310", duration=HOUR),
    )  # fmt: skip
    return replace(
        schedule,
        duration=dice.choice([HOUR, dt.timedelta(), 25 * HOUR, 3 * DAY]),
        rdates=("20260703T021500"[:length], some[3]), exdates=(some[4], some[5]),
        overrides=tuple(one for one in overrides if dice.random() < 0.5),
    )  # fmt: skip


def test_integers_and_objects_are_the_same_occurrences_whatever_the_exceptions():
    dice = random.Random(5)
    for _ in range(60):
        case = random_case(dice)
        try:
            schedule = exceptions(dice, case.schedule, case.before.replace(tzinfo=None))
        except TooLarge:
            continue
        found = occurrences(schedule, case.after, case.before)
        assert starts(schedule, case.after, case.before) == [seconds_to(one.start) for one in found], schedule
        assert found == sorted(found, key=lambda one: (one.start, one.recurrence_id))
        assert all(
            one.start < case.before and (one.end > case.after or one.start >= case.after) for one in found
        )
        plain = {wall_text(wall) if "T" in schedule.dtstart else wall_text(wall.date())
                 for wall in walls(schedule, case.before.replace(tzinfo=None) + 4 * DAY)}  # fmt: skip
        assert {one.recurrence_id for one in found if one.override is None} <= plain


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO,SU", "FREQ=YEARLY;BYWEEKNO=52,53;WKST=SU", "FREQ=YEARLY;BYWEEKNO=-53;WKST=TH",
        "FREQ=YEARLY;BYYEARDAY=-366,60,366", "FREQ=YEARLY;BYDAY=-1FR,53TH", "FREQ=MONTHLY;BYDAY=5SU,-5SU",
        "FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=29,-29,31", "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-2",
    ],
)  # fmt: skip
def test_every_year_and_month_of_the_table_is_as_walked(rrule):
    schedule = Schedule("19000105T100000", "UTC", HOUR, rrule)
    assert starts(schedule, at(1900), at(2199)) == [
        seconds_to(wall.replace(tzinfo=UTC)) for wall in walls(schedule, dt.datetime(2198, 12, 31, 23))
    ]


def test_a_window_that_begins_within_an_occurrence_has_it():
    schedule = Schedule("20260105T100000", "UTC", HOUR, "FREQ=WEEKLY")
    ten, half = dt.datetime(2026, 3, 2, 10, tzinfo=UTC), dt.datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
    second = dt.timedelta(microseconds=1)
    assert starts(schedule, half, half + HOUR) == [seconds_to(ten)]
    assert starts(schedule, ten, ten + second) == [seconds_to(ten)]
    assert starts(schedule, ten + HOUR - second, ten + 2 * HOUR) == [seconds_to(ten)]
    assert starts(schedule, ten + HOUR, ten + 2 * HOUR) == starts(schedule, half - HOUR, ten) == []


def steps(what):
    """How many calls Python makes, of its own functions and of C's, until it is done or refuses."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()  # Hypothesis looks on whenever garbage is collected, in steps of its own
    sys.setprofile(counted)
    try:
        what()
    except TooLarge:
        pass
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return count


def test_a_rule_from_long_ago_costs_what_a_rule_of_today_costs():
    for rrule in (
        "FREQ=WEEKLY",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYMONTH=3,4",
    ):
        long_ago, today = (
            Schedule(f"{year}0105T100000", "Europe/Madrid", HOUR, rrule) for year in (1930, 2026)
        )
        starts(long_ago, at(2026), at(2027)), starts(today, at(2026), at(2027))
        assert steps(lambda one=long_ago: starts(one, at(2026), at(2027))) <= 1.2 * steps(
            lambda one=today: starts(one, at(2026), at(2027))
        )


ALL_DAY_LONG = "BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,15,30,45"


@pytest.mark.parametrize(
    ("rrule", "most"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 40_000),
        ("FREQ=YEARLY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=29", 2_000),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6", 400_000),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 4_000_000),
        ("FREQ=DAILY;COUNT=10000", 300_000),
        (f"FREQ=DAILY;BYSETPOS=1;{ALL_DAY_LONG}", 3_000_000),
    ],
)
def test_no_rule_takes_more_steps_than_its_budget(rrule, most):
    schedule = Schedule("20260105T100000", "Europe/Madrid", HOUR, rrule)
    ever = dt.datetime.min.replace(tzinfo=UTC), dt.datetime.max.replace(tzinfo=UTC)
    assert steps(lambda: starts(schedule, *ever)) < most
    assert steps(lambda: occurrences(schedule, at(2026), at(2028))) < 400_000


def test_a_far_dtstart_and_a_far_window_are_cheap():
    for dtstart in ("00010101T000000", "99991231T235959"):
        schedule = Schedule(dtstart, "Asia/Tokyo", HOUR, "FREQ=DAILY")
        assert steps(lambda one=schedule: occurrences(one, at(9999, 12, 30), at(9999, 12, 31))) < 2_000
    old = Schedule("10260105T100000", "UTC", HOUR, "FREQ=WEEKLY")
    with pytest.raises(TooLarge, match="300,000 days"):
        starts(old, at(2026), at(2027))
    assert parse_rule("FREQ=DAILY;COUNT=10000").count == 10_000
    assert last_wall(Schedule("20260101T100000", "UTC", HOUR, "FREQ=DAILY;COUNT=10000")) == dt.datetime(
        2053, 5, 18, 10
    )
