"""The demo's feed, read by icalendar and recurring-ical-events, gives the instants of page and JSON."""

import datetime as dt
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from cast import NOW
from django.test import Client

from commonhour.actions.community import publish
from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.models import Schedule
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def demo():
    for name in ("meetings.md", "community.ics"):
        body = (DEMO / name).read_bytes()
        draft = read_any(name, body, kind=recognise(name, body), now=NOW)
        import_draft(draft, now=NOW, actor=TERMINAL, name=name)
    publish(now=NOW, actor=TERMINAL)


def by_feed(after, before):
    calendar = icalendar.Calendar.from_ical(Client().get("/calendar.ics").content)
    for event in recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(after, before):
        start = event.start
        yield (
            str(event["UID"]),
            start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            if isinstance(start, dt.datetime)
            else start.isoformat(),
            str(event.get("STATUS", "CONFIRMED")),
        )


def by_json(after, before):
    url = f"/calendar.json?limit=1000&after={after:%Y-%m-%dT%H:%M:%SZ}&before={before:%Y-%m-%dT%H:%M:%SZ}"
    while url:
        document = Client().get(url).json()
        for row in document["occurrences"]:
            yield row["uid"], row["start"], row["status"]
        url = document["next"] and "/" + document["next"].split("/", 3)[3]


@pytest.mark.parametrize("clock", ["2026-11-23T10:00:00Z", "2027-01-14T10:00:00Z", "2038-01-19T10:00:00Z"])
def test_two_years_are_the_same_in_feed_and_json(demo, settings, clock):
    settings.NOW = clock
    after = dt.datetime.fromisoformat(clock)
    move_horizon(after)
    before = after + dt.timedelta(days=730)
    fed, listed = sorted(by_feed(after, before)), sorted(by_json(after, before))
    assert len(listed) > 300
    assert fed == listed


def test_the_demo_has_both_kinds_of_clock_change_and_a_cancelled_and_a_moved_date(demo):
    rows = [schedule.as_core() for schedule in Schedule.objects.all()]
    assert len(rows) >= 12
    assert len({row.tzid for row in rows}) >= 6
    overrides = [override for row in rows for override in row.overrides]
    assert any(override.status == "CANCELLED" for override in overrides)
    assert any(override.dtstart for override in overrides)


def test_the_month_page_shows_what_the_feed_says(demo, settings):
    settings.NOW = NOW.isoformat()
    page = Client().get("/calendar/2027-03/?tz=Asia/Tokyo").content.decode()
    after, before = dt.datetime(2027, 3, 1, tzinfo=dt.UTC), dt.datetime(2027, 3, 31, tzinfo=dt.UTC)
    timed = [start for _, start, _ in by_feed(after, before) if "T" in start]
    assert len(timed) > 20
    assert all(f'datetime="{start[:16]}' in page for start in timed)
