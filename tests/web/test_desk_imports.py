"""Importing in the desk, and placing what fits nowhere: nothing is written before somebody says so."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhour.errors.telling import told
from commonhour.models import ChangeSet, Community, Group, Import, ImportDraft, Series
from tests.cast import make_community, make_group, make_manager

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = b"""# Meetings

## Contributor Space

### Metrics Working Group

We count <script>alert(1)</script> things.

* Goal: publish the guide in 2023
* [Slack](https://example.slack.com)
"""
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//y//EN\r
BEGIN:VEVENT\r
UID:quilting@example.org\r
DTSTAMP:20261101T000000Z\r
DTSTART;TZID=Europe/Madrid:20261201T160000\r
DURATION:PT1H\r
RRULE:FREQ=WEEKLY\r
SUMMARY:Quilting\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def manager(client, db, now):
    make_community()
    user = make_manager()
    client.force_login(user, backend=BACKEND)
    return user


def hand_in(client, name, body, **more):
    return client.post("/desk/import/", {"file": SimpleUploadedFile(name, body)} | more)


def test_a_preview_writes_nothing(client, manager):
    before = (
        Group.objects.count(),
        Series.objects.count(),
        ChangeSet.objects.count(),
        Community.the().content_version,
    )
    answer = hand_in(client, "meetings.md", PAGE)
    page = client.get(answer["Location"])
    text = page.content.decode()
    assert "Metrics" in text
    assert "Nothing is written yet" in text
    assert "<script>alert" not in text
    assert (
        Group.objects.count(),
        Series.objects.count(),
        ChangeSet.objects.count(),
        Community.the().content_version,
    ) == before
    assert not Import.objects.exists()


def test_import_writes_and_forgets_the_upload(client, manager):
    where = hand_in(client, "meetings.md", PAGE)["Location"]
    assert client.get(where + "write/").status_code == 405
    done = client.post(where + "write/", follow=True)
    assert "Imported meetings.md" in done.content.decode()
    assert Group.objects.exists()
    assert not ImportDraft.objects.exists()
    assert client.get(where).status_code == 404


def test_throwing_away(client, manager):
    where = hand_in(client, "meetings.md", PAGE)["Location"]
    text = client.post(where + "drop/", follow=True).content.decode()
    assert "nothing was written" in text
    assert not ImportDraft.objects.exists()
    assert not Group.objects.exists()


def test_pasted_calendars_are_recognised_and_placed(client, manager):
    make_group("metrics", "Metrics")
    make_group("guide", "Guide")
    answer = client.post("/desk/import/", {"text": CALENDAR.decode()})
    text = client.get(answer["Location"]).content.decode()
    assert "Every Tuesday at 16:00 Madrid time, 60 min" in text
    assert "fits no group for certain" in text
    client.post(answer["Location"] + "write/")
    series = Series.objects.get(title="Quilting")
    assert series.group is None
    page = client.get("/desk/unplaced/").content.decode()
    assert "Quilting" in page
    assert "1 Dec 2026" in page
    assert (
        "Nothing was placed"
        in client.post("/desk/unplaced/", {f"group-{series.pk}": "nonsense"}, follow=True).content.decode()
    )
    placed = client.post("/desk/unplaced/", {f"group-{series.pk}": "guide"}, follow=True).content.decode()
    assert "now belongs to Guide" in placed
    series.refresh_from_db()
    assert series.group.slug == "guide"


def test_several_calls_are_placed_at_once(client, manager):
    group = make_group()
    ones = [
        Series.objects.create(slug=f"u{n}", title=f"U{n}", match_reason=told("No group fits."))
        for n in range(3)
    ]
    text = client.post(
        "/desk/unplaced/", {f"group-{one.pk}": "metrics" for one in ones[:2]}, follow=True
    ).content.decode()
    assert "2 calls were placed" in text
    assert Series.objects.filter(group=group).count() == 2


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("empty.ics", b"", 422),
        ("page.html", b"<!doctype html><html></html>", 422),
        ("photo.png", b"\x89PNG\x00\x00", 422),
        ("broken.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", 422),
        (
            "many.ics",
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5001 + b"END:VCALENDAR\r\n",
            413,
        ),
        ("../../etc/<b>passwd", b"\x00", 422),
    ],
)
def test_bad_files_get_one_sentence_on_the_form(client, manager, name, body, status):
    answer = hand_in(client, name, body)
    text = answer.content.decode()
    assert answer.status_code == status
    assert "Something is not right yet" in text
    assert "<form" in text
    assert "Traceback" not in text
    assert not ImportDraft.objects.exists()


def test_nothing_handed_in_is_a_sentence(client, manager):
    answer = client.post("/desk/import/", {"text": "  "})
    assert answer.status_code == 422
    assert "Choose a file, or paste its text" in answer.content.decode()


def test_a_file_over_the_limit_is_refused_before_it_is_read(client, manager):
    answer = client.post(
        "/desk/import/", b"x", content_type="text/plain", CONTENT_LENGTH=str(11 * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert "at most 10 MB" in answer.content.decode()


def test_a_file_of_several_megabytes_arrives_whole(client, manager):
    """Larger than what Django keeps in memory by default, so that it goes through the desk's own upload handler."""
    long_line = b"X-NOTE:" + b"word " * 10_000 + b"\r\n"
    body = CALENDAR.replace(b"SUMMARY:", long_line * 70 + b"SUMMARY:")
    assert hand_in(client, "big.ics", body).status_code == 302
    assert len(bytes(ImportDraft.objects.get().body)) == len(body) > 3_000_000


def test_uploads_are_their_owners(client, manager):
    where = hand_in(client, "meetings.md", PAGE)["Location"]
    other = make_manager("second@example.org")
    client.force_login(other, backend=BACKEND)
    for path in ("", "write/", "drop/"):
        assert client.post(where + path).status_code == 404
    assert ImportDraft.objects.exists()


@pytest.mark.parametrize("path", ["", "write/", "drop/"])
def test_after_an_hour_an_upload_is_gone(client, manager, now, settings, path):
    where = hand_in(client, "meetings.md", PAGE)["Location"]
    settings.NOW = (now + dt.timedelta(minutes=61)).isoformat()
    ask = client.post if path else client.get
    text = ask(where + path, follow=True).content.decode()
    assert "older than an hour" in text or "Thrown away" in text
    assert not ImportDraft.objects.exists()
    assert not Group.objects.exists()


def test_csrf_protects_uploads(db, now):
    from django.test import Client

    make_community()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_manager(), backend=BACKEND)
    assert hand_in(strict, "meetings.md", PAGE).status_code == 403
    assert not ImportDraft.objects.exists()
