"""Laws of a pause: what is held before it stays, nothing is held in it, and all after it is as it was planned."""

import datetime as dt

from depth import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.pausing import go_on, stop
from commonhour.core.time.wall import parse_wall
from tests.core.test_following import AFTER, BEFORE, schedules

DAYS = st.integers(0, 120).map(lambda days: dt.datetime(2026, 9, 25) + dt.timedelta(days=days))


def held(schedule):
    """Each date by where it was planned, with the wall time at which it is held and its state."""
    return {
        one.recurrence_id: (
            parse_wall((one.override and one.override.dtstart) or one.recurrence_id),
            one.status,
        )
        for one in occurrences(schedule, AFTER, BEFORE)
    }


@settings(max_examples=examples(60))
@given(schedules(), DAYS)
def test_nothing_is_held_from_the_day_on_and_all_before_it_stays(schedule, wall):
    before, stopped = held(schedule), stop(schedule, wall)
    assert held(stopped) == {text: one for text, one in before.items() if one[0] < wall}
    assert stopped.sequence == schedule.sequence + (stopped != schedule)


@settings(max_examples=examples(60))
@given(schedules(), DAYS, st.integers(0, 60))
def test_brought_back_only_what_lay_between_is_missing(schedule, wall, gap):
    again = wall + dt.timedelta(days=gap)
    back = go_on(stop(schedule, wall), schedule, again)
    assert held(back) == {
        text: one for text, one in held(schedule).items() if one[0] < wall or one[0] >= again
    }
    assert back.uid == schedule.uid
