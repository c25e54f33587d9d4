"""Meetings-as-code of real communities: imported, and imported again without a change."""

from pathlib import Path

import pytest
from cast import NOW, asked

from commonhour.actions.recognise import read_any, recognise
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL
from commonhour.errors import RefusedInput
from commonhour.models import Series

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = [
    *sorted((DATA / "code-kubeflow").glob("*.yaml")), *sorted(DATA.glob("code-scientific-python/**/*.yaml")),
    *sorted(DATA.glob("code-coderefinery/**/[a-z]*.yaml")), *sorted((DATA / "code-nodejs").glob("**/*.json")),
    *sorted((DATA / "code-rust").glob("[a-z]*.toml")),
]  # fmt: skip


@pytest.mark.skipif(not FILES, reason="../shared/data is not there")
def test_there_are_files_of_each_kind():
    assert {recognise(path.name, path.read_bytes()) for path in FILES} == {
        "sigs",
        "yaml2ics",
        "node-meetings",
        "rust-calendar",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_importing_again_changes_nothing(path):
    def imported():
        body = path.read_bytes()
        draft = read_any(path.name, body, kind=recognise(path.name, body), now=NOW)
        return import_draft(draft, now=NOW, actor=TERMINAL, name=path.name)

    try:
        imported()
    except RefusedInput as refusal:
        assert str(refusal).endswith((".", "”", ")"))
        return
    series = Series.objects.count()
    again = imported()
    assert (again.added, again.changed, Series.objects.count()) == ({}, {}, series)


def test_fixed_questions_are_asked_not_guessed():
    body = b"""sigs:
- dir: sig-x
  name: X
  meetings:
  - description: Regular meeting
    day: Thursday
    time: "11:00"
    tz: PT (Pacific Time)
    frequency: biweekly
"""
    import_draft(read_any("sigs.yaml", body, kind="sigs", now=NOW), now=NOW, actor=TERMINAL, name="sigs.yaml")
    series = Series.objects.get()
    assert asked(series)
    assert not series.schedules.exists()
    assert series.group.name == "X"
