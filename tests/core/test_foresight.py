"""The days on which a call's hour moves for a reader."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.foresight.hour_changes import HourChange, change_sentence, coming_changes, hour_changes
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.speech.words import BabelWords
from commonhour.core.time.zones import UTC, wall_of

AFTER = dt.datetime(2027, 1, 5, tzinfo=UTC)
BEFORE = dt.datetime(2027, 12, 20, tzinfo=UTC)
ZONES = st.sampled_from(
    ["UTC", "Europe/London", "Europe/Madrid", "America/New_York", "America/Santiago", "Asia/Tokyo",
     "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]
)  # fmt: skip


def weekly(tzid: str, dtstart: str = "20261201T120000", rrule: str = "FREQ=WEEKLY") -> Schedule:
    return Schedule(dtstart, tzid, dt.timedelta(hours=1), rrule, uid="call@example.org")


def changes(schedule: Schedule, reader: str) -> list[HourChange]:
    return hour_changes(schedule, reader, AFTER, BEFORE)


def test_the_weeks_between_american_and_european_clock_changes() -> None:
    spring, autumn = changes(weekly("America/New_York"), "Europe/Madrid")
    assert spring.first_instant == dt.datetime(2027, 3, 16, 16, tzinfo=UTC)
    assert spring.until == dt.datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert (spring.usual, spring.changed, spring.minutes) == (dt.time(18), dt.time(17), -60)
    assert change_sentence(spring) == "From 14 to 28 March 2027 this call is one hour earlier for you"
    assert (
        change_sentence(autumn) == "From 31 October to 7 November 2027 this call is one hour earlier for you"
    )


def test_the_other_way_round_it_is_later() -> None:
    spring, _ = changes(weekly("Europe/Madrid"), "America/New_York")
    assert (spring.usual, spring.changed, spring.minutes) == (dt.time(6), dt.time(7), 60)
    assert change_sentence(spring) == "From 14 to 27 March 2027 this call is one hour later for you"


def test_a_reader_without_clock_changes_sees_lasting_ones() -> None:
    spring, autumn = changes(weekly("Europe/London"), "Asia/Tokyo")
    assert (spring.until, spring.usual, spring.changed) == (None, dt.time(21), dt.time(20))
    assert change_sentence(spring) == "From 28 March 2027 this call is one hour earlier for you"
    assert change_sentence(autumn) == "From 31 October 2027 this call is one hour later for you"


def test_a_period_already_begun_is_still_told() -> None:
    middle = dt.datetime(2027, 3, 20, tzinfo=UTC)
    [change] = hour_changes(
        weekly("America/New_York"), "Europe/Madrid", middle, middle + dt.timedelta(days=30)
    )
    assert change.first_date == dt.date(2027, 3, 14)


def test_a_period_that_is_over_is_not() -> None:
    over = dt.datetime(2027, 3, 29, tzinfo=UTC)
    assert hour_changes(weekly("America/New_York"), "Europe/Madrid", over, over + dt.timedelta(days=30)) == []


def test_a_call_on_the_day_the_clocks_return_is_at_the_usual_hour() -> None:
    sundays = weekly("America/New_York", "20261206T120000")
    assert changes(sundays, "Europe/Madrid")[0].last_date == dt.date(2027, 3, 27)


def test_a_monthly_call_outside_the_period_is_not_touched() -> None:
    monthly = weekly("America/New_York", "20261201T120000", "FREQ=MONTHLY;BYMONTHDAY=1")
    assert [c.first_date for c in changes(monthly, "Europe/Madrid")] == [dt.date(2027, 10, 31)]


def test_half_an_hour_is_said_as_minutes() -> None:
    autumn = changes(weekly("UTC"), "Australia/Lord_Howe")[0]
    assert change_sentence(autumn) == "From 4 April 2027 this call is 30 minutes earlier for you"


def test_whole_days_and_moved_instances_change_no_hour() -> None:
    assert changes(weekly("America/New_York", "20261201"), "Europe/Madrid") == []
    moved = Override("20270119T120000", dtstart="20270119T150000")
    schedule = Schedule("20261201T120000", "UTC", dt.timedelta(hours=1), "FREQ=WEEKLY", overrides=(moved,))
    assert changes(schedule, "Asia/Tokyo") == []


def test_the_sentence_speaks_the_readers_language() -> None:
    spring, _ = changes(weekly("America/New_York"), "Europe/Madrid")
    spanish = {
        "From {first} to {last} this call is {shift} earlier for you": "Del {first} al {last} es {shift} antes para ti",
        "one hour": "una hora",
    }
    said = change_sentence(spring, lambda text: spanish[text], BabelWords("es"))
    assert said == "Del 14 al 28 de marzo de 2027 es una hora antes para ti"


@given(ZONES)
def test_law_a_reader_in_the_schedules_zone_has_no_changes(tzid: str) -> None:
    assert changes(weekly(tzid), tzid) == []


RULES = st.sampled_from(
    ["FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY",
     "FREQ=MONTHLY;BYDAY=5TU", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1WE",
     "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=3TU"]
)  # fmt: skip


@given(host=ZONES, reader=ZONES, rrule=RULES)
def test_law_every_call_is_at_the_hour_foretold(host: str, reader: str, rrule: str) -> None:
    """Walking the changes from the first call on gives each call's wall time, however rare the calls are."""
    schedule = weekly(host, rrule=rrule)
    calls = occurrences(schedule, AFTER, BEFORE)
    found = changes(schedule, reader)
    earlier = occurrences(schedule, AFTER - dt.timedelta(days=400), AFTER)
    usual = wall_of((earlier[-1:] or calls)[0].start, reader).time()
    for call in calls:
        lasting = [c for c in found if c.until is None and c.first_instant <= call.start]
        brief = [c for c in found if c.until and c.first_instant <= call.start < c.until]
        expected = brief[-1].changed if brief else lasting[-1].changed if lasting else usual
        assert wall_of(call.start, reader).time() == expected


