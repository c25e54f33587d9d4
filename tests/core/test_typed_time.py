"""A time as people type it: what is read, what is asked, and what is said about either."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonhour.core.speech.words import BabelWords
from commonhour.core.time.zones import UTC, instant, is_in_gap, offset_text, places, wall_of, zone
from commonhour.core.typed.time import TypedDoubt, TypedTime, read_time
from commonhour.errors import RefusedInput

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
HOME = "Europe/Madrid"


def reading(text: str) -> TypedTime:
    found = read_time(text, NOW, HOME)
    assert isinstance(found, TypedTime), found
    return found


def question(text: str) -> TypedDoubt:
    found = read_time(text, NOW, HOME)
    assert isinstance(found, TypedDoubt), found
    return found


READABLE = [
    ("3pm PT Thursday", "2026-11-26T23:00", "America/Los_Angeles"),
    ("15:00 Europe/Madrid tomorrow", "2026-11-24T14:00", "Europe/Madrid"),
    ("2026-11-26 16:00 CET", "2026-11-26T15:00", "Europe/Paris"),
    ("Thu 26 Nov 4pm London", "2026-11-26T16:00", "Europe/London"),
    ("12:00 UTC", "2026-11-23T12:00", "UTC"),
    ("09:00 UTC", "2026-11-24T09:00", "UTC"),
    ("noon Tokyo time on Friday", "2026-11-27T03:00", "Asia/Tokyo"),
    ("midnight UTC Dec 1", "2026-12-01T00:00", "UTC"),
    ("24:00 UTC 30 Nov", "2026-12-01T00:00", "UTC"),
    ("26.11. 16 Uhr Berlin", "2026-11-26T15:00", "Europe/Berlin"),
    ("16h30 Paris", "2026-11-23T15:30", "Europe/Paris"),
    ("1700Z", "2026-11-23T17:00", "UTC"),
    ("2026-11-26T16:00Z", "2026-11-26T16:00", "UTC"),
    ("20261126T160000Z", "2026-11-26T16:00", "UTC"),
    ("2026-11-26T16:00:00+01:00", "2026-11-26T15:00", "UTC"),
    ("2026-11-26T16:00:00-05:00", "2026-11-26T21:00", "UTC"),
    ("next Tuesday 9am New York", "2026-11-24T14:00", "America/New_York"),
    ("last Friday 10:00 UTC", "2026-11-20T10:00", "UTC"),
    ("Monday 9:00 UTC", "2026-11-30T09:00", "UTC"),
    ("tomorrow 14:00", "2026-11-24T13:00", "Europe/Madrid"),
    ("in 2 hours", "2026-11-23T12:00", "Europe/Madrid"),
    ("in half an hour", "2026-11-23T10:30", "Europe/Madrid"),
    ("in 3 days at 15:00 London", "2026-11-26T15:00", "Europe/London"),
    ("April 12, 5:30 pm CET", "2027-04-12T15:30", "Europe/Paris"),
    ("9-10am ET Mondays", "2026-11-23T14:00", "America/New_York"),
    ("17:30 CEST in January", "2027-01-01T16:30", "Europe/Paris"),
    ("11:00 PT (Pacific Time)", "2026-11-23T19:00", "America/Los_Angeles"),
    ("8:00am PST", "2026-11-23T16:00", "America/Los_Angeles"),
    ("10:00 PST 15 July", "2027-07-15T17:00", "America/Los_Angeles"),
    ("Thursdays at 18:00 UTC", "2026-11-26T18:00", "UTC"),
    ("2:30 New York 14 March 2027", "2027-03-14T07:30", "America/New_York"),
    ("1:30 New York 1 Nov 2026", "2026-11-01T05:30", "America/New_York"),
    ("18:00 GMT", "2026-11-23T18:00", "UTC"),
    ("noon", "2026-11-23T11:00", "Europe/Madrid"),
    ("now", "2026-11-23T10:00", "Europe/Madrid"),
    ("14:00 Bangalore", "2026-11-24T08:30", "Asia/Kolkata"),
    ("4:30 pm IST Bangalore", "2026-11-23T11:00", "Asia/Kolkata"),
    ("14:00 São Paulo", "2026-11-23T17:00", "America/Sao_Paulo"),
    ("16.00 Helsinki", "2026-11-23T14:00", "Europe/Helsinki"),
    ("14:00 UTC-3:30 tomorrow", "2026-11-24T17:30", "UTC"),
    ("15:00 UTC+1 Madrid", "2026-11-23T14:00", "Europe/Madrid"),
    ("Wednesday, November 25, 2026 8:00 AM (GMT-08:00) Pacific Time", "2026-11-25T16:00", "America/Los_Angeles"),
    ("10:00 May 5 2027 Paris", "2027-05-05T08:00", "Europe/Paris"),
    ("5/26/2027 3pm ET", "2027-05-26T19:00", "America/New_York"),
    ("29 Feb 10:00 UTC", "2028-02-29T10:00", "UTC"),
    ("7 in the evening London", "2026-11-23T19:00", "Europe/London"),
    ("9 de la mañana Madrid", "2026-11-24T08:00", "Europe/Madrid"),
    ("jueves 18:00 Buenos Aires", "2026-11-26T21:00", "America/Argentina/Buenos_Aires"),
    ("14:00 Germany", "2026-11-23T13:00", "Europe/Berlin"),
    ("０９：３０ ＵＴＣ tomorrow", "2026-11-24T09:30", "UTC"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "tzid"), READABLE)
def test_readable(text: str, expected: str, tzid: str) -> None:
    found = reading(text)
    assert (f"{found.instant:%Y-%m-%dT%H:%M}", found.tzid) == (expected, tzid)
    assert found.instant.tzinfo is UTC
    assert wall_of(found.instant, found.tzid) == found.wall


AMBIGUOUS = [
    ("4:30 pm IST", ["Kolkata (UTC+5:30)", "Dublin (UTC)", "Jerusalem (UTC+2)"]),
    ("10am CST", ["Chicago (UTC−6)", "Shanghai (UTC+8)", "Havana ("]),
    ("10 CST", ["10:00 in the morning", "22:00 in the afternoon or evening"]),
    ("12", ["12:00, noon", "00:00, midnight"]),
    ("7", ["07:00 in the morning", "19:00 in the afternoon or evening"]),
    ("9-10 UTC", ["9-10 am", "9-10 pm"]),
    ("03/04 10:00 UTC", ["3 April", "4 March"]),
    ("03/04/2027 10:00 UTC", ["3 April 2027", "4 March 2027"]),
    ("18:00 GMT 15 July", ["UTC", "London (UTC+1)"]),
    ("10:00 AEST 15 January", ["Sydney (UTC+11)", "Brisbane (UTC+10)"]),
    ("10:00 MST 15 July", ["Denver (UTC−6)", "Phoenix (UTC−7)"]),
    ("Fri 26 Nov 2026 4pm London", ["Thursday, 26 November 2026", "Friday, 27 November 2026"]),
    ("14:00 London UTC 15 July", ["London (UTC+1)", "UTC"]),
    ("16:00 UTC+3 Madrid", ["Madrid (UTC+1)", "13:00 UTC"]),
    ("14:00 Spain", ["Madrid (UTC+1)", "Canary (UTC)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), AMBIGUOUS)
def test_ambiguous_asks_and_each_answer_can_be_read(text: str, labels: list[str]) -> None:
    asked = question(text)
    assert len(asked.choices) == len(labels)
    assert all(label.startswith(start) for (label, _), start in zip(asked.choices, labels, strict=True))
    assert asked.sentence.endswith("?")
    answers = [read_time(retry, NOW, HOME) for _, retry in asked.choices]
    if text != "10 CST":  # the hour first, then the zone
        assert all(isinstance(answer, TypedTime) for answer in answers)
        assert len({answer.instant for answer in answers if isinstance(answer, TypedTime)}) == len(labels)


SAID = [
    ("3pm PT Thursday", "PT was read as Los Angeles time."),
    ("3pm PT Thursday", "“Thursday” was read as the first one from now, Thursday, 26 November 2026."),
    ("tomorrow 14:00", "No zone was given: Madrid time."),
    ("09:00 UTC", "No day was given and today that hour is over: tomorrow, Tuesday, 24 November 2026."),
    ("1 Nov 10:00 UTC", "No year was given: 1 November 2027, the next one."),
    ("April 12, 5:30 pm CET",
     "CET is not in force in Paris on 12 April 2027, which is then at UTC+2: 17:30 was read as Paris time."),
    ("17:30 CEST in January",
     "CEST is not in force in Paris on 1 January 2027, which is then at UTC+1: 17:30 was read as Paris time."),
    ("2:30 New York 14 March 2027",
     "The clocks in New York skip 02:30 on 14 March 2027: it becomes 03:30."),
    ("1:30 New York 1 Nov 2026",
     "The clocks in New York show 01:30 twice on 1 November 2026: the first one, UTC−4, was taken."),
    ("midnight UTC Dec 1", "Midnight was read as the start of that day, 00:00."),
    ("12pm UTC", "12 am was read as midnight, 12 pm as noon."),
    ("3:00 London", "“3:00” was read on the 24-hour clock, in the morning."),
    ("18:00 GMT", "GMT was read as UTC."),
    ("14:00 UTC+2", "An offset is not a place: shown in UTC."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), SAID)
def test_what_was_assumed_is_said(text: str, sentence: str) -> None:
    assert sentence in reading(text).assumed


@pytest.mark.parametrize(
    "text", ["2026-11-26 16:00 Europe/Madrid", "2026-11-26T16:00Z", "26 Nov 2026 4pm Tokyo"]
)
def test_nothing_is_said_when_nothing_was_assumed(text: str) -> None:
    assert reading(text).assumed == ()


def test_tomorrow_is_counted_where_the_hour_is() -> None:
    late = dt.datetime(2026, 11, 23, 20, tzinfo=UTC)  # already the 24th in Tokyo
    found = read_time("9am Tokyo tomorrow", late, HOME)
    assert isinstance(found, TypedTime)
    assert (found.wall, found.assumed) == (
        dt.datetime(2026, 11, 25, 9),
        ("“tomorrow” was counted in Tokyo.",),
    )


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9-10am ET", 60), ("11-1pm London", 120), ("14:00-15:30 UTC", 90), ("22:00-01:00 UTC", 180),
     ("from 9am to 5pm Paris", 480), ("9:30am Paris", None)],
)  # fmt: skip
def test_an_end_is_kept_as_a_length(text: str, minutes: int | None) -> None:
    expected = None if minutes is None else dt.timedelta(minutes=minutes)
    assert reading(text).end == expected


@pytest.mark.parametrize(
    "text",
    ["", "   ", "flurble", "3pm flurble", "Thursday", "25:00 UTC", "10:75 UTC", "31 Feb 10:00 UTC", "13pm 5 UTC",
     "9am EST 6am PST", "9999-12-31 23:00 Tokyo", "0000-01-01 10:00 UTC", "x" * 500, "10:00 UTC\n🤷"],
)  # fmt: skip
def test_unreadable_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(RefusedInput, match=r"3pm|26 Nov") as refusal:
        read_time(text, NOW, HOME)
    assert len(refusal.value.sentence()) < 160


def test_the_remarks_speak_the_readers_language() -> None:
    spanish = {"No zone was given: {place} time.": "Sin zona: hora de {place}."}
    found = read_time(
        "2026-11-26 14:00", NOW, "America/New_York", lambda t: spanish.get(t, t), BabelWords("es")
    )
    assert isinstance(found, TypedTime)
    assert found.assumed == ("Sin zona: hora de Nueva York.",)


@given(
    wall=st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1)).map(
        lambda w: w.replace(second=0, microsecond=0)
    ),
    tzid=st.sampled_from(sorted(places())),
)
def test_law_what_we_write_is_what_we_read(wall: dt.datetime, tzid: str) -> None:
    found = reading(f"{wall:%Y-%m-%d %H:%M} {tzid}")
    assert (found.instant, found.tzid) == (instant(wall, tzid), tzid)
    twice = wall.replace(tzinfo=zone(tzid), fold=1).utcoffset() != wall.replace(tzinfo=zone(tzid)).utcoffset()
    assert bool(found.assumed) == (is_in_gap(wall, tzid) or twice), offset_text(found.instant, tzid)


PIECES = st.sampled_from(
    ["3pm", "7", "12", "15:00", "16h30", "noon", "midnight", "Thursday", "next", "Tue", "26 Nov", "03/04", "26.11.",
     "2027", "May", "mar", "PT", "CET", "IST", "UTC", "+01:00", "Z", "-", "to", "Madrid", "São Paulo", "at", "(", ")",
     "in", "2 hours", "tomorrow", "frıday", "Ⅻ", "٣", "|", "Europe/Kiev", "Brazil", "UTC+3", "T", "31", "am"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=8).map(" ".join))
@example("frıday 10:00")
@example("0/1")
def test_law_anything_is_read_asked_or_refused(text: str) -> None:
    try:
        found = read_time(text, NOW, HOME)
    except RefusedInput:
        return
    if isinstance(found, TypedDoubt):
        assert len(found.choices) >= 2
        assert all(retry != text for _, retry in found.choices)
