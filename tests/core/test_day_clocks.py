"""A day's hours on several clocks: 24 of them, or 23 or 25, and what part of the day each is."""

import datetime as dt

import pytest

from commonhour.core.day_clocks import Part, day_clocks, part_of_day


@pytest.mark.parametrize(("day", "hours"), [("2026-11-27", 24), ("2027-03-28", 23), ("2026-10-25", 25)])
def test_a_day_has_as_many_hours_as_its_clocks(day, hours):
    rows = day_clocks(dt.date.fromisoformat(day), 0, ["Europe/Madrid", "Asia/Tokyo"])
    assert len(rows) == hours
    assert {row.cells[0].wall.date() for row in rows} == {dt.date.fromisoformat(day)}


def test_other_places_have_their_own_date_and_part_of_the_day():
    rows = day_clocks(dt.date(2026, 11, 27), 30, ["Europe/Madrid", "Asia/Kolkata", "America/New_York"])
    madrid, kolkata, new_york = rows[0].cells
    assert [f"{one.wall:%H:%M}" for one in (madrid, kolkata, new_york)] == ["00:30", "05:00", "18:30"]
    assert [one.days for one in (madrid, kolkata, new_york)] == [0, 0, -1]
    assert [one.part for one in (madrid, kolkata, new_york)] == [Part.NIGHT, Part.NIGHT, Part.EVENING]


def test_the_parts_of_a_day():
    assert "".join(part_of_day(hour)[0] for hour in range(24)) == "nnnnnneeewwwwwwwweeeeeen"


def test_a_midnight_that_the_clocks_skip_begins_with_the_hour_after():
    rows = day_clocks(dt.date(2018, 11, 4), 0, ["America/Sao_Paulo"])
    assert (len(rows), rows[0].cells[0].wall.hour) == (23, 1)
