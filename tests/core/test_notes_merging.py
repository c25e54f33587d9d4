"""Two people change one text at once: their lines are put together, and nobody's is lost."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.notes.merging import Clash, merge

_LINE = st.sampled_from(["", "a", "b", "TOPIC: x", "- [ ] y", "z z"])
_TEXT = st.lists(_LINE, max_size=8).map("\n".join)
_ADDED = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["new 1", "new 2", "new 3"])), max_size=4)


def lines(text):
    return Counter(line for line in text.split("\n") if line.strip())


def with_added(base, added):
    found = base.split("\n")
    for place, line in sorted(added, reverse=True):
        found.insert(min(place, len(found)), line)
    return "\n".join(found)


@given(_TEXT, _ADDED, _ADDED)
def test_where_both_only_add_every_line_of_both_is_there_and_nothing_clashes(base, theirs, mine):
    one, two = with_added(base, theirs), with_added(base, mine)
    merged = merge(base, one, two)
    assert not merged.clashes
    assert lines(one) | lines(two) <= lines(merged.text)


@given(_TEXT, _TEXT, _TEXT)
def test_the_order_of_two_people_changes_only_the_order_of_lines(base, theirs, mine):
    one, two = merge(base, theirs, mine), merge(base, mine, theirs)
    assert Counter(one.text.split("\n")) == Counter(two.text.split("\n"))
    assert [(clash.mine, clash.theirs) for clash in one.clashes] == [
        (clash.theirs, clash.mine) for clash in two.clashes
    ]


@given(_TEXT, _TEXT)
def test_what_one_of_them_changed_is_taken_and_equal_edits_are_one(base, text):
    assert (
        merge(base, text, base).text == merge(base, base, text).text == merge(base, text, text).text == text
    )


@given(_TEXT, _TEXT, _TEXT)
def test_a_line_that_somebody_wrote_is_in_the_merge(base, theirs, mine):
    merged = merge(base, theirs, mine)
    for text in (theirs, mine):
        assert set(lines(text)) - set(lines(base)) <= set(lines(merged.text))


def test_two_who_type_below_the_same_heading_both_have_their_lines():
    assert (
        merge("# Topic\n", "# Topic\nOne says this\n", "# Topic\nTwo says that").text
        == "# Topic\nOne says this\nTwo says that"
    )


def test_one_line_changed_in_two_ways_clashes_and_both_stand_there():
    merged = merge("a\nb\nc", "a\nB\nc", "a\nbb\nc")
    assert merged.clashes == (Clash("B", "bb"),)
    assert merged.text == "a\nB\nbb\nc"


def test_a_huge_change_is_merged_in_no_time_and_whole():
    base, theirs, mine = ("\n".join(f"{name} {n % 7}" for n in range(20_000)) for name in "xyz")
    merged = merge(base, theirs, mine)
    assert len(merged.clashes) == 1
    assert merged.text.count("y ") == merged.text.count("z ") == 20_000
