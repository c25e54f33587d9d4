"""Two who want the last place at the same moment, on PostgreSQL: the second waits for the first, and then for the place."""

import pytest
from actions.test_at_once import meanwhile
from cast import HOUR, NOW, make_community, make_group, make_series
from django.db import connection  # noqa: F401 (in the condition)

from commonhour.actions.replies import answer, take_all_back
from commonhour.core.replies import Reach
from commonhour.models import Delivery, Guest, Series
from commonhour.reads.replies import Counts, counts_of, is_on_list

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time anyway"),
]


@pytest.fixture
def date():
    make_community()
    series = make_series(group=make_group())
    Series.objects.update(takes_replies=True, capacity=1)
    return series.occurrences.filter(start__gt=NOW).order_by("start").first()


def say(date, name, now=NOW):
    answer(f"{name}@example.org", date.series_id, str(date.public_id), Reach.DATE, comes=True, now=now)


@pytest.mark.parametrize("later", [NOW, NOW - HOUR])
def test_one_has_the_last_place_and_the_other_waits(date, later):
    """Also where the other one's clock is behind, or their address was known before."""
    Guest.objects.create(email="ben@example.org", changed_at=NOW)
    assert meanwhile(lambda: say(date, "ana"), lambda: say(date, "ben", later)) == []
    assert counts_of([str(date.public_id)])[str(date.public_id)] == Counts(1, 0, 1, 1)
    assert is_on_list(date, "ana@example.org")


def test_the_same_answer_twice_at_once_is_one(date):
    assert meanwhile(lambda: say(date, "ana"), lambda: say(date, "ana")) == []
    assert counts_of([str(date.public_id)])[str(date.public_id)] == Counts(1, 0, 0, 1)


def test_who_comes_while_somebody_leaves_has_the_place_or_is_told_of_it(date):
    say(date, "ana")
    ana = Guest.objects.get().pk
    assert meanwhile(lambda: take_all_back(ana, date.series_id, now=NOW), lambda: say(date, "ben")) == []
    assert is_on_list(date, "ben@example.org")
    assert not Delivery.objects.exists()  # they never waited
    say(date, "cora")
    assert meanwhile(
        lambda: say(date, "dora"),
        lambda: take_all_back(Guest.objects.get(email="ben@example.org").pk, date.series_id, now=NOW),
    ) == []  # fmt: skip
    assert list(Delivery.objects.values_list("to", flat=True)) == ["cora@example.org"]
