"""Agenda and notes in the desk: typed on one page, saved, merged, previewed, published, and closed after a while."""

import re

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_notes, make_series

from commonhour.models import ActionItem, ChangeSet, Notes, NotesFetch

pytestmark = pytest.mark.django_db
SAID = "TOPIC: Release\r\nDECISION: Ship on Friday\r\nACTION: @ana write the post by 2026-12-01\r\n"


@pytest.fixture
def series(now):
    make_community()
    return make_series(group=make_group(), dtstart="20260903T160000")


@pytest.fixture
def taker(client, series):
    user = make_moderator(series.group)
    user.grants.update(role="note-taker")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def coming(series):
    return series.occurrences.filter(start__gt=NOW).order_by("start").first()


def path(date, rest=""):
    return f"/desk/notes/{date.public_id}/{rest}"


def typed(text, base="", to="draft", **more):
    seen = {"initial-recording": "", "initial-slides": "", "initial-is_nameless": "False"}
    return seen | {"text": text, "base": base, "to": to} | more


def live(client, date, *typed_, **more):
    return client.post(path(date), typed(*typed_, **more), headers={"accept": "application/json"})


def test_where_they_are_written_elsewhere_and_what_went_wrong_is_said(client, taker, series):
    series.notes_url = "https://pad.example.org/{yyyy}-{mm}"
    series.save()
    date = series.occurrences.get(slug="2026-11-26")
    NotesFetch.objects.create(occurrence=date, due_at=NOW, fault={"code": "notes-not-there", "facts": {}})
    shown = client.get(f"/desk/notes/{date.public_id}/").content.decode()
    assert "they are fetched from https://pad.example.org/2026-11 as a draft" in shown
    assert "There are no notes of that day yet." in shown


def test_a_note_taker_comes_from_today_writes_a_draft_and_publishes(client, taker, series):
    date = coming(series)
    assert path(date) in client.get("/desk/").content.decode()
    assert path(date) in client.get(f"/desk/occurrence/{date.public_id}/").content.decode()
    client.post(path(date), typed(SAID))
    assert Notes.objects.get().stage == "draft"
    assert not ActionItem.objects.exists()
    said = SAID.replace("\r", "")
    text = client.post(path(date), typed(SAID, said, "published"), follow=True).content.decode()
    assert "Published: everybody can read the notes." in text
    assert ActionItem.objects.get().owner == "ana"
    assert f"/desk/undo/{ChangeSet.objects.get(kind='notes-published').pk}/" in text


def test_the_first_opening_has_the_agenda_and_writes_nothing(client, taker, series):
    series.agenda_template = "## Standing\n\n- Round\n"
    series.save()
    first, second = series.occurrences.filter(start__gt=NOW).order_by("start")[:2]
    make_notes(first, "ACTION: @bo call the venue by 2026-12-05\n")
    text = client.get(path(second)).context["form"].initial["text"]
    assert text == "## Standing\n\n- Round\n\n- [ ] @bo call the venue by 2026-12-05\n"
    assert Notes.objects.count() == 1


def test_what_is_read_stands_beside_the_text_and_as_a_piece(client, taker, series):
    date = coming(series)
    piece = client.post(path(date, "read/"), {"text": SAID}).content.decode()
    assert "1 decision, 1 action" in re.sub(r"<[^>]+>", "", piece)
    assert "by Tue, 1 Dec 2026" in piece
    assert not Notes.objects.exists()


def test_a_preview_is_safe_and_saves_nothing(client, taker, series):
    date = coming(series)
    text = client.post(path(date), typed("<script>x</script>\n\n# Title", to="preview")).content.decode()
    assert "&lt;script&gt;x" in text
    assert "<h3>Title</h3>" in text
    assert not Notes.objects.exists()


def test_a_script_saves_in_place_and_gets_the_lines_of_others(client, taker, series):
    date = coming(series)
    assert live(client, date, "one\r\n").json() == {"text": "one\n", "said": "Saved 11:00"}
    make_notes_text(date, "one\nother\n")
    answer = live(client, date, "one\nmine\n", "one\n").json()
    assert answer["text"] == "one\nother\nmine\n"
    assert "Lines that somebody else saved meanwhile came in" in answer["said"]


def make_notes_text(date, text):
    Notes.objects.filter(dates__occurrence=date).update(text=text)


def test_who_changed_the_same_line_sees_both_and_saves_what_they_put_together(client, taker, series):
    date = coming(series)
    client.post(path(date), typed("old"))
    make_notes_text(date, "theirs")
    assert live(client, date, "mine", "old").status_code == 409
    answer = client.post(path(date), typed("mine", "old"))
    assert answer.status_code == 409
    form = answer.context["form"]
    assert (form["text"].value(), form["base"].value()) == ("theirs\nmine", "theirs")
    client.post(path(date), typed("both", "theirs"))
    assert Notes.objects.get().text == "both"


