"""Laws of reading notes: it never fails, every line it names is there, order is kept, and code says nothing."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.notes.nameless import names_in
from commonhour.core.notes.reading import read_notes
from commonhour.core.notes.said import NotesRead

EXAMPLES = max(20, int(300 * float(os.environ.get("LAWS", "1"))))
PIECES = [
    "DECISION:", "ACTION:", "@ana", "by Friday", "by 2026-12-01", "- [ ]", "- [x]", "* ", "    ", "\t", "##", "Action items", "Consensus:",
    "**", "~~", "```", "~~~", ">", "<!--", "-->", "[", "](", ")", "(", "Ana to write", "Motion", "carried", "Present:", "14", ",", "|", "<td>X",
    "#agreed", "#action", "決定：", "まで", "12月1日", "é", "\x00", "\r", "?", ":", " -- ", "I'll", "TAC approved", "\u2028", "9" * 40,
]  # fmt: skip
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join), max_size=25).map("\n".join)
TEXTS = st.one_of(st.text(max_size=400), LINES)
DAYS = st.one_of(st.none(), st.dates())


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS, DAYS)
def test_reading_never_fails_and_names_lines_that_are_there_in_their_order(text, day):
    read = read_notes(text, day=day)
    for said in (read.topics, read.infos, read.decisions, read.actions):
        lines = [one.line for one in said]
        assert lines == sorted(lines)
        assert all(1 <= line <= text.count("\n") + 1 for line in lines)
        assert all(one.text.strip() for one in said)
    assert all(name.strip() for name in (*read.present, *read.regrets, *names_in(text, read)))


@settings(max_examples=EXAMPLES, deadline=None)
@given(LINES)
def test_what_stands_in_a_fence_says_nothing(text):
    code = text.replace("```", "").replace("~~~", "")
    assert read_notes(f"```\n{code}\n```\n") == NotesRead()


@settings(max_examples=EXAMPLES, deadline=None)
@given(LINES, st.integers(0, 30))
def test_empty_lines_before_a_text_only_move_what_it_says(text, count):
    one, other = read_notes(text), read_notes("\n" * count + text)
    assert [(said.line + count, said.text) for said in one.decisions] == [
        (said.line, said.text) for said in other.decisions
    ]
    assert [(said.line + count, said.text) for said in one.actions] == [
        (said.line, said.text) for said in other.actions
    ]


@settings(max_examples=EXAMPLES, deadline=None)
@given(LINES)
def test_line_ends_of_other_systems_make_no_difference(text):
    plain = text.replace("\r", "")
    assert read_notes(plain) == read_notes(plain.replace("\n", "\r\n"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_a_decision_keeps_its_words(words):
    said = f"go for {words} now"
    assert [one.text for one in read_notes(f"DECISION: {said}").decisions] == [said]
