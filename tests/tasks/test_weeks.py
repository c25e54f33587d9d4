"""Your week: on Monday at seven of one's own clock, once, with what lies in one's subscriptions and nothing else."""

# ruff: noqa: F401, F811 (fixtures of the outbox)

import datetime as dt
import threading
from collections import Counter

import pytest
from cast import NOW, make_group, make_manager, make_series
from django.db import connection
from hypothesis import HealthCheck, example, given
from hypothesis import settings as law
from hypothesis import strategies as some

from commonhour.actions.occurrence import cancel_occurrence, move_occurrence
from commonhour.actions.series import change_series_following
from commonhour.actions.weeks import write_weeks
from commonhour.core.time.zones import wall_of
from commonhour.core.week import STILL_GOOD, monday, week_name
from commonhour.models import Delivery, Series, Subscriber, Subscription
from commonhour.reads.mail_links import replies_path
from tests.tasks.test_outbox import MINUTE, at, by, coming, inbox, series, subscribed

pytestmark = pytest.mark.django_db(transaction=True)
# NOW is Monday 23 November 2026, 10:00 UTC; the next Monday at seven in Tokyo is on Sunday evening in UTC.
TOKYO = dt.datetime(2026, 11, 29, 22, 0, tzinfo=dt.UTC)
LONG_AGO = NOW - dt.timedelta(days=30)


def reader(email="ana@example.org", tzid="Asia/Tokyo", **fields):
    person = subscribed(email, tzid, **({"tells_week": True, "tells_changes": False} | fields))
    Subscriber.objects.filter(pk=person.pk).update(confirmed_at=LONG_AGO)
    return person


def week_of(at, moment):
    write_weeks(moment)
    return at(moment)


