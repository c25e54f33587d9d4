"""Decisions and actions read in the notes of other communities, held against what a person read there.

`judged_notes.txt` says on which lines of 90 notes a decision of that meeting or a task for somebody stands, and what the first
readings made of those that nobody had looked at.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from commonhour.core.notes.reading import read_notes

DATA = Path(__file__).parents[3] / "shared" / "data"
JUDGED = Path(__file__).with_name("judged_notes.txt")
LEAST, LEAST_RIGHT = 0.9, 0.93

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not here")


def judged(part=""):
    """Of each file the lines of each kind, of one part or of all; "perhaps" those on which readers may differ."""
    kinds = ("decision", "action", "perhaps decision", "perhaps action")
    found, here = defaultdict(lambda: {kind: set() for kind in kinds}), ""
    for row in JUDGED.read_text(encoding="utf-8").splitlines():
        here = row.removeprefix("# ") if row.startswith("#") else here
        if row and not row.startswith("#") and part in here:
            name, line, kind = row.split(" | ")
            lines = found[name]
            if kind != "nothing":
                lines[kind].add(int(line))
    return found


def read(name):
    notes = read_notes((DATA / name).read_text(encoding="utf-8"))
    return {"decision": {one.line for one in notes.decisions}, "action": {one.line for one in notes.actions}}


def precision_and_recall(kind, part=""):
    right = wrong = missed = 0
    for name, truth in judged(part).items():
        found = read(name)[kind]
        right += len(found & truth[kind])
        wrong += len(found - truth[kind] - truth[f"perhaps {kind}"])
        missed += len(truth[kind] - found)
    return right / (right + wrong), right / (right + missed)


def test_ninety_notes_of_four_communities_were_judged():
    assert len(judged()) == 90
    assert len(judged("held out")) >= 20
    assert len(judged("second")) == 30
    assert len({name.split("/")[0] for name in judged()}) == 4


@pytest.mark.parametrize("kind", ["decision", "action"])
def test_of_what_is_read_nearly_all_stands_there(kind):
    assert min(precision_and_recall(kind)[0], precision_and_recall(kind, "second")[0]) >= LEAST_RIGHT


@pytest.mark.parametrize("kind", ["decision", "action"])
def test_nine_in_ten_of_what_is_read_stands_there_and_of_what_stands_there_is_read(kind):
    assert min(precision_and_recall(kind)) >= LEAST
