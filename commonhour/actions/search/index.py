"""The index is brought in line with what was written, in the same transaction, and made anew as a whole."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TypeVar

from django.db import connection, transaction

from commonhour.actions.search.documents import documents_of
from commonhour.models import (
    ActionItem,
    ActionMention,
    Decision,
    Group,
    Notes,
    SearchDocument,
    SearchState,
    SearchWord,
    Series,
    Session,
)

VERSION = 1  # of what is kept and how its words are made: another one makes the index anew
NOUNS = {"notes": ("notes", "agenda")}  # kept as one of these; all others by their own name
_AT_ONCE = 500
# What is touched by these is kept of people, who have no row of their own.
_OF_PEOPLE = {"person", "membership", "session", "group", "user", "unnamed"}
_NOUN_OF = {"notes": "notes", "actionitem": "action", "series": "series", "group": "group", "session": "talk"}
# What is kept of a series with each of its notes.
_CARRIED = {"", "title", "slug", "group", "group_id", "co_groups", "removed_at"}
TOUCHING = _OF_PEOPLE | _NOUN_OF.keys()

_TABLES = {
    "group": Group,
    "series": Series,
    "talk": Session,
    "notes": Notes,
    "decision": Decision,
    "action": ActionItem,
}
# An index of many rows is made quickest when they are all there (migration 0041 says how).
_AS_A_WHOLE = {
    "sqlite": ("", "INSERT INTO commonhour_searchwords(commonhour_searchwords) VALUES ('rebuild')"),
    "postgresql": (
        "DROP INDEX IF EXISTS commonhour_search_vector",
        "CREATE INDEX commonhour_search_vector ON commonhour_searchdocument USING gin (vector)",
    ),
}
T = TypeVar("T")
Touched = Mapping[tuple[str, int], Collection[str]]


def follow(touched: Touched) -> None:
    """Rows by noun and key, each with the names of its fields that were written ("" for all). Within the transaction that
    wrote them."""
    for noun, kept_as in _NOUN_OF.items():
        keys = [key for one, key in touched if one == noun]
        if noun == "notes":
            index_notes(keys)
        else:
            _index(kept_as, keys)
    moved = [
        key for (noun, key), names in touched.items() if noun == "series" and not _CARRIED.isdisjoint(names)
    ]
    for part in _parts(moved):
        index_notes(_notes_of_series(part))
        _index("talk", _stored(series__in=part, noun="talk"))
    if any(noun in _OF_PEOPLE for noun, _ in touched):
        _replace(SearchDocument.objects.filter(noun="person"), documents_of("person"))


def index_notes(keys: Collection[int]) -> None:
    """Notes by their ids, with the decisions and actions they speak of, and those they spoke of before."""
    for part in _parts(keys):
        _index("notes", part)
        said = Decision.objects.filter(notes__in=part).values_list("pk", flat=True)
        _index("decision", {*said, *_stored(notes__in=part, noun="decision")})
        told = ActionMention.objects.filter(notes__in=part).values_list("action", flat=True)
        _index("action", {*told, *_stored(notes__in=part, noun="action")})


def refresh() -> None:
    """Everything in line with the rules of this version, slice by slice, so that nobody waits for it to write."""
    for noun, table in _TABLES.items():
        there = table._base_manager.order_by("pk").values_list("pk", flat=True)
        known = _stored(noun__in=NOUNS.get(noun, (noun,)))
        for part in _parts(sorted({*there, *known})):
            with transaction.atomic():
                _index(noun, part)
    with transaction.atomic():
        _replace(SearchDocument.objects.filter(noun="person"), documents_of("person"))
        _set_version(VERSION)


def rebuild() -> int:
    """Everything anew, also what is broken, in one transaction; returns how many documents there are."""
    with transaction.atomic():
        _set_version(-1)  # SQLite's own index does not follow until it is made as a whole
        SearchDocument.objects.all().delete()
        SearchWord.objects.all().delete()
        first, last = _AS_A_WHOLE[connection.vendor]
        _execute(first)
        count = _insert(chain.from_iterable(documents_of(noun) for noun in (*_TABLES, "person")))
        _execute(last)
        _set_version(VERSION)
    return count


def refresh_if_older() -> None:
    """What an older version of the hub kept, or one that kept nothing."""
    if not SearchState.objects.filter(version=VERSION).exists():
        refresh()


def _notes_of_series(series: Collection[int]) -> set[int]:
    there = Notes.objects.filter(series__in=series).values_list("pk", flat=True)
    kept = SearchDocument.objects.filter(series__in=series, notes__isnull=False)
    return {*there, *kept.values_list("notes", flat=True)}  # type: ignore[arg-type]


def _stored(**which: object) -> list[int]:
    return list(SearchDocument.objects.filter(**which).values_list("object_id", flat=True))


def _index(noun: str, keys: Iterable[int]) -> None:
    for part in _parts(sorted(set(keys))):
        stored = SearchDocument.objects.filter(noun__in=NOUNS.get(noun, (noun,)), object_id__in=part)
        _replace(stored, documents_of(noun, part))


def _replace(stored: Iterable[SearchDocument], wanted: Iterable[SearchDocument]) -> None:
    """Only what is another one is written."""
    before = {_value(row): row for row in stored}
    after = {_value(row): row for row in wanted}
    gone = [row for value, row in before.items() if value not in after]
    new = [row for value, row in after.items() if value not in before]
    for part in _parts(gone):
        SearchDocument.objects.filter(pk__in=[row.pk for row in part]).delete()
    SearchDocument.objects.bulk_create(new, batch_size=100)
    change = _words(new)
    change.subtract(_words(gone))
    _count(change)


def _value(row: SearchDocument) -> tuple[object, ...]:
    return row.pk, row.noun, row.object_id, row.title, row.path, row.notes, row.series, row.words, row.body


def _insert(documents: Iterable[SearchDocument]) -> int:
    count, words = 0, Counter[str]()
    for part in _parts(documents):
        SearchDocument.objects.bulk_create(part, batch_size=100)
        words.update(_words(part))
        count += len(part)
    _count(words)
    return count


def _words(rows: Iterable[SearchDocument]) -> Counter[str]:
    """In how many documents each stands: words of letters that somebody may mistype."""
    found: Counter[str] = Counter()
    for row in rows:
        found.update(word for word in set(row.words.split()) if 4 <= len(word) <= 30 and word.isalpha())
    return found


def _count(change: Counter[str]) -> None:
    """In the order of the words, so that two writers never wait for each other."""
    rows = [(word, word[0], len(word), more) for word, more in sorted(change.items()) if more]
    statement = """INSERT INTO commonhour_searchword (word, initial, length, documents) VALUES (%s, %s, %s, %s)
        ON CONFLICT (word) DO UPDATE SET documents = commonhour_searchword.documents + excluded.documents"""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
        fewer = [word for word, _, _, more in rows if more < 0]
        for part in _parts(fewer):
            SearchWord.objects.filter(word__in=part, documents__lte=0).delete()


def _execute(statement: str) -> None:
    if statement:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _set_version(version: int) -> None:
    SearchState.objects.update_or_create(pk=1, defaults={"version": version})


def _parts(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        yield part
