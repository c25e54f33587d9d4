"""The three-way merge of importing again: what was last imported, what is there now, what people made of it here."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`value` is what to keep; `changed` says that it is not ours any more, `conflict` that both sides changed
    and ours was kept."""

    value: Any
    changed: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field both sides changed differently."""

    field: str
    theirs: Any
    ours: Any


@dataclass(slots=True)
class MergedFields:
    """`taken` are the fields to write here, with their new values."""

    taken: dict[str, Any] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)


def merge(last: Any, theirs: Any, ours: Any) -> Merged:
    """One value. `last` is what it was when last imported."""
    if theirs in (ours, last):
        return Merged(ours, changed=False, conflict=False)
    if ours == last:
        return Merged(theirs, changed=True, conflict=False)
    return Merged(ours, changed=False, conflict=True)


def merge_fields(last: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> MergedFields:
    """Field by field over what they state. A field never imported before is theirs only when ours is empty."""
    merged = MergedFields()
    for name, value in theirs.items():
        one = merge(last[name], value, ours[name]) if name in last else _first(value, ours[name])
        if one.changed:
            merged.taken[name] = one.value
        if one.conflict:
            merged.disagreements.append(Disagreement(name, value, ours[name]))
    return merged


def _first(theirs: Any, ours: Any) -> Merged:
    if theirs == ours or not theirs:
        return Merged(ours, changed=False, conflict=False)
    if not ours:
        return Merged(theirs, changed=True, conflict=False)
    return Merged(ours, changed=False, conflict=True)


@dataclass(slots=True)
class MergedSet:
    """What to do with the members of a list, by their keys."""

    added: list[Any] = field(default_factory=list)
    removed: list[Any] = field(default_factory=list)
    kept: list[tuple[Any, MergedFields]] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)


def merge_sets(
    last: Mapping[Any, Mapping[str, Any]],
    theirs: Mapping[Any, Mapping[str, Any]],
    ours: Mapping[Any, Mapping[str, Any]],
) -> MergedSet:
    """Lists as sets keyed by identity: added there is added; removed there goes when unchanged here; removed
    here stays away unless they changed it since; what is edited here stays."""
    merged = MergedSet()
    for key, value in theirs.items():
        if key in ours:
            merged.kept.append((key, merge_fields(last.get(key, {}), value, ours[key])))
        elif key not in last:
            merged.added.append(key)
        elif dict(last[key]) != dict(value):
            merged.disagreements.append(Disagreement(str(key), dict(value), None))
    for key in last:
        if key not in theirs and key in ours:
            _gone(merged, key, last[key], ours[key])
    return merged


def _gone(merged: MergedSet, key: Hashable, last: Mapping[str, Any], ours: Mapping[str, Any]) -> None:
    if all(ours.get(name) == value for name, value in last.items()):
        merged.removed.append(key)
    else:
        merged.disagreements.append(Disagreement(str(key), None, dict(ours)))


def shown(value: Any) -> str | dict[str, Any]:
    """A value for people, short; "" for nothing. A question is told when it is shown."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, Mapping) and "code" in value:
        return dict(value)
    text = (
        ", ".join(map(str, value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else str(value)
    )
    return text if len(text) <= 80 else f"{text[:79]}…"
