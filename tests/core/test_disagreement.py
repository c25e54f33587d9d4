"""The weeks in which two places' clocks are not as far apart as usual, checked against the calendar day by day."""

import datetime as dt
import itertools
import zoneinfo

import pytest
from depth import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.foresight.disagreement import (
    Disagreement,
    clock_weeks,
    disagreements,
    weeks_sentence,
    weeks_words,
)
from commonhour.core.foresight.hour_changes import BRIEF
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.words import BabelWords
from commonhour.core.time.zones import UTC, wall_of

ZONES = [
    "UTC", "Europe/London", "Europe/Madrid", "Europe/Chisinau", "America/New_York", "America/Los_Angeles",
    "America/Santiago", "America/Sao_Paulo", "Asia/Tokyo", "Asia/Kolkata", "Asia/Jerusalem", "Asia/Beirut",
    "Africa/Cairo", "Africa/Casablanca", "Australia/Sydney", "Australia/Lord_Howe", "Australia/Adelaide",
    "Pacific/Auckland", "Pacific/Chatham",
]  # fmt: skip
CITIES = ["America/Los_Angeles", "America/New_York", "Europe/London", "Asia/Tokyo", "Australia/Sydney"]
DAY = dt.timedelta(days=1)
YEAR = dt.datetime(2027, 1, 5, tzinfo=UTC), dt.datetime(2027, 12, 20, tzinfo=UTC)


def weekly(
    tzid: str = "Europe/Madrid", dtstart: str = "20261201T160000", rrule: str = "FREQ=WEEKLY"
) -> Schedule:
    return Schedule(dtstart, tzid, dt.timedelta(hours=1), rrule, uid="call@example.org")


def said(schedule: Schedule, *places: str) -> list[str]:
    return [
        weeks_sentence(weeks, place)
        for weeks in clock_weeks(schedule, places, *YEAR)
        for place in weeks.places
    ]


def test_america_and_europe_disagree_twice_a_year() -> None:
    assert said(weekly(), "America/New_York") == [
        "14 to 28 March 2027: New York is one hour nearer to Madrid than usual; "
        "this 16:00 Madrid call is at 11:00 instead of 10:00 in New York",
        "31 October to 7 November 2027: New York is one hour nearer to Madrid than usual; "
        "this 16:00 Madrid call is at 11:00 instead of 10:00 in New York",
    ]


def test_the_southern_spring_and_autumn_are_steps_not_returns() -> None:
    autumn, spring = said(weekly(), "Australia/Sydney")
    assert autumn == (
        "28 March to 3 April 2027: Sydney is one hour nearer to Madrid than before; "
        "this 16:00 Madrid call is at 01:00 instead of 02:00 in Sydney"
    )
    assert spring.startswith("2 to 31 October 2027: Sydney is one hour further from Madrid than before")


def test_a_place_without_clock_changes_never_disagrees_for_some_weeks_only() -> None:
    assert said(weekly(), "Asia/Tokyo", "Asia/Kolkata", "UTC", "Europe/Paris") == []


def test_ramadan_in_morocco() -> None:
    after, before = dt.datetime(2026, 1, 5, tzinfo=UTC), dt.datetime(2026, 7, 1, tzinfo=UTC)
    [ramadan] = clock_weeks(weekly(dtstart="20240102T160000"), ["Africa/Casablanca"], after, before)
    assert weeks_words(ramadan) == "15 February to 22 March 2026: one hour further from Madrid than usual"


def test_lord_howe_moves_by_half_an_hour() -> None:
    autumn, spring = clock_weeks(weekly("Europe/London"), ["Australia/Lord_Howe"], *YEAR)
    assert (autumn.minutes, spring.minutes) == (60, 30)
    assert weeks_words(spring) == "2 to 31 October 2027: 30 minutes further from London than before"


def test_places_whose_clocks_do_the_same_are_told_together() -> None:
    spring, _autumn = clock_weeks(weekly(), ["America/Los_Angeles", "America/New_York"], *YEAR)
    assert weeks_words(spring) == "14 to 28 March 2027: one hour nearer to Madrid than usual"
    assert [(place.tzid, place.usual, place.changed) for place in spring.places] == [
        ("America/Los_Angeles", dt.time(7), dt.time(8)),
        ("America/New_York", dt.time(10), dt.time(11)),
    ]


def test_only_weeks_with_a_call_are_told() -> None:
    monthly = weekly(rrule="FREQ=MONTHLY;BYMONTHDAY=1")
    assert [weeks.first_date for weeks in clock_weeks(monthly, ["America/New_York"], *YEAR)] == [
        dt.date(2027, 10, 31)
    ]
    over = weekly(rrule="FREQ=WEEKLY;UNTIL=20270312T160000")
    assert clock_weeks(over, CITIES, *YEAR) == []
    assert clock_weeks(weekly(dtstart="20261201"), CITIES, *YEAR) == []


