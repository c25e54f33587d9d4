"""How long ago somebody was here, no finer than others need to know."""

import datetime as dt
import enum


class LastHere(enum.StrEnum):
    NEVER = "never"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    EARLIER = "earlier"


_WITHIN = ((1, LastHere.DAY), (7, LastHere.WEEK), (31, LastHere.MONTH))


def last_here(at: dt.datetime | None, now: dt.datetime) -> LastHere:
    if at is None:
        return LastHere.NEVER
    return next((word for days, word in _WITHIN if now - at < dt.timedelta(days=days)), LastHere.EARLIER)
