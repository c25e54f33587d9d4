"""One date in the desk: move, cancel, put back, undo, and who may."""

import datetime as dt
import re

import pytest
from django.test import Client

from commonhour import clock
from commonhour.actions.occurrence import move_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, Community, Occurrence, Override
from tests.cast import lined_up, make_community, make_group, make_manager, make_moderator, make_series

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def series(db, now):
    make_community()
    return make_series(group=make_group())


@pytest.fixture
def first(series):
    return series.occurrences.order_by("start").first()


@pytest.fixture
def manager(client, db):
    user = make_manager()
    client.force_login(user, backend=BACKEND)
    return user


def page_of(occurrence, verb=""):
    return f"/desk/occurrence/{occurrence.public_id}/{verb}"


def links(response):
    return re.findall(r'href="(/desk/occurrence/[^"]+)"', response.content.decode())


def test_three_clicks_from_the_desk_to_a_cancelled_date(client, manager, first):
    cancel = next(link for link in links(client.get("/desk/")) if link.endswith("/cancel"))  # 1
    form = client.get(cancel)
    assert "Cancel this date" in form.content.decode()
    done = client.post(cancel, {"reason": "Public holiday"}, follow=True)  # 2
    first.refresh_from_db()
    assert first.is_cancelled
    assert first.reason == "Public holiday"
    text = done.content.decode()
    assert "Cancelled: Metrics call" in text
    assert "Undo" in text
    assert done["Cache-Control"] == "no-store"


def test_cancelling_makes_one_change_set_and_sequence_grows_by_one(client, manager, first, series):
    before = series.schedules.get().sequence
    version = Community.the().content_version
    client.post(page_of(first, "cancel"), {"reason": ""})
    assert Override.objects.get().sequence == before + 1
    assert ChangeSet.objects.filter(kind="date-cancelled").count() == 1
    assert Community.the().content_version == version + 1
    feed = client.get(f"/meetings/{series.slug}.ics").content.decode()
    assert "STATUS:CANCELLED" in feed
    assert f"SEQUENCE:{before + 1}" in feed


def test_looking_at_forms_changes_nothing(client, manager, first):
    count = ChangeSet.objects.count()
    for verb in ("", "move", "cancel", "restore", "move?date=2026-11-27&time=10:00&zone=Asia/Tokyo"):
        for method in (client.get, client.head):
            assert method(page_of(first, verb)).status_code in {200, 405}
    assert ChangeSet.objects.count() == count
    assert not Override.objects.exists()


def test_move_shows_four_clocks_before_it_does_anything(client, manager, first):
    query = {
        "date": "2026-11-27",
        "time": "10:00",
        "zone": "Europe/Madrid",
        "reason": "",
        "tz": "Asia/Kolkata",
    }
    text = client.get(page_of(first, "move"), query).content.decode()
    for words in (
        "Madrid",
        "Kolkata",
        "UTC",
        "New York",
        "Fri, 27 Nov 2026, 10:00",
        "14:30 Kolkata",
        "Move it",
    ):
        assert words in text
    assert not Override.objects.exists()


