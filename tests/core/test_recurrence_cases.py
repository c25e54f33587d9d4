"""The 290 recurrence cases of public suites: every confirmed one at DAILY or coarser, and none crashes."""

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest

from commonhour.core.recurrence.expansion import wall_text_like, walls
from commonhour.core.recurrence.rules import normal_rrule, parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.zones import instant, wall_of
from commonhour.errors import RefusedInput

CASES_FILE = Path(__file__).parents[3] / "shared" / "data" / "recurrence_cases.json"
CASES = json.loads(CASES_FILE.read_text())["cases"] if CASES_FILE.exists() else []
CONFIRMED = [case for case in CASES if case["verdict"] == "confirmed"]
SUB_DAILY = ("FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY")

needs_cases = pytest.mark.skipif(not CASES, reason="../shared/data/recurrence_cases.json is not there")


def is_sub_daily(case):
    return any(freq in case["rule"] for freq in SUB_DAILY)


def schedule_of(case):
    dtstart, tzid = case["dtstart"].removesuffix("Z"), case.get("tzid", "UTC")
    rule = normal_rrule(case["rule"], tzid=tzid, all_day="T" not in dtstart)
    return Schedule(dtstart, tzid, dt.timedelta(), rule)


def wanted(case, schedule):
    """DTSTART, then the case's instances, COUNT of them in all (docs/explanation/time.md)."""
    expected = [text.removesuffix("Z") for text in case["expect"]]
    if schedule.dtstart not in expected[:1]:
        expected = [schedule.dtstart, *expected]
    return expected[: parse_rule(schedule.rrule).count]


def shown(case, schedule, how_many):
    """What a clock on the wall shows at each start: a time in a gap has moved forward by the gap."""
    texts = (
        wall_text_like(schedule, wall_of(instant(wall, schedule.tzid), schedule.tzid))
        for wall in walls(schedule, dt.datetime.max)
    )
    return list(itertools.islice(texts, how_many if case.get("expect_is_prefix") else how_many + 3))


@needs_cases
def test_the_cases_are_the_175_and_39_the_suite_is_about():
    assert len([c for c in CONFIRMED if not is_sub_daily(c)]) == 175
    assert len([c for c in CONFIRMED if is_sub_daily(c)]) == 39


@pytest.mark.parametrize("case", [c for c in CONFIRMED if not is_sub_daily(c)], ids=lambda c: c["id"])
def test_confirmed_case(case):
    schedule = schedule_of(case)
    expected = wanted(case, schedule)
    assert shown(case, schedule, len(expected)) == expected


@pytest.mark.parametrize(
    "case", [c for c in CONFIRMED if "expect_utc" in c and not is_sub_daily(c)], ids=lambda c: c["id"]
)
def test_confirmed_case_in_a_zone(case):
    schedule = schedule_of(case)
    starts = [instant(wall, schedule.tzid).strftime("%Y%m%dT%H%M%SZ") for wall in
              itertools.islice(walls(schedule, dt.datetime.max), len(case["expect_utc"]) + 1)]  # fmt: skip
    assert set(case["expect_utc"]) <= set(starts)


@pytest.mark.parametrize("case", [c for c in CONFIRMED if is_sub_daily(c)], ids=lambda c: c["id"])
def test_sub_daily_is_refused_in_a_sentence(case):
    with pytest.raises(RefusedInput, match="more than once a day"):
        schedule_of(case)


@pytest.mark.parametrize("case", [c for c in CASES if c["verdict"] != "confirmed"], ids=lambda c: c["id"])
def test_disputed_case_does_not_crash(case):
    try:
        found = shown(case, schedule_of(case), 20)
    except RefusedInput as refusal:
        assert str(refusal).endswith(".")
    else:
        assert found == sorted(found)
