"""The answers that words allow: each of them, once, and none that the words do not hold."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.recurrence.expansion import is_off_rule, occurrences
from commonhour.core.speech.questions import reading_label
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.wall import parse_wall
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.decide import PAGE, allowed
from commonhour.core.undecided.readings import MOST, Reading, readings, restored, stored
from commonhour.core.undecided.zone_said import offset_choices, zone_choices, zones_at
from commonhour.formats.rust_calendar import read_rust_calendar
from commonhour.formats.sigs import read_sigs
from commonhour.formats.words.rhythms import rhythm_of
from commonhour.formats.words.sentence import read_when
from commonhour.formats.yaml2ics import read_yaml2ics

TODAY = dt.date(2026, 11, 23)  # a Monday
HOUR = dt.timedelta(hours=1)


def short(found: list[Reading]) -> list[str]:
    return [f"{one.dtstart[4:]} {one.tzid} {one.rrule}" for reading in found for one in reading.schedules]


def of_meeting(**said: str) -> list[Reading]:
    keys = "".join(f"    {name}: '{text}'\n" for name, text in said.items())
    body = f"sigs:\n- name: X\n  meetings:\n  - description: Call\n{keys}"
    (series,) = read_sigs(body.encode(), where="x.yaml", today=TODAY).series
    assert not series.schedules
    return series.readings


def test_biweekly_may_begin_this_week_or_next() -> None:
    found = of_meeting(frequency="biweekly", day="Thursday", time="11:00", tz="PT (Pacific Time)")
    assert short(found) == [
        "1126T110000 America/Los_Angeles FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "1203T110000 America/Los_Angeles FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    ]
    assert [reading_label(one) for one in found] == [
        "counted from Thursday, 26 November 2026", "counted from Thursday, 3 December 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "zones"),
    [
        ("GMT", ["UTC", "Europe/London"]),
        ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("BST", ["Europe/London", "Asia/Dhaka"]),
        ("+05:30", ["UTC", "Asia/Kolkata"]),
        ("UTC+9", ["UTC", "Asia/Tokyo"]),
        ("Moon", []),
        ("", []),
        ("+99:00", []),
    ],
)
def test_zones_in_doubt(said: str, zones: list[str]) -> None:
    found = of_meeting(frequency="weekly", day="Monday", time="12:00 - 13:00", tz=said)
    assert [one.schedules[0].tzid for one in found] == zones


def test_an_offset_all_year_is_kept_in_utc_on_the_day_it_is_there() -> None:
    always, tokyo = of_meeting(frequency="weekly", day="Monday", time="8:00", tz="+09:00")
    assert short([always, tokyo]) == [
        "1122T230000 UTC FREQ=WEEKLY;BYDAY=SU",
        "1123T080000 Asia/Tokyo FREQ=WEEKLY;BYDAY=MO",
    ]
    assert reading_label(always).startswith("UTC+9 all year")
    # The day before the first Monday is no rule.
    (only,) = of_meeting(frequency="first Monday of the month", day="", time="8:00", tz="+09:00")
    assert only.schedules[0].tzid == "Asia/Tokyo"


def test_places_with_one_clock_stand_once_and_the_date_counts() -> None:
    winter, summer = (
        zones_at(dt.timedelta(hours=2), dt.date(2026, 12, 1)),
        zones_at(dt.timedelta(hours=2), dt.date(2026, 7, 1)),
    )
    assert "Europe/Helsinki" in winter
    assert "Europe/Paris" in summer
    assert len(winter) <= 4
    assert "Asia/Colombo" not in zones_at(dt.timedelta(hours=5, minutes=30), TODAY)


@pytest.mark.parametrize(
    ("frequency", "day", "rules"),
    [
        ("weekly", "Tuesday or Thursday", ["FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TH"]),
        ("weekly", "Mon/Wed", ["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;BYDAY=MO,WE"]),
        ("weekly on Monday", "Friday", ["FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=MO"]),
        ("monthly", "Monday", [f"FREQ=MONTHLY;BYDAY={n}MO" for n in (1, 2, 3, 4, -1)]),
        ("every third Tuesday", "", ["FREQ=MONTHLY;BYDAY=3TU", *["FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"] * 3]),
        ("first week of the month", "Friday", ["FREQ=MONTHLY;BYDAY=1FR"]),
        ("twice monthly", "Monday", ["FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=MONTHLY;BYDAY=2MO,4MO", *["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"] * 2]),
        ("", "Monday", ["FREQ=WEEKLY;BYDAY=MO", *["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"] * 2]),
        ("every eight weeks", "Monday", ["FREQ=WEEKLY;INTERVAL=8;BYDAY=MO"] * 8),
        ("weekly except the first", "Monday", []), ("quarterly", "Monday", []), ("monthly", "", []), ("biweekly", "", []),
        ("bimonthly", "Monday", []), ("as needed", "Monday", []), ("twice a year", "Monday", []),
    ],
)  # fmt: skip
def test_how_often_in_doubt(frequency: str, day: str, rules: list[str]) -> None:
    found = of_meeting(frequency=frequency, day=day, time="12:00", tz="UTC")
    assert [one.schedules[0].rrule for one in found] == rules


def test_a_first_date_on_another_day_is_right_or_the_day_is() -> None:
    cadence = rhythm_of("biweekly starting June 9, 2026", "Thursday")
    assert [(one.days, one.start) for one in cadence.exact()] == [
        ((1,), dt.date(2026, 6, 9)), ((3,), dt.date(2026, 6, 11)), ((3,), dt.date(2026, 6, 18)),
    ]  # fmt: skip


def test_too_many_answers_are_none() -> None:
    cadence = Cadence("interval", (0,), 8)
    where = zone_choices("IST", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"))
    assert readings(cadence, dt.time(8), HOUR, where, TODAY) == []
    assert len(readings(cadence, dt.time(8), HOUR, where[:2], TODAY)) == MOST


def test_summer_and_winter_are_one_call_first_and_kept_apart_last() -> None:
    body = b"""workinggroups:
