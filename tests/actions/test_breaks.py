"""A break calls off what lies in it and nothing else, by each date's own day; undone, all is as it was."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_moderator, make_series
from depth import examples
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhour.actions.breaks import call_break, dates_in
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.core.scope import Scope
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import ChangeSet, Occurrence, Series, Source
from commonhour.reads.feed import calendar_feed
from commonhour.reads.history import history

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 12, 21), dt.date(2027, 1, 3)
BY = {"now": NOW, "actor": TERMINAL}


def seen(**scope):
    """What a reader sees of every date."""
    rows = Occurrence.objects.filter(is_detached=False, **scope).order_by("public_id")
    return {str(row.public_id): (row.start, row.end, row.status, row.summary, row.reason) for row in rows}


def last_change():
    return ChangeSet.objects.order_by("pk").last().pk


@pytest.fixture
def group(db):
    make_community()
    return make_group()


def test_a_break_calls_its_dates_off_with_the_reason_and_feeds_say_so(group):
    series, other = make_series(group=group), make_series("Other", make_group("parsers", "Parsers"))
    before = seen(series=other)
    assert call_break([group], FIRST, LAST, reason="Holidays", **BY) == 2
    off = series.occurrences.filter(status="CANCELLED").order_by("start")
    assert [(f"{row.start:%m-%d}", row.reason) for row in off] == [
        ("12-24", "Holidays"),
        ("12-31", "Holidays"),
    ]
    assert seen(series=other) == before
    feed = calendar_feed(Scope(series=series.slug), base_url="https://hub.example.org").decode()
    assert feed.count("STATUS:CANCELLED") == 2
    assert feed.count("COMMENT:Holidays") == 2


def test_a_date_can_be_taken_out_of_it_and_what_was_called_off_keeps_its_reason(group):
    series = make_series(group=group, rrule="FREQ=DAILY", dtstart="20261220T160000")
    rows = list(series.occurrences.filter(start__date__gte=FIRST).order_by("start")[:2])
    cancel_occurrence(rows[0], reason="Flu", **BY)
    assert call_break([group], FIRST, LAST, reason="Holidays", keep={str(rows[1].public_id)}, **BY) == 12
    for row in rows:
        row.refresh_from_db()
    assert [(row.status, row.reason) for row in rows] == [("CANCELLED", "Flu"), ("CONFIRMED", "")]


@pytest.mark.parametrize(("tzid", "wall", "is_in"), [
    ("Asia/Tokyo", "20261221T003000", True), ("Asia/Tokyo", "20261220T233000", False),
    ("America/Los_Angeles", "20270103T233000", True), ("America/Los_Angeles", "20270104T000000", False),
    ("UTC", "20261221", True), ("UTC", "20270104", False),
])  # fmt: skip
def test_the_day_is_that_of_the_place_where_it_is_held(group, tzid, wall, is_in):
    make_series(
        group=group,
        dtstart=wall,
        tzid=tzid,
        rrule="",
        duration=dt.timedelta(days=1) if len(wall) == 8 else dt.timedelta(hours=1),
    )
    assert bool(dates_in([group], FIRST, LAST, NOW).ours) == is_in


def test_a_moved_date_is_where_it_was_moved_to(group):
    series = make_series(group=group)
    out, into = (
        series.occurrences.get(start__date=day) for day in (dt.date(2026, 12, 24), dt.date(2026, 12, 17))
    )
    move_occurrence(out, dtstart="20270105T160000", **BY)
    move_occurrence(into, dtstart="20261222T160000", **BY)
    call_break([group], FIRST, LAST, **BY)
    out.refresh_from_db()
    into.refresh_from_db()
    assert (out.status, into.status, into.start.day) == ("CONFIRMED", "CANCELLED", 22)


def test_outside_calendars_are_told_apart_and_not_touched(group):
    theirs = make_series("Theirs", group)
    source = Source.objects.create(kind="ics", url="https://out.example.org/a.ics", is_shown=True)
    theirs.schedules.update(source=source)
    Series.objects.filter(pk=theirs.pk).update(source=source)
    make_series(group=group)
    found = dates_in([group], FIRST, LAST, NOW)
    assert ({row.series_id for row in found.theirs}, len(found.ours)) == ({theirs.pk}, 2)
    before = seen(series=theirs)
    call_break(None, FIRST, LAST, **BY)
    assert seen(series=theirs) == before


def test_everybody_s_break_is_the_manager_s_and_a_group_s_its_own(group):
    make_series(group=group)
    other = make_group("parsers", "Parsers")
    moderator = make_moderator(group).as_actor(NOW)
    for groups in ([other], [group, other], None):
        with pytest.raises(NotAllowed):
            call_break(groups, FIRST, LAST, now=NOW, actor=moderator)
    assert call_break([group], FIRST, LAST, now=NOW, actor=moderator) == 2
    undo(last_change(), now=NOW, actor=moderator)
    assert call_break(None, FIRST, LAST, now=NOW, actor=make_manager().as_actor(NOW)) == 2


def test_it_is_in_the_history_of_each_series_and_of_the_group(group):
    series = make_series(group=group)
    call_break([group], FIRST, LAST, reason="Holidays", **BY)
    (of_series, *_), (of_group, *_) = history(series=series.pk), history(group=group.pk)
    assert (of_series.kind, of_group.kind) == ("break-called", "break-called")
    assert [(one.field, one.dates) for one in of_series.changes if one.noun == "occurrence"] == [
        ("cancelled", 2)
    ]


def test_what_cannot_be(group):
    series = make_series(group=group)
    with pytest.raises(RefusedInput):
        call_break([group], LAST, FIRST, **BY)
    with pytest.raises(RefusedInput):
        call_break([group], FIRST, dt.date(2029, 1, 1), **BY)
    with pytest.raises(RefusedInput):
        call_break([group], dt.date(2026, 12, 25), dt.date(2026, 12, 25), **BY)
    token = dates_in([group], FIRST, LAST, NOW).token
    cancel_occurrence(series.occurrences.get(start__date=dt.date(2026, 12, 24)), **BY)
    with pytest.raises(Conflict):
        call_break([group], FIRST, LAST, seen=token, **BY)


def test_a_break_of_many_takes_few_questions(group, django_assert_max_num_queries):
    for number in range(12):
        make_series(f"Call {number}", group)
    with django_assert_max_num_queries(12 * 2 * 4 + 60):
        call_break([group], FIRST, LAST, **BY)


DAYS = st.integers(0, 60).map(lambda days: dt.date(2026, 11, 20) + dt.timedelta(days=days))
RULES = st.sampled_from(
    ["FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYDAY=1TH", "FREQ=WEEKLY;BYDAY=MO,TH", ""]
)
CALLS = st.lists(
    st.tuples(RULES, st.sampled_from(["Europe/Madrid", "Asia/Tokyo", "America/New_York"])),
    min_size=1,
    max_size=3,
)


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=CALLS, first=DAYS, length=st.integers(0, 20), moved=st.integers(-4, 4))
def test_with_the_break_and_undone_all_is_as_before(group, calls, first, length, moved):
    with transaction.atomic():
        rows = [
            make_series(f"Call {n}", group, rrule=rule, tzid=tzid) for n, (rule, tzid) in enumerate(calls)
        ]
        one = rows[0].occurrences.filter(start__gt=NOW).order_by("start").first()
        move_occurrence(
            one, dtstart=f"{dt.datetime(2026, 12, 5) + dt.timedelta(days=moved):%Y%m%dT%H%M%S}", **BY
        )
        before, last = seen(), first + dt.timedelta(days=length)
        inside = {str(row.public_id) for row in dates_in([group], first, last, NOW).ours}
        if inside:
            call_break([group], first, last, reason="Holidays", **BY)
            after = seen()
            assert {key for key in before if after[key] != before[key]} == inside
            assert all(after[key][:2] == before[key][:2] and after[key][2] == "CANCELLED" for key in inside)
            undo(last_change(), **BY)
        assert seen() == before
        transaction.set_rollback(True)
