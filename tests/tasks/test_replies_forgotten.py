"""What becomes of answers: counted when the date is over, forgotten after so many days, standing ones with their series."""

import datetime as dt

import pytest
from cast import NOW, make_community, make_group, make_series

from commonhour.actions.pausing import pause_series
from commonhour.actions.replies import answer, take_all_back
from commonhour.core.replies import Reach
from commonhour.core.rights import TERMINAL
from commonhour.models import Delivery, Guest, Occurrence, Reply, Series
from commonhour.reads.replies import counts_of, guests_of
from commonhour.tasks.sweep import sweep

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def series():
    make_community()
    row = make_series(group=make_group())
    Series.objects.update(takes_replies=True, capacity=2)
    return row


def dates_of(series):
    return list(series.occurrences.filter(start__gt=NOW).order_by("start"))


def say(series, name, reach, comes=True, date=0, at=NOW):
    key = "" if reach == Reach.ALL else str(dates_of(series)[date].public_id)
    return answer(f"{name}@example.org", series.pk, key, reach, comes=comes, now=at)


def kept(date):
    row = Occurrence.objects.get(pk=date.pk)
    return row.replies_yes, row.replies_no


def test_a_date_is_counted_when_it_is_over_and_forgotten_later(client, series):
    first, second, *_ = dates_of(series)
    for name in ("ana", "ben", "cora"):
        say(series, name, Reach.ALL)
    say(series, "ben", Reach.DATE, comes=False)
    say(series, "dora", Reach.DATE)
    sweep(first.end - dt.timedelta(minutes=1))
    assert kept(first) == (None, None)
    sweep(first.end)
    assert (kept(first), kept(second)) == ((2, 1), (None, None))
    say(series, "ana", Reach.ALL, comes=False, at=first.end)  # what was stays as it was
    states = {
        one.email[:3]: one.state
        for one in guests_of(Occurrence.objects.get(pk=first.pk), with_addresses=True)
    }
    assert states == {"ana": "comes", "cor": "comes", "dor": "waits", "ben": "cannot"}
    sweep(first.end + 29 * DAY)
    assert Reply.objects.filter(date=first.public_id).count() == 4
    sweep(first.end + 31 * DAY)
    assert not Reply.objects.filter(date=first.public_id).exists()
    assert sorted(Guest.objects.values_list("email", flat=True)) == [
        f"{n}@example.org" for n in ("ana", "ben", "cora")
    ]
    assert (counts_of([str(first.public_id)])[str(first.public_id)].yes, kept(first)) == (2, (2, 1))
    assert kept(second) == (2, 1)


def test_the_community_says_for_how_many_days(series):
    make_community(replies_kept_days=0)
    say(series, "ana", Reach.DATE)
    sweep(dates_of(series)[0].end + dt.timedelta(seconds=1))
    assert not Reply.objects.exists()


def test_who_answered_for_every_date_is_known_as_long_as_there_are_any(series):
    say(series, "ana", Reach.ALL)
    say(series, "ben", Reach.ON, date=1)
    last = dates_of(series)[3]
    pause_series(series, from_day=last.local_day + DAY, now=NOW, actor=TERMINAL)
    sweep(last.end + 100 * DAY)
    assert Reply.objects.filter(date=None).count() == 2  # it pauses, and may come back
    Series.objects.update(state="concluded")
    sweep(last.end + 29 * DAY)
    assert Reply.objects.filter(date=None).count() == 2
    sweep(last.end + 31 * DAY)
    assert not Reply.objects.exists()


def test_an_answer_counts_for_no_date_that_was_over_before(series):
    first = dates_of(series)[0]
    say(series, "ana", Reach.ALL, at=first.end + dt.timedelta(minutes=5))
    sweep(first.end + dt.timedelta(minutes=10))
    assert kept(first) == (None, None)


def test_an_address_without_answers_is_forgotten_after_a_day(series):
    guest = say(series, "ana", Reach.DATE)
    for kind in ("reply-place", "reply-confirm", "week"):
        Delivery.objects.create(kind=kind, cause=kind, to=guest.email, queued_at=NOW, due_at=NOW)
    take_all_back(guest.pk, series.pk, now=NOW)
    sweep(NOW + DAY)
    assert Guest.objects.exists()
    sweep(NOW + DAY + dt.timedelta(seconds=1))
    assert not Guest.objects.exists()
    assert [one.kind for one in Delivery.objects.all()] == [
        "week"
    ]  # what the hub sent for another reason stays


def test_answers_for_a_date_that_is_no_more_are_forgotten(series):
    say(series, "ana", Reach.DATE)
    Occurrence.objects.filter(pk=dates_of(series)[0].pk).delete()
    sweep(NOW)
    assert not Reply.objects.exists()
