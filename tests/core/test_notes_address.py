"""Where the notes of a date lie, by the pattern of its series."""

import datetime as dt

from commonhour.core.notes.address import address_on, is_of_a_day, site_of, unknown_parts


def test_year_month_and_day_stand_where_the_pattern_has_them():
    day = dt.date(2026, 3, 5)
    assert address_on("https://a.example/{yyyy}/{mm}-{dd}.md", day) == "https://a.example/2026/03-05.md"
    assert address_on("https://a.example/{yy}{mm}{dd}", day) == "https://a.example/260305"
    assert address_on("https://a.example/pad", day) == "https://a.example/pad"


def test_each_day_has_an_address_of_its_own_where_year_month_and_day_are_in_it():
    assert is_of_a_day("https://a.example/{yyyy}/{mm}-{dd}.md")
    assert is_of_a_day("https://a.example/{yy}{mm}{dd}")
    assert not is_of_a_day("https://a.example/{yyyy}-{mm}")
    assert not is_of_a_day("https://a.example/pad")


def test_what_is_put_in_for_nothing_is_found():
    assert unknown_parts("https://a.example/{yyyy}-{foo}/{mm") == ["{foo}", "{mm"]
    assert unknown_parts("https://a.example/{yyyy}-{mm}-{dd}-{yy}") == []


def test_of_an_address_the_site_is_known_and_nothing_secret():
    assert site_of("https://u:p@pad.example.org:8443/p/7Kd93?key=1") == "https://pad.example.org"
    assert site_of("http://[x") == ""
