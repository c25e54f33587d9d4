"""Notes on their way out and in again: byte for byte, and back to the files they came from."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_series
from hypothesis import given
from hypothesis import strategies as st

from commonhour.actions.notes.bringing import bring_notes
from commonhour.actions.notes.writing import save_notes
from commonhour.core.notes.brought import BroughtNotes, digest
from commonhour.core.rights import TERMINAL
from commonhour.formats.notes import Held, read_notes_files
from commonhour.formats.notes.back import files_back
from commonhour.formats.notes.ours import read_ours, write_document, write_folder, write_ours
from commonhour.models import Notes
from commonhour.reads.notes_out import notes_out

BY = {"now": NOW, "actor": TERMINAL}
DOCUMENT = "# Our notes\n\nhow to\n\n## Nov 19, 2026\n\na\n\n# 2025\n\n## Nov 12, 2025\n\nb\n"
POST = "---\ntags: [x]\ntitle: Call\n---\n\nwords\n"


@pytest.fixture
def series(db):
    make_community()
    return make_series(group=make_group(), dtstart="20261001T160000")


def bring(series, files):
    held = [Held(name, name, text.encode()) for name, text in files.items()]
    return bring_notes(read_notes_files(held, NOW.date()), [series], name="x", **BY)


def test_a_folder_that_goes_out_comes_in_as_it_was(series):
    bring(series, {
        "m/2026-11-19.md": "DECISION: ship\n", "m/2026-11-12.md": "---no head\n---\nx", "m/2019-04-18.md": "old\n",
        "m/2019-04-18-b.md": "second of a day\n", "m/ideas.md": "no day\n", "pad.md": DOCUMENT,
    })  # fmt: skip
    Notes.objects.filter(text__startswith="DECISION").update(
        title='A "title": with # marks',
        recording="https://example.org/r",
        slides="https://example.org/s",
        is_nameless=True,
    )
    before = write_folder(notes_out())
    assert {"metrics-call/2026-11-19.md", "metrics-call/2019-04-18-2.md"} <= before.keys()
    Notes.objects.all().delete()
    series.occurrences.filter(is_from_notes=True).delete()
    report = bring(series, {f"repository/{path}": text for path, text in before.items()})
    assert report.number("added") == len(before) == 7
    assert write_folder(notes_out()) == before
    assert bring(series, {f"repository/{path}": text for path, text in before.items()}).number("same") == 7


def test_what_is_edited_here_goes_back_into_its_files_and_nothing_else_moves(series):
    files = {"m/2026-11-19.md": POST, "pad.md": DOCUMENT}
    bring(series, files)
    held = {path: text.encode() for path, text in files.items()}.get
    assert files_back(notes_out(), held, NOW.date()) == (files, [])
    for was, now in (("words", "words, corrected"), ("\nb\n", "\nb, corrected\n")):
        row = Notes.objects.get(text__contains=was)
        save_notes(row, row.text.replace(was, now), version=row.version, **BY)
    back, _ = files_back(notes_out(), held, NOW.date())
    assert back == {
        "m/2026-11-19.md": POST.replace("words", "words, corrected"),
        "pad.md": DOCUMENT.replace("\nb\n", "\nb, corrected\n"),
    }


def test_days_that_the_files_beside_them_told_and_years_that_nobody_wrote_go_back_too(series):
    files = {
        "m/pad.md": "## 03/04/2024\n\na\n\n## 05/04/2024\n\nb\n", "m/18-04-2024.md": "x\n",
        "p/pad.md": "## Nov 19\n\nc\n\n## Nov 12\n\nd\n",
    }  # fmt: skip
    bring(series, files)
    for row in Notes.objects.all():
        save_notes(row, row.text + "more\n", version=row.version, **BY)
    held = {path: text.encode() for path, text in files.items()}.get
    back, left = files_back(notes_out(), held, NOW.date().replace(year=2027))
    assert not left
    assert {path: text.count("more") for path, text in back.items()} == {
        "m/pad.md": 2,
        "m/18-04-2024.md": 1,
        "p/pad.md": 2,
    }


def test_notes_whose_part_of_a_document_is_gone_are_told(series):
    bring(series, {"pad.md": DOCUMENT})
    _, left = files_back(notes_out(), {"pad.md": b"# Our notes\n"}.get, NOW.date())
    assert len(left) == 2


def test_of_many_meetings_of_one_path_the_last_goes_back_and_the_others_are_told(series):
    for day in ("2026-11-05", "2026-11-12"):
        bring(series, {"m/minutes.md": f"# {day}\n"})
    files, left = files_back(notes_out(), lambda path: None, NOW.date())
    assert files == {"m/minutes.md": "# 2026-11-12\n"}
    assert [str(one.date) for one in left] == ["2026-11-05"]


def test_only_what_was_asked_for_goes_out_and_no_draft(series):
    bring(series, {"m/2026-11-19.md": "one", "m/2025-11-20.md": "two"})
    assert [one.text for one in notes_out(year=2025)] == ["two"]
    assert len(notes_out(group="metrics")) == len(notes_out(series=series.slug)) == 2
    Notes.objects.filter(text="two").update(stage="draft")
    assert [one.text for one in notes_out()] == ["one"]


def test_one_document_of_all_splits_again_into_the_same_days(series):
    bring(series, {"m/2026-11-19.md": "one\n", "m/2026-11-12.md": "two\n"})
    text = write_document("Metrics", notes_out())
    assert text == "# Metrics\n\n## 2026-11-19\n\none\n\n## 2026-11-12\n\ntwo\n"
    found = read_notes_files([Held("x.md", "x.md", text.encode())], NOW.date())
    assert [one.date for one in found.notes] == [dt.date(2026, 11, 19), dt.date(2026, 11, 12)]


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40).map(
    lambda text: " ".join(text.split())
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200) | st.just(
    "---\nx: y\n---\n\n"
)


@given(LINE, TEXT, st.none() | st.dates(), LINE)
def test_a_file_of_ours_is_read_as_it_was_written(title, text, day, recording):
    one = BroughtNotes(
        "",
        "m/x.md",
        text,
        day,
        title,
        "metrics-call",
        recording,
        "",
        "6f1c2f6e-5d0c-4d0c-8d0c-6f1c2f6e5d0c",
        is_nameless=True,
        base=digest(text),
    )
    (again,) = read_ours(write_ours(one), "", "elsewhere.md").notes
    assert again == one
