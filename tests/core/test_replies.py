"""What holds of several answers, and who has a place: against a reading of every date one after the other."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.replies import Answer, held, line_since, roster

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
DAYS = [f"202612{day:02}T160000" for day in (3, 10, 17, 24)]
SAID = st.tuples(
    st.sampled_from(["date", "on", "all"]), st.integers(0, len(DAYS) - 1), st.booleans()
)  # fmt: skip


def told(answers, number, reach, place, comes):
    """The answers after one more, as the rows are written."""
    date, begins = (DAYS[place] if reach == "date" else ""), (DAYS[place] if reach == "on" else "")
    at = NOW + dt.timedelta(minutes=number)
    since = line_since(
        answers, comes=comes, date=date, begins=begins, recurrence_id=DAYS[place], now=at
    )  # fmt: skip
    others = [one for one in answers if (one.date, one.begins) != (date, begins)]
    return [*others, Answer(comes, since, at, date, begins)]


def by_hand(said):
    """Each date of its own: the last word for it, or for it and later ones, or for all; and since when it is a yes or no."""
    holds, since = {}, {}
    for number, _ in enumerate(said):
        for place, day in enumerate(DAYS):
            so_far = said[: number + 1]
            single = [comes for reach, where, comes in so_far if reach == "date" and where == place]
            later = [comes for reach, where, comes in so_far if reach == "on" and where <= place]
            every = [comes for reach, _, comes in so_far if reach == "all"]
            now = next((words[-1] for words in (single, later, every) if words), None)
            if now != holds.get(day):
                holds[day], since[day] = now, NOW + dt.timedelta(minutes=number)
    return holds, since


@given(st.lists(SAID, max_size=8))
def test_the_most_particular_and_latest_answer_holds_and_nobody_jumps_the_line(said):
    answers = []
    for number, (reach, place, comes) in enumerate(said):
        answers = told(answers, number, reach, place, comes)
    holds, since = by_hand(said)
    for day in DAYS:
        found = held(answers, day, day)
        assert (found.comes if found else None) == holds.get(day)
        assert found is None or found.since >= since[day]


@given(st.lists(st.tuples(st.sampled_from(["date", "all"]), st.just(0), st.booleans()), max_size=8))
def test_who_says_the_same_again_keeps_the_place(said):
    """With single dates and every date; "from here on" may stand further back where it joins several answers."""
    answers = []
    for number, one in enumerate(said):
        answers = told(answers, number, *one)
    found = held(answers, DAYS[0], DAYS[0])
    assert found is None or found.since == by_hand(said)[1][DAYS[0]]


def test_one_of_two_who_cannot_comes_back_behind_who_moved_up():
    """Ana comes to every date, Ben waits; Ana cannot on the third, and then she can after all."""
    ana = told([], 0, "all", 0, True)
    ben = told([], 1, "all", 0, True)
    assert roster({1: ana, 2: ben}, DAYS[0], DAYS[0], 1).waits == (2,)
    ana = told(told(ana, 2, "date", 0, False), 3, "date", 0, True)
    found = roster({1: ana, 2: ben}, DAYS[0], DAYS[0], 1)
    assert (found.comes, found.waits) == ((2,), (1,))
    assert roster({1: ana, 2: ben}, DAYS[1], DAYS[1], 1).comes == (1,)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=7), st.one_of(st.none(), st.integers(0, 4))
)
def test_a_room_has_no_more_than_its_places_and_everybody_is_somewhere_once(said, capacity):
    answers = {
        key: [Answer(comes, NOW + dt.timedelta(minutes=after), NOW)]
        for key, (comes, after) in enumerate(said)
    }
    found = roster(answers, DAYS[0], DAYS[0], capacity)
    assert sorted([*found.comes, *found.waits, *found.cannot]) == sorted(answers)
    assert capacity is None or len(found.comes) <= capacity
    assert not found.waits or (capacity is not None and len(found.comes) == capacity)
    since = [answers[key][0].since for key in (*found.comes, *found.waits)]
    assert since == sorted(since)
