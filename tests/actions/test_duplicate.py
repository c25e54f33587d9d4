"""A series like another: the same facts and hours, its own address, UIDs and dates; undone in one step."""

import datetime as dt

import pytest
from cast import NOW, give_join, make_group, make_series

from commonhour.actions.duplicate import duplicate_series
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.pausing import pause_series
from commonhour.actions.undo import undo
from commonhour.core.rights import TERMINAL
from commonhour.models import ChangeSet, Series

pytestmark = pytest.mark.django_db
BY = {"now": NOW, "actor": TERMINAL}
JAN_4 = dt.date(2027, 1, 4)


def days(series):
    return [
        f"{row.start:%y-%m-%d}" for row in series.occurrences.filter(is_detached=False).order_by("start")[:2]
    ]


def test_it_has_the_same_facts_and_its_own_address_uid_and_dates():
    series = make_series(group=make_group(), rrule="FREQ=WEEKLY;INTERVAL=2")
    Series.objects.filter(pk=series.pk).update(tags=["talk"], region="APAC", description="About")
    series.refresh_from_db()
    give_join(series)
    cancel_occurrence(series.occurrences.get(start__date=dt.date(2027, 1, 7)), **BY)
    made = duplicate_series(series, title=series.title, first_day=JAN_4, with_join=True, **BY)
    assert (made.slug, made.tags, made.region, made.group) == (
        "metrics-call-2",
        ["talk"],
        "APAC",
        series.group,
    )
    assert days(made) == ["27-01-07", "27-01-21"]
    assert made.schedules.get().uid != series.schedules.get().uid
    assert made.join_targets.get().reveal() == series.join_targets.get().reveal()
    assert not made.occurrences.filter(status="CANCELLED").exists()
    undo(ChangeSet.objects.order_by("pk").last().pk, **BY)
    assert list(Series.objects.all()) == [series]


@pytest.mark.parametrize(("rule", "expected"), [
    ("FREQ=WEEKLY;COUNT=2", ["27-01-07", "27-01-14"]), ("FREQ=WEEKLY;UNTIL=20261203T160000", ["27-01-07", "27-01-14"]),
    ("", ["27-01-04"]),
])  # fmt: skip
def test_what_is_over_by_then_begins_anew(rule, expected):
    made = duplicate_series(make_series(rrule=rule), title="Again", first_day=JAN_4, **BY)
    assert days(made) == expected


def test_of_a_paused_one_it_is_what_that_was_before():
    series = make_series()
    pause_series(series, from_day=dt.date(2026, 12, 10), **BY)
    made = duplicate_series(series, title="Again", first_day=JAN_4, **BY)
    assert (days(made), made.state) == (["27-01-07", "27-01-14"], "active")
