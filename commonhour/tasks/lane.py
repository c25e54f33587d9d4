"""A Lane: duties of the worker that wait for each other. No lane waits for another one."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from django.db import close_old_connections

from commonhour.errors.telling import tell
from commonhour.reads.outage import outage_of
from commonhour.tasks.budget import Budget

logger = logging.getLogger(__name__)
# A duty that was not done in its time goes on after this pause, so that the rest of its lane has a turn.
PAUSE = 5.0
TICK = 60.0


def tell_of(what: str, *facts: object, error: Exception) -> None:
    """A database that does not do its work is a line in the log; a bug comes with its traceback."""
    outage = outage_of(error)
    if outage:
        logger.error(f"{what} %s", *facts, tell(outage))
    else:
        logger.error(what, *facts, exc_info=error)


@dataclass(frozen=True)
class Duty:
    """`does` is given the hub's time (UTC) and a budget of `seconds`; it must be cheap when nothing is due, and safe
    to be done twice, also by two workers at once."""

    name: str
    every: dt.timedelta
    does: Callable[[dt.datetime, Budget], object]
    seconds: float = 60.0


@dataclass
class Lane:
    """`pace` is any clock that only goes forward, in seconds: the hub's own may stand still in a demonstration.
    `seen_at` is when a duty last ended, by that clock, `late` the duties that took longer than they may."""

    name: str
    duties: Sequence[Duty]
    pace: Callable[[], float] = time.monotonic
    tick: float = TICK
    due_at: dict[str, float] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    seen_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.seen_at = self.pace()

    def walk(self, now: Callable[[], dt.datetime], stop: Event) -> list[str]:
        """Do what is due, in order, each at the time it begins; returns the names of the duties that failed."""
        self.seen_at = self.pace()
        return [
            duty.name
            for duty in self.duties
            if not stop.is_set() and self._is_due(duty) and not self._does(duty, now(), stop)
        ]

    def keep_walking(self, now: Callable[[], dt.datetime], stop: Event) -> None:
        """The same until told to stop."""
        while not stop.is_set():
            close_old_connections()
            self.walk(now, stop)
            stop.wait(min(PAUSE, self.tick) if self.late else self.tick)

    def _is_due(self, duty: Duty) -> bool:
        return self.due_at.get(duty.name, 0.0) <= self.pace()

    def _does(self, duty: Duty, now: dt.datetime, stop: Event) -> bool:
        self.due_at[duty.name] = self.pace() + duty.every.total_seconds()
        budget = Budget(duty.seconds, stop)
        try:
            duty.does(now, budget)
        except Exception as error:
            # A site that is down or a bug in one duty must not stop the dates of all others from being made.
            tell_of("The worker could not finish: %s.", duty.name, error=error)
            return False
        finally:
            self.seen_at = self.pace()
            self._note(duty, budget)
        return True

    def _note(self, duty: Duty, budget: Budget) -> None:
        if budget.is_spent:
            self.due_at[duty.name] = self.pace()
        if not budget.is_spent and budget.used <= duty.seconds:
            self.late.discard(duty.name)
        elif duty.name not in self.late and not budget.stop.is_set():
            self.late.add(duty.name)
            logger.warning(
                "The worker needs more than %d seconds and goes on in parts: %s.", duty.seconds, duty.name
            )
