"""The background worker: every lane in a thread of its own, and a heartbeat that says which of them are at work."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable
from threading import Event, Thread

from django.db import Error, close_old_connections

from commonhour import clock
from commonhour.models import WorkerLane
from commonhour.tasks.duties import lanes
from commonhour.tasks.lane import Lane, tell_of

logger = logging.getLogger(__name__)
# A heartbeat takes SQLite's one write lock, so it is rare and small: all lanes in one statement.
HEARTBEAT = 30.0
# A lane whose duty does not come back for so long is stuck: who watches over this worker starts another one.
STUCK = 900.0
# What is under way when the worker is told to stop has so long to come to an end.
LAST_WORDS = 6.0


def work_once() -> list[str]:
    """Do what is due, lane after lane; returns the names of the duties that failed."""
    walked = lanes()
    failed = [name for lane in walked for name in lane.walk(clock.now, Event())]
    beat(walked)
    return failed


def work(is_told_to_end: Callable[[], bool]) -> bool:
    """Work until told to end. False when a lane is stuck or has ended, which only another worker can mend."""
    walking, stop = lanes(), Event()
    WorkerLane.objects.exclude(name__in=[lane.name for lane in walking]).delete()
    threads = [Thread(target=lane.keep_walking, args=(clock.now, stop), daemon=True) for lane in walking]
    for thread in threads:
        thread.start()
    beaten = float("-inf")
    while not is_told_to_end():
        if any(map(_is_stuck, walking)) or not all(map(Thread.is_alive, threads)):
            logger.error("A lane of the worker is stuck: the worker ends, for another one to begin.")
            return False
        if time.monotonic() - beaten >= HEARTBEAT:
            beaten = time.monotonic()
            _try_to_beat(walking)
        time.sleep(0.5)
    stop.set()
    _wait_for(threads)
    return True


def beat(walked: Iterable[Lane]) -> None:
    """Say when each lane was last seen at work. No content version grows: nothing public changes."""
    now = clock.now()
    rows = [
        WorkerLane(
            name=lane.name, seen_at=now - dt.timedelta(seconds=int(lane.pace() - lane.seen_at)), is_late=bool(lane.late)
        )
        for lane in walked
    ]  # fmt: skip
    WorkerLane.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["name"], update_fields=["seen_at", "is_late"]
    )


def _try_to_beat(walking: Iterable[Lane]) -> None:
    close_old_connections()
    try:
        beat(walking)
    except Error as error:
        tell_of("The worker could not say that it is at work.", error=error)


def _is_stuck(lane: Lane) -> bool:
    return lane.pace() - lane.seen_at > STUCK


def _wait_for(threads: Iterable[Thread]) -> None:
    end = time.monotonic() + LAST_WORDS
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
