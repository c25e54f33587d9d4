"""Hours of a day as people type them, understood leniently and said back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.typed.day_hours import day_hours, hours_text, together
from commonhour.errors import RefusedInput

ranges = st.lists(
    st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda one: one[0] < one[1]), max_size=5
).map(together)


@given(ranges)
def test_what_is_said_back_is_read_as_the_same(hours):
    assert day_hours(hours_text(hours)) == hours


@given(st.text(max_size=120))
def test_whatever_is_typed_is_understood_or_refused(typed):
    try:
        found = day_hours(typed)
    except RefusedInput:
        return
    assert found == together(found)
    assert all(0 <= first < last <= 24 for first, last in found)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("", []),
        ("9-17, 20-22", [[9, 17], [20, 22]]),
        ("9 to 17 and 20 – 22", [[9, 17], [20, 22]]),
        ("9am-5pm", [[9, 17]]),
        ("9-5pm", [[9, 17]]),
        ("1-5pm", [[13, 17]]),
        ("8 p.m. to midnight", [[20, 24]]),
        ("22-2", [[0, 2], [22, 24]]),
        ("12am-6am", [[0, 6]]),
        ("9:30-17:45", [[10, 17]]),
        ("9h-12h; 14h-18h", [[9, 12], [14, 18]]),
        ("von 9 bis 17 Uhr", [[9, 17]]),
        ("de 9 a 14 y 16 a 20", [[9, 14], [16, 20]]),
        ("１８時〜２２時", [[18, 22]]),
        ("9-12, 11-14, 14-15", [[9, 15]]),
        ("0-24", [[0, 24]]),
    ],
)
def test_what_people_write(typed, hours):
    assert day_hours(typed) == hours


@pytest.mark.parametrize(
    "typed", ["mornings", "9", "25-26", "9-9", "9:10-9:50", "13pm-14pm", "9-17 " * 30, "9:75-11"]
)
def test_what_is_no_hours_is_refused(typed):
    with pytest.raises(RefusedInput) as refused:
        day_hours(typed)
    assert refused.value.code == "hours-not-understood"
