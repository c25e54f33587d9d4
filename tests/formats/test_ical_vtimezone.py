"""A VTIMEZONE says what tzdata says, also after 2037."""

import datetime as dt

import icalendar
import pytest

from commonhour.core.draft import Draft
from commonhour.core.time.zones import zone
from commonhour.formats.ical import read_calendar
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


TABLE = """BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:{tzid}\r\n{rules}END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\nSUMMARY:Call\r\nDTSTART;TZID={tzid}:20260705T160000\r\nDTEND;TZID={tzid}:20260705T170000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""
RULES = "BEGIN:{kind}\r\nDTSTART:{start}\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\nEND:{kind}\r\n"


def read(tzid: str, *rules: tuple[str, str, str, str]) -> Draft:
    said = "".join(RULES.format(kind=kind, start=start, before=a, after=b) for kind, start, a, b in rules)
    return read_calendar(TABLE.format(tzid=tzid, rules=said).encode(), where="a.ics")


def test_a_table_that_contradicts_the_name_of_its_zone_is_told() -> None:
    draft = read("Europe/Brussels", ("STANDARD", "19700101T000000", "-1100", "-1100"))
    assert [(one.code, one.case) for one in draft.findings] == [("contradiction", "timezone")]
    assert draft.series[0].schedules[0].tzid == "Europe/Brussels"


def test_a_table_of_one_half_of_the_year_contradicts_nothing() -> None:
    assert not read("Europe/Brussels", ("STANDARD", "19700101T000000", "+0100", "+0100")).findings


def test_a_table_with_one_offset_since_years_is_where_people_have_that_offset() -> None:
    rules = (
        ("DAYLIGHT", "20100328T020000", "+0500", "+0600"),
        ("STANDARD", "20101031T030000", "+0600", "+0530"),
    )
    assert read("Office", *rules).series[0].schedules[0].tzid == "Asia/Kolkata"
