"""Whom series reach is asked of the database as often for many as for one, and by its indexes."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tasks.test_outbox import subscribed

from commonhour.actions.news.reminders import write_reminders
from commonhour.actions.weeks import write_weeks
from commonhour.models import Destination, Series, Subscriber
from commonhour.reads.audience import reached
from commonhour.reads.reminders import reminders_due

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def room(**fields):
    row = Destination(kind="slack", label="#calls", created_at=NOW, since=NOW, **fields)
    row.seal({"url": "https://hooks.example.org/x"})
    row.save()


def grow(number):
    for n in range(number):
        group = make_group(f"group-{number}-{n}")
        series = make_series(f"Call {number}-{n}", group=group)
        subscribed(f"{number}-{n}@example.org", reminder_minutes=[60], tells_week=True)
        for owner in ({"group": group}, {"series": series}, {}):
            room(reminder_minutes=[60], **owner)


def of_all():
    series = Series.objects.select_related("group").prefetch_related("co_groups")
    return len(reached(list(series), "UTC"))


def remind():
    return write_reminders(reminders_due(None, START - HOUR), START - HOUR)


@pytest.mark.parametrize("look", [of_all, remind])
def test_three_series_take_as_many_queries_as_one(look):
    make_community()
    numbers = []
    for number in (1, 3):
        grow(number)
        with CaptureQueriesContext(connection) as asked:
            assert look() > 0
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL reads a small table whole, index or not"
)
def test_no_message_of_long_ago_is_read_again_for_a_reminder_or_a_week():
    make_community()
    grow(1)
    Subscriber.objects.update(confirmed_at=NOW - 900 * HOUR)
    with CaptureQueriesContext(connection) as asked:
        remind()
        write_weeks(NOW)
    plans = []
    for one in asked:
        if one["sql"].startswith("SELECT") and 'FROM "commonhour_delivery"' in one["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
                plans += [row[3] for row in cursor.fetchall() if "delivery" in row[3] or "U0" in row[3]]
    assert len(plans) >= 4
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
