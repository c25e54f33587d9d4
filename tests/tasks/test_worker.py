"""The worker's heartbeat: when each lane was last seen at work, and nothing public changes by it."""

import datetime as dt

import pytest
from cast import NOW, make_community

from commonhour.models import Community, WorkerLane
from commonhour.tasks import worker
from commonhour.tasks.duties import lanes
from commonhour.tasks.lane import Lane

pytestmark = pytest.mark.django_db


def test_a_heartbeat_says_when_each_lane_was_seen(now, settings, django_assert_num_queries):
    make_community()
    before = Community.the().content_version
    stuck = Lane("calendars", [], lambda: 1000.0)
    stuck.seen_at, stuck.late = 880.0, {"asking"}
    with django_assert_num_queries(1):  # one statement, for SQLite has one write lock
        worker.beat([Lane("dates", []), stuck])
    assert list(WorkerLane.objects.values_list("name", "seen_at", "is_late")) == [
        ("dates", NOW, False), ("calendars", NOW - dt.timedelta(seconds=120), True),
    ]  # fmt: skip
    settings.NOW = (NOW + dt.timedelta(minutes=1)).isoformat()
    worker.beat([Lane("dates", [])])
    assert WorkerLane.objects.get(name="dates").seen_at == NOW + dt.timedelta(minutes=1)
    assert Community.the().content_version == before


def test_once_does_what_is_due_and_says_so(now):
    make_community()
    assert worker.work_once() == []
    assert {lane.name for lane in WorkerLane.objects.all()} == {lane.name for lane in lanes()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["stuck", "ended"])
def test_a_worker_with_a_lane_that_does_not_come_back_ends(monkeypatch, caplog, fault):
    class Stuck(Lane):
        def keep_walking(self, now, stop):
            if fault == "stuck":
                self.seen_at -= worker.STUCK + 1
                stop.wait(5)

    monkeypatch.setattr(worker, "lanes", lambda: [Stuck("dates", [])])
    assert worker.work(lambda: False) is False
    assert "stuck" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_end_forgets_lanes_that_are_no_more(monkeypatch):
    WorkerLane.objects.create(name="of an old version", seen_at=NOW)
    asked = iter([False, True])
    monkeypatch.setattr(worker, "lanes", lambda: [Lane("dates", [])])
    assert worker.work(lambda: next(asked)) is True
    assert [lane.name for lane in WorkerLane.objects.all()] == ["dates"]
