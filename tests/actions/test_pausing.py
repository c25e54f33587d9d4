"""A series paused, concluded and brought back: which dates go and come, what stays, and one undo."""

import datetime as dt

import pytest
from cast import NOW, make_group, make_moderator, make_series

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.pausing import bring_back_series, conclude_series, pause_series
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import ChangeSet, Schedule
from commonhour.reads.feed import calendar_feed

pytestmark = pytest.mark.django_db
DEC_10, JAN_7 = dt.date(2026, 12, 10), dt.date(2027, 1, 7)
BY = {"now": NOW, "actor": TERMINAL}


def coming(series, until=dt.date(2027, 2, 1)):
    """Its coming dates, with their ids, up to a day."""
    rows = series.occurrences.filter(is_detached=False, end__gt=NOW, start__date__lt=until).order_by("start")
    return [(f"{row.start:%m-%d}", row.status[:4], str(row.public_id)) for row in rows]


def days(series, **options):
    return [day for day, *_ in coming(series, **options)]


def feed(series):
    return calendar_feed(Scope(series=series.slug), base_url="https://hub.example.org").decode()


def last_change():
    return ChangeSet.objects.order_by("pk").last().pk


def test_a_paused_series_has_no_date_from_its_day_on_and_its_feed_ends_there():
    series = make_series()
    pause_series(series, from_day=DEC_10, back_on=JAN_7, reason="Winter", **BY)
    assert (series.state, series.state_reason, series.stops_on, series.back_on) == (
        "paused",
        "Winter",
        DEC_10,
        JAN_7,
    )
    assert days(series, until=dt.date(2029, 1, 1)) == ["11-26", "12-03"]
    assert "UNTIL=20261203T150000Z" in feed(series)
    assert "SEQUENCE:1" in feed(series)


def test_brought_back_it_is_one_call_with_a_gap_and_its_dates_are_the_same_ones():
    series = make_series()
    before = coming(series)
    pause_series(series, from_day=DEC_10, **BY)
    bring_back_series(series, from_day=JAN_7, **BY)
    gone = {"12-10", "12-17", "12-24", "12-31"}
    assert coming(series) == [one for one in before if one[0] not in gone]
    row = Schedule.objects.get()
    assert (row.held, row.rrule, len(row.exdates), row.sequence) == (None, "FREQ=WEEKLY", 4, 2)
    assert (series.state, series.stops_on, series.back_on) == ("active", None, None)


def test_brought_back_from_the_day_on_which_it_stopped_nothing_is_left_out():
    series = make_series()
    before = coming(series)
    pause_series(series, from_day=DEC_10, **BY)
    bring_back_series(series, from_day=DEC_10, **BY)
    assert (coming(series), Schedule.objects.get().exdates) == (before, [])


def test_a_fortnightly_call_keeps_its_weeks():
    series = make_series(rrule="FREQ=WEEKLY;INTERVAL=2")
    pause_series(series, from_day=DEC_10, **BY)
    bring_back_series(series, from_day=dt.date(2026, 12, 30), **BY)
    assert days(series) == ["11-26", "01-07", "01-21"]


def test_what_was_moved_or_called_off_later_comes_back_as_it_was():
    series = make_series()
    rows = list(series.occurrences.filter(start__gt=NOW).order_by("start")[:9])
    cancel_occurrence(rows[7], reason="Away", **BY)
    move_occurrence(rows[8], dtstart="20270122T100000", **BY)
    before = coming(series)
    pause_series(series, from_day=DEC_10, **BY)
    assert series.schedules.get().overrides.count() == 0
    bring_back_series(series, from_day=JAN_7, **BY)
    assert coming(series)[-4:] == before[-4:]


def test_a_date_is_where_it_is_held():
    series = make_series()
    rows = list(series.occurrences.filter(start__gt=NOW).order_by("start")[:3])
    move_occurrence(rows[1], dtstart="20261212T160000", **BY)  # from the 3rd, beyond the day
    move_occurrence(rows[2], dtstart="20261209T160000", **BY)  # from the 10th, before it
    pause_series(series, from_day=DEC_10, **BY)
    assert days(series) == ["11-26", "12-09"]


def test_paused_before_its_first_date_nothing_is_left():
    series = make_series()
    pause_series(series, from_day=dt.date(2026, 11, 24), **BY)
    assert days(series) == []
    assert "BEGIN:VEVENT" not in feed(series)
    bring_back_series(series, from_day=DEC_10, **BY)
    assert days(series)[:2] == ["12-10", "12-17"]


def test_what_was_is_not_touched_and_what_is_on_now_stays():
    series = make_series(dtstart="20261105T160000")
    on = dt.datetime(2026, 11, 26, 15, 30, tzinfo=dt.UTC)
    pause_series(series, from_day=dt.date(2026, 11, 26), now=on, actor=TERMINAL)
    rows = series.occurrences.filter(is_detached=False).order_by("start")
    assert [f"{row.start:%m-%d}" for row in rows] == ["11-05", "11-12", "11-19", "11-26"]


@pytest.mark.parametrize("verb", ["pause", "conclude", "back"])
def test_one_undo_puts_everything_back(verb):
    series = make_series()
    first = series.occurrences.filter(start__gt=NOW).order_by("start")[4]
    cancel_occurrence(first, reason="Away", **BY)
    if verb == "back":
        pause_series(series, from_day=DEC_10, **BY)
    before, state = coming(series, until=dt.date(2028, 1, 1)), series.state
    if verb == "pause":
        pause_series(series, from_day=DEC_10, **BY)
    elif verb == "conclude":
        conclude_series(series, last_day=DEC_10, **BY)
    else:
        bring_back_series(series, from_day=JAN_7, **BY)
    assert coming(series, until=dt.date(2028, 1, 1)) != before
    sequence = Schedule.objects.get().sequence
    undo(last_change(), **BY)
    series.refresh_from_db()
    assert (coming(series, until=dt.date(2028, 1, 1)), series.state) == (before, state)
    assert Schedule.objects.get().sequence > sequence


def test_a_concluded_series_ends_after_its_last_day_and_can_be_brought_back():
    series = make_series()
    conclude_series(series, last_day=DEC_10, reason="Done", **BY)
    assert (series.state, days(series)) == ("concluded", ["11-26", "12-03", "12-10"])
    bring_back_series(series, from_day=JAN_7, **BY)
    assert days(series)[3] == "01-07"


def test_a_pause_can_begin_on_another_day():
    series = make_series()
    pause_series(series, from_day=DEC_10, **BY)
    pause_series(series, from_day=dt.date(2026, 12, 20), **BY)
    assert days(series)[-1] == "12-17"
    pause_series(series, from_day=dt.date(2026, 12, 1), **BY)
    assert days(series)[-1] == "11-26"


def test_what_cannot_be():
    series, other = make_series(group=make_group()), make_group("parsers", "Parsers")
    with pytest.raises(Conflict):
        bring_back_series(series, from_day=DEC_10, **BY)
    with pytest.raises(RefusedInput):
        pause_series(series, from_day=DEC_10, back_on=DEC_10, **BY)
    with pytest.raises(Conflict):
        pause_series(series, from_day=DEC_10, version=0, **BY)
    stranger = make_moderator(other).as_actor(NOW)
    with pytest.raises(NotAllowed):
        pause_series(series, from_day=DEC_10, now=NOW, actor=stranger)
    conclude_series(series, last_day=DEC_10, **BY)
    with pytest.raises(Conflict):
        pause_series(series, from_day=DEC_10, **BY)
