"""What is left when the time is over waits for the next round."""

from commonhour.tasks.budget import while_there_is_time


def test_nothing_begins_when_the_time_is_over(monkeypatch):
    seconds = iter([0, 10, 50, 61, 62])
    monkeypatch.setattr("commonhour.tasks.budget.time.monotonic", lambda: next(seconds))
    assert list(while_there_is_time("abcd", 60)) == ["a", "b"]
