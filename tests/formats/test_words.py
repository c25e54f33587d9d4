"""Time words in a sentence: what they mean is read, what they may mean is asked, and nothing is guessed."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.speech.questions import reading_label
from commonhour.core.time.zones import places
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.decide import PAGE, decide
from commonhour.core.undecided.one_hour import settled
from commonhour.core.undecided.readings import schedule_on
from commonhour.core.undecided.when import HourIn, When
from commonhour.core.undecided.zone_said import ZoneChoice, ZoneSaid
from commonhour.formats.page.schedule_text import schedule_lines
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
        ("All times are listed for US Eastern time zone, 24-hour.", (("America/New_York",), None)),
        ("all meetings are at 9am PT, on Zoom", (("America/Los_Angeles",), dt.time(9))),
        ("(all times UTC)", (("UTC",), None)), ("Time zone: Europe/Berlin", (("Europe/Berlin",), None)),
        ("Unless noted otherwise, all calls are held at 16:00 UTC", (("UTC",), dt.time(16))),
    ],
)  # fmt: skip
def test_a_sentence_states_something_for_all(text: str, said: tuple[tuple[str, ...], dt.time | None]) -> None:
    found = stated_for_all(text)
    assert found is not None
    assert (found.zone.zones, found.start) == said


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


def shown(text: str) -> str:
    """What a sentence comes to: its schedule, or its readings."""
    found = decide(read_when(text), TODAY, PAGE)
    schedules = [found.schedule] if found.schedule else [one for r in found.readings for one in r.schedules]
    kind = "" if found.schedule else "? "
    return kind + "; ".join(
        f"{one.dtstart[9:13]} {one.tzid} {one.rrule.removeprefix('FREQ=')}" for one in schedules
    )


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("Wednesdays at 15:00 UTC (7am PST / 8am PDT)", "1500 UTC WEEKLY;BYDAY=WE"), ("Thursdays 19h UTC", "1900 UTC WEEKLY;BYDAY=TH"),
        ("Every Wednesday 16:00-17:00 UTC", "1600 UTC WEEKLY;BYDAY=WE"),
        ("We have a weekly call every Thursday at 9:30am US Pacific Time and all are welcome.", "0930 America/Los_Angeles WEEKLY;BYDAY=TH"),
        ("Mondays, Wednesdays and Fridays at 9:00 UTC", "0900 UTC WEEKLY;BYDAY=MO,WE,FR"),
        ("1st, 3rd and 5th Tuesday at 9am PT", "0900 America/Los_Angeles MONTHLY;BYDAY=1TU,3TU,5TU"),
        ("Weekly, Tuesday 16:00 Central Standard Time (Chicago)", "1600 America/Chicago WEEKLY;BYDAY=TU"),
        ("Tuesdays at 16.00 hours (4 pm) Europe/Stockholm time", "1600 Europe/Stockholm WEEKLY;BYDAY=TU"),
        ("Every Friday at noon ET", "1200 America/New_York WEEKLY;BYDAY=FR"), ("Tuesdays at 15:00Z", "1500 UTC WEEKLY;BYDAY=TU"),
        ("Tuesdays 5pm in Madrid, hosted by Ada Quill", "1700 Europe/Madrid WEEKLY;BYDAY=TU"), ("Tuesdays 17:00 UK", "1700 Europe/London WEEKLY;BYDAY=TU"),
        ("Tuesdays 18:00 Beijing Time (UTC+8)", "1800 Asia/Shanghai WEEKLY;BYDAY=TU"), ("Tuesdays 18:00 JST", "1800 Asia/Tokyo WEEKLY;BYDAY=TU"),
        ("Tuesdays at 9:00 CET/CEST", "0900 Europe/Paris WEEKLY;BYDAY=TU"), ("Tuesdays 11:00 EST/EDT", "1100 America/New_York WEEKLY;BYDAY=TU"),
        ("Thursdays at 10:30 am ET / 7:30 am PT", "1030 America/New_York WEEKLY;BYDAY=TH"),
        ("Wednesdays 15:00 UTC (8:30 PM IST)", "1500 UTC WEEKLY;BYDAY=WE"), ("Wednesdays 20:30 IST (15:00 UTC)", "2030 Asia/Kolkata WEEKLY;BYDAY=WE"),
        ("Thursdays at 15:00 UTC (16:00 CET, 17:00 CEST)", "1500 UTC WEEKLY;BYDAY=TH"),
        ("Wednesday 16:00 UTC in even weeks", "1600 UTC WEEKLY;INTERVAL=2;BYDAY=WE"),
    ],
)  # fmt: skip
def test_all_that_is_said_is_understood(text: str, comes_to: str) -> None:
    assert shown(text) == comes_to


@pytest.mark.parametrize(
    "text",
    [
        "Tuesdays at 16:00 UTC. No meetings in August.", "Tuesdays at 16:00 UTC. Calls resume in January.", "Tuesday 16:00 UTC, weeks 1 and 3",
        "Every Tuesday at 16:00 UTC except in August", "Every Tuesday at 16:00 UTC until December 2026", "Tuesdays 16:00 UTC (on hiatus)",
        "Tuesdays 16:00 UTC (moving to Wednesdays from 2027)", "We used to meet every Tuesday at 16:00 UTC", "Starting in January, Tuesdays at 16:00 UTC",
        "Every Tuesday at 16:00 UTC. This call is currently paused.", "Join us every Tuesday at 16:00 UTC except on holidays",
        "Thursdays at 9am PT from 2026-03-05 to 2026-06-04", "~~Every Tuesday at 16:00 UTC~~", "Every Tuesday at 15:00 or 16:00 UTC",
        "First Tuesday and third Thursday at 9am PT", "Every Tuesday at 9am PT (1pm ET)", "Tuesdays 09:00 UTC -10:00", "Wednesdays 5pm PT, 8am China",
    ],
)  # fmt: skip
def test_what_changes_a_time_leaves_no_answer(text: str) -> None:
    assert shown(text) == "? "


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Tuesday 16:00 UTC (2nd and 4th week)", ["1600 UTC MONTHLY;BYDAY=2TU,4TU"]),
        ("Every Tuesday at 16:00 UTC in the blue salon", ["1600 UTC WEEKLY;BYDAY=TU"]),
        ("We usually meet on Tuesdays at 16:00 UTC", ["1600 UTC WEEKLY;BYDAY=TU"]),
        ("Every Tuesday 11-12 PT", ["1100 America/Los_Angeles WEEKLY;BYDAY=TU", "2300 America/Los_Angeles WEEKLY;BYDAY=TU"]),
        ("Mondays 6:30am–7:30pm PT", ["0630 America/Los_Angeles WEEKLY;BYDAY=MO"]),
        ("Wednesdays 8AM PST (16:00 UTC)", ["0800 America/Los_Angeles WEEKLY;BYDAY=WE", "1600 UTC WEEKLY;BYDAY=WE"]),
        ("Wednesdays 5pm PT (Thursdays 9am Beijing)", ["1700 America/Los_Angeles WEEKLY;BYDAY=WE"]),
        ("Wednesdays 9:00 am PST / 12:00 pm EST", ["0900 America/Los_Angeles WEEKLY;BYDAY=WE", "1700 UTC WEEKLY;BYDAY=WE"]),
        ("Last week of the month, Thursday 16:00 UTC", ["1600 UTC MONTHLY;BYDAY=-1TH"]),
        ("Meets on Tuesdays at 16:00 UTC and Thursdays at 01:00 UTC", ["1600 UTC WEEKLY;BYDAY=TU", "0100 UTC WEEKLY;BYDAY=TH"]),
        ("Alternating between Tuesday at 16:00 PT and Thursday at 8:00 PT",
         [f"{one} America/Los_Angeles WEEKLY;INTERVAL=2;BYDAY={day}" for one, day in [("1600", "TU"), ("0800", "TH")] * 2]),
        ("Odd weeks: Wed, 12:00 UTC; even weeks: Thu, 15:00 UTC", ["1200 UTC WEEKLY;INTERVAL=2;BYDAY=WE", "1500 UTC WEEKLY;INTERVAL=2;BYDAY=TH"]),
        ("every Wednesday at 15:30 UTC during US DST / 16:30 UTC otherwise",
         [f"{hour} {city} WEEKLY;BYDAY=WE" for hour, city in [("0830", "America/Los_Angeles"), ("1130", "America/New_York"), ("1630", "Europe/London"), ("1730", "Europe/Berlin")]]),
        ("Biweekly Thursdays 15:00 UTC (last updated 2024-05-02)", ["1500 UTC WEEKLY;INTERVAL=2;BYDAY=TH"] * 2),
    ],
)  # fmt: skip
def test_a_question_has_every_answer_the_words_allow(text: str, readings: list[str]) -> None:
    assert shown(text) == "? " + "; ".join(readings)


def test_turns_meet_in_every_week_once() -> None:
    found = decide(
        read_when("Alternating between Tuesday at 16:00 UTC and Thursday at 8:00 UTC"), TODAY, PAGE
    ).readings
    assert [[one.dtstart[4:8] for one in reading.schedules] for reading in found] == [
        ["1124", "1203"],
        ["1201", "1126"],
    ]
    assert reading_label(found[0]).startswith(
        "16:00 UTC, every other Tuesday, counted from Tuesday, 24 November 2026; 08:00 UTC"
    )


@given(
    st.integers(-12, 14).filter(bool),
    st.sampled_from(["", ":30"]),
    st.sampled_from(["UTC", "GMT"]),
    st.sampled_from(["{}{}{}", "({}{}{})", "{} {}{}"]),
)
def test_an_offset_is_never_utc(hours: int, half: str, word: str, written: str) -> None:
    """The hour in UTC is the hour minus the offset, or it is asked; it is never taken as UTC itself."""
    said = written.format(word, f"{hours:+d}", half)
    found = decide(read_when(f"Every Tuesday 12:00 {said}"), TODAY, PAGE)
    utc = [one.schedules[0].dtstart[9:13] for one in found.readings if one.schedules[0].tzid == "UTC"]
    minutes = 12 * 60 - hours * 60 - (30 if half else 0) * (1 if hours > 0 else -1)
    assert found.schedule is None
    assert set(utc) <= {f"{minutes // 60 % 24:02d}{minutes % 60:02d}"}


@given(st.times(), st.sampled_from(sorted(places())), st.integers(0, 6), st.integers(0, 6))
def test_an_hour_and_its_translation_agree(clock: dt.time, tzid: str, day: int, weeks: int) -> None:
    """An hour in two names of one zone is one call; an hour that is apart from its translation all year is none."""
    clock = clock.replace(second=0, microsecond=0)
    again, apart = (
        HourIn(clock, ZoneSaid("b", (tzid,))),
        HourIn(clock.replace(minute=(clock.minute + 7) % 60), ZoneSaid("b", (tzid,))),
    )
    when = When(start=clock, zone=ZoneSaid("a", (tzid,)), also=(again,))
    assert settled(when, TODAY + dt.timedelta(weeks)).zone.zones == (tzid,)
    other = HourIn(apart.start, ZoneSaid("UTC", ("UTC",)))
    if tzid != "UTC" and (apart.start.minute - clock.minute) % 15:
        assert settled(replace(when, also=(other,)), TODAY).zone.zones == ()


cadences_said = st.one_of(
    st.builds(Cadence, st.just("weekly"), st.sets(st.integers(0, 6), min_size=1).map(tuple)),
    st.builds(Cadence, st.just("interval"), st.tuples(st.integers(0, 6)), st.integers(2, 30)),
    st.builds(Cadence, st.just("nth"), st.tuples(st.integers(0, 6)), nths=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1, max_size=3).map(tuple)),
    st.just(Cadence("daily")),
)  # fmt: skip


@given(
    cadences_said,
    st.times(),
    st.sampled_from(["UTC", "Europe/Madrid", "Asia/Kolkata", "America/Lima"]),
    st.integers(1, 12),
)
def test_the_sentence_of_a_schedule_is_read_as_that_schedule(
    cadence: Cadence, clock: dt.time, tzid: str, quarters: int
) -> None:
    length = dt.timedelta(minutes=15 * quarters)
    schedule = schedule_on(
        cadence, cadence.first_date(TODAY), clock.replace(second=0, microsecond=0), length, ZoneChoice(tzid)
    )
    assert schedule is not None
    text = schedule_lines(schedule)[0].removeprefix("* Meets: ").replace("\\", "")
    assert decide(read_when(text), TODAY, PAGE).schedule == schedule


def test_a_start_is_assumed_only_where_no_week_is_skipped() -> None:
    """What is counted from weeks of the year has its date from them, and from nothing assumed."""
    assert decide(read_when("Every Wednesday 16:00 UTC"), TODAY, PAGE).assumed_start == dt.date(2026, 11, 25)
    assert decide(read_when("Wednesday 16:00 UTC, odd weeks"), TODAY, PAGE).assumed_start is None
