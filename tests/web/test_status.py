"""The page about this hub's own feeds: green, red when anything differs, green again; and not read yet, and late."""

import datetime as dt

import pytest
from cast import HOUR, NOW, make_community, make_group, make_series
from django.db import models
from django.test import Client

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import add_series
from commonhour.core.rights import TERMINAL
from commonhour.errors.telling import told
from commonhour.formats.feed_readers import readers
from commonhour.models import FeedReading, Occurrence, Source
from commonhour.reads import feed
from commonhour.tasks.own_feeds import read_own_feeds
from commonhour.web.kept import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(now):
    make_community()
    group = make_group()
    series = make_series(group=group)
    dates = list(series.occurrences.order_by("start"))
    cancel_occurrence(dates[1], now=now, actor=TERMINAL, reason="Winter break")
    move_occurrence(dates[2], now=now, actor=TERMINAL, dtstart="20261211T100000")
    make_series("Camp", group, "20270301", duration=dt.timedelta(days=2), rrule="FREQ=YEARLY")
    make_series("Night call", group, "20261122T023000", rrule="FREQ=WEEKLY;BYDAY=SU")
    add_series(title="Talks", group=group, schedule=None, now=now, actor=TERMINAL)
    return series


def status() -> dict:
    shelf.clear()  # a reading is no write, so a page may be a minute old
    return Client().get("/status/feeds.json").json()


def page(path="/status/feeds/") -> str:
    shelf.clear()
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_said_before_anything_was_read(hub):
    assert status()["state"] == "unread"
    assert "Not read yet" in page()
    assert "Not read yet" in page("/status/")


def test_every_feed_is_read_by_every_reader_and_agrees(hub):
    assert read_own_feeds(NOW) == 5
    document = status()
    assert document["state"] == "good"
    assert {one["path"] for one in document["feeds"]} == {
        "/calendar.ics", "/groups/metrics.ics", "/meetings/metrics-call.ics", "/meetings/camp.ics",
        "/meetings/night-call.ics",
    }  # fmt: skip
    assert {one["reader"] for one in document["feeds"]} == {reader.name for reader in readers()}
    whole = [one for one in document["feeds"] if one["path"] == "/calendar.ics"]
    rows = Occurrence.objects.filter(start__gte=NOW, start__lt=NOW + dt.timedelta(days=366))
    assert {one["instants"] for one in whole} == {rows.count()}
    assert rows.count() > 100
    assert "Everything agrees" in page()
    assert "Everything agrees" in page("/status/")
    assert "recurring-ical-events" in page()


def test_it_goes_red_when_a_date_on_the_pages_is_not_what_the_feed_says(hub):
    row = hub.occurrences.filter(start__gt=NOW).order_by("start")[5]
    Occurrence.objects.filter(pk=row.pk).update(start=row.start + HOUR)
    read_own_feeds(NOW)
    red = page()
    assert "Something differs" in red
    assert f"“Metrics call” on {row.start:%Y-%m-%d %H:%M} UTC is in the feed and not on the pages." in red
    assert (
        f"“Metrics call” on {row.start + HOUR:%Y-%m-%d %H:%M} UTC is on the pages and not in the feed." in red
    )
    assert "Something differs" in page("/status/")
    assert status()["state"] == "bad"
    Occurrence.objects.filter(pk=row.pk).update(start=row.start)
    read_own_feeds(NOW + dt.timedelta(days=1))
    assert status()["state"] == "good"


def test_it_goes_red_when_a_cancelled_date_is_not_cancelled_in_the_feed(hub):
    hub.schedules.get().overrides.update(status="CONFIRMED")
    read_own_feeds(NOW)
    said = [sentence for one in status()["feeds"] for sentence in one["differences"]]
    assert "“Metrics call” on 2026-12-03 15:00 UTC (cancelled) is on the pages and not in the feed." in said


def test_it_goes_red_when_the_writer_breaks_and_green_when_it_is_mended(hub, monkeypatch):
    sound = feed.write_component
    with monkeypatch.context() as broken:
        broken.setattr(feed, "_component", lambda one: sound(one).replace(b"FREQ=WEEKLY", b"FREQ=DAILY"))
        read_own_feeds(NOW)
        assert status()["state"] == "bad"
        many = next(one for one in status()["feeds"] if one["path"] == "/meetings/metrics-call.ics")
        assert len(many["differences"]) == 21
        assert many["differences"][-1].endswith(" more.")
    read_own_feeds(NOW + dt.timedelta(days=1))
    assert status()["state"] == "good"


def test_a_feed_that_cannot_be_read_is_said_and_harms_nothing_else(hub, monkeypatch):
    sound = feed.write_calendar
    monkeypatch.setattr(feed, "write_calendar", lambda one: sound(one)[20:])
    read_own_feeds(NOW)
    assert status()["state"] == "bad"
    assert any(one["error"] for one in status()["feeds"])
    assert "could not read the feed" in page()


