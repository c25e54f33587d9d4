"""Cities by the names people type."""

import json
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.time import cities, zones
from commonhour.core.time.cities import (
    City,
    city_zone,
    country_name,
    country_zones,
    place_name,
    search_cities,
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lon", "London"),
        ("SAN F", "San Francisco"),
        ("sao", "São Paulo"),
        ("par", "Paris"),
        ("tel", "Tel Aviv"),
        ("bang", "Bangkok"),
        ("dc", "Washington DC"),
        ("köln", "Cologne"),
        ("koln", "Cologne"),
        ("calc", "Kolkata"),
        ("kiev", "Kyiv"),
        ("東京", "Tokyo"),
        ("nueva y", "New York"),
        ("st john's", "St. John’s"),
        ("spain", "Madrid"),
        ("rio", "Rio de Janeiro"),
        ("utc", "UTC"),
    ],
)
def test_the_likeliest_city_comes_first(query: str, first: str) -> None:
    assert search_cities(query)[0].name == first


def test_the_start_of_a_name_comes_before_its_middle() -> None:
    names = [city.name for city in search_cities("york", limit=20) + search_cities("new", limit=20)]
    assert names.index("New York") == 0
    assert [city.name for city in search_cities("madr")] == ["Madrid", "Chennai"]  # once Madras


def test_a_search_is_bounded_and_may_find_nothing() -> None:
    assert len(search_cities("a", limit=5)) == 5
    assert search_cities("") == search_cities("   ") == search_cities("qqqq") == []


@pytest.mark.parametrize(
    ("query", "called"),
    [("大阪", "大阪"), ("大", "大阪"), ("osa", ""), ("kiot", "Kioto"), ("東京", ""), ("tokio", "")],
)
def test_a_city_that_no_zone_is_named_for_is_called_as_it_was_typed(query: str, called: str) -> None:
    assert search_cities(query)[0].called == called


def test_a_found_city_carries_its_zone_and_country() -> None:
    assert search_cities("seattle") == [City("America/Los_Angeles", "Seattle", "US")]


@pytest.mark.parametrize(
    ("text", "tzid"),
    [
        ("San Francisco", "America/Los_Angeles"),
        ("boston", "America/New_York"),
        ("Beijing", "Asia/Shanghai"),
        ("Bangalore", "Asia/Kolkata"),
        ("BENGALURU", "Asia/Kolkata"),
        ("Munich", "Europe/Berlin"),
        ("münchen", "Europe/Berlin"),
        ("Geneva", "Europe/Zurich"),
        ("Montréal", "America/Toronto"),
        ("Stockholm", "Europe/Stockholm"),
        ("Krakow", "Europe/Warsaw"),
        ("Saigon", "Asia/Ho_Chi_Minh"),
        ("new-york", "America/New_York"),
        ("Cambridge, Massachusetts", "America/New_York"),
        ("Cambridge", "Europe/London"),
        ("Portland", "America/Los_Angeles"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Atlantis", None),
        ("Europe/Atlantis", None),
        ("", None),
    ],
)
def test_a_whole_name_leads_to_its_zone(text: str, tzid: str | None) -> None:
    assert city_zone(text) == tzid


def test_places_and_countries_have_names_in_other_languages() -> None:
    assert [place_name("America/New_York", code) for code in ("en", "es", "ja")] == [
        "New York",
        "Nueva York",
        "ニューヨーク",
    ]
    renamed = ("Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos_Aires")
    assert [place_name(tzid, "ja") for tzid in renamed] == ["コルカタ", "キーウ", "ブエノスアイレス"]
    assert [place_name(tzid) for tzid in renamed] == ["Kolkata", "Kyiv", "Buenos Aires"]
    assert search_cities("コルカタ")[0].tzid == "Asia/Kolkata"
    assert (country_name("ES", "es"), country_name("JP"), country_name("XX")) == ("España", "Japan", "XX")


def test_a_country_leads_to_its_zones_well_known_first() -> None:
    assert country_zones("japan") == ("Asia/Tokyo",)
    assert country_zones("Spain")[0] == "Europe/Madrid"
    assert country_zones("UK") == ("Europe/London",)
    assert country_zones("Brazil")[0] in ("America/Sao_Paulo", "America/Bahia")
    assert country_zones("") == country_zones("Atlantis") == ()


def test_every_city_of_ours_is_in_a_present_place() -> None:
    ours = json.loads((Path(cities.__file__).parent / "cities.json").read_text("utf-8"))
    assert [tzid for tzid in ours if tzid not in zones.places()] == []
    assert sum(map(len, ours.values())) >= 250


@given(st.sampled_from(sorted(zones.places())))
def test_law_every_place_is_found_by_its_name(tzid: str) -> None:
    assert tzid in {city.tzid for city in search_cities(place_name(tzid), limit=30)}


@given(st.sampled_from(sorted(n for n in zoneinfo.available_timezones() if n.count("/") and n[:4] != "Etc/")))
def test_law_every_zone_name_leads_to_its_present_place(name: str) -> None:
    assert city_zone(name.lower()) == zones.canonical(name)


@given(st.text(max_size=20))
def test_law_any_query_is_answered(query: str) -> None:
    assert len(search_cities(query)) <= 8
    assert city_zone(query) is None or city_zone(query) in zoneinfo.available_timezones()
