"""Both databases find what a plain walk through the words finds, and no query makes an error."""

import datetime as dt

import pytest
from cast import make_community
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhour.core.search.folding import kept, words_of
from commonhour.core.search.query import Query, Term, Way, read_query
from commonhour.core.search.ranking import kept_words
from commonhour.models import SearchDocument
from commonhour.models.search import EVERY, OF_TYPE, place_of
from commonhour.reads.search import found_latest, search_page

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
HOSTILE = [
    "", " ", '"', '""', '"""', "'", "''", "*", "**", "-", "--", "-*", "a*b", "*a", "(", ")", "((a)", "a AND", "AND", "OR", "NOT a", "NEAR(a b, 3)",
    "a NEAR b", "words:a", "words : a", "{words} : a", "^a", "a + b", "a | b", "a & !b", "a <-> b", "a <2> b", "!a", "a:*", "a:ABC", "\\", "\\'", "a\\",
    "';DROP TABLE commonhour_searchdocument;--", "1=1 OR 1", "%s %d %(a)s", "{key}", "{0}", "%", "_", "d_", "ti_a", "g_1", "\x00", "a\x00b", "\ud800", "a\udfff",
    "👋", "👩‍👩‍👧", "שלום עולם", "\u202eabc\u202c", "مرحبا", "ﷺ", "a" * 10_000, "a " * 5_000, '"' * 501, "-" * 300, "(" * 300, "e\u0301" * 200, "漢" * 500, "type:", "type:notes type:",
    "before:9999-12-31", "before:0001-01-01", "after:9999", "after:2026-01-01 before:2025-01-01", "group:x -a", "in:decisions", "-only", '-"', "١٢٣", "½ ² ㈱", "\u3099",
    "<script>alert(1)</script>", "a\nb\tc\r\u2028d", "'a' | 'b'", "$$", "a::tsquery", "\ufeffa", "İ ı ß ſ",
]  # fmt: skip


def keep(number, title, body, noun="notes", day=None, about=()):
    words = kept(kept_words([EVERY, *about], words_of(title), words_of(body)))
    return SearchDocument.objects.create(
        id=place_of(noun, day, number), noun=noun, object_id=number, title=title, body=body, path="/", date=day, words=words
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_makes_an_error(text):
    make_community()
    keep(1, "A title", "a b c 漢字 words", day=TODAY)
    page = search_page(text, TODAY)
    assert page.number == 1
    assert len(found_latest(text)) == page.total or not page.total


def stands(way: Way, words: list[str]) -> bool:
    return any(_stands_at(way, words, at) for at in range(len(words)))


def _stands_at(way: Way, words: list[str], at: int) -> bool:
    part = words[at : at + len(way.words)]
    if len(part) < len(way.words) or part[:-1] != list(way.words[:-1]):
        return False
    return part[-1].startswith(way.words[-1]) if way.is_begun else part[-1] == way.words[-1]


def naive(query: Query, row: SearchDocument) -> bool:
    words = row.words.split()

    def has(term: Term) -> bool:
        return any(stands(way, words) for way in term.ways)

    day = row.date
    is_in_time = not (query.after or query.before) or (
        day is not None and (query.after or dt.date.min) <= day < (query.before or dt.date.max)
    )
    is_of_type = not query.types or any(row.noun in OF_TYPE[kind] for kind in query.types)
    return is_in_time and is_of_type and all(map(has, query.terms)) and not any(map(has, query.without))


LETTERS = st.sampled_from(
    [
        "a",
        "of",
        "the",
        "of the",
        "ab",
        "abs",
        "release",
        "releases",
        "plan",
        "Réunion",
        "会議室",
        "議室",
        "会",
        "室a",
        "b-a",
        "policy",
        "policies",
    ]
)
TEXTS = st.lists(LETTERS, max_size=6).map(" ".join)
DAYS = st.none() | st.dates(dt.date(2025, 11, 1), dt.date(2026, 2, 1))
ROWS = st.lists(
    st.tuples(TEXTS, TEXTS, st.sampled_from(["notes", "agenda", "decision", "group"]), DAYS), max_size=5
)
PARTS = LETTERS | st.sampled_from(["after:2025-12", "before:2026-01-05", "type:notes", "type:decisions"])
WRITTEN = st.tuples(
    st.sampled_from(["{}", "{}*", '"{}"', "-{}", '"{} a"', '"of {}"', '"{} plan*"', '"{} 室"*']), PARTS
).map(lambda pair: pair[0].format(pair[1]))
QUERIES = st.lists(WRITTEN, min_size=1, max_size=4).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=ROWS, text=QUERIES)
def test_the_database_finds_what_a_walk_through_the_words_finds(db, rows, text):
    SearchDocument.objects.all().delete()
    kept_rows = [keep(n, title, body, noun, day) for n, (title, body, noun, day) in enumerate(rows, 1)]
    query = read_query(text)
    wanted = sorted((row.pk for row in kept_rows if naive(query, row)), reverse=True)
    if query.is_empty:
        return
    assert SearchDocument.objects.newest(query, (), (), 10) == wanted
    counts, latest = SearchDocument.objects.found(query, (), (), 10)
    assert latest == wanted
    every = [row for row in kept_rows if naive(Query(**{**_fields(query), "types": ()}), row)]
    assert sum(counts.values()) == len(every)
    assert sorted((row.id for row in search_page(text, TODAY).rows), reverse=True) == wanted


def _fields(query: Query) -> dict[str, object]:
    return {name: getattr(query, name) for name in query.__dataclass_fields__}


def test_the_order_is_the_same_wherever_it_is_kept():
    make_community()
    keep(1, "Budget", "of the year", day=dt.date(2024, 1, 10))
    keep(2, "Call", "budget " * 5, day=dt.date(2026, 11, 1))
    keep(3, "Call", "one budget", day=dt.date(2026, 11, 20))
    keep(4, "Budgets and more", "", noun="group")
    assert [row.id & 7 for row in search_page("budget", TODAY).rows] == [1, 4, 2, 3]
    assert [row.id & 7 for row in found_latest("budget")] == [4, 3, 2, 1]
