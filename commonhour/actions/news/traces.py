"""What the past keeps of a person: their names, found exactly as they were, and the rows that undo would write again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from commonhour.actions.search.index import follow
from commonhour.core.rights import ActorKind
from commonhour.models import (
    ActionItem,
    ActionMention,
    Change,
    ChangeSet,
    Delivery,
    Dismissal,
    ExternalRef,
    Grant,
    KeptRows,
    Notes,
    NotesRevision,
    Person,
    User,
)

# Where "name" is the name of a person; "person" always is.
_OF_PERSONS = frozenset({"renamed-oneself", "person-renamed", "persons-merged"})
_NOUNS = ("person", "user", "membership", "grant")
_NAMING = frozenset({"", "name", "given_by"})  # their fields that hold a name
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


def only_theirs(traces: Traces) -> Traces:
    """Without the names that somebody else has or had: who takes a name for a moment changes nothing said of others."""
    users = User.objects.exclude(pk=traces.user or 0).values_list("name", flat=True)
    persons = Person.objects.exclude(pk__in=traces.persons).values_list("name", flat=True)
    renamed = Change.objects.filter(field="name", noun__in=("person", "user"))
    renamed = renamed.exclude(noun="person", object_id__in=traces.persons)
    renamed = renamed.exclude(noun="user", object_id=traces.user or 0)
    earlier = (name for pair in renamed.values_list("before", "after") for name in pair)
    return replace(traces, names=traces.names - {*users, *persons, *earlier, *ActorKind})


def say_otherwise(traces: Traces, new: str) -> None:
    """Their names become `new`, or nothing, wherever the history, the grants and what imports remember have them exactly."""
    if traces.user:
        named = ChangeSet.objects.filter(actor=traces.user).exclude(actor_name="")  # nameless notes stay so
        named.update(actor_name=new)
    for model, column in ((Grant, "given_by"), (Dismissal, "by_name")):
        model._default_manager.filter(**{f"{column}__in": traces.names}).update(**{column: new})
    own = ChangeSet.objects.filter(actor=None, actor_kind=ActorKind.LINK, actor_name__in=traces.names)
    own.update(actor_name=new)  # what an owner said behind their link
    _say_otherwise_in_notes(traces, new)
    for mail in Delivery.objects.filter(facts__by__in=traces.names):  # an invitation that waits
        Delivery.objects.filter(pk=mail.pk).update(facts=mail.facts | {"by": new})
    _rewrite(ChangeSet, ("facts",), lambda row: {"facts": _facts(row.kind, row.facts, traces, new)})
    _rewrite(Change, ("before", "after"), lambda row: _sides(row, traces, new))
    _rewrite(ExternalRef, ("fields",), lambda row: {"fields": _remembered(row.fields, traces, new)})


def _say_otherwise_in_notes(traces: Traces, new: str) -> None:
    """Who does something, who was there, who wrote; the texts of notes stay as people wrote them."""
    touched = [
        ("actionitem", pk)
        for pk in ActionItem.objects.filter(owner__in=traces.names).values_list("pk", flat=True)
    ]
    for model in (ActionItem, ActionMention):
        model._default_manager.filter(owner__in=traces.names).update(owner=new)
    written = Q(name__in=traces.names) | Q(user=traces.user) if traces.user else Q(name__in=traces.names)
    NotesRevision.objects.filter(written).exclude(name="").update(name=new)
    rows = Notes.objects.exclude(present=[], regrets=[]).order_by().values_list("pk", "present", "regrets")
    for pk, *lists in rows.iterator(_BATCH):
        anew = [[one for one in _said(names, traces, new) if one] for names in lists]
        if anew != lists:
            Notes.objects.filter(pk=pk).update(present=anew[0], regrets=anew[1])
            touched.append(("notes", pk))
    follow(dict.fromkeys(touched, ()))


def forget_rows(traces: Traces) -> None:
    """Whatever would bring the names back: those changes can be taken back no longer."""
    found = [row.pk for row in KeptRows.objects.order_by().iterator(_BATCH) if _holds(row.rows, traces)]
    KeptRows.objects.filter(pk__in=found).delete()


def forget_rows_of(address: str) -> None:
    """The same for whatever would bring somebody's address back."""
    rows = KeptRows.objects.order_by().iterator(_BATCH)
    found = [
        row.pk
        for row in rows
        if any(side.get("email") == address for _, _, *sides in row.rows for side in sides if side)
    ]
    KeptRows.objects.filter(pk__in=found).delete()


def _rewrite(model: Any, columns: tuple[str, ...], anew: Any) -> int:
    """Rows whose columns are other ones then, written many at a time."""
    found = []
    rows = model._default_manager.order_by()
    rows = rows.filter(noun__in=(*_NOUNS, "group", "actionitem")) if model is Change else rows
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
    is_of_people = (row.noun in _NOUNS and row.field in _NAMING) or row.field in ("people", "owner")
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


def _holds(rows: list[list[Any]], traces: Traces) -> bool:
    for noun, key, *sides in rows:
        if (noun == "person" and key in traces.persons) or (noun == "user" and key == traces.user):
            return True
        if any(_is_theirs(noun, side, traces) for side in sides if side):
            return True
    return False


def _is_theirs(noun: str, side: dict[str, Any], traces: Traces) -> bool:
    return (
        any(name in traces.names for name in _names_in(noun, side))
        or side.get("person_id") in traces.persons
        or (traces.user is not None and side.get("user_id") == traces.user)
    )


def _names_in(noun: str, side: dict[str, Any]) -> Iterator[Any]:
    """The names of persons that a kept row holds; a title that is written as one is none."""
    yield from (
        side.get("given_by"),
        side.get("by_name"),
        side.get("owner"),
        side.get("name") if noun in _NOUNS else None,
    )
    people = (side.get("fields") or {}).get("people") or {}
    for one in (*people.values(), *(side.get("speakers") or ())):
        yield one.get("name") if isinstance(one, dict) else None