def test_the_sentence_speaks_the_readers_language() -> None:
    [spring, _] = clock_weeks(weekly(), ["America/New_York"], *YEAR)
    german = {
        "{first} to {last}": "{first} bis {last}",
        "one hour": "eine Stunde",
        "{dates}: {shift} nearer to {host} than usual": "{dates}: {shift} näher an {host} als sonst",
    }
    words = weeks_words(spring, lambda text: german[text], BabelWords("de"))
    assert words == "14. März 2027 bis 28. März 2027: eine Stunde näher an Madrid als sonst"


def apart_by_day(host: str, place: str, first: dt.date, days: int) -> list[tuple[dt.date, dt.timedelta]]:
    """How far two clocks are apart at noon UTC of each day, by zoneinfo alone."""
    found = []
    for n in range(days):
        noon = dt.datetime.combine(first + n * DAY, dt.time(12), UTC)
        there = noon.astimezone(zoneinfo.ZoneInfo(place)).utcoffset()
        here = noon.astimezone(zoneinfo.ZoneInfo(host)).utcoffset()
        found.append((noon.date(), there - here))
    return found


def odd_days(host: str, place: str, year: int) -> set[dt.date]:
    """The days of a year on which the difference is a passing one, found by counting days."""
    counted = apart_by_day(host, place, dt.date(year - 2, 6, 1), 4 * 366)
    runs = [
        (apart, [day for day, _ in same]) for apart, same in itertools.groupby(counted, key=lambda c: c[1])
    ]
    usual = next(apart for apart, days in runs if len(days) > BRIEF.days)
    odd: set[dt.date] = set()
    for n, (apart, days) in enumerate(runs):
        comes = next((later for later, more in runs[n + 1 :] if len(more) > BRIEF.days), None)
        returns = n + 1 < len(runs) and runs[n + 1][0] == usual
        if apart == usual:
            continue
        if len(days) > BRIEF.days or (apart == comes and not returns):
            usual = apart
        else:
            odd.update(days)
    return {day for day in odd if day.year == year}


def covered(found: list[Disagreement], year: int) -> set[dt.date]:
    noons = [dt.datetime(year, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(366)]
    return {
        noon.date() for noon in noons if noon.year == year and any(o.start <= noon < o.end for o in found)
    }


@settings(max_examples=examples(60))
@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(2012, 2040))
def test_law_the_days_are_those_that_counting_finds(host: str, place: str, year: int) -> None:
    start, end = dt.datetime(year, 1, 1, tzinfo=UTC), dt.datetime(year + 1, 1, 1, tzinfo=UTC)
    found = disagreements(host, place, start, end)
    assert covered(found, year) == odd_days(host, place, year)
    for one in found:
        assert one.now != one.usual
        assert one.end - one.start <= BRIEF


@settings(max_examples=examples(40))
@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(2012, 2040))
def test_law_the_clocks_really_are_so_far_apart(host: str, place: str, year: int) -> None:
    start, end = dt.datetime(year, 1, 1, tzinfo=UTC), dt.datetime(year + 1, 1, 1, tzinfo=UTC)
    for one in disagreements(host, place, start, end):
        # Hours between two changes on one morning count to the time after them.
        for moment in (one.start + DAY, one.end - dt.timedelta(seconds=1)):
            there, here = (moment.astimezone(zoneinfo.ZoneInfo(z)).utcoffset() for z in (place, host))
            assert there - here == one.now


@settings(max_examples=examples(40))
@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(2024, 2037))
def test_law_every_call_of_such_weeks_is_at_the_hour_told(host: str, place: str, year: int) -> None:
    """And the host's own hour never is another one."""
    schedule = weekly(host, "20240102T160000", "FREQ=DAILY")
    after, before = dt.datetime(year, 1, 1, tzinfo=UTC), dt.datetime(year + 1, 1, 1, tzinfo=UTC)
    told = {}
    for weeks in clock_weeks(schedule, [place], after, before):
        assert weeks.hour == dt.time(16)
        for n in range((weeks.last_date - weeks.first_date).days + 1):
            told[weeks.first_date + n * DAY] = weeks.places[0]
    odd = [(o.start, o.end) for o in disagreements(host, place, after, before)]
    for call in occurrences(schedule, after, before):
        inside = any(start <= call.start < end for start, end in odd)
        day = wall_of(call.start, host).date()
        assert inside == (day in told)
        if inside:
            assert wall_of(call.start, place).time() == told[day].changed


@pytest.mark.parametrize("tzid", ZONES)
def test_law_a_zone_agrees_with_itself(tzid: str) -> None:
    assert disagreements(tzid, tzid, *YEAR) == []
