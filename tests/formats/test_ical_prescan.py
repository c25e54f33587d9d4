"""What is no calendar, or too much of one, is refused in a sentence before anything parses it."""

import codecs

import pytest

from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.ical import read_calendar, reader
from commonhour.formats.ical.prescan import decode, scan

EVENT = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260105T160000Z\r\nSUMMARY:Café\r\nEND:VEVENT\r\n"
CALENDAR = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{EVENT}END:VCALENDAR\r\n"


@pytest.fixture
def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither our parser nor the icalendar library may see what the pre-scan refuses."""
    icalendar = pytest.importorskip("icalendar")

    def parsed(*args: object, **kwargs: object) -> None:
        raise AssertionError("the file was parsed")

    monkeypatch.setattr(reader, "components", parsed)
    monkeypatch.setattr(icalendar.Calendar, "from_ical", parsed)
    monkeypatch.setattr(icalendar.cal.component.Component, "from_ical", parsed)


def calendar_of(inside: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\n{inside}END:VCALENDAR\r\n".encode()


HOSTILE = {
    "deep nesting": calendar_of("BEGIN:X\r\n" * 200 + "END:X\r\n" * 200),
    "20,000 observances": calendar_of(
        "BEGIN:VTIMEZONE\r\nTZID:x\r\n"
        + "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        * 20_000
        + "END:VTIMEZONE\r\n"
    ),
    "a line of 100,000 characters": calendar_of(f"DESCRIPTION:{'x' * 100_000}\r\n"),
    "a folded line of 100,000 characters": calendar_of("DESCRIPTION:" + "x\r\n " * 100_000 + "\r\n"),
    "a line of wide characters": calendar_of(f"DESCRIPTION:{'😀' * 20_000}\r\n"),
    "a million components": calendar_of("BEGIN:A\r\nEND:A\r\n" * 1_000_000),
    "too many components": calendar_of("BEGIN:A\r\nEND:A\r\n" * 5_001),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("no_parser")
def test_a_file_over_a_limit_is_refused_unparsed(name: str) -> None:
    with pytest.raises(TooLarge) as refusal:
        read_calendar(HOSTILE[name], where="big.ics")
    assert refusal.value.sentence().startswith("big.ics")
    assert "limit" in refusal.value.sentence()


def test_a_public_upload_has_a_smaller_limit() -> None:
    with pytest.raises(TooLarge, match="the limit is 100"):
        read_calendar(CALENDAR.encode(), where="a.ics", max_bytes=100)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"<!DOCTYPE html><html>Sign in</html>", "web page"),
        (b"---\nlayout: null\n---\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", "front matter"),
        (b"BEGIN:VCALENDAR\n{% for m in meetings %}\nEND:VCALENDAR\n", "template"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:{{ m.date }}\nEND:VEVENT\nEND:VCALENDAR\n", "template"),
        (b"BEGIN:VCALENDAR\n<% meetings.each do %>\nEND:VCALENDAR\n", "template"),
        (b'{"events": []}', "BEGIN:VCALENDAR"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VEVENT"),
        (CALENDAR.encode()[:-17], "truncated"),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VALARM\nEND:VCALENDAR\n",
            "does not match BEGIN:VEVENT of line 2",
        ),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "closes nothing"),
        (b"\x00\xff\xfe\x01", "not a calendar"),
    ],
)
def test_what_is_no_calendar_is_refused_in_one_sentence(body: bytes, says: str) -> None:
    with pytest.raises(RefusedInput, match=says) as refusal:
        read_calendar(body, where="call.ics")
    assert refusal.value.sentence().startswith("call.ics")
    assert "\n" not in refusal.value.sentence()


def test_braces_in_a_description_are_no_template() -> None:
    body = CALENDAR.replace("SUMMARY:Café", "SUMMARY:Café\r\nDESCRIPTION:How {{ mustache }} works")
    assert read_calendar(body.encode(), where="a.ics").series[0].description == "How {{ mustache }} works"


@pytest.mark.parametrize(
    "body",
    [
        codecs.BOM_UTF8 + CALENDAR.encode(),
        codecs.BOM_UTF16_LE + CALENDAR.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + CALENDAR.encode("utf-16-be"),
        CALENDAR.encode("utf-16-le"),
        CALENDAR.encode("latin-1"),
        CALENDAR.replace("\r\n", "\n").encode(),
        CALENDAR.replace("\r\n", "\r").encode(),
        CALENDAR.encode().replace("é".encode(), b"\xc3\r\n \xa9"),  # folded inside a character
    ],
    ids=["utf-8 mark", "utf-16-le", "utf-16-be", "utf-16 unmarked", "latin-1", "lf", "cr", "cut character"],
)
def test_encodings_and_line_ends_are_read(body: bytes) -> None:
    assert read_calendar(body, where="a.ics").series[0].title == "Café"


def test_lines_keep_the_numbers_of_the_file() -> None:
    lines = scan(b"BEGIN:VCALENDAR\r\n\r\nNAME:a\r\n b\r\nX-A:1\r\nEND:VCALENDAR\r\n", where="a.ics").lines
    assert [(line.number, line.text) for line in lines][1:3] == [(3, "NAME:ab"), (5, "X-A:1")]


def test_decode_names_the_encoding() -> None:
    assert decode("é".encode("cp1252")) == ("é", "cp1252")
