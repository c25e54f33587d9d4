"""What is found in notes, decisions, actions, series, groups, talks and people, the best first, each with the part that says it."""

import datetime as dt
from dataclasses import dataclass, field

from commonhour.core.search.excerpt import Pieces, excerpt, marked
from commonhour.core.search.folding import words_of
from commonhour.core.search.near import allowed, distance
from commonhour.core.search.query import TYPES, Query, read_query
from commonhour.core.search.ranking import score
from commonhour.models import Group, Notes, SearchDocument, SearchWord, Series
from commonhour.models.search import OF_TYPE
from commonhour.reads.history import BEFORE_ANYTHING

PER_PAGE = 20
RANKED, TITLED = (
    400,
    100,
)  # how many of what is found are put in order: the latest, and those that say it in their title
LATEST = 30


@dataclass(frozen=True, slots=True)
class FoundRow:
    """`noun` is one of `models.search.NOUNS`. `title` and `excerpt` are parts of plain text with whether each is what was asked for.
    `updated_at` is when what says it was written last (UTC), as far as that is known."""

    id: int
    noun: str
    object_id: int
    title: Pieces
    excerpt: Pieces
    path: str
    date: dt.date | None
    series: str
    series_path: str
    group: str
    group_path: str
    updated_at: dt.datetime

    @property
    def plain_title(self) -> str:
        return "".join(part for part, _ in self.title)

    @property
    def plain_excerpt(self) -> str:
        return "".join(part for part, _ in self.excerpt)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`total` is of the types asked for, `counts` of every type; `pages` are as many as there are ranked rows for. `meant` is what
    may have been meant instead, "" for nothing."""

    query: Query
    rows: list[FoundRow]
    total: int = 0
    counts: list[tuple[str, int]] = field(default_factory=list)
    number: int = 1
    pages: int = 1
    meant: str = ""

    @property
    def has_more_than_shown(self) -> bool:
        return self.total > self.pages * PER_PAGE


def search_page(text: str, today: dt.date, number: int = 1) -> SearchPage:
    """The page with this number, or the last one there is. No text is refused."""
    query = read_query(text)
    whose = _whose(query)
    if query.is_empty or whose is None:
        return SearchPage(query, [])
    found, latest = SearchDocument.objects.found(query, *whose, RANKED)
    counts = _counts(query, found)
    total = sum(count for kind, count in counts if not query.types or kind in query.types)
    keys = _ranked(query, latest, *whose, today)
    pages = max(1, -(-len(keys) // PER_PAGE))
    number = min(max(1, number), pages)
    rows = _rows(keys[(number - 1) * PER_PAGE : number * PER_PAGE], query)
    return SearchPage(query, rows, total, counts, number, pages, "" if total else _meant(query))


def found_latest(text: str) -> list[FoundRow]:
    """What is found, the latest first, for a feed."""
    query = read_query(text)
    whose = _whose(query)
    if query.is_empty or whose is None:
        return []
    return _rows(SearchDocument.objects.newest(query, *whose, PER_PAGE * 2), query)


def latest_notes() -> list[FoundRow]:
    """The last agendas and notes, the latest day first."""
    query = Query(types=("notes",))
    return _rows(SearchDocument.objects.newest(query, (), (), LATEST), query)


def _whose(query: Query) -> tuple[list[int], list[int]] | None:
    """The ids of the groups and the series asked for; None where there is none of them."""
    groups = (
        list(Group.objects.filter(slug__in=query.groups).values_list("pk", flat=True)) if query.groups else []
    )
    series = (
        list(Series.objects.filter(slug__in=query.series).values_list("pk", flat=True))
        if query.series
        else []
    )
    is_nobodys = (query.groups and not groups) or (query.series and not series)
    return None if is_nobodys else (groups, series)


def _counts(query: Query, found: dict[str, int]) -> list[tuple[str, int]]:
    counts = [(kind, sum(found.get(noun, 0) for noun in OF_TYPE[kind])) for kind in TYPES]
    return [(kind, count) for kind, count in counts if count or kind in query.types]


def _ranked(
    query: Query, latest: list[int], groups: list[int], series: list[int], today: dt.date
) -> list[int]:
    """Among the latest, and the latest of those that say it in their title, the best first; what is as good, the latest first."""
    if not query.terms:
        return latest
    keys = set(latest)
    if len(keys) == RANKED:
        keys |= set(SearchDocument.objects.newest(query, groups, series, TITLED, in_title=True))
    rows = SearchDocument.objects.filter(pk__in=keys).values_list("pk", "words", "title", "date")
    scores = {
        key: score(words, words_of(title), date, query, today) for key, words, title, date in rows.iterator()
    }
    return sorted(scores, key=lambda key: (scores[key], key), reverse=True)


def _rows(keys: list[int], query: Query) -> list[FoundRow]:
    found = SearchDocument.objects.in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    series = Series.objects.select_related("group").in_bulk({row.series for row in rows if row.series})
    written = dict(
        Notes.objects.filter(pk__in={row.notes for row in rows if row.notes}).values_list("pk", "changed_at")
    )
    return [
        _row(row, series.get(row.series or 0), written.get(row.notes or 0, BEFORE_ANYTHING), query)
        for row in rows
    ]


def _row(row: SearchDocument, series: Series | None, written: dt.datetime, query: Query) -> FoundRow:
    group = series.group if series and series.group and series.group.removed_at is None else None
    shows_series = series is not None and row.noun != "series"
    return FoundRow(
        row.pk, row.noun, row.object_id, marked(row.title, query), excerpt(row.body, query), row.path, row.date,
        series.title if series and shows_series else "", series.path if series and shows_series else "",
        group.name if group else "", group.path if group else "", written,
    )  # fmt: skip


def _meant(query: Query) -> str:
    """The text with every word that stands nowhere as the nearest one that does; "" where there is none."""
    swaps = {}
    for word in dict.fromkeys(query.words):
        if not _is_known(word):
            near = _nearest(word)
            if not near:
                return ""
            swaps[word] = near
    text = _swapped(query.text, swaps)
    meant = read_query(text)
    whose = _whose(meant)
    is_found = bool(swaps) and whose is not None and SearchDocument.objects.newest(meant, *whose, 1)
    return text if is_found else ""


def _is_known(word: str) -> bool:
    return len(word) < 4 or not word.isalpha() or SearchWord.objects.filter(word=word).exists()


def _nearest(word: str) -> str:
    """The nearest, of those the one in most documents. Its first letter may be the one that is wrong, missing or moved."""
    most = allowed(word)
    near = SearchWord.objects.filter(
        initial__in=set(word[:2]), length__range=(len(word) - most, len(word) + most)
    )
    rows = near.values_list("word", "documents").iterator()
    found = [(far, -count, other) for other, count in rows if (far := distance(word, other, most)) <= most]
    return min(found)[2] if found else ""


def _swapped(text: str, swaps: dict[str, str]) -> str:
    """Word for word as it was typed, where folding it leaves one of the wrong ones."""
    parts = text.split(" ")
    return " ".join(_swapped_part(part, swaps) for part in parts)


def _swapped_part(part: str, swaps: dict[str, str]) -> str:
    words = words_of(part)
    if len(words) != 1 or words[0] not in swaps:
        return part
    core = part.strip('"-*.,;:!?()')
    return part.replace(core, swaps[words[0]], 1) if core else part
