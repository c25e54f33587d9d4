"""The worker's lanes: each duty at its own pace, none held up by another's fault, no lane by another lane."""

import datetime as dt
import logging
import threading

from cast import NOW

from commonhour.tasks.duties import lanes
from commonhour.tasks.lane import Duty, Lane

MINUTE = dt.timedelta(minutes=1)


class Pace:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def walk(lane: Lane, seconds: float = 0.0) -> list[str]:
    if isinstance(lane.pace, Pace):
        lane.pace.seconds = seconds
    return lane.walk(lambda: NOW, threading.Event())


def test_each_duty_is_done_at_its_own_pace():
    done = []
    often = Duty("often", MINUTE, lambda now, _: done.append("often"))
    seldom = Duty("seldom", 3 * MINUTE, lambda now, _: done.append("seldom"))
    lane = Lane("any", [often, seldom], Pace())
    for seconds in (0, 30, 60, 120, 180):
        walk(lane, seconds)
    assert done == ["often", "seldom", "often", "often", "often", "seldom"]


def test_a_duty_that_fails_is_logged_and_the_next_is_done(caplog):
    done = []

    def fail(now, budget):
        raise OSError("no route to host")

    lane = Lane(
        "any",
        [Duty("reading", MINUTE, fail), Duty("sweeping", MINUTE, lambda now, _: done.append(now))],
        Pace(),
    )
    with caplog.at_level(logging.ERROR):
        assert walk(lane) == ["reading"]
    assert done == [NOW]
    assert "could not finish: reading" in caplog.text
    assert walk(lane, 60) == ["reading"]  # tried again in its turn


def test_what_does_not_fit_into_its_time_is_said_once_and_goes_on_in_the_next_turn(caplog):
    left = list(range(5))

    def two_at_a_time(now, budget):
        for number in budget.spend_on(list(left)):
            left.remove(number)
            if len(left) % 2:
                budget.began -= 60  # as if it had taken a minute

    lane = Lane("any", [Duty("asking", 60 * MINUTE, two_at_a_time, seconds=50)], Pace())
    with caplog.at_level(logging.WARNING):
        walk(lane)
        assert (left, lane.late) == ([2, 3, 4], {"asking"})
        walk(lane, 5)
        assert left == [4]
    assert caplog.text.count("needs more than 50 seconds") == 1
    walk(lane, 10)
    assert (left, lane.late) == ([], set())
    walk(lane, 15)
    assert lane.due_at["asking"] == 3610  # and then at its own pace again


def test_a_slow_lane_holds_up_no_other_one():
    stop, done, slow = threading.Event(), threading.Event(), threading.Event()
    both = [
        Lane("slow", [Duty("asking", MINUTE, lambda now, _: slow.wait(20))]),
        Lane("dates", [Duty("making dates", MINUTE, lambda now, _: done.set())]),
    ]
    threads = [threading.Thread(target=lane.keep_walking, args=(lambda: NOW, stop)) for lane in both]
    for thread in threads:
        thread.start()
    try:
        assert done.wait(10)
        assert not slow.is_set()
    finally:
        stop.set()
        slow.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_the_dates_share_their_lane_with_nothing_that_asks_or_reads_others():
    by_lane = {lane.name: {duty.name for duty in lane.duties} for lane in lanes()}
    assert {"making the coming dates", "forgetting old cancellations"} < by_lane["dates"]
    slow = {"asking outside calendars", "asking links whether they live", "reading our own feeds"}
    assert not by_lane["dates"] & slow
    assert [len(names & slow) for name, names in by_lane.items() if names & slow] == [1, 1, 1]
