"""Agenda, week and month as the reader's days."""

import datetime as dt
import itertools
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.layout import QUARTERS, Month, agenda, boxes, day_shift, month, reader_date, week
from commonhour.core.time.zones import UTC
from commonhour.errors import NotFound


@dataclass(frozen=True)
class Item:
    start: dt.datetime
    end: dt.datetime
    all_day: bool = False
    title: str = ""


def at(text: str, hours: float = 1, title: str = "") -> Item:
    start = dt.datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Item(start, start + dt.timedelta(hours=hours), title=title)


def whole(first: str, days: int = 1, title: str = "") -> Item:
    start = dt.datetime.fromisoformat(first).replace(tzinfo=UTC)
    return Item(start, start + dt.timedelta(days=days), all_day=True, title=title)


ITEMS = st.lists(
    st.builds(
        lambda start, minutes, all_day: (
            whole(f"{start:%Y-%m-%d}", 1 + minutes // 600)
            if all_day
            else at(f"{start:%Y-%m-%dT%H:%M}", minutes / 60)
        ),
        st.datetimes(dt.datetime(2026, 9, 1), dt.datetime(2027, 2, 1)),
        st.integers(0, 3000),
        st.booleans(),
    ),
    max_size=12,
)
ZONES = st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata"])


def test_an_agenda_is_by_the_readers_day() -> None:
    late = at("2026-11-26T23:30")
    assert [day.date.day for day in agenda([late], "UTC")] == [26]
    assert [day.date.day for day in agenda([late], "Europe/Madrid")] == [27]


def test_whole_days_come_first_and_keep_their_date_everywhere() -> None:
    call, holiday = at("2026-11-26T01:00"), whole("2026-11-26")
    for tzid in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert reader_date(holiday, tzid) == dt.date(2026, 11, 26)
    [day] = agenda([call, holiday], "UTC")
    assert day.items == (holiday, call)


def test_what_crosses_midnight_stands_on_the_day_it_starts() -> None:
    night = at("2026-11-26T22:00", hours=5)
    november = month([night], 2026, 11, "UTC")
    assert [cell.date.day for row in november.weeks for cell in row if cell.items] == [26]


def test_several_whole_days_stand_on_each_in_a_month_and_once_in_an_agenda() -> None:
    summit = whole("2026-10-31", days=3)
    november = month([summit], 2026, 11, "UTC", first_weekday=6)
    assert [cell.date.day for row in november.weeks for cell in row if cell.items] == [1, 2]
    assert [day.date for day in agenda([summit], "UTC")] == [dt.date(2026, 10, 31)]


def test_a_month_is_whole_weeks_with_its_neighbours_days() -> None:
    november: Month[Item] = month([], 2026, 11, "UTC")
    assert (november.weeks[0][0].date, november.weeks[-1][-1].date) == (
        dt.date(2026, 10, 26),
        dt.date(2026, 12, 6),
    )
    assert not november.has(november.weeks[0][0])
    assert november.has(november.weeks[0][6])
    assert (november.previous, november.next) == ((2026, 10), (2026, 12))
    assert month([], 2026, 11, "UTC", first_weekday=6).weeks[0][0].date == dt.date(2026, 11, 1)
    assert (month([], 2026, 12, "UTC").next, month([], 2027, 1, "UTC").previous) == ((2027, 1), (2026, 12))


def test_february_may_have_four_weeks_only() -> None:
    assert len(month([], 2027, 2, "UTC").weeks) == 4


def test_a_week_is_iso() -> None:
    found = week([at("2026-12-31T12:00")], 2026, 53, "UTC")
    assert (found.days[0].date, found.previous, found.next) == (dt.date(2026, 12, 28), (2026, 52), (2027, 1))
    assert [day.date.day for day in found.days if day.items] == [31]


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 13), (0, 1), (9999, 12), (-1, 1)])
def test_a_month_that_is_none_is_not_found(year: int, number: int) -> None:
    with pytest.raises(NotFound):
        month([], year, number, "UTC")


@pytest.mark.parametrize(("year", "number"), [(2027, 53), (2026, 54), (2026, 0), (9999, 52)])
def test_a_week_that_is_none_is_not_found(year: int, number: int) -> None:
    with pytest.raises(NotFound):
        week([], year, number, "UTC")


