"""A Budget of time: a duty goes through its things one after the other, and leaves the rest for its next turn."""

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Budget:
    """So many seconds from now on, fewer when `stop` is set. `is_spent` once something was left for the next turn."""

    seconds: float
    stop: Event = field(default_factory=Event)
    is_spent: bool = False
    began: float = field(default_factory=time.monotonic)

    @property
    def used(self) -> float:
        return time.monotonic() - self.began

    def spend_on(self, things: Iterable[T]) -> Iterator[T]:
        """The things one after the other, none after the time is over; what one of them takes is not cut short."""
        for thing in things:
            if self.used > self.seconds or self.stop.is_set():
                self.is_spent = True
                return
            yield thing


UNLIMITED = Budget(math.inf)
