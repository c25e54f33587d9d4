"""A clash is told before anybody saves, and never keeps them from saving."""

import datetime as dt

import pytest

from commonhour.models import Membership, Person
from commonhour.reads.clash import clashes
from tests.cast import make_community, make_group, make_manager, make_series

BACKEND = "django.contrib.auth.backends.ModelBackend"
FROM_15 = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def metrics(db, now):
    make_community()
    return make_group()


@pytest.fixture
def desk(client, db):
    client.force_login(make_manager(), backend=BACKEND)
    return client


def test_calls_that_overlap_clash_and_those_that_touch_do_not(metrics, now):
    make_series("On the hour", dtstart="20261126T160000", rrule="")  # 15:00–16:00 UTC
    make_series("Right after", dtstart="20261126T170000", rrule="")
    found = clashes([(FROM_15, FROM_15 + HOUR)], group=metrics)
    assert [clash.title for clash in found] == ["On the hour"]
    assert not found[0].is_kin


def test_neither_itself_nor_a_cancelled_or_whole_day_date_clashes(metrics, now):
    own = make_series("Own", metrics, rrule="")
    make_series("Holiday", dtstart="20261126", rrule="", duration=dt.timedelta(days=1))
    off = make_series("Off", rrule="")
    off.occurrences.update(status="CANCELLED")
    assert clashes([(FROM_15, FROM_15 + HOUR)], group=metrics, series=own) == []


def test_who_is_expected_at_both_comes_first(metrics, now):
    other = make_group("docs", "Docs")
    ana = Person.objects.create(name="Ana")
    Membership.objects.create(person=ana, group=metrics, role="lead")
    Membership.objects.create(person=ana, group=other, role="member")
    make_series("A stranger's", make_group("far", "Far"), rrule="FREQ=WEEKLY")
    make_series("With Ana", other, rrule="")
    spans = [
        (FROM_15 + n * dt.timedelta(days=7), FROM_15 + n * dt.timedelta(days=7) + HOUR) for n in range(3)
    ]
    found = clashes(spans, group=metrics)
    assert [(clash.title, len(clash.dates), clash.people) for clash in found] == [
        ("With Ana", 1, ("Ana",)),
        ("A stranger's", 3, ()),
    ]


def test_as_many_queries_for_one_clash_as_for_three(metrics, now, django_assert_num_queries):
    make_series("One", make_group("one", "One"), rrule="")
    with django_assert_num_queries(2):
        assert len(clashes([(FROM_15, FROM_15 + HOUR)], group=metrics)) == 1
    make_series("Two", make_group("two", "Two"), rrule="")
    make_series("Three", make_group("three", "Three"), rrule="")
    with django_assert_num_queries(2):
        assert len(clashes([(FROM_15, FROM_15 + HOUR)], group=metrics)) == 3


def test_moving_a_date_onto_another_call_says_so_and_saves_all_the_same(desk, metrics, now):
    make_series("Docs call", metrics, dtstart="20261126T180000", rrule="")
    date = make_series("Metrics call", metrics, rrule="").occurrences.get()
    page = f"/desk/occurrence/{date.public_id}/move"
    asked = {"date": "2026-11-26", "time": "18:30", "zone": "Europe/Madrid"}
    preview = desk.get(page, asked).content.decode()
    assert "At the same time" in preview
    assert "Docs call" in preview
    assert "At the same time" not in desk.get(page, asked | {"time": "20:00"}).content.decode()
    assert desk.post(page, asked | {"reason": "", "seen": ""}).status_code == 302
    date.refresh_from_db()
    assert date.start == dt.datetime(2026, 11, 26, 17, 30, tzinfo=dt.UTC)


def test_a_new_series_shows_whose_dates_it_meets(desk, metrics, now):
    make_series("Docs call", metrics, dtstart="20261126T160000")
    typed = {"title": "New", "group": metrics.slug, "date": "2026-11-26", "time": "16:30", "zone": "Europe/Madrid",
             "minutes": "60", "repeat": "weekly", "weeks": "1", "ends": "never"}  # fmt: skip
    piece = desk.get("/desk/series/preview/", typed).content.decode()
    assert "At the same time" in piece
    assert "12 dates" in piece
    assert "⚑ <a" in piece  # of the same group