def test_a_link_that_two_set_is_written_over_only_by_who_saw_it(client, taker, series):
    date = coming(series)
    client.post(path(date), typed("one", recording="https://video.example.org/1"))
    answer = client.post(path(date), typed("one", "one", recording="https://video.example.org/2"))
    assert answer.status_code == 409
    assert "https://video.example.org/1" in answer.content.decode()
    seen = {"initial-recording": "https://video.example.org/1"}
    client.post(path(date), typed("one", "one", recording="https://video.example.org/2", **seen))
    assert Notes.objects.get().recording == "https://video.example.org/2"
    change = ChangeSet.objects.filter(kind="notes-edited").first()
    client.post(f"/desk/undo/{change.pk}/")
    assert Notes.objects.get().recording == "https://video.example.org/1"


def test_who_has_seen_notes_that_are_gone_keeps_what_was_typed(client, taker, series):
    date = coming(series)
    seen = {"initial-recording": "https://video.example.org/1", "recording": "https://video.example.org/2"}
    answer = client.post(path(date), typed("We met.", **seen))
    assert answer.status_code == 409
    assert "We met." in answer.content.decode()


def test_notes_without_names_ask_before_a_draft_and_refuse_to_be_published(client, taker, series):
    date = coming(series)
    answer = client.post(path(date), typed(SAID, is_nameless="on"))
    assert answer.status_code == 422
    assert "look like names: ana" in answer.content.decode()
    assert "Save the draft all the same" in answer.content.decode()
    assert not Notes.objects.exists()
    client.post(path(date), typed(SAID, is_nameless="on", with_names="yes"))
    said, seen = SAID.replace("\r", ""), {"initial-is_nameless": "True", "is_nameless": "on"}
    answer = client.post(path(date), typed(SAID, said, "published", with_names="yes", **seen))
    assert answer.status_code == 422
    assert "all the same" not in answer.content.decode()
    assert Notes.objects.get().stage == "draft"


def test_old_notes_are_shown_to_a_note_taker_and_not_changed(client, taker, series, settings):
    date = coming(series)
    make_notes(date, "DECISION: Ship\n")
    settings.NOW = "2027-03-01T12:00:00+00:00"
    text = client.get(path(date)).content.decode()
    assert "These notes are older than 30 days" in text
    assert "<textarea" not in text
    assert client.post(path(date), typed("other", "DECISION: Ship\n", "published")).status_code == 403


def test_versions_are_listed_compared_and_brought_back(client, taker, series):
    date = coming(series)
    client.post(path(date), typed("one\n"))
    client.post(path(date), typed("two\n", "one\n", "published"))
    client.post(path(date), typed("three\n", "two\n", "published"))
    text = client.get(path(date, "revisions/")).content.decode()
    assert text.count("revisions/") >= 3
    shown = client.get(path(date, "revisions/1/"))
    text = shown.content.decode()
    assert "<del>three</del>" in text
    assert "<ins>two</ins>" in text
    answer = client.post(path(date, "revisions/1/"), {"version": shown.context["version"]}, follow=True)
    assert "as they were then" in answer.content.decode()
    assert Notes.objects.get().text == "two\n"
    assert client.post(path(date, "revisions/1/"), {"version": shown.context["version"]}).status_code == 409
    assert client.post(path(date, "revisions/1/"), {"version": "x"}).status_code == 422
    assert client.get(path(date, "revisions/99/")).status_code == 404


def test_published_notes_are_taken_back_and_undo_publishes_them_again(client, taker, series):
    date = coming(series)
    make_notes(date, "DECISION: Ship\n")
    client.get(path(date, "unpublish/"))
    assert Notes.objects.get().stage == "published"
    client.post(path(date, "unpublish/"))
    assert Notes.objects.get().stage == "draft"
    client.post(f"/desk/undo/{ChangeSet.objects.first().pk}/")
    assert Notes.objects.get().stage == "published"


def test_what_became_of_a_date_is_said_and_its_page_says_it_first(client, taker, series):
    date = series.occurrences.filter(end__lt=NOW).order_by("-start").first()
    page = f"/meetings/metrics-call/{date.slug}/"
    sent = {"outcome": "not-held", "reason": "Nobody came", "was": ""}
    assert client.post(path(date, "outcome/"), sent).status_code == 302
    assert "It did not take place: Nobody came" in client.get(page).content.decode()
    said = client.get(page.rstrip("/") + ".json").json()
    assert (said["outcome"], said["outcome_reason"]) == ("not-held", "Nobody came")
    assert client.post(path(date, "outcome/"), sent | {"outcome": "held"}).status_code == 409
    assert (
        client.post(path(date, "outcome/"), sent | {"was": "not-held", "outcome": "held"}).status_code == 302
    )
    assert "It was held." in client.get(page).content.decode()
    assert client.post(path(coming(series), "outcome/"), sent).status_code == 400
