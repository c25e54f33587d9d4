"""Who sees what others think, and that no order of a list gives away what is hidden."""

import random

from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.reviewing import Scores, Stand, in_order, stand_of


def test_who_said_what_they_think_sees_what_others_do():
    assert stand_of(4, is_partial=False) is Stand.SCORED
    assert stand_of(None, is_partial=False) is Stand.LOOKS_ON
    assert stand_of(None, is_partial=True) is Stand.NEAR
    assert [one for one in Stand if one.sees_others] == [Stand.SCORED, Stand.LOOKS_ON]


def test_scores():
    assert (Scores().mean, Scores().spread) == (None, None)
    assert (Scores((2, 5, 5)).mean, Scores((2, 5, 5)).spread) == (4.0, 3)


@given(st.lists(st.tuples(st.none() | st.integers(1, 5), st.integers(1, 5))), st.booleans())
def test_the_order_is_the_same_whatever_is_hidden(rows, turned):
    """The second number is what a reader does not see where the first is None."""
    numbered = list(enumerate(rows))
    order = [n for n, _ in in_order(numbered, lambda one: one[1][0], is_turned=turned)]
    hidden = list(range(6))
    random.Random(len(rows)).shuffle(hidden)
    other = [(n, (seen, hidden[value])) for n, (seen, value) in numbered]
    assert [n for n, _ in in_order(other, lambda one: one[1][0], is_turned=turned)] == order
    seen = [rows[n][0] for n in order if rows[n][0] is not None]
    assert seen == sorted(seen, reverse=turned)
    assert [n for n in order if rows[n][0] is None] == [n for n, row in numbered if row[0] is None]
