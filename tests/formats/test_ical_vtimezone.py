"""A VTIMEZONE says what tzdata says, also after 2037."""

import datetime as dt

import icalendar
import pytest

from commonhour.core.time.zones import zone
from commonhour.formats.ical.content import components
from commonhour.formats.ical.observances import Observances
from commonhour.formats.ical.prescan import scan
from commonhour.formats.ical.tzif import changes
from commonhour.formats.ical.vtimezone import vtimezone

ZONES = [
    "Europe/Madrid", "Europe/Dublin", "Europe/Moscow", "America/New_York", "America/Sao_Paulo", "America/Nuuk",
    "America/Havana", "America/Santiago", "Asia/Kolkata", "Asia/Tehran", "Asia/Jerusalem", "Africa/Cairo",
    "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia", "Asia/Gaza",
]  # fmt: skip


def moments(tzid: str, first: int) -> list[dt.datetime]:
    """Weekly, and two hours round every change; Gaza follows Ramadan and is listed through 2040 only."""
    last = 2040 if tzid == "Asia/Gaza" else 2060
    start = dt.datetime(first, 1, 1, tzinfo=dt.UTC)
    weekly = [start + dt.timedelta(days=7 * week) for week in range((last - first) * 52)]
    hours = [dt.timedelta(hours=number) for number in (-2, 0, 2)]
    return weekly + [
        change.at + hour for change in changes(tzid, first) for hour in hours if change.at >= start
    ]


@pytest.mark.parametrize("first", [2016, 2026, 2038])
@pytest.mark.parametrize("tzid", ZONES)
def test_a_reader_without_tzdata_gets_every_offset(tzid: str, first: int) -> None:
    table = icalendar.Timezone.from_ical(vtimezone(tzid, first)).to_tz(lookup_tzid=False)
    for at in moments(tzid, first):
        assert at.astimezone(table).utcoffset() == at.astimezone(zone(tzid)).utcoffset(), at


def test_the_last_pair_of_rules_is_open_ended() -> None:
    text = vtimezone("Europe/Madrid", 2026).decode()
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=") == 2
    assert "UNTIL" not in text
    assert vtimezone("Asia/Kolkata", 2026).count(b"BEGIN:STANDARD") == 1


def test_our_own_reader_agrees_with_what_we_write() -> None:
    table = Observances(components(scan(vtimezone("Australia/Lord_Howe", 2026), where="x").lines).children[0])
    assert table.agrees_with("Australia/Lord_Howe", 2026, 2038)
