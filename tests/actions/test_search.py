"""What is found follows what everybody may read: drafts, and what was taken back or removed, are in no answer."""

import pytest
from cast import NOW, make_community, make_group, make_notes, make_series

from commonhour.actions.erasure import erase
from commonhour.actions.group import edit_group, set_people
from commonhour.actions.notes.writing import begin_notes, publish_notes, save_notes
from commonhour.actions.removal import remove_group
from commonhour.actions.search.index import rebuild, refresh
from commonhour.actions.series import edit_series
from commonhour.actions.session import add_session, edit_session
from commonhour.actions.undo import undo
from commonhour.core.draft import DraftPerson
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, Occurrence, Person, SearchDocument, SearchState, SearchWord
from commonhour.reads.search import search_page

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
TODAY = NOW.date()
SAID = "TOPIC: Budget\nDECISION: Buy a quokka\nACTION: @ana feed the wallaby by 2026-12-01\n"


@pytest.fixture
def series(db):
    make_community()
    return make_series(group=make_group())


def first_date(series):
    return Occurrence.objects.filter(series=series).order_by("start").first()


def found(text):
    return [(row.noun, row.plain_title) for row in search_page(text, TODAY).rows]


def nouns(text):
    return {noun for noun, _ in found(text)}


def test_notes_are_found_from_their_publication_until_it_is_taken_back(series):
    notes = begin_notes(first_date(series), text=SAID, **BY)
    assert nouns("quokka") == set()
    assert not SearchWord.objects.filter(word="quokka").exists()
    publish_notes(notes, version=notes.version, **BY)
    assert nouns("quokka") == {"notes", "decision"}
    assert nouns("wallaby") == {"notes", "action"}
    undo(ChangeSet.objects.order_by("pk").last().pk, **BY)
    assert nouns("quokka") == nouns("wallaby") == set()
    assert not SearchWord.objects.filter(word="quokka").exists()


def test_an_agenda_is_found_and_a_correction_replaces_what_was_said(series):
    notes = begin_notes(first_date(series), text="We talk of a numbat", stage="agenda", **BY)
    assert nouns("numbat") == {"agenda"}
    save_notes(notes, "We talk of a bilby", version=notes.version, **BY)
    assert nouns("numbat") == set()
    assert nouns("bilby") == {"agenda"}


def test_a_group_that_was_removed_is_not_found_nor_what_its_series_said_until_that_is_taken_back(series):
    make_notes(first_date(series), SAID)
    group = series.group
    edit_group(group, version=group.version, name="Quokka circle", **BY)
    assert nouns("quokka") == {"notes", "decision", "group"}
    assert {noun for noun, _ in found("call group:metrics")} == {"series", "notes"}
    group.refresh_from_db()
    remove_group(group, **BY)
    assert nouns("quokka") == nouns("wallaby") == nouns("call") == set()
    undo(ChangeSet.objects.order_by("pk").last().pk, **BY)
    assert nouns("quokka") == {"notes", "decision", "group"}


def test_a_series_under_another_name_is_found_by_that_one_with_its_notes(series):
    make_notes(first_date(series), SAID, title="")
    edit_series(series, version=series.version, title="Potoroo round", **BY)
    assert nouns("potoroo") == {"series", "notes"}
    assert nouns('"Metrics call"') == set()


def test_who_was_erased_is_not_found_nor_guessed_at(series):
    set_people(series.group, [DraftPerson("Zenobia Quill", "lead", "Acme")], version=1, **BY)
    add_session(
        first_date(series),
        title="Parsers",
        speakers=[{"name": "Zenobia Quill", "organisation": "Acme"}],
        **BY,
    )
    assert nouns("zenobia") == {"person", "talk"}
    assert search_page("zenobio", TODAY).meant == "zenobia"
    erase(None, Person.objects.get(), speakers=True, **BY)
    assert nouns("zenobia") == set()
    assert search_page("zenobio", TODAY).meant == ""
    assert "zenobia" not in " ".join(SearchDocument.objects.values_list("words", flat=True))
    assert not SearchWord.objects.filter(word__startswith="zenob").exists()


def test_a_talk_is_found_as_it_is_called_now(series):
    date = first_date(series)
    talk = add_session(date, title="Parsing numbats", speakers=[], **BY)
    edit_session(talk, date, version=talk.version, title="Parsing bilbies", **BY)
    assert found("numbat") == []
    assert found("bilby") == [("talk", "Parsing bilbies")]


def test_the_index_made_anew_is_the_one_that_was_kept(series):
    make_notes(first_date(series), SAID)
    add_session(first_date(series), title="Parsers", speakers=[{"name": "Ada Long"}], **BY)
    edit_group(series.group, version=1, description="What we measure", **BY)
    known = list(SearchDocument.objects.order_by("pk").values())
    words = list(SearchWord.objects.order_by("pk").values())
    SearchState.objects.all().delete()
    refresh()
    assert rebuild() == len(known)
    assert list(SearchDocument.objects.order_by("pk").values()) == known
    assert list(SearchWord.objects.order_by("pk").values()) == words
    assert nouns("quokka") == {"notes", "decision"}


def test_a_broken_index_is_mended_by_making_it_anew(series):
    make_notes(first_date(series), SAID)
    SearchDocument.objects.filter(noun="decision").delete()
    SearchDocument.objects.filter(noun="notes").update(words="d_ nonsense")
    assert nouns("nonsense") == {"notes"}
    rebuild()
    assert nouns("nonsense") == set()
    assert nouns("quokka") == {"notes", "decision"}


def test_words_nobody_meant_are_answered_by_the_nearest_ones_there_are(series):
    make_notes(first_date(series), SAID)
    assert search_page("quoka", TODAY).meant == "quokka"
    assert search_page("buy uqokka", TODAY).meant == "buy quokka"
    assert search_page("zzzzz", TODAY).meant == ""
