"""Notes are handed in at the desk: counted first, and published when somebody says so."""

import pytest
from cast import make_community, make_group, make_manager, make_series
from django.core.files.uploadedfile import SimpleUploadedFile

from commonhour.models import ImportDraft, Notes, Occurrence

pytestmark = pytest.mark.django_db
DOCUMENT = "# Our notes\n\nhow to\n\n## Nov 19, 2026\n\nDECISION: ship\n\n## Nov 12, 2020\n\nb\n"


@pytest.fixture
def desk(client, settings):
    make_community()
    make_series(group=make_group(), dtstart="20261001T160000")
    client.force_login(make_manager())
    return client


def hand_in(desk, text=DOCUMENT, name="notes.md", **more):
    file = SimpleUploadedFile(name, text.encode())
    return desk.post("/desk/import/", {"file": file, "kind": "notes", **more})


def test_a_preview_counts_and_writes_nothing(desk):
    page = desk.get(hand_in(desk).headers["Location"]).content.decode()
    assert "2 notes" in page
    assert "1 decision" in page
    assert "how to" in page
    assert not Notes.objects.exists()
    assert not Occurrence.objects.filter(is_from_notes=True).exists()


def test_one_press_publishes_them_and_the_next_upload_finds_them_here(desk):
    where = hand_in(desk).headers["Location"]
    assert desk.get(f"{where}write/").status_code == 405
    desk.post(f"{where}write/")
    assert Notes.objects.filter(stage="published").count() == 2
    assert not ImportDraft.objects.exists()
    page = desk.get(hand_in(desk).headers["Location"]).content.decode()
    assert page.count("here already") == 2


def test_nobody_is_told_whose_they_are_without_a_group(desk):
    make_series("Other call", make_group("other", "Other people"))
    page = desk.get(hand_in(desk, name="pad.md").headers["Location"])
    assert page.status_code == 422
    assert "Import and publish" not in page.content.decode()
    make_group("third", "Third")
    assert desk.get(hand_in(desk, name="pad.md", group="third").headers["Location"]).status_code == 422
    assert desk.get(hand_in(desk, name="pad.md", group="metrics").headers["Location"]).status_code == 200


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_they_say_is_text(desk, payload):
    text = f"{payload}\n\n## 2026-11-19 {payload}\n\nDECISION: {payload}\n\n## 2026-11-12\n\nx\n"
    page = desk.get(hand_in(desk, text).headers["Location"]).content.decode()
    assert payload not in page


def test_no_way_into_a_call_is_shown_before_or_after(desk):
    secret = "https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET"
    text = f"{secret}\n\n## 2026-11-19 {secret}\n\n{secret}\n\n## 2026-11-12\n\nx\n"
    where = hand_in(desk, text).headers["Location"]
    assert "MARKER" not in desk.get(where).content.decode()
    desk.post(f"{where}write/")
    assert not any("MARKER" in f"{row.text} {row.title} {row.origin}" for row in Notes.objects.all())
