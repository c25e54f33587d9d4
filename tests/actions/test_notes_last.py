"""What notes must not lose, and must not say: over undo, imports, moves of their meeting, and lost answers."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_notes, make_series

from commonhour.actions.action_item import edit_action
from commonhour.actions.notes.bringing import bring_notes
from commonhour.actions.notes.keeping import keep_notes, unpublish_notes
from commonhour.actions.notes.writing import save_notes
from commonhour.actions.occurrence import move_occurrence
from commonhour.actions.series import change_series_following
from commonhour.actions.undo import undo
from commonhour.actions.upstream.placing import Placing, place_calls
from commonhour.core.limits import ACTIONS_OF_NOTES, DECISIONS_OF_NOTES
from commonhour.core.rights import TERMINAL
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import (
    ActionItem,
    AgendaItem,
    ChangeSet,
    Decision,
    Group,
    Notes,
    NotesRevision,
    Occurrence,
    Series,
)
from commonhour.reads.agenda import agenda_of
from commonhour.reads.mail_links import owner_path
from commonhour.reads.notes import corrections_of
from commonhour.reads.owner import owner_page
from tests.actions.test_bringing import bring, codes, read

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}


@pytest.fixture
def series(db):
    make_community()
    return make_series(group=make_group(), dtstart="20261001T160000")


def on(series, day):
    return series.occurrences.get(slug=day)


def last_change():
    return ChangeSet.objects.order_by("pk").last().pk


def keep(date, text, base="", stage="draft", **more):
    return keep_notes(date, text, base=base, stage=stage, **BY, **more)


def test_nobodys_address_stands_in_notes_and_a_lists_does(series):
    text = "Present: Ana <ana@example.org>\nDECISION: mail ben@example.org or info@example.org\nACTION: @cy ask dee@example.org\n"
    notes = make_notes(on(series, "2026-11-19"), text)
    AgendaItem.objects.create(
        occurrence=on(series, "2026-11-26"), text="Ask ana@example.org", proposed_at=NOW
    )
    kept = [notes.text, NotesRevision.objects.get().text, Decision.objects.get().text, ActionItem.objects.get().text,
            AgendaItem.objects.get().text, *map(str, Notes.objects.get().present)]  # fmt: skip
    assert not [one for one in kept if "ana@" in one or "ben@" in one or "dee@" in one]
    assert "info@example.org" in notes.text


def test_an_address_in_notes_that_are_brought_in_is_told(series):
    assert codes(bring(series, **{"2026-11-19.md": "Ask ana@example.org"})) == ["notes-private-address"]
    assert bring(series, **{"2026-11-19.md": "Ask ana@example.org"}).number("same") == 1


def test_what_notes_took_back_is_on_no_agenda(series):
    notes = make_notes(on(series, "2026-11-19"), "ACTION: @ana fire the supplier\n")
    item = ActionItem.objects.get()
    edit_action(item, owner="ana", due=NOW.date(), waiting_on="", version=item.version, **BY)
    assert agenda_of(on(series, "2026-11-26"), NOW).actions
    unpublish_notes(notes, **BY)
    assert not agenda_of(on(series, "2026-11-26"), NOW).actions


def test_undo_publishes_nothing_that_nobody_published(series):
    notes = make_notes(on(series, "2026-11-19"), "one")
    unpublish_notes(notes, **BY)
    taken_back = last_change()
    save_notes(notes, "half a sent", base="one", now=NOW + dt.timedelta(minutes=1), actor=TERMINAL)
    with pytest.raises(Conflict):
        undo(taken_back, **BY)
    assert Notes.objects.get().stage == "draft"


def test_undo_is_held_by_the_freeze_as_writing_is(series):
    notes = make_notes(on(series, "2026-11-19"), "one")
    taker = make_moderator(series.group)
    taker.grants.update(role="note-taker")
    later = NOW + dt.timedelta(days=60)
    with pytest.raises(NotAllowed, match="older than 30 days"):
        undo(last_change(), now=later, actor=taker.as_actor(later))
    undo(last_change(), now=NOW, actor=taker.as_actor(NOW))
    notes.refresh_from_db()
    assert notes.stage == "draft"


def test_nameless_notes_show_no_names_in_their_history_nor_as_an_agenda(series):
    date = on(series, "2026-11-19")
    keep(date, "Present: Ana Lopez\none", stage="published")
    keep(date, "one", base="Present: Ana Lopez\none", stage="published")
    assert "Ana Lopez" in str(corrections_of(date))
    keep(date, "one", base="one", stage="published", facts={"is_nameless": (False, True)})
    assert len(corrections_of(date)) == 2
    assert "Ana Lopez" not in str(corrections_of(date))
    coming = on(series, "2026-11-26")
    keep(coming, "", facts={"is_nameless": (False, True)})
    with pytest.raises(RefusedInput):
        keep(coming, "Ana: I object", stage="agenda", with_names=True)


def test_names_go_and_the_rule_comes_in_one_save(series):
    date = on(series, "2026-11-19")
    keep(date, "Present: Ana Lopez\none", stage="published")
    notes = keep(
        date, "one", base="Present: Ana Lopez\none", stage="published", facts={"is_nameless": (False, True)}
    ).notes
    notes.refresh_from_db()
    assert (notes.is_nameless, notes.present) == (True, [])


def test_whoever_types_nameless_notes_makes_one_revision(series):
    date, text = on(series, "2026-11-19"), ""
    keep(date, text, facts={"is_nameless": (False, True)})
    for word in ("one", "one two", "one two three"):
        keep(date, word, base=text)
        text = word
    assert NotesRevision.objects.count() == 1


def test_nameless_notes_with_names_are_brought_in_as_a_draft(series):
    text = "---\nnotes: common-hour\nid: 11111111-2222-4333-8444-555555555555\nseries: metrics-call\ndate: 2026-11-19\nnameless: true\n---\nAna Lopez: I object\n"
    report = bring(series, **{"2026-11-19.md": text})
    notes = Notes.objects.get()
    assert notes.is_nameless
    assert notes.stage == "draft"
    assert "notes-with-names" in codes(report)


def test_a_revision_that_was_brought_in_is_one_that_people_read(series):
    bring(series, **{"2026-11-19.md": "one"})
    notes = Notes.objects.get()
    save_notes(notes, "two", base="one", **BY)
    assert [one.is_first for one in corrections_of(on(series, "2026-11-19"))] == [False, True]


def test_one_refused_file_does_not_keep_the_others_out(series):
    bring(series, **{"2026-10-01.md": "old", "2026-11-19.md": "new"})
    taker = make_moderator(series.group)
    taker.grants.update(role="note-taker")
    later = NOW + dt.timedelta(days=20)
    files = read(**{"2026-10-01.md": "old, corrected", "2026-11-19.md": "new, corrected"})
    report = bring_notes(files, [series], name="minutes", now=later, actor=taker.as_actor(later))
    assert codes(report) == ["notes-frozen"]
    assert set(Notes.objects.values_list("text", flat=True)) == {"old", "new, corrected"}


def test_a_rule_that_is_taken_back_leaves_what_people_wrote_on_its_dates(series):
    schedule, before = series.schedules.get(), set(Occurrence.objects.values_list("pk", flat=True))
    change_series_following(schedule, "20261203T160000", rrule="FREQ=WEEKLY;BYDAY=TU,TH", **BY)
    changed = last_change()
    one, other = Occurrence.objects.exclude(pk__in=before).order_by("start")[:2]
    AgendaItem.objects.create(occurrence=one, text="Release", state="accepted", proposed_at=NOW)
    keep(other, "A draft")
    undo(changed, **BY)
    assert AgendaItem.objects.get().occurrence.is_detached
    assert Notes.objects.get().dates.get().occurrence.is_detached


def test_notes_follow_their_meeting_to_another_day(series):
    date = on(series, "2026-11-26")
    keep(date, "- Release", stage="agenda")
    move_occurrence(date, dtstart="20261128T160000", reason="", **BY)
    assert Notes.objects.get().date == dt.date(2026, 11, 28)


def test_notes_and_what_they_gave_to_do_are_of_the_day_where_the_meeting_is_then_held(series):
    date = on(series, "2026-11-26")
    make_notes(date, "ACTION: @ana write\n")
    move_occurrence(date, dtstart="20261127T000000", tzid="Asia/Tokyo", reason="", **BY)
    moved = Occurrence.objects.get(pk=date.pk)
    assert moved.start == date.start
    assert (Notes.objects.get().date, ActionItem.objects.get().said_on) == (dt.date(2026, 11, 27),) * 2


def test_who_takes_back_that_a_call_was_placed_has_its_notes_back_too(series):
    call = make_series("Book call", dtstart="20261002T160000")
    group = Group.objects.get()
    Series.objects.create(title="Book", slug="book", group=group, question={"code": "x"})
    past, ahead = call.occurrences.order_by("start").first(), call.occurrences.order_by("start").last()
    make_notes(past, "ACTION: @ana write\n")
    make_notes(ahead, "- Release", stage="agenda")
    make_notes(call.occurrences.order_by("start")[1], "ACTION: @ben read\n").dates.all().delete()
    place_calls([Placing(call, group)], **BY)
    assert not Notes.objects.filter(series=call).exists()
    undo(last_change(), **BY)
    assert all(one.series == one.mentions.get().notes.series for one in ActionItem.objects.all())
    assert ActionItem.objects.get(owner="ben").series == call
    assert {one.series.title for one in Notes.objects.filter(dates=None)} == {"Book call"}
    assert Notes.objects.get(dates__occurrence=ahead).series.title == "Book call"


def test_notes_of_a_call_that_fills_an_undecided_series_go_along(series):
    call = make_series("Book call", dtstart="20261002T160000")
    group = Group.objects.get()
    undecided = Series.objects.create(title="Book", slug="book", group=group, question={"code": "x"})
    notes = make_notes(call.occurrences.order_by("start").first(), "ACTION: @ana write\n")
    (placed,) = place_calls([Placing(call, group)], **BY)
    assert placed == undecided
    notes.refresh_from_db()
    assert (notes.series, ActionItem.objects.get().series) == (placed, placed)


def test_a_save_whose_answer_got_lost_does_not_double_its_line(series):
    date = on(series, "2026-11-19")
    keep(date, "T\nDECISION: ship on Fri", base="T\n")
    kept = keep(
        date, "T\nDECISION: ship on Friday, all agreed", base="T\n", unanswered="T\nDECISION: ship on Fri"
    )
    assert kept.notes.text == "T\nDECISION: ship on Friday, all agreed"
    assert not kept.is_merged


def test_a_lost_answer_is_no_clash_with_oneself_when_somebody_else_saved_meanwhile(series):
    date = on(series, "2026-11-19")
    moderator = make_moderator(series.group).as_actor(NOW)
    keep(date, "T\nDECISION: ship on Fri", base="T\n")
    keep_notes(
        date,
        "T, all\nDECISION: ship on Fri",
        base="T\nDECISION: ship on Fri",
        stage="draft",
        now=NOW,
        actor=moderator,
    )
    kept = keep(date, "T\nDECISION: ship on Friday", base="T\n", unanswered="T\nDECISION: ship on Fri")
    assert kept.notes.text == "T, all\nDECISION: ship on Friday"


def test_an_earlier_text_that_is_typed_again_is_no_lost_answer(series):
    date = on(series, "2026-11-19")
    moderator = make_moderator(series.group).as_actor(NOW)
    keep(date, "one", base="")
    keep_notes(date, "two", base="one", stage="draft", now=NOW, actor=moderator)
    assert keep(date, "one", base="two", unanswered="one").notes.text == "one"


def test_who_types_on_behind_an_address_meets_nobody_but_themselves(series):
    date, text = on(series, "2026-11-19"), "Ask ana@example.org"
    kept = keep(date, text)
    assert not kept.is_merged
    assert not keep(date, text, base=text).is_merged
    assert keep(date, f"{text} today", base=text).notes.text == Notes.as_kept(f"{text} today")
    kept = keep(date, f"{text} today, all", base=text, unanswered=f"{text} today")
    assert kept.notes.text == Notes.as_kept(f"{text} today, all")


def test_a_link_that_is_left_out_is_nobody_elses_line(series):
    assert not keep(on(series, "2026-11-19"), "Join https://us02web.zoom.us/j/987654321?pwd=MARKER").is_merged


def test_an_owner_reads_an_action_of_several_groups_once(series):
    further = [make_group(name, name.title()) for name in ("one", "two")]
    series.co_groups.set(further)
    make_notes(on(series, "2026-11-19"), "ACTION: @ana write\n")
    token = owner_path("ana", series.group_id).split("/")[3]
    assert len(owner_page(token, NOW).open) == 1


def test_more_actions_than_anybody_does_stay_text(series):
    make_notes(on(series, "2026-11-19"), "".join(f"- [ ] @ana task number {n}\n" for n in range(520)))
    assert ActionItem.objects.count() == ACTIONS_OF_NOTES == 500


def test_more_decisions_than_anybody_takes_stay_text(series):
    make_notes(on(series, "2026-11-19"), "".join(f"DECISION: number {n}\n" for n in range(520)))
    assert Decision.objects.count() == DECISIONS_OF_NOTES == 500
    assert "DECISION: number 519" in Notes.objects.get().text
