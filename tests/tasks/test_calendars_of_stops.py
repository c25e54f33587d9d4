"""Invitations of a series that pauses, ends or meets again, and in a break: what stands in their calendar is what takes place."""

# ruff: noqa: F401, F811 (fixtures of the outbox and of calendars)

import datetime as dt

import pytest
from cast import NOW, make_group, make_manager, make_series

from commonhour.actions.breaks import call_break
from commonhour.actions.pausing import bring_back_series, conclude_series, pause_series
from commonhour.actions.undo import undo
from commonhour.models import ChangeSet
from tests.tasks.test_calendars import calendar, invited, on_page
from tests.tasks.test_outbox import MINUTE, at, by, inbox, series

pytestmark = pytest.mark.django_db(transaction=True)
DEC_10, JAN_7 = dt.date(2026, 12, 10), dt.date(2027, 1, 7)


def pause(series, tell, **who):
    pause_series(series, from_day=DEC_10, tell=tell, **who)


def conclude(series, tell, **who):
    conclude_series(series, last_day=DEC_10, tell=tell, **who)


def call_off(series, tell, **who):
    call_break(None, dt.date(2026, 12, 9), dt.date(2026, 12, 20), tell=tell, **who)


@pytest.mark.parametrize("tell", [True, False])
@pytest.mark.parametrize(("stop", "days"), [
    (pause, [26, 3]), (conclude, [26, 3, 10]), (call_off, [26, 3, 24, 31, 7]),
])  # fmt: skip
def test_what_falls_out_leaves_their_calendar_and_comes_back(series, inbox, calendar, stop, days, tell):
    invited()
    user = make_manager()
    calendar(NOW)
    stop(series, tell, **by(user, NOW + MINUTE))
    calendar(NOW + 2 * MINUTE)
    own = calendar(NOW + 20 * MINUTE)
    assert [one.day for one in own.dates(7)] == days
    assert own.dates(20) == on_page(20)
    assert len(inbox.mails) == 2
    undo(ChangeSet.objects.order_by("pk").last().pk, **by(user, NOW + 30 * MINUTE))
    calendar(NOW + 31 * MINUTE)
    assert calendar(NOW + 50 * MINUTE).dates(20) == on_page(20)
    assert len(own.dates(20)) == 20


def test_brought_back_there_is_one_entry_with_a_gap(series, inbox, calendar):
    invited()
    user = make_manager()
    calendar(NOW)
    pause(series, True, **by(user, NOW + MINUTE))
    calendar(NOW + 20 * MINUTE)
    bring_back_series(series, from_day=JAN_7, tell=True, **by(user, NOW + 30 * MINUTE))
    own = calendar(NOW + 50 * MINUTE)
    assert len(own.kept) == 1
    assert [one.day for one in own.dates(8)] == [26, 3, 7, 14]
    assert own.dates(20) == on_page(20)


def test_paused_before_its_first_date_it_is_taken_out(series, inbox, calendar):
    invited()
    own = calendar(NOW)
    pause_series(series, from_day=dt.date(2026, 11, 24), tell=True, **by(make_manager()))
    calendar(NOW + 20 * MINUTE)
    assert own.kept == {}
    assert inbox.mails[1]["Subject"] == "Metrics call pauses from Tue, 24 Nov 2026 on"


def test_it_is_taken_out_once_the_last_call_of_what_ends_is_over(series, inbox, calendar):
    invited()
    own = calendar(NOW)
    conclude(series, False, **by(make_manager()))
    calendar(NOW)
    calendar(NOW + 20 * MINUTE)
    assert len(own.kept) == 1
    over = NOW + dt.timedelta(days=18)
    calendar(over)
    assert calendar(over + 20 * MINUTE).kept == {}


def test_a_break_reaches_every_entry_of_a_reader(series, inbox, calendar):
    invited()
    other = make_series("Parsers", make_group("parsers", "Parsers"), dtstart="20261125T100000")
    user = make_manager()
    calendar(NOW)
    call_off(series, True, **by(user, NOW + MINUTE))
    for minutes in (2, 12, 30):
        own = calendar(NOW + minutes * MINUTE)
    assert own.dates(20) == on_page(20)
    assert {mail["Subject"].strip()[:7] for mail in inbox.mails[2:]} == {"A break", "Updated"}
    assert other.schedules.get().uid in own.kept
