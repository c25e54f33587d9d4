"""How a date differs from the one before it, on the clocks of several readers."""

import datetime as dt

from commonhour.core.foresight.last_time import (
    Difference,
    difference,
    difference_words,
    last_of_schedule,
    last_of_series,
)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def told(start, last, tzid):
    found = difference(start, last, tzid)
    return difference_words(found) if found else ""


def test_a_change_of_the_hosts_clocks_is_told_to_those_elsewhere():
    # 16:00 in Madrid, which leaves winter time on 28 March 2027; Tokyo never changes.
    last = last_of_schedule(at("2027-03-25T15:00"), "20270401T160000", "20270325T160000")
    assert told(at("2027-04-01T14:00"), last, "Europe/Madrid") == ""
    assert (
        told(at("2027-04-01T14:00"), last, "Asia/Tokyo") == "one hour earlier than last time, and on Thursday"
    )


def test_a_moved_date_is_told_to_everybody():
    last = last_of_schedule(at("2026-11-26T15:00"), "20261203T160000", "20261126T160000")
    assert told(at("2026-12-04T13:30"), last, "Europe/Madrid") == (
        "90 minutes earlier than last time, and on Friday"
    )
    assert told(at("2026-12-04T15:00"), last, "Europe/Madrid") == "on Friday this time"
    assert told(at("2026-12-03T17:00"), last, "Europe/Madrid") == "2 hours later than last time"


def test_an_hour_over_midnight_is_one_hour_and_another_day():
    last = last_of_schedule(at("2026-11-23T23:30"), "20261130T233000", "20261123T233000")
    assert told(at("2026-12-01T00:30"), last, "UTC") == "one hour later than last time, and on Tuesday"


def test_what_the_plan_changes_every_time_is_nothing_to_tell():
    mondays_and_thursdays = last_of_schedule(at("2026-11-23T15:00"), "20261126T160000", "20261123T160000")
    assert told(at("2026-11-26T15:00"), mondays_and_thursdays, "Asia/Tokyo") == ""
    two_hours_a_day = last_of_schedule(at("2026-11-23T08:00"), "20261123T160000", "20261123T090000")
    assert told(at("2026-11-23T15:00"), two_hours_a_day, "Asia/Tokyo") == ""


def test_after_a_change_from_a_date_on_the_last_time_was_in_another_schedule():
    last = last_of_series(at("2026-11-26T15:00"), at("2026-12-01T16:00"))
    assert (
        told(at("2026-12-01T16:00"), last, "Europe/Madrid") == "one hour later than last time, and on Tuesday"
    )
    yesterday = last_of_series(at("2026-11-30T16:00"), at("2026-12-01T16:00"))
    assert told(at("2026-12-01T16:00"), yesterday, "Europe/Madrid") == ""


def test_a_whole_day_has_no_hour():
    last = last_of_schedule(at("2026-11-23T00:00"), "20261130", "20261123")
    assert difference(at("2026-12-01T00:00"), last, "Asia/Tokyo", all_day=True) == Difference(0, 1)
    assert difference(at("2026-11-30T00:00"), last, "America/New_York", all_day=True) is None
