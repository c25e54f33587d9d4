"""Whom a change reaches: every place once, however many of its series change, and in as many queries."""

import pytest
from cast import NOW, make_community, make_group, make_series
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhour.models import Series
from commonhour.reads.audience import audience, reached
from tests.web.test_desk_telling import room, subscribe

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    make_community()
    return make_group()


def told(*series):
    rows = Series.objects.filter(pk__in=[one.pk for one in series])
    return rows.select_related("group").prefetch_related("co_groups")


def test_a_place_hears_of_its_series_its_group_its_co_group_or_everything(group):
    one, held, other = (
        make_series(group=group),
        make_series("Held together", make_group("parsers", "Parsers")),
        make_series("Other", make_group("other", "Other")),
    )
    held.co_groups.add(group)
    for where in ({"series": one}, {"group": group}, {}, {"stopped_at": NOW}):
        room(**where)
    found = {place.destination: set(place.series) for place in reached(told(one, held, other), "UTC")}
    everything = {one.pk, held.pk, other.pk}
    assert sorted(found.values(), key=len) == [{one.pk}, {one.pk, held.pk}, everything]


def test_of_many_series_each_place_is_reached_once_in_as_many_queries(group):
    subscribe()
    room(group=group)
    counts = []
    for number in (1, 3):
        series = [make_series(f"Call {number} {n}", group) for n in range(number)]
        with CaptureQueriesContext(connection) as found:
            reached_now = audience(told(*series), "UTC")
        assert (reached_now.mails, reached_now.places) == (1, ("#wg-metrics",))
        counts.append(len(found))
    assert counts[0] == counts[1]
