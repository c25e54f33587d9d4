"""Edits of a pure schedule: this one, this and following, and what goes along."""

import datetime as dt

import pytest

from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule import edits, following
from commonhour.core.schedule.schedule import Override, Schedule
from commonhour.core.schedule.uids import split_uid
from commonhour.core.time.zones import instant, resolve, wall_of
from commonhour.errors import UserError

HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=60)


def weekly(rrule="FREQ=WEEKLY", **facts):
    return Schedule("20261126T160000", "Europe/Madrid", HOUR, rrule, uid="u", **facts)


def ids(schedule):
    return [one.recurrence_id for one in occurrences(schedule, NOW, LATER)]


def test_an_extra_date_before_the_first_stays_when_all_of_it_changes():
    schedule = weekly(rdates=("20261125T160000",))
    split = following.change_following(schedule, "20261126T160000", dtstart="20261126T180000")
    assert split.ended is None
    assert ids(split.opened)[:3] == ["20261125T160000", "20261126T180000", "20261203T180000"]
    assert (split.opened.uid, split.opened.sequence) == ("u", 1)


def test_an_extra_date_before_the_first_keeps_its_zone_and_length():
    schedule = weekly(rdates=("20261125T160000",))
    two = dt.timedelta(hours=2)
    split = following.change_following(schedule, "20261126T160000", tzid="America/New_York", duration=two)
    first = occurrences(split.opened, NOW, LATER)[0]
    assert (first.start.hour, first.end - first.start) == (15, HOUR)


def test_a_change_cannot_begin_with_an_extra_date_in_the_middle_of_a_rule():
    schedule = weekly(rdates=("20261201T160000",))
    with pytest.raises(UserError, match=r"2026-12-01 is an extra date.*choose a regular date"):
        following.change_following(schedule, "20261201T160000")
    assert not following.begins_following(schedule, "20261201T160000")


def test_a_date_that_only_an_override_makes_is_a_date():
    schedule = weekly("FREQ=WEEKLY;COUNT=2", overrides=(Override("20261210T160000", summary="Extra"),))
    split = following.change_following(schedule, "20261210T160000", dtstart="20261210T180000")
    assert ids(split.ended) == ["20261126T160000", "20261203T160000"]
    assert ids(split.opened) == ["20261210T180000"]
    assert split.opened.overrides[0].summary == "Extra"


def test_an_extra_override_before_the_change_stays_with_what_ends():
    schedule = weekly(overrides=(Override("20261201T160000", summary="Extra"),))
    split = following.change_following(schedule, "20261203T160000")
    assert sorted(ids(split.ended) + ids(split.opened)) == ids(schedule)


def test_an_excluded_first_date_does_not_come_back():
    schedule = weekly(rdates=("20261124T160000",), exdates=("20261126T160000",))
    split = following.change_following(schedule, "20261203T160000")
    assert ids(split.ended) == ["20261124T160000"]


def test_another_rule_keeps_only_the_overrides_and_exdates_it_has_a_date_for():
    cancelled = Override("20261217T160000", status="CANCELLED")
    moved = Override("20270107T160000", dtstart="20270108T180000")
    schedule = weekly(overrides=(cancelled, moved), exdates=("20261231T160000", "20270204T160000"))
    split = following.change_following(schedule, "20261203T160000", rrule="FREQ=MONTHLY;BYDAY=1TH")
    assert split.opened.overrides == (moved,)
    assert split.opened.exdates == ("20270204T160000",)
    assert split.dropped == (cancelled,)


def test_a_moved_date_keeps_its_instant_when_the_zone_changes():
    schedule = edits.move_one(weekly(), "20261217T160000", dtstart="20261217T180000")
    split = following.change_following(schedule, "20261203T160000", tzid="America/New_York")
    moved = next(one for one in occurrences(split.opened, NOW, LATER) if one.override)
    assert moved.start == dt.datetime(2026, 12, 17, 17, tzinfo=dt.UTC)


def test_moving_keeps_the_length_of_one_date():
    two = dt.timedelta(hours=2)
    schedule = weekly(overrides=(Override("20261203T160000", duration=two, summary="Long one"),))
    moved = edits.move_one(schedule, "20261203T160000", dtstart="20261204T160000").overrides[0]
    assert (moved.duration, moved.summary) == (two, "Long one")


def test_the_last_date_stays_when_the_hour_moves_past_until():
    schedule = weekly("FREQ=WEEKLY;UNTIL=20261217T160000")
    opened = following.change_following(schedule, "20261203T160000", dtstart="20261203T180000").opened
    assert ids(opened) == ["20261203T180000", "20261210T180000", "20261217T180000"]


@pytest.mark.parametrize("uid", ["u", "a-20261126T160000-20261203T160000", "x" * 400, "y-20261126-2"])
def test_the_uid_does_not_grow_with_every_split(uid):
    found = split_uid(uid, "20261210T160000")
    again = split_uid(found, "20261217T160000")
    assert len(again) <= 255
    assert again.endswith("-20261217T160000")
    assert again.count("2026") == 1


def test_long_uids_stay_apart():
    assert split_uid("x" * 400 + "a", "20261210") != split_uid("x" * 400 + "b", "20261210")


@pytest.mark.parametrize("tzid", ["Asia/Tokyo", "Europe/Madrid", "America/New_York"])
def test_the_ends_of_time_are_no_error(tzid):
    last, first = dt.datetime.max.replace(microsecond=0), dt.datetime.min
    assert wall_of(last.replace(tzinfo=dt.UTC), tzid).year == 9999
    assert wall_of(first.replace(tzinfo=dt.UTC), tzid).year == 1
    assert instant(last, tzid).year == 9999
    assert instant(first, tzid).year == 1
    assert normal_rrule("FREQ=WEEKLY;UNTIL=99991231T235959Z", tzid=tzid).startswith("FREQ=WEEKLY;UNTIL=9999")


def test_a_name_of_a_thousand_slashes_is_no_zone():
    assert resolve("/" + "a/" * 200 + "Europe/Madrid") is None
    assert resolve("/mozilla.org/20050126_1/Europe/Vienna") == "Europe/Vienna"
