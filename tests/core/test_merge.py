"""The three-way merge: their change, our change, both, neither."""

import pytest

from commonhour.core.merge import Merged, merge, merge_fields, merge_sets


@pytest.mark.parametrize(
    ("last", "theirs", "ours", "wanted"),
    [
        (1, 1, 1, Merged(1, changed=False, conflict=False)),
        (1, 2, 1, Merged(2, changed=True, conflict=False)),
        (1, 1, 2, Merged(2, changed=False, conflict=False)),
        (1, 2, 2, Merged(2, changed=False, conflict=False)),
        (1, 2, 3, Merged(3, changed=False, conflict=True)),
        ("x", "", "x", Merged("", changed=True, conflict=False)),
        (None, [1], None, Merged([1], changed=True, conflict=False)),
    ],
    ids=["neither", "theirs", "ours", "both the same", "both", "theirs emptied", "theirs filled"],
)
def test_one_value(last: object, theirs: object, ours: object, wanted: Merged) -> None:
    assert merge(last, theirs, ours) == wanted


def test_fields_are_merged_one_by_one() -> None:
    last = {"a": 1, "b": 1, "c": 1}
    merged = merge_fields(last, {"a": 2, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 3})
    assert merged.taken == {"a": 2}
    assert [(d.field, d.theirs, d.ours) for d in merged.disagreements] == [("c", 2, 3)]


def test_a_field_never_imported_before_fills_only_what_is_empty() -> None:
    merged = merge_fields(
        {}, {"a": "x", "b": "y", "c": "", "d": "z"}, {"a": "", "b": "q", "c": "r", "d": "z"}
    )
    assert merged.taken == {"a": "x"}
    assert [d.field for d in merged.disagreements] == ["b"]


def test_members_come_go_and_stay() -> None:
    last = {"kept": {"v": 1}, "gone": {"v": 1}, "edited": {"v": 1}, "dropped": {"v": 1}}
    theirs = {"kept": {"v": 2}, "dropped": {"v": 1}, "new": {"v": 1}}
    ours = {"kept": {"v": 1}, "gone": {"v": 1}, "edited": {"v": 9}, "own": {"v": 1}}
    merged = merge_sets(last, theirs, ours)
    assert merged.added == ["new"]
    assert merged.removed == ["gone"]
    assert [(key, fields.taken) for key, fields in merged.kept] == [("kept", {"v": 2})]
    assert [d.field for d in merged.disagreements] == ["edited"]


def test_what_was_removed_here_and_changed_there_is_reported() -> None:
    merged = merge_sets({"a": {"v": 1}}, {"a": {"v": 2}}, {})
    assert merged.added == []
    assert [d.field for d in merged.disagreements] == ["a"]
