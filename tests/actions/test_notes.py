"""Notes are begun, written, published and taken back; what they say follows their text."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_notes, make_series

from commonhour.actions.erasure import erase
from commonhour.actions.notes.keeping import keep_notes, restore_revision, unpublish_notes
from commonhour.actions.notes.outcome import set_outcome
from commonhour.actions.notes.writing import NotesClash, begin_notes, publish_notes, save_notes
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict, NotAllowed, RefusedInput
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


def keep(date, text, base="", stage="draft", **more):
    return keep_notes(date, text, base=base, stage=stage, **BY, **more)


def test_two_who_type_at_once_lose_no_line_and_the_merge_is_a_revision(series):
    date = first_date(series)
    keep(date, "# Topic\none\n", base="# Topic\n")
    kept = keep(date, "# Topic\ntwo\n", base="# Topic\n")
    assert kept.is_merged
    assert kept.notes.text == "# Topic\none\ntwo\n"
    assert kept.notes.revisions.last().how == "merged"


def test_who_changed_the_same_line_otherwise_gets_both(series):
    date = first_date(series)
    keep(date, "one", base="old")
    with pytest.raises(NotesClash) as met:
        keep(date, "two", base="old")
    assert met.value.merged.text == "one\ntwo"
    assert met.value.present == "one"


def test_an_agenda_stays_an_agenda_while_its_notes_are_a_draft(series):
    date = first_date(series)
    keep(date, "- Release\n", stage="agenda")
    notes = keep(date, "- Release\nDECISION: Ship\n", base="- Release\n").notes
    assert (notes.stage, notes.agenda) == ("draft", "- Release\n")


def test_who_saves_a_draft_over_what_was_published_meanwhile_is_told(series):
    date = first_date(series)
    keep(date, "one", stage="published")
    with pytest.raises(Conflict, match="in the meantime"):
        keep(date, "two", base="one")


def test_nameless_notes_forget_who_wrote_them_and_take_no_names_when_published(series):
    date = first_date(series)
    user = make_moderator(series.group)
    actor = user.as_actor(NOW)
    keep_notes(date, "SAID", base="", stage="draft", now=NOW, actor=actor)
    assert NotesRevision.objects.filter(user=user).exists()
    keep(date, "SAID", base="SAID", facts={"is_nameless": (False, True)})
    assert not NotesRevision.objects.exclude(user=None, name="").exists()
    with pytest.raises(RefusedInput, match="look like names"):
        keep(date, SAID, base="SAID", stage="published")
    with pytest.raises(RefusedInput, match="look like names"):
        keep(date, SAID, base="SAID")
    keep(date, SAID, base="SAID", with_names=True)
    published = keep(date, "DECISION: Ship\n", base=SAID, stage="published").notes
    assert published.stage == "published"
    change = ChangeSet.objects.filter(kind="notes-published").get()
    assert change.actor_name == ""


def test_who_is_erased_is_named_in_no_version(series):
    user = make_moderator(series.group)
    keep_notes(first_date(series), "one", base="", stage="draft", now=NOW, actor=user.as_actor(NOW))
    assert NotesRevision.objects.exclude(name="").exists()
    erase(user, None, speakers=False, now=NOW, actor=TERMINAL)
    assert not NotesRevision.objects.exclude(name="", user=None).exists()


def test_old_notes_are_changed_only_by_who_runs_the_group(series):
    notes = make_notes(series.occurrences.order_by("start").first(), "one")
    taker, moderator = make_moderator(series.group, "taker@example.org"), make_moderator(series.group)
    taker.grants.update(role="note-taker")
    later = NOW + dt.timedelta(days=60)
    with pytest.raises(NotAllowed, match="older than 30 days"):
        save_notes(notes, "two", base="one", now=later, actor=taker.as_actor(later))
    assert save_notes(notes, "two", base="one", now=later, actor=moderator.as_actor(later)).text == "two"


def test_only_what_people_read_is_a_public_revision(series):
    date = first_date(series)
    keep(date, "one")
    keep(date, "two", base="one", stage="published")
    keep(date, "three", base="two", stage="published")
    assert list(NotesRevision.objects.filter(is_public=True).values_list("text", flat=True)) == [
        "two",
        "three",
    ]
    notes = date.notes_date.notes
    unpublish_notes(notes, **BY)
    keep(date, "four", base="three")
    assert not NotesRevision.objects.get(text="four").is_public
    notes.refresh_from_db()
    assert restore_revision(notes, 2, version=notes.version, **BY).text == "one"
    assert notes.revisions.last().how == "restored"


def test_a_meeting_that_was_not_held_says_why_and_that_is_taken_back(series):
    date = first_date(series)
    by = {"now": date.end, "actor": TERMINAL}
    set_outcome(date, "not-held", "Nobody came", seen="", **by)
    date.refresh_from_db()
    assert (date.outcome, date.outcome_reason) == ("not-held", "Nobody came")
    with pytest.raises(Conflict):
        set_outcome(date, "held", seen="", **by)
    undo(ChangeSet.objects.order_by("pk").last().pk, **by)
    date.refresh_from_db()
    assert (date.outcome, date.outcome_reason) == ("", "")
