"""A Schedule is one recurring component (one iCalendar UID); an Override is one changed instance of it."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.time.wall import is_date

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Override:
    """A RECURRENCE-ID component (RFC 5545 §3.8.4.4). None means "as the schedule says".

    `recurrence_id` is the original wall text in the schedule's zone; `dtstart` is wall text in `tzid`.
    """

    recurrence_id: str
    dtstart: str | None = None
    tzid: str | None = None
    duration: dt.timedelta | None = None
    status: str = CONFIRMED
    summary: str | None = None
    description: str | None = None
    reason: str = ""  # why it was moved or called off, for people
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something happens: wall time and IANA zone, never UTC columns.

    `dtstart`, `rdates`, `exdates` and an UNTIL inside `rrule` are wall texts in `tzid`; `rrule` has no
    "RRULE:" in front and is "" for a one-off. All-day schedules have a date `dtstart` and are the same
    dates in every zone.
    """

    dtstart: str
    tzid: str
    duration: dt.timedelta
    rrule: str = ""
    rdates: tuple[str, ...] = ()
    exdates: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    uid: str = ""
    sequence: int = 0
    status: str = CONFIRMED

    @property
    def is_all_day(self) -> bool:
        return is_date(self.dtstart)
