"""What the search knows: one row for each thing everybody may read, and the words there are. Derived, never written by hand."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models, transaction

from commonhour.core.search.folding import joined
from commonhour.core.search.query import Query, Term, Way
from commonhour.models.texts import PublicLine, PublicText

NOUNS = ("notes", "agenda", "decision", "action", "series", "group", "talk", "person")
OF_TYPE = {
    "notes": ("notes", "agenda"), "decisions": ("decision",), "actions": ("action",), "series": ("series",), "groups": ("group",),
    "talks": ("talk",), "people": ("person",),
}  # fmt: skip
EVERY = "d_"  # a word that every document has
_NOUN_BITS, _OBJECT_BITS = 3, 38
_DAY_BITS = _NOUN_BITS + _OBJECT_BITS
_NOUN = f"(id >> {_OBJECT_BITS}) & {(1 << _NOUN_BITS) - 1}"
# Where it is looked for, the key, the key as no index of keys has it, and what finds words.
_TABLES = {
    "sqlite": ("commonhour_searchwords", "rowid", "rowid", "commonhour_searchwords MATCH %s"),
    "postgresql": ("commonhour_searchdocument", "id", "(id + 0)", "vector @@ %s::tsquery"),
}


def place_of(noun: str, day: dt.date | None, object_id: int) -> int:
    """The key of a document: in its order the latest day comes last, and what has no day behind all."""
    number = (day or dt.date.max).toordinal()
    return number << _DAY_BITS | NOUNS.index(noun) << _OBJECT_BITS | object_id % (1 << _OBJECT_BITS)


class SearchDocuments(models.Manager["SearchDocument"]):
    def found(
        self, query: Query, groups: Sequence[int], series: Sequence[int], limit: int
    ) -> tuple[dict[str, int], list[int]]:
        """How many of each noun are found, of whatever type; and the keys of those of the types asked for, the latest first."""
        counts = f"SELECT {_NOUN}, count(*) FROM found GROUP BY 1"
        latest = f"SELECT -1, id FROM (SELECT id FROM found{_of_types(query)} ORDER BY id DESC LIMIT {int(limit)}) AS latest"
        rows = _asked(f"{counts} UNION ALL {latest}", query, groups, series)
        return {NOUNS[noun]: count for noun, count in rows if noun >= 0}, [
            key for noun, key in rows if noun < 0
        ]

    def newest(
        self,
        query: Query,
        groups: Sequence[int],
        series: Sequence[int],
        limit: int,
        *,
        in_title: bool = False,
    ) -> list[int]:
        """The keys of what is found, the latest first; with `in_title` of that which has all the terms in its title."""
        end = f"SELECT id FROM found{_of_types(query)} ORDER BY id DESC LIMIT {int(limit)}"
        return [key for (key,) in _asked(end, query, groups, series, "ti_" if in_title else "")]


class SearchDocument(models.Model):
    """Of one row of `noun` that everybody may read. `id` is made of its day (`place_of`), `date` is a day where the meeting is
    held. `series` and `notes` are ids, the latter the id of the notes it stands in. `words` is what is compared (`core/search/folding.py`);
    the database's own index of them follows it by itself (migration 0041)."""

    id = models.BigAutoField(primary_key=True)
    noun = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    series = models.BigIntegerField(null=True)
    notes = models.BigIntegerField(null=True)
    date = models.DateField(null=True)
    title = PublicLine(max_length=300)
    body = PublicText(blank=True)
    path = models.CharField(max_length=300)
    words = models.TextField()

    objects = SearchDocuments()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "object_id"], name="search_document_once")]
        indexes = [models.Index(fields=["notes"]), models.Index(fields=["series"])]

    def __str__(self) -> str:
        return f"{self.noun} {self.object_id}"


class SearchWord(models.Model):
    """A word that stands in so many documents; in none, it goes. `initial` and `length` find its neighbours."""

    word = models.CharField(max_length=30, primary_key=True)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()
    documents = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length"])]

    def __str__(self) -> str:
        return self.word


class SearchState(models.Model):
    """One row: by which version of the rules the index was made."""

    version = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"version {self.version}"


def _of_types(query: Query) -> str:
    nouns = [str(NOUNS.index(noun)) for kind in query.types for noun in OF_TYPE[kind]]
    return f" WHERE {_NOUN} IN ({', '.join(nouns)})" if nouns else ""


def _asked(
    end: str, query: Query, groups: Sequence[int], series: Sequence[int], mark: str = ""
) -> list[tuple[int, ...]]:
    table, key, place, match = _TABLES[connection.vendor]
    first, last = _keys_between(query)
    found = f"SELECT {key} AS id FROM {table} WHERE {match} AND {place} >= {first} AND {place} < {last}"
    write = _sqlite if connection.vendor == "sqlite" else _postgres
    with _by_its_index(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED ({found}) {end}", [write(query, _about(groups, series), mark)]
        )
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


@contextmanager
def _by_its_index() -> Iterator[None]:
    """PostgreSQL thinks that reading every document through is cheap: it does not know how long words are unpacked."""
    if connection.vendor == "sqlite":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield


def _keys_between(query: Query) -> tuple[int, int]:
    """What has no day lies between no days."""
    first = query.after.toordinal() if query.after else 0
    last = dt.date.max.toordinal() + (0 if query.after or query.before else 1)
    last = min(last, query.before.toordinal()) if query.before else last
    return first << _DAY_BITS, min(last << _DAY_BITS, (1 << 63) - 1)


def _about(groups: Sequence[int], series: Sequence[int]) -> list[Term]:
    """Of any of these groups, and any of these series."""
    marks = [[f"g_{key}" for key in groups], [f"s_{key}" for key in series]]
    return [Term(tuple(Way((word,)) for word in words)) for words in marks if words]


def _sqlite(query: Query, about: list[Term], mark: str) -> str:
    """For FTS5: words hold letters and digits only, so that a quoted one is no operator."""

    def way(one: Way, mark: str) -> str:
        phrase = f'"{" ".join(mark + word for word in one.words)}"{"*" if one.is_begun else ""}'
        return " AND ".join([phrase, *(f'"{pair}"' for pair in _joined(one, mark))])

    def term(one: Term, mark: str = "") -> str:
        return f"({' OR '.join(f'({way(each, mark)})' for each in one.ways)})"

    wanted = [*map(term, about), *(term(one, mark) for one in query.terms)] or [f'"{EVERY}"']
    asked = f"({' AND '.join(wanted)})"
    for one in query.without:
        asked = f"({asked} NOT {term(one)})"
    return asked


def _postgres(query: Query, about: list[Term], mark: str) -> str:
    """A tsquery as PostgreSQL writes it, so that nothing reads the words once more."""

    def way(one: Way, mark: str) -> str:
        words = [f"'{mark}{word}'" for word in one.words]
        phrase = f"({' <-> '.join(words)}{':*' if one.is_begun else ''})"
        return " & ".join([phrase, *(f"'{pair}'" for pair in _joined(one, mark))])

    def term(one: Term, mark: str = "") -> str:
        return f"({' | '.join(f'({way(each, mark)})' for each in one.ways)})"

    wanted = [*map(term, about), *(term(one, mark) for one in query.terms)] or [f"'{EVERY}'"]
    return " & ".join([*wanted, *(f"!{term(one)}" for one in query.without)])


def _joined(one: Way, mark: str) -> list[str]:
    """What is in every text in which the words follow each other, and in few others."""
    return [] if mark else joined(one.words[:-1] if one.is_begun else one.words)
