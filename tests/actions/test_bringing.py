"""Notes that are brought in: matched to their dates, published, kept as they are edited here, and changed by no second import."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_notes, make_series

from commonhour.actions.dates.materialise import materialise
from commonhour.actions.news.change_set import change_set
from commonhour.actions.notes.bringing import bring_notes, foresee_notes
from commonhour.actions.notes.whose import series_of_notes
from commonhour.actions.notes.writing import save_notes
from commonhour.core.rights import TERMINAL
from commonhour.errors import NotFound, RefusedInput
from commonhour.formats.notes import Held, read_notes_files
from commonhour.models import ActionItem, ChangeSet, Decision, Notes, NotesRevision, Occurrence

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
THURSDAYS = "20261001T160000"


@pytest.fixture
def series(db):
    make_community()
    return make_series(group=make_group(), dtstart=THURSDAYS)


def read(**files):
    held = [Held(name, f"minutes/{name}", text.encode()) for name, text in files.items()]
    return read_notes_files(held, NOW.date())


def bring(series, **files):
    rows = series if isinstance(series, list) else [series]
    return bring_notes(read(**files), rows, name="minutes", **BY)


def codes(report):
    return [f"{one.code}/{one.case}".strip("/") for one in report.findings]


def test_notes_of_a_day_are_those_of_its_date_and_published_at_once(series):
    report = bring(series, **{"2026-11-19.md": "DECISION: Ship\nACTION: @ana write\n"})
    notes = Notes.objects.get()
    assert notes.stage == "published"
    assert notes.dates.get().occurrence.slug == "2026-11-19"
    assert notes.origin == "minutes/2026-11-19.md"
    assert notes.revisions.get().how == "imported"
    assert (Decision.objects.get().text, ActionItem.objects.get().owner) == ("Ship", "ana")
    assert (report.number("added"), report.matched("date"), report.decisions, report.actions) == (1, 1, 1, 1)


def test_importing_again_changes_nothing_and_leaves_no_change(series):
    files = {
        "2026-11-19.md": "one",
        "2026-11-12.md": "two",
        "2026-11-13.md": "a Friday",
        "thoughts.md": "no day",
    }
    bring(series, **files)
    before = [list(model.objects.values()) for model in (Notes, NotesRevision, Occurrence, ChangeSet)]
    assert bring(series, **files).number("same") == 4
    assert [list(model.objects.values()) for model in (Notes, NotesRevision, Occurrence, ChangeSet)] == before


def test_what_changed_there_comes_and_what_was_edited_here_stays_and_is_told(series):
    bring(series, **{"2026-11-19.md": "one", "2026-11-12.md": "two"})
    edited = Notes.objects.get(text="two")
    save_notes(edited, "two, corrected", version=edited.version, **BY)
    report = bring(series, **{"2026-11-19.md": "one, longer", "2026-11-12.md": "two, there"})
    assert set(Notes.objects.values_list("text", flat=True)) == {"one, longer", "two, corrected"}
    assert codes(report) == ["kept-both"]
    assert (report.number("changed"), report.number("kept")) == (1, 1)


def test_what_was_removed_here_does_not_come_back(series):
    bring(series, **{"2026-11-19.md": "one"})
    Notes.objects.all().delete()
    assert codes(bring(series, **{"2026-11-19.md": "one"})) == ["kept-both/removed-here"]
    assert not Notes.objects.exists()


def test_a_day_long_before_the_calendar_makes_a_past_date_that_no_calendar_moves(series, client):
    bring(series, **{"2019.04.18.md": "old words"})
    date = Occurrence.objects.get(is_from_notes=True)
    assert (date.outcome, date.schedule, date.slug) == ("held", None, "2019-04-18")
    assert date.start == dt.datetime(2019, 4, 18, 14, tzinfo=dt.UTC)
    before = Occurrence.objects.filter(pk=date.pk).values().get()
    with change_set(NOW, TERMINAL, "dates-made") as changes:
        materialise(series.schedules.get(), NOW, changes)
    assert Occurrence.objects.filter(pk=date.pk).values().get() == before
    assert client.get(f"/meetings/{series.slug}/2019-04-18/").status_code == 200


def test_a_planned_day_of_years_ago_is_the_date_its_schedule_made(series):
    old = make_series("Old call", series.group, "20200102T160000")
    report = bring(old, **{"2021-05-06.md": "planned then"})
    date = Notes.objects.get().dates.get().occurrence
    assert (date.is_from_notes, date.schedule, date.recurrence_id) == (
        False,
        old.schedules.get(),
        "20210506T160000",
    )
    assert not report.findings


def test_no_meeting_and_a_meeting_called_off_contradict_the_calendar(series):
    Occurrence.objects.filter(slug="2026-11-12").update(status="CANCELLED")
    report = bring(series, **{"2026-11-12.md": "held all the same", "2026-11-13.md": "a Friday"})
    assert codes(report) == ["notes-contradict-calendar/cancelled", "notes-contradict-calendar"]
    assert Notes.objects.filter(dates__isnull=False).count() == 2


def test_two_texts_of_one_day_are_both_kept(series):
    report = bring(series, **{"2026-11-19.md": "one", "2026-11-19-b.md": "two"})
    assert codes(report) == ["notes-twice"]
    assert [(row.date, row.dates.exists()) for row in Notes.objects.order_by("text")] == [
        (dt.date(2026, 11, 19), True),
        (dt.date(2026, 11, 19), False),
    ]


def test_notes_that_were_written_here_stay_with_their_date(series):
    date = Occurrence.objects.get(slug="2026-11-19")
    ours = make_notes(date, "written here")
    assert codes(bring(series, **{"2026-11-19.md": "from there"})) == ["notes-twice/here"]
    assert date.notes_date.notes == ours


def test_the_same_text_by_another_way_is_not_brought_twice(series):
    bring(series, **{"2026-11-19.md": "one"})
    held = [Held("x", "elsewhere/2026-11-19.md", b"one")]
    report = bring_notes(read_notes_files(held, NOW.date()), [series], name="x", **BY)
    assert report.number("same") == Notes.objects.count() == 1


def test_a_way_into_a_call_is_left_out_and_told(series):
    text = "Join https://us02web.zoom.us/j/987654321?pwd=MARKER-SECRET\n"
    report = bring(series, **{"2026-11-19.md": text})
    assert codes(report) == ["notes-secret"]
    assert "MARKER-SECRET" not in Notes.objects.get().text
    assert bring(series, **{"2026-11-19.md": text}).number("same") == 1


def test_of_several_series_the_one_that_meets_that_day_or_is_named_has_the_notes(series):
    mondays = make_series("Monday triage", series.group, "20261005T160000")
    bring(
        [series, mondays],
        **{"2026-11-16.md": "monday", "2026-11-19.md": "thursday", "2019-04-15.md": "a monday"},
    )
    assert dict(Notes.objects.values_list("text", "series__title")) == {
        "monday": "Monday triage", "thursday": "Metrics call", "a monday": "Monday triage",
    }  # fmt: skip


def test_what_is_to_come_is_an_agenda(series):
    bring(series, **{"2026-11-26.md": "planned"})
    assert Notes.objects.get().stage == "agenda"
    assert Notes.objects.get().dates.get().occurrence.slug == "2026-11-26"


def test_a_look_ahead_writes_nothing(series):
    report = foresee_notes(read(**{"2026-11-19.md": "one", "2019-01-01.md": "old"}), [series], **BY)
    assert (report.number("added"), report.matched("date"), report.matched("past")) == (2, 1, 1)
    assert not Notes.objects.exists()
    assert not Occurrence.objects.filter(is_from_notes=True).exists()


def test_whose_they_are_is_said_or_in_the_names(series):
    make_series("Other call", make_group("other", "Other people"))
    some = read(**{"2026-11-19.md": "one"})
    assert series_of_notes(some, "/x/notes-metrics") == [series]
    assert series_of_notes(some, "/x", group="metrics") == [series]
    assert series_of_notes(some, "/x", series=series.slug) == [series]
    with pytest.raises(RefusedInput):
        series_of_notes(some, "/x/minutes")
    with pytest.raises(NotFound):
        series_of_notes(some, "/x", group="nobody")


def test_whose_they_are_the_titles_of_most_of_them_say_and_no_home_does(series):
    for name in ("Alpha", "Marketing", "Home"):
        make_series(f"{name} call", make_group(name.lower(), name))
    alpha = {f"2026-10-{day}.md": "# Alpha: Plans\n" for day in range(11, 19)}
    odd = {"2026-10-21.md": "# A session with Marketing\n"}
    (found,) = series_of_notes(read(**alpha, **odd), "/home/minutes")
    assert found.group.name == "Alpha"
    others = {f"2026-10-{day}.md": f"# Plans of {day}\n" for day in range(11, 19)}
    for where in ("/home/minutes", "/srv/marketing/a/b/minutes"):
        with pytest.raises(RefusedInput):
            series_of_notes(read(**others, **odd), where)
    assert series_of_notes(read(**others, **odd), "/srv/marketing/minutes")[0].group.name == "Marketing"
