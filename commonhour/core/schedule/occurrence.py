"""An Occurrence is one instance of a schedule, with its instants."""

import datetime as dt
import hashlib
import uuid
from typing import NamedTuple

from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, Override
from commonhour.core.time.wall import day_text

# Fixed for ever: public ids in links and feeds depend on it.
_NAMESPACE = uuid.UUID("5a5fbb1e-7a1a-5d0c-9d5e-2f6f0d3e8c11").bytes
_FIXED_BITS, _VERSION_8 = 0xF << 76 | 0x3 << 62, 0x8 << 76 | 0x2 << 62


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
    """The immutable id of an instance, known before it is saved: from the UID and its first recurrence-id.

    A UUID of version 8 (RFC 9562). The 48 bits it begins with are those of its UID alone: dates of one schedule stand
    together in the index of ids, and are written several times as fast as where each has a place of its own.
    """
    of_uid = hashlib.sha1(_NAMESPACE + uid.encode(), usedforsecurity=False)
    named = of_uid.copy()
    named.update(f"/{recurrence_id}".encode())
    number = int.from_bytes(of_uid.digest()[:6] + named.digest()[:10], "big")
    return uuid.UUID(int=number & ~_FIXED_BITS | _VERSION_8)


def day_slug(recurrence_id: str, *, with_hour: bool = False, number: int = 1) -> str:
    """The address of an instance: "2026-11-26", or "2026-11-26T1600" where one day has several; the second
    one at the same hour is "2026-11-26T1600-2"."""
    day = day_text(recurrence_id)
    if number > 1:
        return f"{day}{recurrence_id[8:13] or 'T0000'}-{min(number, 9)}"
    return day + recurrence_id[8:13] if with_hour else day
