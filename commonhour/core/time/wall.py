"""Wall time as RFC 5545 writes it: `20261126T160000` for a local time, `20261126` for a whole day."""

import datetime as dt
import functools
import re

from commonhour.errors import RefusedInput

_WALL = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?$")


# The same texts come again with every expansion; the size is a few thousand schedules with their exceptions.
@functools.lru_cache(maxsize=32_768)
def parse_wall(text: str) -> dt.datetime:
    """The naive local datetime of a wall text; a whole day becomes its midnight.

    Raises RefusedInput for anything else, a trailing `Z` included: wall text has no zone.
    """
    # ISO 8601 in this form is read many times faster; hour 24 and leap seconds are left to the pattern.
    if len(text) == 15 and text[8] == "T" and text[:8].isdigit() and text[9:].isdigit() and text[9:11] < "24":
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            pass
    match = _WALL.match(text)
    if not match:
        raise RefusedInput("no-wall-time", text=text[:40])
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        # A leap second (:60) is the last second of its minute (RFC 5545 §3.3.12).
        return dt.datetime(year, month, day, hour, minute, min(second, 59))
    except ValueError as error:
        raise RefusedInput("no-such-date", text=text) from error


def is_date(text: str) -> bool:
    """True for a whole day (`20261126`)."""
    return "T" not in text


def wall_text(wall: dt.datetime | dt.date) -> str:
    """The wall text of a naive datetime, or of a date."""
    if isinstance(wall, dt.datetime):
        return (
            wall.strftime("%Y%m%dT%H%M%S")
            if wall.year >= 1000
            else f"{wall.year:04d}" + wall.strftime("%m%dT%H%M%S")
        )
    return wall.strftime("%Y%m%d") if wall.year >= 1000 else f"{wall.year:04d}" + wall.strftime("%m%d")


def day_text(wall: str) -> str:
    """The date of a wall text, as `2026-11-26`."""
    return f"{wall[0:4]}-{wall[4:6]}-{wall[6:8]}"


def day_and_hour(wall: str) -> str:
    """`2026-11-26 16:00`; the date alone of a whole day."""
    return day_text(wall) if is_date(wall) else f"{day_text(wall)} {wall[9:11]}:{wall[11:13]}"


def iso_text(wall: str) -> str:
    """`2026-11-26T16:00:00`, without an offset; the date alone of a whole day."""
    return day_text(wall) if is_date(wall) else f"{day_text(wall)}T{wall[9:11]}:{wall[11:13]}:{wall[13:15]}"
