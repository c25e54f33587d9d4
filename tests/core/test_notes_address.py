"""Where the notes of a date lie, by the pattern of its series."""

import datetime as dt

from commonhour.core.notes.address import address_on


def test_year_month_and_day_stand_where_the_pattern_has_them():
    day = dt.date(2026, 3, 5)
    assert address_on("https://a.example/{yyyy}/{mm}-{dd}.md", day) == "https://a.example/2026/03-05.md"
    assert address_on("https://a.example/{yy}{mm}{dd}", day) == "https://a.example/260305"
    assert address_on("https://a.example/pad", day) == "https://a.example/pad"