@given(host=ZONES, reader=ZONES, rrule=RULES, day=st.integers(0, 700), days=st.sampled_from([1, 30, 365]))
def test_law_what_is_foretold_does_not_depend_on_when_one_asks(
    host: str, reader: str, rrule: str, day: int, days: int
) -> None:
    """A short look finds what a long one found, and whatever it leaves out lies outside."""
    schedule = weekly(host, "20250101T120000", rrule)
    after = dt.datetime(2026, 1, 1, 9, tzinfo=UTC) + dt.timedelta(days=day)
    before = after + dt.timedelta(days=days)
    whole = hour_changes(
        schedule, reader, dt.datetime(2025, 10, 1, tzinfo=UTC), dt.datetime(2029, 3, 1, tzinfo=UTC)
    )
    wanted = [c for c in whole if c.first_instant < before and (c.until or c.first_instant) > after]
    assert hour_changes(schedule, reader, after, before) == wanted


def test_a_rare_call_is_compared_with_the_one_before_it() -> None:
    quarterly = weekly("Europe/Madrid", "20251215T120000", "FREQ=MONTHLY;INTERVAL=3")
    asked = dt.datetime(2027, 6, 1, tzinfo=UTC)
    [change] = hour_changes(quarterly, "Asia/Tokyo", asked, asked + dt.timedelta(days=30))
    assert (change.usual, change.changed) == (dt.time(20), dt.time(19))
    assert change_sentence(change) == "From 28 March 2027 this call is one hour earlier for you"


def test_two_steps_with_no_call_between_them_are_one_change() -> None:
    monthly = weekly("Europe/Madrid", "20261215T120000", "FREQ=MONTHLY;BYMONTHDAY=15")
    spring, _, _ = changes(monthly, "Australia/Sydney")
    assert (spring.minutes, spring.usual, spring.changed) == (-120, dt.time(22), dt.time(20))


def test_ramadan_in_morocco_is_a_period_and_the_end_of_its_summer_time_is_not() -> None:
    year = dt.datetime(2026, 1, 5, tzinfo=UTC), dt.datetime(2026, 12, 20, tzinfo=UTC)
    found = hour_changes(weekly("Europe/Madrid", "20240102T120000"), "Africa/Casablanca", *year)
    assert [change_sentence(change) for change in found] == [
        "From 15 February to 22 March 2026 this call is one hour earlier for you",
        "From 29 March 2026 this call is one hour earlier for you",
        "From 20 September to 25 October 2026 this call is one hour earlier for you",
    ]


def test_coming_changes_are_those_of_every_schedule_soonest_first() -> None:
    schedules = [weekly(tzid) for tzid in ("Asia/Tokyo", "Europe/Madrid", "America/New_York", "Europe/Paris")]
    found = coming_changes(schedules, "Europe/Madrid", AFTER, BEFORE)
    assert [(schedule.tzid, change.first_date) for schedule, change in found] == [
        ("America/New_York", dt.date(2027, 3, 14)),
        ("Asia/Tokyo", dt.date(2027, 3, 28)),
        ("Asia/Tokyo", dt.date(2027, 10, 31)),
        ("America/New_York", dt.date(2027, 10, 31)),
    ]


@pytest.mark.parametrize("reader", ["Europe/Madrid", "Asia/Tokyo"])
def test_law_changed_is_usual_plus_the_minutes(reader: str) -> None:
    for change in changes(weekly("America/New_York"), reader):
        day = dt.datetime.combine(change.first_date, change.usual)
        assert (day + dt.timedelta(minutes=change.minutes)).time() == change.changed
