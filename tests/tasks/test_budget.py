"""What is left when the time is over waits for the next turn."""

import threading

from commonhour.tasks.budget import Budget


def test_nothing_begins_when_the_time_is_over(monkeypatch):
    seconds = iter([0, 10, 50, 61, 62])
    monkeypatch.setattr("commonhour.tasks.budget.time.monotonic", lambda: next(seconds))
    budget = Budget(55, began=0)
    assert list(budget.spend_on("abcd")) == ["a", "b", "c"]
    assert budget.is_spent


def test_who_is_done_in_time_has_spent_nothing():
    budget = Budget(55)
    assert list(budget.spend_on("abcd")) == list("abcd")
    assert not budget.is_spent


def test_nothing_begins_after_the_worker_is_told_to_end():
    stop = threading.Event()
    going = Budget(55, stop).spend_on("abcd")
    assert next(going) == "a"
    stop.set()
    assert list(going) == []
