"""When somebody is reminded of a call: so many minutes before it, for each date and its present start once."""

import datetime as dt
from collections.abc import Iterable

CHOICES = (10, 30, 60, 180, 1440, 2880)  # minutes
LONGEST = dt.timedelta(minutes=max(CHOICES))


def due_at(start: dt.datetime, minutes: int) -> dt.datetime:
    return start - dt.timedelta(minutes=minutes)


def due(wanted: Iterable[int], start: dt.datetime, now: dt.datetime) -> int | None:
    """The reminder that is to be said now: of several whose time has come, the last one. None before, and once it began."""
    return min((one for one in wanted if due_at(start, one) <= now < start), default=None)


def good_until(wanted: Iterable[int], start: dt.datetime, minutes: int) -> dt.datetime:
    """Until the next one is due, or the call begins."""
    return due_at(start, max((one for one in wanted if one < minutes), default=0))


def cause(public_id: str, start: dt.datetime, minutes: int) -> str:
    """A call that moves is reminded of anew; one that moved and came back is not."""
    return f"reminder {public_id} {start.astimezone(dt.UTC):%Y%m%dT%H%MZ} {minutes}"
