"""What we publish, an independent reader and our own understand alike."""

import datetime as dt
from dataclasses import replace

import icalendar
import pytest
import recurring_ical_events
from depth import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.recurrence.expansion import is_off_rule, occurrences, recurrence_ids
from commonhour.core.schedule.one_off import as_changed
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.formats.ical import (
    FeedCalendar,
    FeedSeries,
    read_calendar,
    write_calendar,
    write_component,
    zones_of,
)
from commonhour.formats.ical.odd_hours import is_odd

ZONES = [
    "Europe/Madrid",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
]
RULES = [
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY",
    "FREQ=DAILY;COUNT=40",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;COUNT=9;BYDAY=WE,FR",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "",
]
Starts = list[tuple[dt.datetime, str]]


def published(schedule: Schedule) -> bytes:
    feed = FeedSeries(
        schedule, "Call", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), join_url="https://hub.example.org/j"
    )
    return write_calendar(FeedCalendar("Calls", schedule.tzid, (write_component(feed),), zones_of(feed)))


def ours(schedule: Schedule, year: int) -> Starts:
    window = (dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC))
    return sorted((each.start, each.status) for each in occurrences(schedule, *window))


def theirs(body: bytes, year: int) -> Starts:
    window = (dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC))
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between(*window)
    return sorted((_utc(each.start), str(each["STATUS"])) for each in found)


def _utc(start: dt.date) -> dt.datetime:
    if isinstance(start, dt.datetime):
        return start.astimezone(dt.UTC)
    return dt.datetime(start.year, start.month, start.day, tzinfo=dt.UTC)


@st.composite
def schedules(draw: st.DrawFn) -> tuple[Schedule, int]:
    """A schedule with some EXDATEs and overrides on its own instances, and a year to look at."""
    year = draw(st.sampled_from([2026, 2027, 2038]))
    day = dt.datetime(year, 1, 1) + dt.timedelta(days=draw(st.integers(0, 90)))
    all_day = draw(st.booleans()) and draw(st.booleans())
    start = day if all_day else day.replace(hour=draw(st.sampled_from([1, 2, 9, 16, 23])), minute=30)
    bare = Schedule(
        dtstart=wall_text(start.date() if all_day else start),
        tzid="UTC" if all_day else draw(st.sampled_from(ZONES)),
        duration=dt.timedelta(days=1)
        if all_day
        else dt.timedelta(minutes=draw(st.sampled_from([30, 60, 90]))),
        rrule=draw(st.sampled_from(RULES)),
        uid="round-trip@example.org",
    )
    ids = recurrence_ids(bare, dt.datetime(year, 12, 1))
    chosen = draw(st.lists(st.sampled_from(ids), unique=True, max_size=4))
    skipped = chosen[:1] if len(ids) > len(chosen) else []
    overrides = tuple(draw(_override(bare, text)) for text in sorted(chosen[1:]))
    return replace(bare, exdates=tuple(skipped), overrides=overrides), year


@st.composite
def _override(draw: st.DrawFn, schedule: Schedule, recurrence_id: str) -> Override:
    if draw(st.booleans()):
        return Override(recurrence_id, status=CANCELLED)
    wall = parse_wall(recurrence_id) + dt.timedelta(days=draw(st.integers(1, 3)))
    moved = wall_text(wall.date()) if schedule.is_all_day else wall_text(wall.replace(hour=12))
    zone = schedule.tzid if schedule.is_all_day else draw(st.sampled_from(ZONES))
    return Override(recurrence_id, dtstart=moved, tzid=zone, sequence=draw(st.integers(0, 3)))


@settings(max_examples=examples(150))
@given(schedules())
def test_readers_see_what_we_mean(case: tuple[Schedule, int]) -> None:
    schedule, year = case
    body = published(schedule)
    assert theirs(body, year) == ours(schedule, year)
    (back,) = read_calendar(body, where="feed.ics").series[0].schedules
    is_odd_once = not schedule.rrule and is_odd(schedule.dtstart, schedule.tzid, schedule.duration)
    if is_off_rule(schedule) or is_odd_once:
        assert ours(back, year) == ours(schedule, year)
    else:
        assert back == as_changed(schedule)[0]


@pytest.mark.parametrize("year", [2026, 2027, 2038])
@pytest.mark.parametrize("tzid", ZONES)
def test_daily_calls_in_the_hour_of_the_change(tzid: str, year: int) -> None:
    schedule = Schedule(
        f"{year}0104T023000", tzid, dt.timedelta(minutes=30), "FREQ=DAILY", uid="night@example.org"
    )
    assert len(ours(schedule, year)) >= 362
    assert theirs(published(schedule), year) == ours(schedule, year)