def test_move_in_another_zone_keeps_the_instant(client, manager, first):
    answer = client.post(
        page_of(first, "move"), {"date": "2026-11-27", "time": "10:00", "zone": "tokyo", "reason": "Clash"}
    )
    assert answer.status_code == 302
    first.refresh_from_db()
    assert first.start.isoformat() == "2026-11-27T01:00:00+00:00"
    assert first.is_moved
    assert first.reason == "Clash"
    history = client.get(first.series.path).content.decode().split("History of this page")[1]
    assert re.search(r"Moved from <time [^>]*>[^<]*</time> to <time [^>]*>[^<]*</time>: Clash", history)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"zone": "Atlantis"}, "is not a time zone we know"),
        ({"zone": "CET"}, "is an abbreviation"),
        ({"zone": ""}, "Say which time zone"),
        ({"date": "2026-11-01"}, "That is in the past"),
        ({"date": "2031-01-01"}, "more than a year ahead"),
        ({"date": "0001-01-01"}, "That is in the past"),
        ({"date": "9999-12-31", "time": "23:59"}, "more than a year ahead"),
        ({"date": "soon"}, "Enter a date such as"),
        ({"time": "25:00"}, "Enter a time such as"),
        ({"date": "2026-11-26", "time": "16:00"}, "takes place then already"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_a_sentence(client, manager, first, typed, sentence):
    answer = client.post(
        page_of(first, "move"),
        {"date": "2026-11-27", "time": "10:00", "zone": "Europe/Madrid", "reason": ""} | typed,
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Override.objects.exists()


def test_a_skipped_hour_is_announced(client, manager, first):
    query = {"date": "2027-03-28", "time": "02:30", "zone": "Europe/Madrid", "reason": ""}
    text = client.get(page_of(first, "move"), query).content.decode()
    assert "skip 02:30" in text
    assert "start at 03:30" in text


def test_an_hour_that_comes_twice_is_announced(client, manager, first):
    query = {"date": "2027-10-31", "time": "02:30", "zone": "Europe/Madrid", "reason": ""}
    text = client.get(page_of(first, "move"), query).content.decode()
    assert "twice" in text


def way_back():
    """The button's address that undoes the newest change."""
    return f"/desk/undo/{ChangeSet.objects.first().pk}/"


def test_another_device_offers_the_same_way_back_and_nobody_else_does(client, manager, first):
    client.post(page_of(first, "cancel"), {"reason": "Flu"})
    other = Client()
    other.force_login(manager, backend=BACKEND)
    assert way_back() in other.get("/desk/").content.decode()
    somebody = Client()
    somebody.force_login(make_moderator(make_group("other", "Other"), "other@example.org"), backend=BACKEND)
    assert "/desk/undo/" not in somebody.get("/desk/").content.decode()
    assert somebody.post(way_back()).status_code == 403
    assert "Undo this?" in other.get(way_back()).content.decode()
    other.post(way_back())
    first.refresh_from_db()
    assert not first.is_cancelled


def test_put_back_and_undo(client, manager, first):
    client.post(page_of(first, "cancel"), {"reason": "Flu"})
    client.post(page_of(first, "restore"))
    first.refresh_from_db()
    assert not first.is_cancelled
    path = way_back()
    undone = client.post(path, follow=True)
    first.refresh_from_db()
    assert first.is_cancelled
    assert first.reason == "Flu"
    assert "Undone" in undone.content.decode()
    assert client.post(path).status_code == 409


def test_undo_of_a_second_move_goes_back_to_the_first(client, manager, first):
    where = {"zone": "Europe/Madrid", "reason": ""}
    client.post(page_of(first, "move"), {"date": "2026-11-27", "time": "10:00"} | where)
    client.post(page_of(first, "move"), {"date": "2026-11-28", "time": "11:00"} | where)
    client.post(way_back())
    first.refresh_from_db()
    assert first.start.isoformat() == "2026-11-27T09:00:00+00:00"


def test_after_ten_minutes_undo_is_in_the_history(client, manager, first, settings):
    client.post(page_of(first, "cancel"), {"reason": ""})
    assert "Undo" in client.get("/desk/").content.decode()
    settings.NOW = "2026-11-23T10:10:01Z"
    assert "Undo" not in client.get("/desk/").content.decode()
    assert way_back() in client.get("/desk/history/").content.decode()
    assert "Undo this?" in client.get(way_back()).content.decode()
    client.post(way_back())
    first.refresh_from_db()
    assert not first.is_cancelled


def test_undo_is_refused_when_somebody_changed_the_date_since(client, manager, first):
    client.post(page_of(first, "cancel"), {"reason": ""})
    path = way_back()
    move_occurrence(first, now=clock.now(), actor=TERMINAL, dtstart="20261127T100000")
    assert client.post(path).status_code == 409


def test_a_date_that_is_over_cannot_be_changed(client, manager, first, settings):
    settings.NOW = "2026-11-27T10:00:00Z"
    assert client.post(page_of(first, "cancel"), {"reason": ""}).status_code == 400
    assert "over" in client.get(page_of(first)).content.decode()


def test_twice_cancelled_is_said(client, manager, first):
    client.post(page_of(first, "cancel"), {"reason": ""})
    assert client.post(page_of(first, "cancel"), {"reason": ""}).status_code == 409


def test_whole_days_move_to_whole_days(client, manager, db, now):
    make_community()
    series = make_series("Open days", make_group(), dtstart="20261201", rrule="")
    day = series.occurrences.get()
    assert 'name="time"' not in client.get(page_of(day, "move")).content.decode()
    client.post(page_of(day, "move"), {"date": "2026-12-03", "reason": ""})
    day.refresh_from_db()
    assert day.start.date().isoformat() == "2026-12-03"


@pytest.mark.parametrize("verb", ["", "move", "cancel", "restore"])
def test_who_may(client, first, verb):
    other = make_moderator(make_group("other", "Other"), "other@example.org")
    own = make_moderator(first.series.group, "own@example.org")
    assert client.get(page_of(first, verb)).status_code == 302
    client.force_login(other, backend=BACKEND)
    assert client.get(page_of(first, verb)).status_code in {403, 405}
    assert client.post(page_of(first, verb), {"reason": ""}).status_code == 403
    assert not Occurrence.objects.filter(status="CANCELLED").exists()
    client.force_login(own, backend=BACKEND)
    assert client.get(page_of(first, verb)).status_code in {200, 409}


def test_hostile_reason_is_escaped(client, manager, first):
    text = client.post(
        page_of(first, "cancel"), {"reason": "<script>alert(1)</script>"}, follow=True
    ).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    "query", ["date=&time=&zone=", "date=2026-11-27&time=10:00&zone=" + "x" * 500, "date=2026-13-45"]
)
def test_odd_queries_are_pages(client, manager, first, query):
    assert client.get(page_of(first, "move") + "?" + query).status_code == 200


def test_unknown_date_is_404(client, manager, series):
    assert client.get("/desk/occurrence/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_csrf_protects(first, db):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_manager(), backend=BACKEND)
    assert strict.post(page_of(first, "cancel"), {"reason": ""}).status_code == 403
    first.refresh_from_db()
    assert not first.is_cancelled


def hidden(response, name="seen"):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("move", {"date": "2026-11-28", "time": "18:00", "zone": "Europe/Madrid", "reason": "Mine"}),
        ("cancel", {"reason": "Mine"}),
        ("restore", {}),
    ],
)
def test_a_stale_form_shows_both_and_overwrites_nothing(client, manager, first, verb, typed):
    move_occurrence(first, now=clock.now(), actor=TERMINAL, dtstart="20261127T100000")
    query = typed if verb == "move" else {}
    seen = hidden(client.get(page_of(first, verb), query))
    theirs = move_occurrence(
        first, now=clock.now(), actor=TERMINAL, dtstart="20261126T200000", reason="Theirs"
    )
    answer = client.post(page_of(first, verb), typed | {"seen": seen})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "somebody was quicker" in text
    assert "20:00" in text
    assert verb == "restore" or ("Mine" in text and "Theirs" in text)
    first.refresh_from_db()
    assert (first.start, first.reason) == (theirs.start, "Theirs")
    assert client.post(page_of(first, verb), typed | {"seen": hidden(answer)}).status_code == 302


def test_undo_of_a_cancellation_keeps_length_and_texts(client, manager, first, series):
    schedule = series.schedules.get()
    Override.objects.create(
        schedule=schedule, recurrence_id=first.recurrence_id, duration_seconds=7200, summary="Long one",
        description="With guests", changed_at=clock.now(),
    )  # fmt: skip
    lined_up(schedule, clock.now())
    client.post(page_of(first, "cancel"), {"reason": "Flu"})
    client.post(way_back())
    first.refresh_from_db()
    row = Override.objects.get()
    assert (first.status, first.end - first.start, first.summary) == (
        "CONFIRMED",
        dt.timedelta(hours=2),
        "Long one",
    )
    assert (row.description, row.reason, row.sequence) == ("With guests", "", 2)


def test_a_join_link_typed_as_a_reason_is_published_nowhere(client, manager, first, series):
    client.post(page_of(first, "cancel"), {"reason": "use https://us02web.zoom.us/j/987654321?pwd=MARKER"})
    for path in ("/", f"/meetings/{series.slug}/", f"/meetings/{series.slug}/{first.slug}/", "/calendar.ics"):
        assert b"MARKER" not in client.get(path).content