def test_the_readers_date_may_be_a_day_off_the_hosts() -> None:
    call = at("2026-11-26T23:00")
    assert day_shift(call, "America/New_York", "Asia/Tokyo") == 1
    assert day_shift(call, "Asia/Tokyo", "America/New_York") == -1
    assert day_shift(call, "Europe/Madrid", "Europe/Paris") == 0
    assert day_shift(whole("2026-11-26"), "America/New_York", "Asia/Tokyo") == 0


@given(ITEMS, ZONES)
def test_law_an_agenda_holds_everything_once(items: list[Item], tzid: str) -> None:
    days = agenda(items, tzid)
    assert sorted((item for day in days for item in day.items), key=repr) == sorted(items, key=repr)
    assert [day.date for day in days] == sorted({reader_date(item, tzid) for item in items})


@given(ITEMS, ZONES, st.integers(1, 12), st.integers(0, 6))
def test_law_a_month_holds_what_starts_in_it_once(
    items: list[Item], tzid: str, number: int, first: int
) -> None:
    found = month(items, 2026, number, tzid, first)
    cells = [cell for row in found.weeks for cell in row]
    assert all(len(row) == 7 for row in found.weeks)
    assert found.weeks[0][0].date.weekday() == first
    for cell in cells:
        timed = [item for item in items if not item.all_day and reader_date(item, tzid) == cell.date]
        spans = [item for item in items if item.all_day and item.start.date() <= cell.date < item.end.date()]
        assert sorted(cell.items, key=repr) == sorted(timed + spans, key=repr)


@given(
    ITEMS,
    st.dates(dt.date(2026, 9, 1), dt.date(2027, 2, 1)),
    st.sampled_from(["UTC", "Asia/Tokyo", "Europe/Madrid"]),
)
def test_no_two_boxes_of_a_day_share_a_place(items, date, tzid):
    found = boxes(items, date, tzid)
    for one, other in itertools.combinations(found, 2):
        apart_in_time = one.bottom <= other.top or other.bottom <= one.top
        left, right = (Fraction(box.lane, box.lanes) for box in (one, other))
        widths = (Fraction(1, box.lanes) for box in (one, other))
        apart_in_width = left + next(widths) <= right or right + next(widths) <= left
        assert apart_in_time or apart_in_width


@given(ITEMS, st.dates(dt.date(2026, 9, 1), dt.date(2027, 2, 1)))
def test_a_box_is_on_its_day_and_each_timed_item_begins_in_one(items, date):
    found = boxes(items, date, "Asia/Tokyo")
    assert all(0 <= box.top < box.bottom <= QUARTERS and box.lane < box.lanes for box in found)
    begun = [box.item for box in found if not box.is_continued]
    timed = [item for item in items if not item.all_day and reader_date(item, "Asia/Tokyo") == date]
    assert sorted(map(id, begun)) == sorted(map(id, timed))


def test_what_overlaps_stands_side_by_side_and_what_does_not_is_wide():
    found = boxes(
        [at("2026-11-26T09:00", 2), at("2026-11-26T10:00"), at("2026-11-26T11:00")],
        dt.date(2026, 11, 26),
        "UTC",
    )
    assert [(box.top, box.bottom, box.lane, box.lanes) for box in found] == [
        (36, 44, 0, 2),
        (40, 44, 1, 2),
        (44, 48, 0, 1),
    ]


def test_a_call_over_midnight_is_on_both_days():
    call = at("2026-11-26T23:30")
    assert [(box.top, box.bottom) for box in boxes([call], dt.date(2026, 11, 26), "UTC")] == [(94, 96)]
    (morning,) = boxes([call], dt.date(2026, 11, 27), "UTC")
    assert (morning.top, morning.bottom, morning.is_continued) == (0, 2, True)


def test_a_call_of_five_minutes_has_room_for_its_name():
    (box,) = boxes([at("2026-11-26T23:55", 1 / 12)], dt.date(2026, 11, 26), "UTC")
    assert (box.top, box.bottom) == (94, 96)