- name: Three
  meetings:
  - {description: Call, day: Monday, time: "15:00", tz: UTC, frequency: "weekly, April to October"}
  - {description: Call, day: Monday, time: "16:00", tz: UTC, frequency: "weekly, November to March"}
"""
    (series,) = read_sigs(body, where="x.yaml", today=TODAY).series
    one, *_, apart = series.readings
    assert short([one]) == ["1123T080000 America/Los_Angeles FREQ=WEEKLY;BYDAY=MO"]
    assert short([apart]) == [
        "0405T150000 UTC FREQ=WEEKLY;BYMONTH=4,5,6,7,8,9,10;BYDAY=MO",
        "1123T160000 UTC FREQ=WEEKLY;BYMONTH=1,2,3,11,12;BYDAY=MO",
    ]


def test_seasons_of_dated_events_keep_their_first_date_and_their_uids() -> None:
    event = """[[events]]
uid = "{uid}"
title = "Call ({name})"
start = "2026-{start}"
end = "2026-{end}"
recurrence_rules = [ {{ frequency = "weekly", interval = 2, by_month = [{months}] }} ]
"""
    body = 'name = "Team"\n' + event.format(
        uid="s", name="summer", start="04-06T15:00:00Z", end="04-06T16:00:00Z", months="4,5,6,7,8,9,10"
    ) + event.format(uid="w", name="winter", start="11-02T16:00:00Z", end="11-02T17:00:00Z", months="11,12,1,2,3")  # fmt: skip
    (series,) = read_rust_calendar(body.encode(), where="x.toml", today=TODAY).series
    *zoned, apart = series.readings
    assert {one.schedules[0].dtstart for one in zoned} == {
        f"20260406T{hour:02d}0000" for hour in (8, 11, 16, 17)
    }
    assert [one.uid for one in apart.schedules] == ["s", "w"]


def test_a_dated_call_with_an_offset_keeps_its_dates_in_each_zone() -> None:
    body = b"""name: X
events:
  - summary: Offset for ever
    begin: 2026-09-23 15:00:00 -04:00
    end: 2026-09-23 15:30:00 -04:00
    repeat: { interval: { weeks: 1 }, until: 2027-01-01, except_on: [2026-10-07] }
