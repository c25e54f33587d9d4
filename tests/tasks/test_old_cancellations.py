"""30 days after its slot, a cancelled date is an EXDATE of its feed, by one dated write; its page stays."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_series
from django.test import Client

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.core.rights import TERMINAL
from commonhour.core.schedule.schedule import CANCELLED, Override
from commonhour.models import ChangeSet, Community, Occurrence
from commonhour.tasks.horizon import move_horizon
from commonhour.tasks.old_cancellations import forget_old_cancellations

pytestmark = pytest.mark.django_db
# The slot of 26 November ends at 16:00 UTC.
DUE = dt.datetime(2026, 12, 26, 16, 0, tzinfo=dt.UTC)


@pytest.fixture
def series():
    make_community()
    series = make_series()
    cancel_occurrence(first(series), now=NOW, actor=TERMINAL, reason="Holiday")
    return series


def first(series) -> Occurrence:
    return series.occurrences.order_by("start").first()


def feed() -> str:
    return Client().get("/calendar.ics").content.decode()


def test_it_is_announced_for_thirty_days(series):
    assert forget_old_cancellations(DUE - dt.timedelta(seconds=1)) == 0
    assert "SUMMARY:Cancelled: Metrics call" in feed()
    assert "EXDATE" not in feed()


def test_then_it_is_an_exdate_and_nothing_else_changes(series):
    before = series.schedules.get()
    assert forget_old_cancellations(DUE) == 1
    schedule = series.schedules.get()
    assert (schedule.exdates, schedule.changed_at) == (["20261126T160000"], DUE)
    assert schedule.sequence == before.sequence
    assert "EXDATE;TZID=Europe/Madrid:20261126T160000\r\n" in feed()
    assert f"LAST-MODIFIED:{DUE:%Y%m%dT%H%M%SZ}" in feed()
    assert "Cancelled:" not in feed()


def test_the_second_time_nothing_is_written(series):
    forget_old_cancellations(DUE)
    body, version, written = feed(), Community.the().content_version, ChangeSet.objects.count()
    assert forget_old_cancellations(DUE + dt.timedelta(days=400)) == 0
    assert (feed(), Community.the().content_version, ChangeSet.objects.count()) == (body, version, written)


def test_its_page_stays_cancelled_with_its_reason(series, settings):
    settings.NOW = DUE.isoformat()
    forget_old_cancellations(DUE)
    move_horizon(DUE)
    row = first(series)
    assert (row.status, row.reason, row.is_detached) == ("CANCELLED", "Holiday", False)
    assert "Holiday" in Client().get("/meetings/metrics-call/2026-11-26/").content.decode()


def test_a_moved_one_waits_for_the_slot_it_was_moved_to(series):
    second = series.occurrences.order_by("start")[1]
    move_occurrence(second, now=NOW, actor=TERMINAL, dtstart="20270110T160000")
    cancel_occurrence(second, now=NOW, actor=TERMINAL)
    assert forget_old_cancellations(dt.datetime(2027, 2, 9, 15, 59, tzinfo=dt.UTC)) == 1
    assert forget_old_cancellations(dt.datetime(2027, 2, 9, 16, 0, tzinfo=dt.UTC)) == 1
    assert series.schedules.get().exdates == ["20261126T160000", "20261203T160000"]


def test_a_cancelled_one_off_leaves_the_feed(series):
    once = make_series("Party", rrule="")
    cancel_occurrence(first(once), now=NOW, actor=TERMINAL)
    assert "SUMMARY:Cancelled: Party" in feed()
    assert forget_old_cancellations(DUE) == 2
    assert "Party" not in feed()


def test_what_takes_place_again_is_never_left_out(series):
    from commonhour.actions.occurrence import restore_occurrence

    restore_occurrence(first(series), now=NOW, actor=TERMINAL)
    assert forget_old_cancellations(DUE) == 0


def test_a_date_cancelled_in_the_last_month_of_all_holds_up_nobody(series):
    far = Override("20261203T160000", dtstart="99991215T160000", status=CANCELLED)
    make_series("Far call", overrides=(far,))
    assert forget_old_cancellations(DUE) == 1
    assert series.schedules.get().exdates == ["20261126T160000"]