def words_of(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def test_it_comes_on_monday_at_seven_of_the_readers_clock_and_once(series, inbox, at):
    reader()
    assert week_of(at, TOKYO - MINUTE) == 0
    week_of(at, TOKYO)
    week_of(at, TOKYO + MINUTE)
    (mail,) = inbox.mails
    assert mail["Subject"] == "Your week: Metrics call, Fri, 4 Dec 2026, 00:00"
    assert mail["List-Id"] == "<week.127.0.0.1>"
    text = words_of(mail)
    assert (
        "Metrics call: Friday, 4 December 2026, 00:00–01:00 Tokyo (UTC+9) = Thursday, 3 December 2026, 16:00–17:00 "
        "Madrid (UTC+1). Join page: http://127.0.0.1:8000/meetings/metrics-call/2026-12-03/join" in text
    )
    assert "Quiet weeks are skipped" in text
    assert "zoom" not in text


def test_what_changed_and_what_is_called_off(series, inbox, at):
    reader()
    user = make_manager()
    cancel_occurrence(coming(series, 1), reason="A holiday", **by(user, TOKYO - 60 * MINUTE))
    move_occurrence(coming(series, 3), dtstart="20261217T100000", **by(user, TOKYO - 60 * MINUTE))
    other = make_series("Other", dtstart="20261202T100000")
    change_series_following(
        other.schedules.get(),
        "20261209T100000",
        dtstart="20261210T110000",
        rrule="FREQ=WEEKLY",
        **by(user, TOKYO - 60 * MINUTE),
    )
    week_of(at, TOKYO)
    text = words_of(inbox.mails[0])
    assert "Metrics call: cancelled, it was to be Friday, 4 December 2026, 00:00–01:00" in text
    assert "Metrics call: Cancelled: Friday, 4 December 2026, 00:00–01:00" in text
    assert "(A holiday)" in text
    assert "Metrics call: Moved from Friday, 18 December 2026, 00:00" in text
    assert "Other: from 9 December 2026 on: Every Thursday at 11:00 Madrid time" in text


def test_clocks_that_will_change_are_foretold(series, inbox, at):
    make_series("Coffee", dtstart="20261126T160000", tzid="America/New_York", group=series.group)
    reader(tzid="Europe/Madrid")
    week_of(at, dt.datetime(2027, 3, 8, 6, 0, tzinfo=dt.UTC))
    text = words_of(inbox.mails[0])
    assert "Coffee: From 14 to 28 March 2027 this call is one hour earlier for you." in text
    assert "Metrics call: From" not in text


def test_only_what_one_subscribed_to(series, inbox, at):
    book = make_group("book", "Book")
    make_series("Book club", group=book, dtstart="20261201T100000")
    person = reader()
    Subscription.objects.filter(subscriber=person).update(groups=[book.pk])
    week_of(at, TOKYO)
    assert "Book club" in words_of(inbox.mails[0])
    assert "Metrics" not in words_of(inbox.mails[0])


def test_quiet_weeks_are_skipped(series, inbox, at):
    person = reader()
    Subscription.objects.filter(subscriber=person).update(groups=[make_group("book", "Book").pk])
    week_of(at, TOKYO)
    assert inbox.mails == []
    assert Delivery.objects.get().state == Delivery.WITHDRAWN


def test_who_ended_it_meanwhile_gets_none(series, inbox, at):
    person = reader()
    write_weeks(TOKYO)
    Subscriber.objects.filter(pk=person.pk).update(tells_week=False)
    at(TOKYO)
    assert inbox.mails == []


def test_a_worker_that_was_down_is_late_and_never_a_week_late(series, inbox, at):
    reader()
    week_of(at, TOKYO + STILL_GOOD)
    assert Delivery.objects.count() == 0
    week_of(at, TOKYO + STILL_GOOD - MINUTE)
    assert len(inbox.mails) == 1


def test_who_confirmed_on_monday_noon_begins_with_the_next_one(series, inbox, at):
    person = reader()
    Subscriber.objects.filter(pk=person.pk).update(confirmed_at=TOKYO + MINUTE)
    write_weeks(TOKYO + 2 * MINUTE)
    assert not Delivery.objects.exists()


def test_the_queries_do_not_grow_with_the_readers(series, inbox, at, django_assert_max_num_queries):
    for n in range(4):
        reader(f"{n}@example.org")
    with django_assert_max_num_queries(5):
        write_weeks(TOKYO)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway")
def test_two_workers_write_it_once(series):
    for n in range(30):
        reader(f"{n}@example.org")

    def work():
        write_weeks(TOKYO)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert Delivery.objects.count() == 30


ZONES = ["Asia/Tokyo", "America/New_York", "Europe/Madrid", "Pacific/Apia", "Asia/Kathmandu", "UTC"]
STEPS = some.lists(
    some.tuples(some.integers(-3 * 24 * 60, 9 * 24 * 60), some.sampled_from([None, *ZONES])), max_size=25
)


@law(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(STEPS)
@example([(0, None), (-60, None), (60, None), (0, "America/New_York"), (7 * 24 * 60, None)])
def test_a_week_comes_once_whatever_the_clocks_do(steps):
    """Clocks step to and fro, the reader moves: every week whose hours the worker saw is written, none twice."""
    Delivery.objects.all().delete()
    Subscriber.objects.all().delete()
    person = reader(tzid="Europe/Madrid")
    now, zone, due = TOKYO, "Europe/Madrid", set()
    for minutes, moves_to in steps:
        now += minutes * MINUTE
        zone = moves_to or zone
        Subscriber.objects.filter(pk=person.pk).update(tzid=zone)
        begins = monday(now, zone)
        wall = wall_of(begins, zone)
        assert (wall.weekday(), wall.hour, wall.minute) == (0, 7, 0)
        assert begins <= now < begins + dt.timedelta(days=7, hours=1)
        if now < begins + STILL_GOOD and begins > LONG_AGO:
            due.add(week_name(begins, zone))
        write_weeks(now)
    written = Counter(one.split()[1] for one in Delivery.objects.values_list("cause", flat=True))
    assert written == Counter(due)


def test_each_date_that_asks_leads_to_the_readers_own_answer(series, inbox, at):
    person = reader()
    make_series("Other", dtstart="20261202T100000")
    Series.objects.filter(pk=series.pk).update(takes_replies=True)
    week_of(at, TOKYO)
    (text,) = map(words_of, inbox.mails)
    assert text.count("Not this one?") == 1
    assert replies_path(
        series.pk, subscriber=person.pk, date=str(coming(series, 1).public_id)
    ) in text.replace(" ", "")