"""
    (series,) = read_yaml2ics(body, where="x.yaml", today=TODAY).series
    found = {one.schedules[0].tzid: one.schedules[0] for one in series.readings}
    assert "America/New_York" in found
    new_york = found["America/New_York"]
    assert (new_york.dtstart, new_york.exdates, new_york.duration) == (
        "20260923T150000", ("20261007T150000",), dt.timedelta(minutes=30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Thursdays, 12:00 PM GMT", 2), ("Thurs 8:00am PST", 6), ("Every other Tuesday 10:30am Pacific", 2),
        ("Tuesdays 10:00am EDT", 2), ("biweekly, Wednesday, 8am EDT (12am UTC, 2pm CEST)", 0),
        ("1st and 3rd Thursday of the month at 16:00 UTC", 1), ("every third Tuesday at 16:00 UTC", 4),
        ("Tuesdays and Thursdays at 9:30 PT", 1), ("Tuesday or Thursday at 9:30 PT, weekly", 2),
        ("March, Thursday 28th - 2:00 to 3:00 pm UTC", 0), ("Thursday, 3 December, 2:00 to 3:00 pm UTC", 1),
        ("Bi-weekly call", 0), ("monthly on Tuesday, 16:00 UTC", 5), ("Tuesdays at 9:00 CET biweekly starting Tuesday Feb 11, 2025", 2),
        ("in the afternoon", 0), ("quarterly, Monday 16:00 UTC", 0),
    ],
)  # fmt: skip
def test_words_of_a_page(text: str, number: int) -> None:
    assert len(allowed(read_when(text), TODAY, PAGE)) == number


cadences = st.one_of(
    st.builds(Cadence, st.just("weekly"), st.sets(st.integers(0, 6), min_size=1).map(tuple)),
    st.builds(Cadence, st.just("interval"), st.tuples(st.integers(0, 6)), st.integers(2, 8)),
    st.builds(Cadence, st.just("interval"), st.just((1, 3)), st.integers(2, 4)),
    st.builds(Cadence, st.just("nth"), st.tuples(st.integers(0, 6)), nths=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1).map(tuple)),
    st.builds(Cadence, st.just("monthly"), st.tuples(st.integers(0, 6))),
    st.just(Cadence("daily")),
)  # fmt: skip
wheres = st.one_of(
    st.just(zone_choices("IST", ("Asia/Kolkata", "Europe/Dublin"))),
    st.builds(offset_choices, st.integers(-48, 56).map(lambda quarters: dt.timedelta(minutes=15 * quarters)), st.just(TODAY)),
)  # fmt: skip


@given(cadences, st.times().map(lambda time: time.replace(second=0, microsecond=0)), wheres, st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)))  # fmt: skip
def test_laws(cadence: Cadence, clock: dt.time, where: list, today: dt.date) -> None:
    """Each has a sentence and begins on its rule, not before the day; no two are the same; JSON keeps them."""
    found = readings(cadence, clock, HOUR, where, today)
    assert len({one.schedules for one in found}) == len(found) <= MOST
    assert restored(stored(found)) == found
    for one in found:
        (schedule,) = one.schedules
        assert not is_off_rule(schedule)
        assert parse_wall(schedule.dtstart).date() >= today - dt.timedelta(days=1)
        assert rule_sentence(schedule)
        assert reading_label(one)
    if cadence.kind == "interval" and len(found) == cadence.interval * len(where):
        _cover_every_week(found[: cadence.interval])


def _cover_every_week(phases: list[Reading]) -> None:
    """Together they are the weekly call, and no date is in two of them."""
    begin = dt.datetime(2031, 1, 6, tzinfo=dt.UTC)
    starts = [
        one.start
        for reading in phases
        for one in occurrences(reading.schedules[0], begin, begin + dt.timedelta(weeks=24))
    ]
    assert len(set(starts)) == len(starts)
    days = {one.weekday() for one in starts}
    assert 23 * len(days) <= len(starts) <= 25 * len(days)


def test_the_document_of_a_dry_run_has_them() -> None:
    body = b"sigs:\n- name: X\n  meetings:\n  - {description: Call, day: Monday, time: '12:00', tz: GMT, frequency: weekly}\n"
    first, second = read_sigs(body, where="x.yaml", today=TODAY).as_json()["series"][0]["readings"]
    assert first == {
        "label": "GMT as UTC, counted from Monday, 23 November 2026", "dtstart": "2026-11-23T12:00:00", "tzid": "UTC",
        "duration": "PT0S", "rrule": "FREQ=WEEKLY;BYDAY=MO", "rdates": [], "exdates": [], "uid": "", "also": [],
    }  # fmt: skip
    assert second["tzid"] == "Europe/London"
