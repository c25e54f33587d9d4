"""A feed is a public promise: its bytes, its limits, and nothing typed can break out of a line."""

import datetime as dt
from dataclasses import replace

import pytest

from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.formats.ical import (
    FeedCalendar,
    FeedSeries,
    read_calendar,
    write_calendar,
    write_component,
    zones_of,
)
from commonhour.formats.ical.content import Component, components
from commonhour.formats.ical.lines import fold
from commonhour.formats.ical.prescan import scan

HOUR = dt.timedelta(hours=1)
WEEKLY = Schedule("20260106T160000", "Europe/Madrid", HOUR, "FREQ=WEEKLY;BYDAY=TU", uid="weekly@example.org")
FEED = FeedSeries(
    WEEKLY,
    summary="Metrics call",
    description="What we measure.",
    last_modified=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    url="https://hub.example.org/meetings/metrics/",
    join_url="https://hub.example.org/meetings/metrics/join",
    categories=("metrics", "open, public"),
)


def feed_bytes(feed: FeedSeries) -> bytes:
    return write_calendar(
        FeedCalendar(
            name="Calls",
            description="All calls",
            tzid="Europe/Madrid",
            components=(write_component(feed),),
            zones=zones_of(feed),
            colour="teal",
            source_url="https://hub.example.org/calendar.ics",
            url="https://hub.example.org/",
        )
    )


def tree(body: bytes) -> Component:
    return components(scan(body, where="feed.ics").lines).children[0]


def events(feed: FeedSeries) -> list[Component]:
    return [part for part in tree(feed_bytes(feed)).children if part.name == "VEVENT"]


def test_a_calendar_says_who_made_it_and_how_often_to_look() -> None:
    calendar = tree(feed_bytes(FEED))
    assert {prop.name: prop.value for prop in calendar.properties} == {
        "VERSION": "2.0",
        "PRODID": "-//Common Hour//Common Hour//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "Calls",
        "X-WR-CALNAME": "Calls",
        "X-WR-TIMEZONE": "Europe/Madrid",
        "DESCRIPTION": "All calls",
        "X-WR-CALDESC": "All calls",
        "REFRESH-INTERVAL": "PT60M",
        "X-PUBLISHED-TTL": "PT60M",
        "COLOR": "teal",
        "SOURCE": "https://hub.example.org/calendar.ics",
        "URL": "https://hub.example.org/",
    }


def test_the_join_page_is_place_conference_and_first_line() -> None:
    (event,) = events(FEED)
    assert event.text("LOCATION") == event.text("CONFERENCE") == FEED.join_url
    assert event.text("DESCRIPTION") == f"{FEED.join_url}\\n\\nWhat we measure."
    assert event.text("DTSTAMP") == event.text("LAST-MODIFIED") == "20260102T030405Z"
    assert event.text("CATEGORIES") == "metrics,open\\, public"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert feed_bytes(FEED) == feed_bytes(replace(FEED))


def test_until_is_utc_and_exdate_is_typed_like_dtstart() -> None:
    schedule = replace(
        WEEKLY, rrule="FREQ=WEEKLY;UNTIL=20260630T160000;BYDAY=TU", exdates=("20260113T160000",)
    )
    (event,) = events(replace(FEED, schedule=schedule))
    assert event.text("RRULE") == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T140000Z"
    assert (event.all("EXDATE")[0].params, event.text("EXDATE")) == (
        {"TZID": "Europe/Madrid"},
        "20260113T160000",
    )


def test_all_day_uses_dates_throughout() -> None:
    schedule = Schedule(
        "20260106",
        "Europe/Madrid",
        dt.timedelta(days=2),
        "FREQ=MONTHLY;UNTIL=20260630",
        exdates=("20260206",),
        uid="d",
    )
    feed = replace(FEED, schedule=schedule)
    (event,) = events(feed)
    assert event.text("DTEND") == "20260108"
    assert event.text("RRULE").endswith("UNTIL=20260630")
    assert {prop.params.get("VALUE") for prop in event.properties if prop.name[:2] in ("DT", "EX")} == {
        "DATE",
        None,
    }
    assert zones_of(feed) == frozenset()


CALLED_OFF = replace(
    WEEKLY, overrides=(Override("20260113T160000", status=CANCELLED, sequence=3, reason="Holiday"),)
)


