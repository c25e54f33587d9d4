"""The horizon moves for every schedule: one that has a changed date far ahead, and one beside another that is broken."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_series

from commonhour.actions.dates.horizon import due
from commonhour.core.schedule.schedule import Override
from commonhour.models import Occurrence, Schedule
from commonhour.tasks.horizon import move_horizon

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


@pytest.fixture(autouse=True)
def community():
    make_community()


@pytest.mark.parametrize("years", [1, 3, 8])
def test_words_for_a_date_far_ahead_do_not_stop_the_dates_before_it(years):
    words = Override("20351108T160000", summary="Tenth anniversary")
    series = make_series(overrides=(words,))
    plain = make_series("Plain call")
    later = NOW + years * YEAR
    move_horizon(later)
    coming = Occurrence.objects.upcoming(later)
    horizon = {"start__lt": later + 2 * YEAR}
    assert coming.filter(series=series, **horizon).exclude(recurrence_id="20351108T160000").count() >= 103
    assert coming.filter(series=plain, **horizon).count() >= 103
    assert due(later) == []


def test_words_for_a_date_just_before_the_horizon_leave_no_gap():
    series = make_series(rrule="FREQ=MONTHLY;BYDAY=4TH")
    schedule = series.schedules.get()
    last = schedule.occurrences.latest("start")
    Occurrence.objects.filter(
        pk__in=[row.pk for row in schedule.occurrences.order_by("-start")[1:4]]
    ).delete()
    schedule.overrides.create(recurrence_id=last.recurrence_id, summary="Words", changed_at=NOW)
    assert move_horizon(NOW + dt.timedelta(days=1)) >= 3
    assert due(NOW + dt.timedelta(days=1)) == []


def test_one_that_cannot_be_made_holds_up_nobody(caplog):
    broken = make_series("Broken").schedules.get()
    plain = make_series("Plain call")
    Occurrence.objects.all().delete()
    Schedule.objects.filter(pk=broken.pk).update(rrule="FREQ=NEVER")
    assert move_horizon(NOW) > 100
    assert plain.occurrences.exists()
    assert f"schedule {broken.pk}" in caplog.text
