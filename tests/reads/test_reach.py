"""Whom series reach is asked of the database as often for many as for one, and by its indexes."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_manager, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tasks.test_outbox import by, coming, subscribed

from commonhour.actions.news.reminders import write_reminders
from commonhour.actions.occurrence import cancel_occurrence
from commonhour.actions.weeks import write_weeks
from commonhour.models import Delivery, Destination, Series, Subscriber, Subscription
from commonhour.reads.audience import audience, reached
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


def told_of(email, **lists):
    """Somebody who subscribed to each of these."""
    person = subscribed(email)
    Subscription.objects.filter(subscriber=person).delete()
    for name, value in lists.items():
        Subscription.objects.create(subscriber=person, created_at=NOW, **{name: value})
    return person


def test_who_is_counted_before_is_who_is_written_to_then():
    make_community()
    group, co_group, other = make_group(), make_group("co"), make_group("other")
    series, removed = make_series(group=group), make_series("Gone", group=group)
    series.co_groups.add(co_group)
    told_of("twice@example.org", series=series, groups=[group.pk], tags=[])
    told_of("co@example.org", groups=[co_group.pk])
    told_of("space@example.org", spaces=[group.space_id])
    told_of("other@example.org", groups=[other.pk])
    told_of("removed@example.org", series=removed)
    for name, value in (("confirmed_at", None), ("stopped_at", NOW), ("tells_changes", False)):
        person = told_of(f"{name}@example.org", groups=[group.pk])
        Subscriber.objects.filter(pk=person.pk).update(**{name: value})
    for owner in (
        {},
        {"group": group},
        {"group": co_group},
        {"series": series},
        {"group": other},
        {"series": removed},
    ):
        room(**owner)
    room(group=group, stopped_at=NOW)
    room(group=group, tells_changes=False)
    removed.removed_at = NOW
    removed.save()
    counted = audience([series], "UTC")
    cancel_occurrence(coming(series), tell=True, **by(make_manager()))
    mails = Delivery.objects.filter(destination=None)
    assert {one.to for one in mails} == {f"{name}@example.org" for name in ("twice", "co", "space")}
    assert counted.mails == len(mails) == 3
    assert len(counted.places) == Delivery.objects.exclude(destination=None).count() == 4
