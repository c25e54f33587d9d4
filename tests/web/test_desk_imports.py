"""Importing in the desk, and placing what fits nowhere: nothing is written before somebody says so."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhour.actions.upstream.foreseen import Foreseen
from commonhour.core.answers.answers import Answers
from commonhour.core.draft import Draft
from commonhour.core.finding import notice
from commonhour.errors.telling import told
from commonhour.formats.answers import read_answers
from commonhour.models import ChangeSet, Community, Group, Import, ImportDraft, Series
from commonhour.web.desk.import_page import import_page
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
    placed = ChangeSet.objects.get()
    assert placed.kind == "calls-placed"
    client.post(f"/desk/undo/{placed.pk}/")
    assert Series.objects.unplaced().count() == 3


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("empty.ics", b"", 422),
        ("page.html", b"<!doctype html><html></html>", 422),
        ("photo.png", b"\x89PNG\x00\x00", 422),
        ("broken.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", 422),
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
    assert "Choose a file, give its address, or paste its text" in answer.content.decode()


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


# answers before anything is written

LOOMS = b"""---
title: Weavers
url: "/weavers/"
---

## Groups

### Thread Quality

* Meets: Tuesdays, 9:30 PST, 45 minutes
* Moderated by: Ana Lopez
* [Chat](https://looms.slack.example) #thread

### Pattern Library

* Meets: every other Thursday at 16:00 PST
* Chair: Bo Chen

### Dyeing Team

* Lead: Dana Ek
* [Notes](https://docs.example.org/dyeing)

### Board

* Meets: every Friday at 12:00 UTC
* Chair: Eve Fox
"""


@pytest.fixture
def looms(client, manager):
    """The address of the preview of a page that asks something."""
    return hand_in(client, "looms.md", LOOMS)["Location"]


def answer(client, where, **sent):
    return client.post(where, {"form": "1"} | sent, follow=True)


def names():
    return sorted(Group.objects.values_list("name", flat=True))


def test_groups_are_rejected_merged_and_renamed_in_bulk_and_written_as_shown(client, looms):
    page = answer(client, looms, group=["dyeing-team", "board"], verb="reject").content.decode()
    assert page.count("rejected</span>") == 2
    answer(client, looms, group="board", verb="keep")
    answer(client, looms, group="dyeing-team", verb="merge", into="thread-quality")
    page = answer(client, looms, group="board", verb="rename", name=" The  Board ").content.decode()
    assert "merged into Thread Quality" in page
    assert "on the page: Board" in page
    assert not Group.objects.exists()
    client.post(looms + "write/")
    assert names() == ["Pattern Library", "The Board", "Thread Quality"]
    assert Group.objects.get(slug="thread-quality").memberships.filter(person__name="Dana Ek").exists()


def test_letters_are_answered_once_for_every_meeting_that_asks(client, looms):
    page = client.get(looms).content.decode()
    assert 'PST <span class="quiet">(2 meetings)</span>' in page
    page = answer(client, looms, **{"letters-PST": "America/Los_Angeles"}).content.decode()
    assert "Every Tuesday at 09:30 Los Angeles time, 45 min" in page
    assert "24 Nov" in page
    assert "Manila" not in page.partition("<table")[2].partition("</table>")[0]
    client.post(looms + "write/")
    assert Series.objects.get(slug="thread-quality").schedules.get().tzid == "America/Los_Angeles"


def test_what_is_chosen_in_the_form_is_written_by_its_import_button_too(client, looms):
    sent = {
        "form": "1",
        "meeting-pattern-library": "Asia/Manila, 2026-12-03",
        "minutes-pattern-library": "45",
    }
    client.post(looms + "write/", sent)
    schedule = Series.objects.get(slug="pattern-library").schedules.get()
    assert (schedule.dtstart, schedule.tzid, schedule.duration_seconds) == (
        "20261203T160000",
        "Asia/Manila",
        2700,
    )


def test_first_dates_are_confirmed_in_one_click_and_asked_again(client, looms):
    page = answer(client, looms, do="confirm").content.decode()
    assert "Every Friday at 12:00 UTC" in page
    assert "All of them are confirmed" in page or "Yes, that is right" not in page
    page = answer(client, looms, do="ask-again").content.decode()
    assert "Yes, that is right" in page


def test_facts_of_the_community_are_taken_only_when_ticked(client, looms):
    page = client.get(looms).content.decode()
    assert page.count('name="was-taken"') == 0
    answer(client, looms, fact=["title", "path"], take="title")
    client.post(looms + "write/")
    here = Community.the()
    assert (here.title, here.path) == ("Weavers", "/community/meetings/")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verb": "reject"}, "tick the groups first"),
        ({"verb": "rename", "name": "X", "group": ["board", "dyeing-team"]}, "tick just one"),
        ({"verb": "rename", "group": "board"}, "write its name"),
        ({"verb": "merge", "group": "board"}, "Choose the group that they belong to"),
    ],
)
@pytest.mark.parametrize("path", ["", "write/"])
def test_an_action_that_lacks_something_is_told_and_loses_nothing_else(client, looms, sent, sentence, path):
    page = client.post(looms + path, {"form": "1", "letters-PST": "Asia/Manila"} | sent)
    text = page.content.decode()
    assert (page.status_code, sentence in text) == (422, True)
    assert '<option value="Asia/Manila" selected>' in text
    assert text.count('name="group" value="board" checked') == ("group" in sent)
    assert not Group.objects.exists()


def test_nonsense_answers_nothing(client, looms):
    sent = {
        "take": "colour", "fact": "colour", "group": ["nobody", "board"], "verb": "drop", "letters-PST": "Mars/X",
        "letters-": "x", "meeting-nobody": "x", "meeting-board": "x", "minutes-board": "1e9", "do": "dance",
    }  # fmt: skip
    assert answer(client, looms, **sent).status_code == 200
    assert ImportDraft.objects.get().answers == {}


def test_the_answers_are_a_file_that_the_terminal_takes(client, looms):
    answer(client, looms, group="dyeing-team", verb="reject", **{"letters-PST": "America/Los_Angeles"})
    sent = client.get(looms + "answers.yaml")
    assert "attachment" in sent["Content-Disposition"]
    given = read_answers(sent.content, "answers.yaml", ["docs/looms.md"])["docs/looms.md"].answers
    assert given.letters == {"PST": "America/Los_Angeles"}
    assert given.groups["dyeing-team"].verb == "reject"


def test_the_same_file_next_time_is_answered_as_before(client, looms):
    sent = {
        "group": "dyeing-team",
        "verb": "reject",
        "letters-PST": "America/Los_Angeles",
        "fact": "title",
        "take": "title",
    }
    answer(client, looms, **sent)
    client.post(looms + "write/")
    Community.objects.update(title="Ours")
    again = hand_in(client, "looms.md", LOOMS.replace(b"### Dyeing Team", b"### Dyeing Team\n\nOld things."))[
        "Location"
    ]
    text = client.get(again).content.decode()
    assert "rejected</span>" in text
    assert '<option value="America/Los_Angeles" selected>' in text
    client.post(again + "write/")
    assert Community.the().title == "Ours"
    assert "Dyeing Team" not in names()


def test_leftovers_stand_with_their_line(client, manager):
    page = Path(__file__).parents[1] / "formats/pages/groups-in-rows.md"
    text = client.get(hand_in(client, page.name, page.read_bytes())["Location"]).content.decode()
    lines = page.read_text().splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "Win a prize" in line)
    left = text.partition("fits nowhere")[2]
    assert f"{page.name}:{number}</td><td>Win a prize today</td>" in left


def test_a_time_that_reached_no_meeting_stands_by_itself(db, now):
    """Whoever signs an import sees it before the button, and not once more among what was noticed."""
    left, other = (
        notice("time-left-over", "a.md:7", text="Mondays, 18:00 CET"),
        notice("no-time", "a.md:9", title="X"),
    )
    draft = Draft("page", findings=[left, other])
    page = import_page(draft, draft, Foreseen({}, {}, {}), Answers())
    assert page.times_left == [left]
    assert [part.rows for part in page.findings] == [[other]]