def test_a_readers_own_words_stay_in_the_log(hub, monkeypatch, caplog):
    sound = feed.write_calendar
    monkeypatch.setattr(feed, "write_calendar", lambda one: sound(one).replace(b":2026", b":MARKER"))
    read_own_feeds(NOW)
    errors = {one["error"] for one in status()["feeds"]} - {""}
    assert errors
    assert all(error.isidentifier() for error in errors)
    assert "MARKER" in caplog.text
    assert "MARKER" not in page()


def test_two_workers_that_read_at_once_keep_one_reading_each(hub):
    from commonhour.reads.feed_check import copy_of, own_feeds, read_back
    from commonhour.tasks import own_feeds as task

    own = own_feeds()[0]
    found = list(read_back(own, copy_of(own, NOW, "https://hub.example.org"), NOW))
    FeedReading.objects.create(path=own.path, reader="a reader that is gone", at=NOW)
    rows = models.query.QuerySet.delete

    def slow(self):  # the other worker writes between our two statements
        answer = rows(self)
        if self.model is FeedReading and not again:
            again.append(True)
            task._keep(own, found, 1, NOW)
        return answer

    again: list[bool] = []
    models.query.QuerySet.delete = slow
    try:
        task._keep(own, found, 1, NOW)
    finally:
        models.query.QuerySet.delete = rows
    assert [one.reader for one in FeedReading.objects.filter(path=own.path)] == sorted(
        one.reader for one in found
    )


def test_it_is_read_again_only_after_a_write_or_a_day(hub):
    assert read_own_feeds(NOW) == 5
    assert read_own_feeds(NOW + HOUR) == 0
    cancel_occurrence(hub.occurrences.order_by("start")[5], now=NOW + HOUR, actor=TERMINAL)
    assert read_own_feeds(NOW + 2 * HOUR) == 5
    assert read_own_feeds(NOW + dt.timedelta(days=1)) == 0
    assert read_own_feeds(NOW + dt.timedelta(days=1, hours=2)) == 5
    assert status()["state"] == "good"


def test_feeds_beyond_a_turn_wait_for_the_next_one(hub, monkeypatch):
    from commonhour.tasks import own_feeds

    monkeypatch.setattr(own_feeds, "COMPONENTS_A_TURN", 1)
    paths = set()
    for hour in range(5):
        read_own_feeds(NOW + hour * HOUR)
        paths.add(FeedReading.objects.values("path").distinct().count())
    assert paths == {2, 3, 4, 5}
    assert status()["state"] == "good"


def test_a_feed_that_is_gone_is_forgotten(hub):
    read_own_feeds(NOW)
    hub.delete()
    read_own_feeds(NOW + dt.timedelta(days=1))
    assert "/meetings/metrics-call.ics" not in {one["path"] for one in status()["feeds"]}
    assert status()["state"] == "good"


def test_a_reading_of_long_ago_is_not_green(hub, settings):
    read_own_feeds(NOW)
    settings.NOW = (NOW + dt.timedelta(days=3)).isoformat()
    assert status()["state"] == "late"
    assert "Not read lately" in page()


def test_a_very_frequent_call_is_compared_as_far_as_its_dates_are_made(now):
    make_community()
    make_series(rrule="FREQ=DAILY;BYHOUR=8,9,10,11,12,13,14,15", dtstart="20261122T080000")
    read_own_feeds(NOW)
    assert status()["state"] == "good"
    assert all(one["instants"] > 1_000 for one in status()["feeds"])


def test_the_index_counts_outside_calendars_with_a_fault(hub):
    assert "shows no outside calendar" in page("/status/")
    Source.objects.create(kind="calendar", url="https://example.org/a", is_shown=True)
    assert "1 outside calendar was read without a fault" in page("/status/")
    Source.objects.create(
        kind="calendar", url="https://example.org/b", is_shown=True, fault=told("It answers with a page.")
    )
    assert "1 outside calendar could not be read" in page("/status/")


def test_ten_series_take_no_more_questions_than_one(hub, django_assert_max_num_queries):
    read_own_feeds(NOW)
    with django_assert_max_num_queries(12):
        page()
    for number in range(9):
        make_series(f"Call {number}")
    read_own_feeds(NOW + HOUR)
    with django_assert_max_num_queries(12):
        page()


def test_a_write_since_the_last_reading_is_said(client, now):
    make_community()
    series = make_series(group=make_group())
    read_own_feeds(now)
    shelf.clear()  # a reading is no write, so a page may be a minute old
    assert client.get("/status/feeds.json").json()["state"] == "good"
    cancel_occurrence(series.occurrences.order_by("start").last(), now=now, actor=TERMINAL)
    assert client.get("/status/feeds.json").json()["state"] == "changed"
    assert "Changed since" in client.get("/status/feeds/").content.decode()
    read_own_feeds(now)
    shelf.clear()  # a reading is no write, so a page may be a minute old
    assert client.get("/status/feeds.json").json()["state"] == "good"
