"""The names calendars give to zones, in every spelling that exporters have for one."""

import pytest

from commonhour.core.time.zones import canonical, is_fixed, windows_zones
from commonhour.formats.ical.zone_names import only_offset, stated_offset, zone_of_name

NAMES = {
    "(UTC-05:00) Eastern Time (US & Canada)": "America/New_York",
    "(UTC-08:00) Pacific Time (US & Canada)": "America/Los_Angeles",
    "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris": "Europe/Brussels",
    "(UTC+05:30) Sri Jayawardenepura": "Asia/Colombo",
    "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi": "Asia/Kolkata",
    "(UTC-03:00) City of Buenos Aires": "America/Argentina/Buenos_Aires",
    "(UTC+12:00) Anadyr, Petropavlovsk-Kamchatsky": "Asia/Anadyr",
    "(UTC+13:00) Nuku'alofa": "Pacific/Tongatapu",
    "(UTC-05:00) Indiana (East)": "America/Indiana/Indianapolis",
    "(UTC+06:30) Yangon (Rangoon)": "Asia/Yangon",
    "(UTC-03:00) Greenland": "America/Nuuk",
    "(UTC-07:00) La Paz, Mazatlan": "America/Mazatlan",
    "(UTC-08:00) Baja California": "America/Tijuana",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_display_name_in_every_spelling(name: str) -> None:
    spellings = {
        name, name.replace("(US & Canada)", "(US and Canada)"), name.replace("(US & Canada)", "(US/Canada)"),
        name.replace(", ", "/"), name.replace("UTC", "GMT"), name.replace("UTC", "GMT").replace(":", "."),
        name.replace("(UTC", "(UTC "), name.replace("(UTC", "UTC").replace(")", "", 1), f"{name} 1", name.replace("-0", "−0"),
    }  # fmt: skip
    assert {zone_of_name(one) for one in spellings} == {NAMES[name]}


def test_every_name_of_windows_numbered_or_not() -> None:
    for name, place in windows_zones().items():
        if "time" in name and not is_fixed(place):
            assert {zone_of_name(name), zone_of_name(f"{name} 2")} == {canonical(place)}


@pytest.mark.parametrize(
    ("name", "zone"),
    [("Eastern Daylight Time", "America/New_York"), ("Central European Summer Time", "Europe/Berlin"), ("Customized Time Zone 1", None),
     ("Europe.Berlin", "Europe/Berlin"), ("US-Eastern", "America/New_York"), ("Europe/Berlin 1", "Europe/Berlin"),
     ("America/New_York_2", "America/New_York"), ("Mitteleuropäische Zeit", "Europe/Berlin"), ("Heure normale d’Europe centrale", "Europe/Berlin"), ("Saudi Arabia", "Asia/Riyadh"), ("Berlin Time", "Europe/Berlin"), ("Etc/GMT-1", "Etc/GMT-1"), ("GMT 1", None), ("GMT-5", None), ("UTC 5", None), ("(UTC-05:00) Kolkata", None), ("(UTC+05:30) Nowhere", None)],
)  # fmt: skip
def test_other_names(name: str, zone: str | None) -> None:
    assert zone_of_name(name) == zone


@pytest.mark.parametrize(
    ("name", "minutes"),
    [("(UTC+05:30) Nowhere", 330), ("(GMT-03.00) Nowhere", -180), ("GMT+0200 Nowhere", 120), ("Nowhere", None), ("(UTC) Nowhere", None)],
)  # fmt: skip
def test_the_offset_a_name_states(name: str, minutes: int | None) -> None:
    found = stated_offset(name)
    assert (found and found.total_seconds() / 60) == minutes


@pytest.mark.parametrize(
    ("name", "hours"), [("EST", -5), ("mst", -7), ("UTC+02:00", 2), ("CET", None), ("EST5EDT", None)]
)
def test_names_that_are_nothing_but_an_offset(name: str, hours: int | None) -> None:
    found = only_offset(name)
    assert (found and found.total_seconds() / 3600) == hours
