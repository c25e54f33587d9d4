"""Dates and times as catalogues write them: `2024-01-11T9:14:00.00Z`, `2026-01-14 18:00:00 +00:00`, `20240205`."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.time import zones

_STAMP = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d*)?)?(?:[ \t]*([Zz]|UTC|[+-]\d{1,2}(?::?\d{2})?))?)?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?([Zz])?)?$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A wall time; `offset` when the text gives one; `is_date` when it gives no hour."""

    wall: dt.datetime
    is_date: bool
    offset: dt.timedelta | None = None

    @property
    def is_utc(self) -> bool:
        return self.offset == dt.timedelta()

    def instant(self) -> dt.datetime:
        """The UTC instant. Only for a stamp with an offset."""
        return (self.wall - (self.offset or dt.timedelta())).replace(tzinfo=zones.UTC)

    def wall_in(self, tzid: str) -> dt.datetime:
        """The wall time in a zone; one without an offset is already there."""
        return self.wall if self.offset is None else zones.wall_of(self.instant(), tzid)


def read_stamp(text: str) -> Stamp | None:
    """The date or time a text is; None when it is none, or one that does not exist."""
    found = _STAMP.match(text.strip()) or _COMPACT.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        wall = dt.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - wall time
        offset = _offset(found[7])
    except ValueError:
        return None
    return Stamp(wall, found[4] is None, offset) if 1_000 <= year <= 9_000 else None


def _offset(text: str | None) -> dt.timedelta | None:
    if text is None:
        return None
    if text in ("Z", "z", "UTC"):
        return dt.timedelta()
    digits = text[1:].replace(":", "")
    hours, minutes = (
        int(digits[:-2] if len(digits) > 2 else digits),
        int(digits[-2:] if len(digits) > 2 else 0),
    )
    if hours > 15 or minutes > 59:
        raise ValueError
    length = dt.timedelta(hours=hours, minutes=minutes)
    return -length if text[0] == "-" else length
