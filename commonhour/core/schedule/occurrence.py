"""An Occurrence is one instance of a schedule, with its instants."""

import datetime as dt
import hashlib
import uuid
from typing import NamedTuple

from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, Override
from commonhour.core.time.wall import day_text

# Fixed for ever: public ids in links and feeds depend on it.
_NAMESPACE = uuid.UUID("5a5fbb1e-7a1a-5d0c-9d5e-2f6f0d3e8c11").bytes


class Occurrence(NamedTuple):
    """A tuple, because they are made by the hundred thousand and a frozen dataclass takes five times as long.

    `start` and `end` are UTC; for an all-day one they are the midnights of its first day and of the
    day after its last, carried in UTC but meaning dates. `recurrence_id` is wall text in the schedule's zone.
    """

    uid: str
    recurrence_id: str
    start: dt.datetime
    end: dt.datetime
    all_day: bool = False
    status: str = CONFIRMED
    override: Override | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED


def public_id(uid: str, recurrence_id: str) -> uuid.UUID:
    """The immutable id of an instance, known before it is saved: from the UID and its first recurrence-id."""
    # What uuid5 does, in half its time: dates come by the hundred thousand.
    named = hashlib.sha1(_NAMESPACE + f"{uid}/{recurrence_id}".encode(), usedforsecurity=False)
    return uuid.UUID(bytes=named.digest()[:16], version=5)


def day_slug(recurrence_id: str, *, with_hour: bool = False, number: int = 1) -> str:
    """The address of an instance: "2026-11-26", or "2026-11-26T1600" where one day has several; the second
    one at the same hour is "2026-11-26T1600-2"."""
    day = day_text(recurrence_id)
    if number > 1:
        return f"{day}{recurrence_id[8:13] or 'T0000'}-{min(number, 9)}"
    return day + recurrence_id[8:13] if with_hour else day
