"""Which notes here a file means that is brought again: those of its meeting, of its series, of its day; and no second ones."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_moderator, make_notes, make_series

from commonhour.actions.notes.bringing import bring_notes
from commonhour.actions.notes.writing import save_notes
from commonhour.core.rights import TERMINAL
from commonhour.formats.notes import Held, read_notes_files
from commonhour.formats.notes.ours import write_folder
from commonhour.models import Notes
from commonhour.reads.notes_out import notes_out
from tests.actions.test_bringing import bring, codes

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
TODAY = NOW.date()


@pytest.fixture
def series(db):
    make_community()
    return make_series(group=make_group(), dtstart="20261001T160000")


def texts():
    return {(str(row.date), row.text) for row in Notes.objects.all()}


def read(files, today=TODAY):
    return read_notes_files([Held(name, name, text.encode()) for name, text in files.items()], today)


def go_out():
    return {f"repository/{path}": text for path, text in write_folder(notes_out()).items()}


def test_the_same_path_of_two_series_is_two(series):
    other = make_series("Other call", series.group, "20261001T180000")
    bring(series, **{"2026-11-19.md": "of the first"})
    bring(other, **{"2026-11-19.md": "of the other"})
    assert dict(Notes.objects.values_list("text", "series")) == {
        "of the first": series.pk,
        "of the other": other.pk,
    }
    both = [series, other]
    assert bring(both, **{"2026-11-19.md": "of the other"}).number("same") == 1


def test_one_name_for_the_notes_of_many_days_is_many_notes(series):
    for _ in range(2):
        bring(series, **{"minutes.md": "# 2026-11-05\n\none\n"})
        bring(series, **{"minutes.md": "# 2026-11-12\n\ntwo\n"})
    bring(series, **{"minutes.md": "# 2026-11-12\n\ntwo, corrected\n"})
    assert texts() == {
        ("2026-11-05", "# 2026-11-05\n\none\n"),
        ("2026-11-12", "# 2026-11-12\n\ntwo, corrected\n"),
    }


def test_notes_of_a_meeting_that_was_moved_here_are_still_those_of_their_file(series):
    bring(series, **{"2026-11-19.md": "one"})
    Notes.objects.update(date=dt.date(2026, 11, 20))
    assert bring(series, **{"2026-11-19.md": "one, corrected"}).number("changed") == 1
    assert texts() == {("2026-11-20", "one, corrected")}


PAD = "# Pad\n\n## Nov 19\n\none\n\n## Nov 12\n\nNo meeting\n"


def test_a_pad_without_years_is_brought_once_in_all_years(series):
    for year in (0, 1, 2):
        today = dt.date(2026 + year, 11, 29)
        bring_notes(read({"pad.md": PAD}, today), [series], name="x", **BY)
    assert [str(day) for day in Notes.objects.values_list("date", flat=True)] == ["2026-11-12", "2026-11-19"]


def test_a_pad_that_says_the_same_on_the_same_day_of_two_years_has_both(series):
    bring(series, **{"pad.md": "# 2025\n\n## Nov 12\n\nNo meeting\n\n## Nov 5\n\nx\n"})
    longer = "# 2026\n\n## Nov 12\n\nNo meeting\n\n# 2025\n\n## Nov 12\n\nNo meeting\n\n## Nov 5\n\nx\n"
    assert bring(series, **{"pad.md": longer}).number("added") == 1


def test_a_file_of_ours_that_was_edited_elsewhere_changes_its_notes(series):
    make_notes(series.occurrences.get(slug="2026-11-19"), "written here\n")
    notes = Notes.objects.get()
    for line in ("and there\n", "and there again\n"):
        ((path, text),) = go_out().items()
        report = bring_notes(read({path: text + line}), [series], name="x", **BY)
        assert report.number("changed") == Notes.objects.count() == 1
    notes.refresh_from_db()
    assert notes.text == "written here\nand there\nand there again\n"


def test_a_file_of_ours_that_was_edited_there_and_here_is_told_and_ours_stays(series):
    make_notes(series.occurrences.get(slug="2026-11-19"), "written here\n")
    ((path, text),) = go_out().items()
    save_notes(Notes.objects.get(), "edited here\n", base="written here\n", **BY)
    report = bring_notes(read({path: text + "and there\n"}), [series], name="x", **BY)
    assert (report.number("kept"), codes(report)) == (1, ["kept-both"])
    assert Notes.objects.get().text == "edited here\n"


def test_nobody_changes_or_sees_the_notes_of_others_by_their_id(series):
    other = make_series("Other call", make_group("other", "Other people"))
    notes = make_notes(series.occurrences.get(slug="2026-11-19"), "MARKER of a draft")
    ((path, text),) = go_out().items()
    Notes.objects.update(stage="draft")
    by = make_moderator(other.group).as_actor(NOW)
    for _ in range(2):
        report = bring_notes(
            read({path: text.replace("MARKER", "words")}), [other], name="x", now=NOW, actor=by
        )
        assert report.number("kept") == 1
        assert "MARKER" not in str(report.findings)
    notes.refresh_from_db()
    assert notes.text == "MARKER of a draft"


def test_a_series_that_moves_to_another_group_takes_along_what_is_known_of_its_files(series):
    bring(series, **{"2026-11-19.md": "one"})
    save_notes(Notes.objects.get(), "one, corrected", base="one", **BY)
    series.group = make_group("other", "Other people")
    series.save()
    assert bring(series, **{"2026-11-19.md": "one"}).number("same") == Notes.objects.count() == 1
