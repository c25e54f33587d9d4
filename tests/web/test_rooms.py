"""Two calls in one room at one time: told before anybody saves and afterwards, and never which room it is."""

from importlib import import_module

import pytest
from cast import NOW, give_join, make_community, make_group, make_series
from django.apps import apps

from commonhour.core.limits import ROOMS_PER_NETWORK
from commonhour.models import JoinTarget
from commonhour.reads.audit import hub_findings
from commonhour.reads.clash import clashes

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(now):
    make_community()
    series = make_series(group=make_group())
    give_join(series)
    return series


def test_two_calls_in_one_room_are_told_before_anybody_saves_and_afterwards(series, client):
    other = make_series("Other call", make_group("book", "Book"), dtstart="20261126T163000")
    make_series("Third call", make_group("third", "Third"), dtstart="20261126T163000")
    spans = [(one.start, one.end) for one in other.occurrences.order_by("start")[:3]]
    assert not any(one.is_same_room for one in clashes(spans, series=other))
    link = "https://us02web.zoom.us/wc/join/987654321?pwd=other#success"
    found = clashes(spans, series=other, link=link)
    assert [(one.series, one.is_same_room) for one in found] == [
        ("metrics-call", True),
        ("third-call", False),
    ]
    give_join(other, link, "")
    assert [one.series for one in clashes(spans, series=other) if one.is_same_room] == ["metrics-call"]
    (finding,) = [one.finding for one in hub_findings(NOW) if one.finding.code == "room-clash"]
    assert "987654321" not in repr(finding)
    other.join_targets.update(kind="chat")
    assert not [one for one in hub_findings(NOW) if one.finding.code == "room-clash"]


def test_who_sends_in_a_call_is_told_that_its_room_is_taken_and_only_so_often(series, client):
    sent = {
        "when": "Thursdays 16:30 Europe/Madrid",
        "repeat": "weekly",
        "link": "https://zoom.us/j/987654321",
        "show": "1",
    }
    said = [b"The same room." in client.post("/submit/", sent).content for _ in range(ROOMS_PER_NETWORK + 1)]
    assert (said[0], said[-2:]) == (True, [True, False])


def test_rooms_that_were_kept_before_get_their_digest(series):
    migration = import_module("commonhour.migrations.0036_doors")
    kept, lost = series.join_targets.get(), JoinTarget(series=series, url_sealed="sealed with another key")
    digest = kept.room_digest
    lost.save()
    JoinTarget.objects.update(room_digest="")
    migration.digest_rooms(apps, None)
    assert digest
    assert list(series.join_targets.order_by("pk").values_list("room_digest", flat=True)) == [digest, ""]
