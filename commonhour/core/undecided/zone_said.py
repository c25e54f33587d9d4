"""The zone that words name, with everything it may mean, and each way to read it."""

import datetime as dt
import functools
import re
from dataclasses import dataclass

from commonhour.core.time.abbreviations import CLAIMED_HOURS, SPELT_OUT
from commonhour.core.time.zones import UTC, offset_text, wall_of
from commonhour.core.undecided.question import Facts, fact

_WEEK = dt.timedelta(weeks=1)
# Zones many people live in, the most first: what a bare offset is likely to stand for.
_POPULOUS = (
    "Asia/Shanghai", "Asia/Kolkata", "America/New_York", "Europe/Paris", "America/Sao_Paulo", "Asia/Tokyo",
    "Africa/Lagos", "Europe/London", "America/Los_Angeles", "America/Chicago", "Asia/Jakarta", "Asia/Dhaka",
    "Africa/Cairo", "Europe/Istanbul", "Europe/Moscow", "Africa/Johannesburg", "Asia/Karachi", "America/Mexico_City",
    "Europe/Helsinki", "Africa/Nairobi", "America/Bogota", "Asia/Dubai", "America/Denver", "Asia/Tehran",
    "Asia/Jerusalem", "Australia/Sydney", "America/Argentina/Buenos_Aires", "Australia/Brisbane", "America/Phoenix",
    "Asia/Kathmandu", "Asia/Yangon", "Asia/Tashkent", "Asia/Kabul", "America/Halifax", "America/Caracas",
    "America/Santiago", "Australia/Adelaide", "Australia/Darwin", "Pacific/Auckland", "America/Anchorage",
    "Pacific/Honolulu", "America/St_Johns", "Asia/Colombo", "Atlantic/Azores", "Pacific/Noumea",
)  # fmt: skip
_LIKELY = 4
_HALF = re.compile(r"\b(?:standard|daylight|summer)\b", re.I)


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """One way to read the zone; `facts` say why (see `core/speech/questions.py`), none where it is the only one.
    With an `offset` the hour is that far from UTC all year, and kept in UTC."""

    tzid: str
    facts: Facts | None = None
    offset: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class ZoneSaid:
    """`zones` are all that the `text` may mean, the likeliest first; `is_offset` for a bare offset other than UTC,
    `offset` how far that is from UTC, None where no clock on earth shows it."""

    text: str = ""
    zones: tuple[str, ...] = ()
    is_offset: bool = False
    is_abbreviation: bool = False
    offset: dt.timedelta | None = None

    @property
    def tzid(self) -> str | None:
        """The zone, when there is no doubt which."""
        return self.zones[0] if len(self.zones) == 1 and not self.is_offset else None

    @property
    def is_pair(self) -> bool:
        """True for the letters of both halves of the year, "CET/CEST", which name the clocks of a place."""
        return "/" in self.text and all(part in CLAIMED_HOURS for part in self.text.split("/"))

    @property
    def claims_offset(self) -> bool:
        """True for letters, or their words, that name one offset, which cannot carry a call through the year where
        the clocks change; UTC can."""
        hours = _claimed_hours(self.text)
        if hours is None or self.text == "UTC":
            return False
        return not all(is_always(zone, dt.timedelta(hours=hours)) for zone in self.zones)

    def choices(self, on: dt.date, *, may_claim_offset: bool = False) -> list[ZoneChoice]:
        """Every way to read the words, when they allow only a few; `on` is a date the call is to fit. Letters
        such as CET may also be that offset all year when `may_claim_offset`."""
        if self.offset is not None and not self.zones:
            return offset_choices(self.offset, on)
        hours = _claimed_hours(self.text) or 0 if may_claim_offset and self.claims_offset else 0
        if len(self.zones) != 1 or not hours:
            return zone_choices(self.text, self.zones)
        offset = dt.timedelta(hours=hours)
        clocks = fact("letters-clocks", word=self.text, tzid=self.zones[0])
        always = fact("letters-offset", word=self.text, minutes=_minutes(offset))
        return [ZoneChoice(self.zones[0], clocks), ZoneChoice("UTC", always, offset)]


def _claimed_hours(text: str) -> float | None:
    letters = SPELT_OUT.get(text.casefold(), "") if _HALF.search(text) else text
    return CLAIMED_HOURS.get(letters)


@functools.cache
def offsets(tzid: str) -> set[dt.timedelta]:
    """How far a zone is from UTC in January and in July."""
    days = [dt.datetime(2026, month, 1, 12, tzinfo=UTC) for month in (1, 7)]
    return {wall_of(day, tzid) - day.replace(tzinfo=None) for day in days}


def is_always(tzid: str, offset: dt.timedelta) -> bool:
    return offsets(tzid) == {offset}


def zone_choices(word: str, tzids: tuple[str, ...]) -> list[ZoneChoice]:
    """The zones an abbreviation may mean, the likeliest first."""
    if len(tzids) < 2:
        return [ZoneChoice(tzid) for tzid in tzids]
    return [ZoneChoice(tzid, fact("letters", word=word, tzid=tzid)) for tzid in tzids]


def offset_choices(offset: dt.timedelta, on: dt.date) -> list[ZoneChoice]:
    """What an offset may mean: that offset all year, or the clocks of a populous place that show it on a date."""
    always = ZoneChoice("UTC", fact("offset", minutes=_minutes(offset)), offset)
    return [always, *(ZoneChoice(one, fact("clocks", tzid=one)) for one in zones_at(offset, on))]


def zones_at(offset: dt.timedelta, on: dt.date) -> list[str]:
    """A few populous zones that are this far from UTC at noon of a date, one for each way the clocks go on."""
    noon = dt.datetime.combine(on, dt.time(12), UTC)
    found: dict[tuple[str, ...], str] = {}
    for tzid in _POPULOUS:
        if wall_of(noon, tzid) - noon.replace(tzinfo=None) == offset:
            found.setdefault(tuple(offset_text(noon + week * _WEEK, tzid) for week in range(53)), tzid)
    return list(found.values())[:_LIKELY]


def _minutes(offset: dt.timedelta) -> int:
    return int(offset.total_seconds() // 60)
