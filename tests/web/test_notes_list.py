"""Published notes as lists, feeds and documents; a draft is in none of them."""

from xml.etree import ElementTree

import pytest
from cast import NOW, make_community, make_group, make_notes, make_series

from commonhour.actions.notes.writing import begin_notes, save_notes
from commonhour.core.rights import TERMINAL
from commonhour.models import Occurrence, Schedule

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = "Welcome\nDECISION: Ship on Friday\nACTION: @ana write the post\n- [x] @bob book a room\n"


@pytest.fixture
def dates(now):
    make_community()
    series = make_series(group=make_group(), dtstart="20261001T160000")
    return list(Occurrence.objects.filter(series=series).order_by("start")[:8])


def text_of(client, path, status=200):
    page = client.get(path)
    assert page.status_code == status, page.content.decode()[:400]
    return page.content.decode()


def page_of(date):
    return f"/meetings/metrics-call/{date.slug}/"


def test_notes_of_a_group_stand_with_what_was_decided_the_latest_first(client, dates):
    make_notes(dates[0], TEXT)
    make_notes(dates[1], "DECISION: Wait\n")
    make_notes(dates[2], "DECISION: Secret\n", stage="draft")
    page = text_of(client, "/groups/metrics/notes/")
    assert page.index(page_of(dates[1])) < page.index(page_of(dates[0]))
    assert f'<a href="{page_of(dates[0])}#line-2">Ship on Friday' in page
    assert "2 actions, 1 open" in page
    assert "Secret" not in page
    text_of(client, "/groups/none/notes/", 404)


def test_the_last_notes_of_a_series_are_at_one_address(client, dates):
    assert "No notes of this meeting are published yet." in text_of(
        client, "/meetings/metrics-call/latest-notes", 404
    )
    make_notes(dates[1], TEXT)
    make_notes(dates[0], TEXT)
    make_notes(dates[2], TEXT, stage="draft")
    answer = client.get("/meetings/metrics-call/latest-notes?tz=Asia/Tokyo")
    assert (answer.status_code, answer["Location"]) == (302, page_of(dates[1]) + "?tz=Asia/Tokyo")
    text_of(client, "/meetings/none/latest-notes", 404)


def test_notes_are_there_as_text_and_as_data(client, dates):
    make_notes(dates[0], TEXT, recording="https://video.example.org/1")
    assert text_of(client, page_of(dates[0]) + "notes.md") == TEXT
    facts = client.get(page_of(dates[0]) + "notes.json").json()
    assert (facts["stage"], facts["text"], facts["recording"]) == (
        "published",
        TEXT,
        "https://video.example.org/1",
    )
    assert [one["text"] for one in facts["decisions"]] == ["Ship on Friday"]
    assert [(one["owner"], one["state"]) for one in facts["actions"]] == [("ana", "open"), ("bob", "done")]


def test_a_draft_and_nothing_have_no_twin_and_an_agenda_has_one(client, dates):
    make_notes(dates[0], "Secret", stage="draft")
    begin_notes(dates[2], text="To talk about", stage="agenda", now=NOW, actor=TERMINAL)
    for date in dates[:2]:
        assert "Secret" not in text_of(client, page_of(date) + "notes.md", 404)
        text_of(client, page_of(date) + "notes.json", 404)
    assert text_of(client, page_of(dates[2]) + "notes.md") == "To talk about"


def entries(client, path):
    feed = ElementTree.fromstring(client.get(path).content)
    return [(one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}updated"), one.findtext(f"{ATOM}summary"))
            for one in feed.findall(f"{ATOM}entry")]  # fmt: skip


@pytest.mark.parametrize("path", ["/notes.atom", "/groups/metrics/notes.atom"])
def test_a_feed_has_what_was_published_and_tells_of_a_correction(client, dates, path, settings):
    notes = make_notes(dates[0], TEXT)
    make_notes(dates[1], "DECISION: Secret\n", stage="draft")
    ((key, updated, summary),) = entries(client, path)
    assert summary.startswith("Decided: Ship on Friday\nTo do: ana: write the post\n")
    save_notes(notes, TEXT + "More\n", version=notes.version, now=NOW.replace(day=27), actor=TERMINAL)
    ((same, later, _),) = entries(client, path)
    assert same == key
    assert later > updated


def test_pages_of_the_group_and_of_the_series_have_the_last_notes_and_how_many_dates_have_some(client, dates):
    Schedule.objects.update(created_at=dates[0].start.replace(year=2025))
    for page in ("/groups/metrics/", "/meetings/metrics-call/"):
        assert "Last notes" not in text_of(client, page)
    make_notes(dates[0], TEXT)
    for page in ("/groups/metrics/", "/meetings/metrics-call/"):
        assert "Ship on Friday" in text_of(client, page)
    assert "Notes for " in text_of(client, "/groups/metrics/")
    text_of(client, "/groups/metrics/notes/?page=7")
