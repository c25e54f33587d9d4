"""Notes are begun, written, published and taken back; what they say follows their text."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_notes, make_series

from commonhour.actions.notes.writing import begin_notes, publish_notes, save_notes
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict
from commonhour.models import ActionItem, ChangeSet, Decision, NotesRevision, Occurrence

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
SAID = "TOPIC: Release\nDECISION: Ship on Friday\nACTION: @ana write the post by 2026-12-01\n"


@pytest.fixture
def series(db):
    make_community()
    return make_series(group=make_group())


def first_date(series):
    return Occurrence.objects.filter(series=series).order_by("start").first()


def test_a_draft_says_nothing_and_its_publication_everything_and_undoing_it_nothing_again(series):
    notes = begin_notes(first_date(series), text=SAID, **BY)
    assert not Decision.objects.exists()
    assert not ActionItem.objects.exists()
    publish_notes(notes, version=notes.version, **BY)
    assert Decision.objects.get().text == "Ship on Friday"
    item = ActionItem.objects.get()
    assert (item.owner, item.text, item.due) == ("ana", "write the post", dt.date(2026, 12, 1))
    undo(ChangeSet.objects.order_by("pk").last().pk, **BY)
    notes.refresh_from_db()
    assert notes.stage == "draft"
    assert not Decision.objects.exists()
    assert not ActionItem.objects.exists()


def test_who_saw_an_older_text_does_not_write_over_the_newer_one(series):
    notes = begin_notes(first_date(series), **BY)
    save_notes(notes, "one", version=1, **BY)
    with pytest.raises(Conflict):
        save_notes(notes, "two", version=1, **BY)
    notes.refresh_from_db()
    assert notes.text == "one"
    assert list(NotesRevision.objects.values_list("number", "text")) == [(1, ""), (2, "one")]


def test_an_action_outlives_its_meeting_and_ends_by_the_next_box(series):
    first, second = Occurrence.objects.filter(series=series).order_by("start")[:2]
    make_notes(first, SAID)
    make_notes(second, "- [x] @ana write the post\n")
    item = ActionItem.objects.get()
    assert item.state == "done"
    assert item.mentions.count() == 2
