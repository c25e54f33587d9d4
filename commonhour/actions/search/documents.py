"""What the search knows of each thing everybody may read, noun by noun: of drafts, and of what was removed, nothing."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from commonhour.core.search.folding import kept, words_of
from commonhour.core.search.plain import plain
from commonhour.core.search.ranking import kept_words
from commonhour.core.speakers import speaker_key
from commonhour.models import (
    ActionItem,
    ActionMention,
    Decision,
    Group,
    Membership,
    Notes,
    NotesDate,
    SearchDocument,
    Series,
    Session,
)
from commonhour.models.notes import AGENDA, PUBLISHED
from commonhour.models.search import EVERY, place_of

LONGEST_TITLE, LONGEST_PATH, LONGEST_BODY = 300, 300, 150_000
Keys = Collection[int] | None  # None: of all of them


def documents_of(noun: str, keys: Keys = None) -> Iterator[SearchDocument]:
    """Of these rows, as they are now."""
    return _MAKERS[noun](keys)


def _document(
    noun: str, object_id: int, title: str, body: str, path: str, *, day: dt.date | None = None,
    series: Series | None = None, notes: int | None = None, groups: Iterable[int] = (),
) -> SearchDocument:  # fmt: skip
    body = body[:LONGEST_BODY]
    about = [EVERY, *(f"g_{key}" for key in groups), *([f"s_{series.pk}"] if series else [])]
    words = kept(kept_words(about, words_of(title), words_of(body)))
    return SearchDocument(
        id=place_of(noun, day, object_id), noun=noun, object_id=object_id, title=title[:LONGEST_TITLE], body=body,
        path=path[:LONGEST_PATH], date=day, series=series.pk if series else None, notes=notes, words=words,
    )  # fmt: skip


def _notes(keys: Keys) -> Iterator[SearchDocument]:
    rows = _within(Notes.objects.public(), keys).filter(series__removed_at=None).select_related("series")
    holders, paths = _Holders(), _paths_of_notes(keys)
    for row in rows.iterator(500):
        yield _document(
            "agenda" if row.stage == AGENDA else "notes", row.pk, row.title or row.series.title, plain(row.text),
            paths.get(row.pk, row.series.path), day=row.date, series=row.series, notes=row.pk, groups=holders.of(row.series),
        )  # fmt: skip


def _decisions(keys: Keys) -> Iterator[SearchDocument]:
    rows = _within(Decision.objects.filter(notes__stage=PUBLISHED, notes__series__removed_at=None), keys)
    holders, paths = _Holders(), _paths_of_notes()  if keys is None else _paths_of_notes(list(rows.values_list("notes", flat=True)))  # fmt: skip
    for row in rows.select_related("notes__series").defer("notes__text").iterator(500):
        notes = row.notes
        yield _said(
            "decision", row.pk, row.text, paths.get(notes.pk), day=notes.date, series=notes.series, notes=notes.pk, holders=holders
        )  # fmt: skip


def _actions(keys: Keys) -> Iterator[SearchDocument]:
    """Each leads to the latest notes that speak of it; with the name of whoever is to do it."""
    rows = _within(ActionItem.objects.filter(series__removed_at=None), keys)
    said = ActionMention.objects.filter(notes__stage=PUBLISHED)
    said = said if keys is None else said.filter(action__in=keys)
    told = said.order_by("notes__date", "notes").values_list("action", "notes")
    latest = dict(told.iterator())
    holders, paths = _Holders(), _paths_of_notes(None if keys is None else set(latest.values()))
    for row in rows.filter(mentions__isnull=False).distinct().select_related("series").iterator(500):
        if notes := latest.get(row.pk):
            yield _said(
                "action", row.pk, row.text, paths.get(notes), day=row.said_on, series=row.series, notes=notes, holders=holders, more=row.owner
            )  # fmt: skip


def _said(
    noun: str, key: int, text: str, path: str | None, *, day: dt.date | None, series: Series, notes: int,
    holders: "_Holders", more: str = "",
) -> SearchDocument:  # fmt: skip
    text = plain(text)
    body = more if len(text) <= LONGEST_TITLE else f"{text} {more}"
    return _document(
        noun,
        key,
        text,
        body,
        path or series.path,
        day=day,
        series=series,
        notes=notes,
        groups=holders.of(series),
    )


def _series(keys: Keys) -> Iterator[SearchDocument]:
    holders = _Holders(keys or ())
    for row in _within(Series.objects.all(), keys).iterator(500):
        body = _joined(plain(row.description), row.region, *row.tags)
        yield _document("series", row.pk, row.title, body, row.path, series=row, groups=holders.of(row))


def _groups(keys: Keys) -> Iterator[SearchDocument]:
    for row in _within(Group.objects.all(), keys).iterator(500):
        body = _joined(plain(row.description), *row.aliases, row.region, row.lead_organisation)
        yield _document("group", row.pk, row.name, body, row.path, groups=[row.pk])


def _talks(keys: Keys) -> Iterator[SearchDocument]:
    holders = _Holders()
    for row in _within(Session.objects.select_related("series"), keys).iterator(500):
        said = [
            word for one in _speakers(row.speakers) for word in (one["name"], one.get("organisation") or "")
        ]
        body = _joined(*said, plain(row.abstract), *row.tags)
        series = row.series if row.series and row.series.removed_at is None else None
        yield _document(
            "talk", row.pk, row.title, body, row.path, day=row.date, series=series, groups=holders.of(series) if series else ()
        )  # fmt: skip


def _people(keys: Keys) -> Iterator[SearchDocument]:
    """Everybody who is named in a group or speaks, one for each name: what they are, and what they speak of."""
    names: dict[str, str] = {}
    said: dict[str, list[str]] = defaultdict(list)
    paths: dict[str, str] = {}
    for title, speakers in Session.objects.latest_first().values_list("title", "speakers").iterator():
        for one in _speakers(speakers):
            key = speaker_key(one["name"])
            names.setdefault(key, one["name"])
            said[key] += [one.get("organisation") or "", title]
            paths[key] = f"/speakers/{key}/"
    named = Membership.objects.filter(until=None, group__removed_at=None, person__merged_into=None)
    for row in named.select_related("person", "group"):
        key = speaker_key(row.person.name)
        names.setdefault(key, row.person.name)
        said[key] += [row.person.organisation, row.role, row.group.name]
        paths.setdefault(key, row.group.path)
    taken: set[int] = set()
    for key in sorted(filter(None, names)):
        number = _number_of(key, taken)
        if keys is None or number in keys:
            yield _document("person", number, names[key], _joined(*dict.fromkeys(said[key])), paths[key])


def _number_of(key: str, taken: set[int]) -> int:
    """People have no one row: a number made of the name, another one for the rare name that would have the same."""
    number = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest())
    while number in taken:
        number += 1
    taken.add(number)
    return number


def _speakers(speakers: Any) -> list[dict[str, Any]]:
    return [one for one in speakers if isinstance(one, dict) and speaker_key(str(one.get("name") or ""))]


def _joined(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)


def _within(rows: QuerySet[Any], keys: Keys) -> QuerySet[Any]:
    return (rows if keys is None else rows.filter(pk__in=keys)).order_by("pk")


def _paths_of_notes(keys: Keys = None) -> dict[int, str]:
    """The first date that has them."""
    rows = NotesDate.objects.all() if keys is None else NotesDate.objects.filter(notes__in=keys)
    told = rows.order_by("-occurrence__start").values_list(
        "notes", "occurrence__series__slug", "occurrence__slug"
    )
    return {notes: f"/meetings/{series}/{day}/" for notes, series, day in told}


class _Holders:
    """The groups that hold a series, its own and others, of those that are there. Those of `series` are asked for at once."""

    def __init__(self, series: Collection[int] = ()) -> None:
        self.found: dict[int, list[int]] = {}
        if series:
            self._find(series)

    def of(self, series: Series) -> list[int]:
        if series.pk not in self.found:
            self._find([series.pk])
        return self.found[series.pk]

    def _find(self, series: Collection[int]) -> None:
        of_its_own = Series.every.filter(pk__in=series).values_list("pk", "group")
        of_others = Series.co_groups.through._default_manager.filter(series__in=series)
        held = [*of_its_own, *of_others.values_list("series", "group")]
        there = set(Group.objects.filter(pk__in={group for _, group in held}).values_list("pk", flat=True))
        for key in series:
            self.found[key] = sorted({group for one, group in held if one == key and group in there})


_MAKERS: dict[str, Callable[[Keys], Iterator[SearchDocument]]] = {
    "notes": _notes, "decision": _decisions, "action": _actions, "series": _series, "group": _groups, "talk": _talks,
    "person": _people,
}  # fmt: skip
