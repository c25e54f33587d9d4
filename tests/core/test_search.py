"""The words of a text, what a query means, which part of a text is shown and what comes first."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.search.excerpt import excerpt, marked
from commonhour.core.search.folding import MOST, OFTENEST, kept, places_of, words_of
from commonhour.core.search.near import distance
from commonhour.core.search.plain import plain
from commonhour.core.search.query import Way, read_query
from commonhour.core.search.ranking import kept_words, score

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(("text", "words"), [
    ("The Release-Plan, v2.1!", ["the", "release", "plan", "v2", "1"]),
    ("Reunión año ＡＢＣ Straße", ["reunion", "ano", "abc", "strasse"]),
    ("会議室を2026年", ["会議", "議室", "室を", "を", "2026", "年"]),
    ("がき ﾃｽﾄ", ["がき", "き", "テス", "スト", "ト"]),
    ("한국어 회의", ["한국어", "회의"]),
    ("_a\x00b\ud800c 👋", ["a", "b", "c"]),
])  # fmt: skip
def test_words_are_compared_without_case_accents_and_signs(text, words):
    assert words_of(text) == words


def test_a_very_long_or_repeating_text_is_kept_as_far_as_any_database_does():
    assert len(kept(["a", "b"] * MOST).split()) == MOST
    assert kept(["a"] * 1000).split().count("a") == OFTENEST


@given(st.text(max_size=60))
def test_places_are_those_of_the_words_themselves(text):
    for start, end, word in places_of(text):
        assert 0 <= start < end <= len(text)
        assert word in words_of(text[start:end])
    if unicodedata.is_normalized("NFKC", text):
        assert [word for *_, word in places_of(text)] == words_of(text)


def ways(text):
    return [[(way.words, way.is_begun) for way in term.ways] for term in read_query(text).terms]


def test_a_query_has_words_phrases_beginnings_and_what_is_not_wanted():
    query = read_query('budget "Release plan" rel* -draft -"old news" end')
    assert query.terms[0].ways == (Way(("budget",)), Way(("budgets",)), Way(("budgetes",)))
    assert query.terms[1].ways == (Way(("release", "plan")),)
    assert query.terms[2].ways == (Way(("rel",), is_begun=True),)
    assert query.terms[3].ways == (Way(("end",)), Way(("end",), is_begun=True))
    assert [term.ways[0].words for term in query.without] == [("draft",), ("old", "news")]


def test_a_query_names_groups_types_and_days():
    query = read_query(
        "Group:ospo group:café type:decision in:actions after:2026-02 before:2026-03-01 series:call"
    )
    assert query.groups == ("ospo", "café")
    assert query.series == ("call",)
    assert query.types == ("decisions", "actions")
    assert (query.after, query.before) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    assert query.terms == ()


@pytest.mark.parametrize(
    "text", ["type:nonsense", "before:yesterday", "after:2026-13-01", "before:0000", "note:x", "group:"]
)
def test_what_is_no_filter_is_words(text):
    query = read_query(text)
    assert (query.types, query.before, query.after, query.groups) == ((), None, None, ())
    assert query.terms


def test_writing_without_spaces_is_looked_for_wherever_it_stands():
    assert ways("会議") == [[(("会議",), False)]]
    assert ways("会議室") == [[(("会議", "議室"), False)]]
    assert ways("会") == [[(("会",), True)]]
    assert ways("会議abc") == [[(("会議", "議", "abc"), False)]]


@given(st.text(max_size=400))
def test_every_text_is_a_query(text):
    query = read_query(text)
    for term in (*query.terms, *query.without):
        assert all(way.words and all(word.isalnum() for word in way.words) for way in term.ways)


def shown(pieces):
    return "".join(f"[{part}]" if is_hit else part for part, is_hit in pieces)


def test_what_was_asked_for_is_marked_as_it_is_written():
    assert (
        shown(marked("The Reunión, and reuniones", read_query("reunion"))) == "The [Reunión], and [reuniones]"
    )
    assert shown(marked("定例会議室です", read_query("会議室"))) == "定例[会議室]です"
    assert (
        shown(marked("a release plan, no plan", read_query('"release plan"'))) == "a [release plan], no plan"
    )


def test_an_excerpt_begins_a_little_before_what_was_asked_for():
    text = "word " * 100 + "the quokka sat. " + "more " * 100
    pieces = excerpt(text, read_query("quokka"))
    assert "[quokka]" in shown(pieces)
    assert shown(pieces).startswith("… word")
    assert len(shown(pieces)) < 260


@given(st.text(max_size=500), st.text(max_size=20))
def test_an_excerpt_is_a_part_of_the_text(text, query):
    whole = " ".join(text.split())
    said = "".join(part for part, _ in excerpt(text, read_query(query)))
    assert said.removeprefix("… ").removesuffix(" …") in whole


def points(title, body, day=None, query="budget"):
    words = kept(kept_words([], words_of(title), words_of(body)))
    return score(words, words_of(title), day, read_query(query), TODAY)


def test_a_title_comes_before_a_text_and_a_fresh_one_before_an_old_one():
    assert points("Budget", "") > points("The budget of all", "") > points("Call", "the budget")
    assert points("Call", "budget, a budget") > points("Call", "budget") > points("Call", "budgeting")
    assert points("Call", "budget", TODAY) > points("Call", "budget", dt.date(2024, 1, 1))
    assert points("Call", "release plan", query='"release plan"') > points(
        "Call", "plan release", query='"release plan"'
    )


@pytest.mark.parametrize(("one", "other", "far"), [
    ("budget", "budget", 0), ("budgte", "budget", 1), ("budgt", "budget", 1), ("bugdte", "budget", 2), ("abcdef", "budget", 3),
])  # fmt: skip
def test_how_far_words_are_from_each_other(one, other, far):
    assert distance(one, other) == far


def test_markdown_is_read_as_plain_text():
    assert (
        plain('# A\n- [x] **b** [c](https://d.example "t")\n> e_f_g `h`\n---\n<br>i < j <!-- k -->')
        == "A\nb c\ne_f_g h\n\n i < j"
    )
