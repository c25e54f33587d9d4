"""Time words in a sentence: what they mean is read, what they may mean is asked, and nothing is guessed."""

import datetime as dt

import pytest

from commonhour.core.undecided.decide import PAGE, decide
from commonhour.formats.words.for_all import stated_for_all
from commonhour.formats.words.lengths import length_of
from commonhour.formats.words.months import months_in
from commonhour.formats.words.seasons import season_in
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.weekdays import weekdays_in

TODAY = dt.date(2026, 11, 23)  # a Monday


def decided(text: str) -> tuple[str, list[str]]:
    """The rule of a sentence that says all, or the rules of its readings."""
    found = decide(read_when(text), TODAY, PAGE)
    assert bool(found.schedule) != bool(found.question)
    rules = {
        f"{one.schedules[0].dtstart[9:13]} {one.schedules[0].tzid} {one.schedules[0].rrule}"
        for one in found.readings
    }
    return (found.schedule.rrule if found.schedule else ""), sorted(rules)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Monday to Friday, 9:00-9:15 UTC, daily from 2026-12-01", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Every weekday, 9:00-9:15 UTC, from 2026-12-01", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("First and third Tuesday, 10:00-11:00 UTC, starting 2026-12-01", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ("Twice a month, 1st and 3rd Tuesday, 10:00-11:00 UTC, starting 2026-12-01", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ("Every second Friday each month, 10:00-11:00 UTC, starting 2026-12-11", "FREQ=MONTHLY;BYDAY=2FR"),
        ("Every three weeks, Tuesday 10:00-11:00 UTC, starting 2026-12-01", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
    ],
)  # fmt: skip
def test_words_that_say_all(text: str, rule: str) -> None:
    assert decided(text) == (rule, [])


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Every second Friday, 10:00-11:00 UTC, starting 2026-12-11",
         ["1000 UTC FREQ=MONTHLY;BYDAY=2FR", "1000 UTC FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"]),
        ("Twice a month on Tuesday, 10:00-11:00 UTC, starting 2026-12-01",
         ["1000 UTC FREQ=MONTHLY;BYDAY=1TU,3TU", "1000 UTC FREQ=MONTHLY;BYDAY=2TU,4TU", "1000 UTC FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"]),
        ("Every Tuesday, 14:30-15:30 UTC+8, starting 2026-12-01",
         ["0630 UTC FREQ=WEEKLY;BYDAY=TU", "1430 Asia/Shanghai FREQ=WEEKLY;BYDAY=TU"]),
        ("The first Tuesday or the third Tuesday, 10:00-11:00 UTC, starting 2026-12-01", ["1000 UTC FREQ=MONTHLY;BYDAY=1TU,3TU"]),
        ("Third Tuesday, 10:00-11:00 UTC, starting 2026-12-01", ["1000 UTC FREQ=MONTHLY;BYDAY=3TU"]),  # a first one
        ("Bimonthly, Monday 10:00-11:00 UTC, starting 2026-12-07",
         [*(f"1000 UTC FREQ=MONTHLY;INTERVAL=2;BYDAY={n}MO" for n in (-1, 1, 2, 3, 4)), "1000 UTC FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"]),
    ],
)  # fmt: skip
def test_words_in_doubt_are_asked(text: str, readings: list[str]) -> None:
    assert decided(text) == ("", readings)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("16:00 UTC - 17:00 UTC", ("UTC", ("UTC",))), ("16:00 UTC-17:00 UTC", ("UTC", ("UTC",))), ("9am UTC-11am", ("UTC", ("UTC",))),
        ("16:00 GMT-3", ("GMT-3", ())), ("16:00 (UTC+5:30)", ("UTC+5:30", ())), ("16:00 UTC+0", ("UTC+0", ("UTC",))),
        ("16:00 in Madrid", ("Madrid", ("Europe/Madrid",))), ("16:00", ("", ())),
    ],
)  # fmt: skip
def test_zones_in_a_sentence(text: str, zone: tuple[str, tuple[str, ...]]) -> None:
    said = read_when(text).zone
    assert (said.text, said.zones) == zone


def test_last_month_is_no_day_of_the_month() -> None:
    assert read_when("We met last month on a Thursday at 16:00 UTC").cadence.kind == ""


def test_single_words() -> None:
    assert weekdays_in("Thursdays; on Thursday we sat in the sun, Fri too") == (3, 4)
    assert months_in("from Nov. to March") == {11, 12, 1, 2, 3}
    assert (season_in("weekly (EDT)"), season_in("non-DST"), season_in("EST or EDT")) == (
        "summer",
        "winter",
        "",
    )
    assert length_of("1h30m") == dt.timedelta(minutes=90)
    assert length_of("an eternity") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("All times are listed for US Eastern time zone, 24-hour.", (("America/New_York",), None, False)),
        ("all meetings are at 9am PT, on Zoom", (("America/Los_Angeles",), dt.time(9), True)),
        ("(all times UTC)", (("UTC",), None, False)), ("Time zone: Europe/Berlin", (("Europe/Berlin",), None, False)),
        ("Unless noted otherwise, all calls are held at 16:00 UTC", (("UTC",), dt.time(16), False)),
        ("Meetings are on Zoom, link below", ((), None, True)), ("All of our meetings use the same Zoom link", ((), None, True)),
    ],
)  # fmt: skip
def test_a_sentence_states_something_for_all(
    text: str, said: tuple[tuple[str, ...], dt.time | None, bool]
) -> None:
    found = stated_for_all(text)
    assert found is not None
    assert (found.zone.zones, found.start, found.has_room) == said


@pytest.mark.parametrize(
    "text",
    [
        "The meeting is at 9am PT", "All meetings on Thursday at 16:00 UTC", "Times: 09:00 - 17:30 Europe/Berlin",
        "Meetings are either in Pacific Time (PT) or UTC+8", "All meetings are recorded and kept in the UTC archive",
        "Meetings: Every weekday 10:00-10:15 UTC", "Our meetings are open to all",
    ],
)  # fmt: skip
def test_a_sentence_about_one_of_them_states_nothing_for_all(text: str) -> None:
    assert stated_for_all(text) is None
