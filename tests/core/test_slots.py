"""Which dates suit those who speak, against a count of every minute."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from commonhour.core.slots import Burden, Speaker, burdens, paired

ZONES = [
    "Asia/Tokyo",
    "Europe/Madrid",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "UTC",
]
MINUTE = dt.timedelta(minutes=1)
# Round the two nights in which clocks change in Europe, and in America.
starts = st.datetimes(dt.datetime(2026, 10, 20), dt.datetime(2026, 11, 5)).map(lambda at: at.replace(second=0, microsecond=0, tzinfo=dt.UTC))  # fmt: skip
hours = st.lists(
    st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda one: one[0] != one[1]), max_size=3
).map(tuple)
lengths = st.integers(1, 240)


def by_the_minute(speaker, start, end):
    worst = Burden.NONE
    while start < end:
        hour = start.astimezone(ZoneInfo(speaker.tzid)).hour
        named = set()
        for first, last in speaker.hours:
            named |= set(range(first, last) if first < last else [*range(first, 24), *range(last)])
        if hour in named:
            burden = Burden.NONE
        elif hour < 6 or hour >= 23:
            burden = Burden.NIGHT
        elif speaker.hours:
            burden = Burden.OUTSIDE
        else:
            burden = Burden.NONE if 9 <= hour < 17 else Burden.EDGE
        worst, start = max(worst, burden), start + MINUTE
    return worst


@given(st.sampled_from(ZONES), hours, starts, lengths)
def test_a_burden_is_that_of_the_worst_minute(tzid, named, start, minutes):
    speaker, end = Speaker(tzid, named), start + minutes * MINUTE
    assert speaker.burden(start, end) == by_the_minute(speaker, start, end)


@given(
    st.lists(st.builds(Speaker, st.sampled_from(ZONES), hours), min_size=1, max_size=4),
    st.lists(st.tuples(starts, lengths), min_size=1, max_size=6),
)
def test_the_fairest_date_is_best_for_who_is_worst_off(speakers, dates):
    spans = [(start, start + minutes * MINUTE) for start, minutes in dates]
    best = min(spans, key=lambda span: burdens([span], speakers))
    worst = {span: max(one.burden(*span) for one in speakers) for span in spans}
    assert worst[best] == min(worst.values())


def test_of_two_editions_the_worse_counts():
    start = dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC)
    day, night = (start, start + 60 * MINUTE), (start + 600 * MINUTE, start + 660 * MINUTE)
    tokyo = Speaker("Asia/Tokyo", ((17, 23),))
    assert burdens([day], [tokyo]) == [Burden.NONE]
    assert burdens([day, night], [tokyo]) == [Burden.NIGHT]
    assert burdens([day], []) == []


moments = st.lists(starts, unique=True, max_size=8).map(sorted)


@given(moments, moments)
def test_dates_of_one_round_are_each_others_nearest(first, second):
    pairs = paired(first, second)
    assert len({n for n, _ in pairs}) == len({m for _, m in pairs}) == len(pairs)
    for n, m in pairs:
        away = abs(first[n] - second[m])
        assert away <= dt.timedelta(days=3)
        assert (
            away == min(abs(first[n] - one) for one in second) == min(abs(one - second[m]) for one in first)
        )


def test_two_editions_of_a_day_are_a_round_and_weeks_in_turn_are_none():
    week = dt.timedelta(days=7)
    first = [dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC) + n * week for n in range(3)]
    assert paired(first, [one + dt.timedelta(hours=9) for one in first]) == [(0, 0), (1, 1), (2, 2)]
    assert paired(first[::2], first[1::2]) == []
    assert paired([], first) == []