def test_a_cancelled_instance_is_announced() -> None:
    _, event = events(replace(FEED, schedule=CALLED_OFF))
    assert (event.text("STATUS"), event.text("SUMMARY")) == ("CANCELLED", "Cancelled: Metrics call")
    assert event.text("SEQUENCE") == "3"
    assert event.first("RECURRENCE-ID").params == {"TZID": "Europe/Madrid"}  # type: ignore[union-attr]
    assert "Holiday" in event.text("DESCRIPTION")


def test_a_hidden_cancellation_is_an_exdate() -> None:
    (event,) = events(replace(FEED, schedule=CALLED_OFF, hide_cancelled=True))
    assert event.text("EXDATE") == "20260113T160000"


def test_a_one_off_that_is_cancelled_and_hidden_is_nothing() -> None:
    once = replace(WEEKLY, rrule="", overrides=(Override("20260106T160000", status=CANCELLED),))
    assert write_component(replace(FEED, schedule=once, hide_cancelled=True)) == b""
    assert (
        write_component(replace(FEED, schedule=replace(WEEKLY, status=CANCELLED), hide_cancelled=True)) == b""
    )


def test_off_rule_start_is_written_so_that_all_readers_agree() -> None:
    schedule = replace(WEEKLY, dtstart="20260105T160000", rrule="FREQ=WEEKLY;COUNT=4;BYDAY=WE")
    (event,) = events(replace(FEED, schedule=schedule))
    assert event.text("RRULE") == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20260121T150000Z"
    assert event.text("RDATE") == "20260105T160000"


def test_an_instance_in_a_gap_is_published_where_it_moves_to() -> None:
    schedule = replace(WEEKLY, dtstart="20260301T023000", rrule="FREQ=WEEKLY;COUNT=8")
    _, moved = events(replace(FEED, schedule=schedule))
    assert (moved.text("RECURRENCE-ID"), moved.text("DTSTART")) == ("20260329T023000", "20260329T033000")
    back = (
        read_calendar(feed_bytes(replace(FEED, schedule=schedule)), where="feed.ics").series[0].schedules[0]
    )
    assert back == schedule


HOSTILE = [
    "two\nlines",
    "x\r\nATTENDEE:mailto:evil@example.org",
    "x\rBEGIN:VALARM\rEND:VALARM",
    "a\u2028BEGIN:VEVENT\u2029\x85\x0b\x0cEND:VEVENT",
    'comma, semicolon; backslash \\ quote " colon: \\n',
    "\x00\x01\x07\x1b[31m\x7f\x9f tabs\there",
    "😀" * 60,
    "é" * 37 + "😀" + "x" * 71 + "😀",
    "\ud800 lone surrogate",
    "END:VCALENDAR",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_can_start_a_line(text: str) -> None:
    feed = replace(
        FEED,
        summary=text,
        description=text,
        categories=(text,),
        url=f"https://x/{text}",
        join_url=f"https://x/{text}",
    )
    feed = replace(feed, schedule=replace(CALLED_OFF, uid=text))
    body = feed_bytes(feed)
    body += write_calendar(
        FeedCalendar(name=text, description=text, tzid="UTC", colour=text, source_url=text, url=text)
    )
    plain = feed_bytes(replace(FEED, schedule=CALLED_OFF))
    assert [p.name for e in tree(body).children for p in e.properties] == [
        p.name for e in tree(plain).children for p in e.properties
    ]
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        assert not any(byte < 32 and byte != 9 for byte in line)
        line.removeprefix(b" ").decode("utf-8")


def test_text_survives_the_way_out_and_in() -> None:
    text = 'comma, semicolon; backslash \\ quote " colon: \\n é😀\nsecond line'
    draft = read_calendar(feed_bytes(replace(FEED, description=text, join_url="")), where="feed.ics")
    assert draft.series[0].description == text
    assert draft.series[0].categories == ["metrics", "open, public"]


def test_folding_cuts_between_characters() -> None:
    for shift in range(5):
        pieces = fold("x" * (72 + shift) + "😀" * 50).split(b"\r\n ")
        assert "".join(piece.decode() for piece in pieces) == "x" * (72 + shift) + "😀" * 50 + "\r\n"
