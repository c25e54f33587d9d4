"""With the clock at a new year, after it, and at the end of 32-bit time: pages, feeds, foresight and horizon hold."""

import datetime as dt
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from django.test import Client

from commonhour.actions.community import publish
from commonhour.actions.dates.horizon import due
from commonhour.actions.dates.recompute import recompute
from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.scope import Scope
from commonhour.core.time.zones import UTC, wall_of, zone
from commonhour.models import Occurrence, Schedule
from commonhour.reads.foresight import foreseen
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[1] / "demo"
CLOCKS = ["2026-01-01T00:00:00Z", "2027-01-14T12:00:00Z", "2038-01-19T03:14:08Z"]  # 2^31 seconds since 1970
WEEK = dt.timedelta(days=7)


@pytest.fixture(params=CLOCKS)
def moment(request, settings) -> dt.datetime:
    """The demo's page and calendar, imported with the clock there; the worker was by."""
    settings.NOW = request.param
    now = dt.datetime.fromisoformat(request.param)
    for name in ("meetings.md", "community.ics"):
        body = (DEMO / name).read_bytes()
        import_draft(
            read_any(name, body, kind=recognise(name, body), now=now), now=now, actor=TERMINAL, name=name
        )
    publish(now=now, actor=TERMINAL)
    recompute(now, actor=WORKER)
    move_horizon(now)
    return now


def rows(after: dt.datetime, before: dt.datetime) -> list[tuple[str, dt.datetime, dt.datetime]]:
    found = (
        Occurrence.objects.attached().confirmed().filter(all_day=False, start__gte=after, start__lt=before)
    )
    return sorted(found.values_list("schedule__uid", "start", "end"))


def by_recurring_ical_events(feed: bytes, after: dt.datetime, before: dt.datetime) -> list[tuple]:
    calendar = icalendar.Calendar.from_ical(feed)
    events = recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(after, before)
    return sorted(
        (str(event["UID"]), event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in events
        if isinstance(event.start, dt.datetime)
        and event.start >= after
        and str(event.get("STATUS")) != "CANCELLED"
    )


def test_the_feed_says_what_the_rows_say(moment):
    feed = Client().get("/calendar.ics").content
    before = moment + 20 * WEEK
    expected = rows(moment, before)
    assert by_recurring_ical_events(feed, moment, before) == expected
    assert moment.year == 2026 or len(expected) > 30, "most of the demo's calls begin in 2026"


def test_dateutil_reads_the_plain_rules_alike(moment):
    """Wall times by dateutil, instants by the zone: masters without exceptions, twenty weeks on."""
    calendar = icalendar.Calendar.from_ical(Client().get("/calendar.ics").content)
    changed = {str(event["UID"]) for event in calendar.walk("VEVENT") if "RECURRENCE-ID" in event}
    wanted: dict[str, list[dt.datetime]] = {}
    for uid, start, _ in rows(moment, moment + 20 * WEEK):
        wanted.setdefault(uid, []).append(start)
    read = 0
    for event in calendar.walk("VEVENT"):
        uid, start = str(event["UID"]), event["DTSTART"].dt
        if uid in changed or "RRULE" not in event or "EXDATE" in event or "RDATE" in event:
            continue
        if not isinstance(start, dt.datetime) or "UNTIL" in event["RRULE"]:
            continue
        tzid = str(event["DTSTART"].params.get("TZID", "UTC"))
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start.replace(tzinfo=None))
        low, high = wall_of(moment, tzid), wall_of(moment + 20 * WEEK, tzid)
        found = [
            wall.replace(tzinfo=zone(tzid)).astimezone(UTC) for wall in rule.between(low, high, inc=True)
        ]
        found = [start for start in found if moment <= start < moment + 20 * WEEK]
        assert found == wanted.get(uid, [])
        read += 1
    assert read >= 5


def test_every_page_answers_and_the_next_call_is_next(moment):
    client = Client()
    month, (year, week, _) = f"{moment:%Y-%m}", moment.isocalendar()
    for tz in ("Europe/Madrid", "Asia/Tokyo", "America/Los_Angeles"):
        for path in ("/", "/calendar/", f"/calendar/{month}/", f"/calendar/week/{year}-W{week:02d}/"):
            assert client.get(f"{path}?tz={tz}").status_code == 200, path
    for path in ("/calendar.atom", "/calendar.md", "/calendar.ics?tz=Asia/Tokyo"):
        assert client.get(path).status_code == 200, path
    document = client.get("/calendar.json?limit=1000&tz=America/New_York").json()
    starts = [row["start"] for row in document["occurrences"] if not row["all_day"]]
    assert starts == sorted(starts)
    first = Occurrence.objects.upcoming(moment).confirmed().first()
    assert client.get("/calendar.json?limit=1").json()["occurrences"][0]["id"] == str(
        Occurrence.objects.upcoming(moment).first().public_id
    )
    assert client.get(f"/meetings/{first.series.slug}/next").headers["Location"].startswith("/meetings/")
    assert client.get(f"/meetings/{first.series.slug}/").status_code == 200


def test_foresight_is_about_the_coming_year_and_true(moment):
    for tzid in ("America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"):
        told = foreseen(Scope(), moment, tzid)
        assert told
        for one in told:
            assert (one.change.until or one.change.first_instant) > moment
            assert one.change.first_instant < moment + 53 * WEEK
            assert wall_of(one.change.first_instant, tzid).time() == one.change.changed
            assert one.change.minutes != 0


def test_the_worker_moves_the_horizon_and_then_has_nothing_to_do(moment):
    last = Occurrence.objects.order_by("-start").first().start
    assert last > moment + 100 * WEEK
    later = moment + 26 * WEEK
    assert move_horizon(later) > 0
    assert Occurrence.objects.order_by("-start").first().start > last
    assert (due(later), move_horizon(later)) == ([], 0)
    assert Schedule.objects.filter(tzdata_version="").count() == 0
