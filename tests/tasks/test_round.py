"""The worker's round: each duty at its own pace, and none is held up by another's fault."""

import datetime as dt
import logging

from cast import NOW

from commonhour.tasks.round import Duty, Round

MINUTE = dt.timedelta(minutes=1)


def test_each_duty_is_done_at_its_own_pace():
    done = []
    often = Duty("often", MINUTE, lambda now: done.append("often"))
    seldom = Duty("seldom", 3 * MINUTE, lambda now: done.append("seldom"))
    going = Round([often, seldom])
    for seconds in (0, 30, 60, 120, 180):
        going.walk(lambda: NOW, seconds)
    assert done == ["often", "seldom", "often", "often", "often", "seldom"]


def test_a_duty_that_fails_is_logged_and_the_next_is_done(caplog):
    done = []

    def fail(now):
        raise OSError("no route to host")

    going = Round([Duty("reading", MINUTE, fail), Duty("sweeping", MINUTE, done.append)])
    with caplog.at_level(logging.ERROR):
        assert going.walk(lambda: NOW, 0) == ["reading"]
    assert done == [NOW]
    assert "could not finish: reading" in caplog.text
    assert going.walk(lambda: NOW, 60) == ["reading"]  # tried again in its turn
