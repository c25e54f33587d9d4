"""The door of a call: when it opens, and what holds a visitor back."""

import datetime as dt

OPENS_MINUTES = 15  # before the start, where nobody says otherwise
MOST_MINUTES = 240


def opens_at(start: dt.datetime, own: int | None, usual: int) -> dt.datetime:
    """`own` are the minutes of the series, `usual` those of the community."""
    return start - dt.timedelta(minutes=usual if own is None else own)
