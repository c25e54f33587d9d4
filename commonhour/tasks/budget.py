"""A budget of time: what asks other machines stops after a while, so that the rest of the round is not held up."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def while_there_is_time(things: Iterable[T], seconds: float) -> Iterator[T]:
    """The things one after the other, none after so many seconds; what one of them takes is not cut short."""
    end = time.monotonic() + seconds
    for thing in things:
        if time.monotonic() > end:
            return
        yield thing
