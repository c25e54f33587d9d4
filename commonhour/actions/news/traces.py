"""What the past keeps of a person: their names, found exactly as they were, and the rows that undo would write again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonhour.models import (
    Change,
    ChangeSet,
    Delivery,
    Dismissal,
    ExternalRef,
    Grant,
    KeptRows,
    Person,
    Session,
    User,
)

# Where "name" is the name of a person; "person" always is.
_OF_PERSONS = frozenset({"renamed-oneself", "person-renamed", "persons-merged"})
_NOUNS = ("person", "user", "membership", "grant")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Traces:
    """The `names` they ever had here, and the ids of their rows; of several persons, those that were merged."""

    names: frozenset[str]
    user: int | None
    persons: frozenset[int]


def traces_of(user: User | None, person: Person | None) -> Traces:
    merged = Person.objects.filter(merged_into=person) if person else Person.objects.none()
    persons = [one for one in (person, *merged) if one]
    ids = [one.pk for one in persons]
    renamed = Change.objects.filter(field="name", noun="person", object_id__in=ids)
    if user:
        renamed |= Change.objects.filter(field="name", noun="user", object_id=user.pk)
    earlier = [name for pair in renamed.values_list("before", "after") for name in pair]
    names = [*(one.name for one in persons), user.name if user else "", *earlier]
    return Traces(frozenset(filter(None, names)), user.pk if user else None, frozenset(ids))


def say_otherwise(traces: Traces, new: str) -> None:
    """Their names become `new`, or nothing, wherever the history, the grants and what imports remember have them exactly."""
    if traces.user:
        ChangeSet.objects.filter(actor=traces.user).update(actor_name=new)
    for model, column in ((Grant, "given_by"), (Dismissal, "by_name")):
        model._default_manager.filter(**{f"{column}__in": traces.names}).update(**{column: new})
    for mail in Delivery.objects.filter(facts__by__in=traces.names):  # an invitation that waits
        Delivery.objects.filter(pk=mail.pk).update(facts=mail.facts | {"by": new})
    _rewrite(ChangeSet, ("facts",), lambda row: {"facts": _facts(row.kind, row.facts, traces, new)})
    _rewrite(Change, ("before", "after"), lambda row: _sides(row, traces, new))
    _rewrite(ExternalRef, ("fields",), lambda row: {"fields": _remembered(row.fields, traces, new)})


def say_otherwise_of_speakers(traces: Traces, new: str) -> int:
    """The same among the speakers of sessions; returns of how many."""
    return _rewrite(Session, ("speakers",), lambda row: {"speakers": _speakers(row.speakers, traces, new)})


def forget_rows(traces: Traces) -> None:
    """Whatever would bring the names back: those changes can be taken back no longer."""
    found = [row.pk for row in KeptRows.objects.order_by().iterator(_BATCH) if _holds(row.rows, traces)]
    KeptRows.objects.filter(pk__in=found).delete()


def _rewrite(model: Any, columns: tuple[str, ...], anew: Any) -> int:
    """Rows whose columns are other ones then, written many at a time."""
    found = []
    rows = model._default_manager.order_by()
    rows = rows.filter(noun__in=(*_NOUNS, "group")) if model is Change else rows
    for row in rows.iterator(_BATCH):
        said = anew(row)
        if any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            found.append(row)
    model._default_manager.bulk_update(found, columns, batch_size=_BATCH)
    return len(found)


def _facts(kind: str, facts: dict[str, Any], traces: Traces, new: str) -> dict[str, Any]:
    if kind == "undone":
        return facts | {"facts": _facts(facts["kind"], facts["facts"], traces, new)}
    keys = ("person", "name") if kind in _OF_PERSONS else ("person",)
    return facts | {key: new for key in keys if facts.get(key) in traces.names}


def _sides(row: Change, traces: Traces, new: str) -> dict[str, Any]:
    is_of_people = row.noun in _NOUNS or row.field == "people"
    if not is_of_people:
        return {"before": row.before, "after": row.after}
    return {"before": _said(row.before, traces, new), "after": _said(row.after, traces, new)}


def _said(value: Any, traces: Traces, new: str) -> Any:
    """A name, or a name with a role behind it; also within lists."""
    if isinstance(value, list):
        return [_said(one, traces, new) for one in value]
    if not isinstance(value, str):
        return value
    name, mark, role = value.partition(" (")
    if value in traces.names:
        return new
    return f"{new} ({role}".strip() if mark and name in traces.names else value


def _remembered(fields: dict[str, Any], traces: Traces, new: str) -> dict[str, Any]:
    """What an import remembers of a group's people; without a new name it remembers nothing of this one."""
    people = fields.get("people")
    if not isinstance(people, dict):
        return fields
    kept = {}
    for key, facts in people.items():
        if isinstance(facts, dict) and facts.get("name") in traces.names:
            if new:
                kept[_said(key, traces, new)] = facts | {"name": new}
        else:
            kept[key] = facts
    return fields | {"people": kept}


def _speakers(speakers: list[Any], traces: Traces, new: str) -> list[Any]:
    said = [
        one | {"name": new} if isinstance(one, dict) and one.get("name") in traces.names else one
        for one in speakers
    ]
    return [one for one in said if not isinstance(one, dict) or one.get("name")]


def _holds(rows: list[list[Any]], traces: Traces) -> bool:
    for noun, key, *sides in rows:
        if (noun == "person" and key in traces.persons) or (noun == "user" and key == traces.user):
            return True
        if any(_is_theirs(side, traces) for side in sides if side):
            return True
    return False


def _is_theirs(side: dict[str, Any], traces: Traces) -> bool:
    is_named = any(text in traces.names for text in _texts(side))
    return (
        is_named
        or side.get("person_id") in traces.persons
        or (traces.user is not None and side.get("user_id") == traces.user)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
