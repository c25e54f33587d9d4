"""The zone of a catalogue's call: "PT (Pacific Time)", "Europe/Madrid", "CET", "+02:00"; what it may mean, no guess."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.core.time import zones
from commonhour.core.time.abbreviations import ABBREVIATIONS, SPELT_OUT
from commonhour.core.time.cities import city_zone
from commonhour.core.undecided.readings import Place, offset_places, places

_OFFSET = re.compile(r"^(?:(?:UTC|GMT|Z)\s*)?([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$", re.I)
# Spelt out, these are one place only, although their letters are several.
_ONE_PLACE = {
    "british summer time": "Europe/London", "indian standard time": "Asia/Kolkata",
    "irish standard time": "Europe/Dublin", "pacific daylight time": "America/Los_Angeles",
    "beijing time": "Asia/Shanghai", "us eastern time": "America/New_York",
    "us pacific time": "America/Los_Angeles", "us central time": "America/Chicago",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """Every zone the words may mean, the likeliest first; `is_offset` for a bare offset other than UTC."""

    text: str
    zones: tuple[str, ...] = ()
    is_offset: bool = False
    is_abbreviation: bool = False
    offset: dt.timedelta | None = None  # of a bare offset, how far it is from UTC

    def places(self, on: dt.date) -> list[Place]:
        """Every way to read the words, when they allow only a few; `on` is a date the call is to fit."""
        if self.offset is not None and not self.zones:
            return offset_places(self.offset, on)
        return places(self.text, self.zones)

    @property
    def tzid(self) -> str | None:
        """The zone, when there is no doubt which."""
        return self.zones[0] if len(self.zones) == 1 and not self.is_offset else None

    @property
    def question(self) -> str:
        """What a person must answer; "" when the zone is known."""
        if self.tzid:
            return ""
        if self.is_offset:
            return (
                f"“{self.text}” is an offset from UTC and not a time zone: which city's clock does the call "
                "follow when summer time begins or ends?"
            )
        if self.zones:
            return f"Does {self.text} mean {' or '.join(zones.city(one) for one in self.zones)}?"
        return f"“{self.text}” is no time zone we know: which city's clock is meant?" if self.text else (
            "In which time zone?"
        )  # fmt: skip


def read_zone(*texts: str) -> ZoneWords:
    """What several mentions of one zone mean together: "CST" beside "China Standard Time" is Shanghai."""
    words = " ".join(" ".join(text.split()) for text in texts if text.strip())
    parts = [
        part for text in texts for part in re.split(r"[()\[\]/,;]| - ", _kept_whole(text)) if part.strip()
    ]
    found = [one for one in map(_read_part, parts) if one.zones or one.is_offset]
    if not found:
        return ZoneWords(words)
    # A zone's own name says all; letters beside it add nothing.
    found = [one for one in found if not one.is_abbreviation] or found
    common = [zone for zone in found[0].zones if all(zone in one.zones for one in found)]
    every = list(dict.fromkeys(zone for one in found for zone in one.zones))
    return ZoneWords(
        words,
        tuple(common or every),
        any(one.is_offset for one in found) and not every,
        all(one.is_abbreviation for one in found),
        next((one.offset for one in found), None) if len(found) == 1 else None,
    )


def _kept_whole(text: str) -> str:
    """An IANA name keeps its slashes."""
    return re.sub(r"\b([A-Z][A-Za-z_]+)/([A-Z][A-Za-z_+-]+\d*)(?:/([A-Z][A-Za-z_]+))?", _joined, text)


def _joined(match: re.Match[str]) -> str:
    return match[0].replace("/", "\x1f") if zones.resolve(match[0]) else match[0]


def _read_part(part: str) -> ZoneWords:
    text = " ".join(part.replace("\x1f", "/").split()).strip(" .:")
    folded = text.casefold()
    offset = _OFFSET.match(text)
    if offset:
        length = dt.timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if not length:
            return ZoneWords(text, ("UTC",))
        return ZoneWords(text, is_offset=True, offset=_real(length if offset[1] == "+" else -length))
    if text.upper() in ABBREVIATIONS:
        meant = ABBREVIATIONS[text.upper()]
        return ZoneWords(text, meant, is_abbreviation=meant != ("UTC",))
    if folded in _ONE_PLACE:
        return ZoneWords(text, (_ONE_PLACE[folded],), is_abbreviation=True)
    if folded in zones.windows_zones():
        return ZoneWords(text, (zones.canonical(zones.windows_zones()[folded]),), is_abbreviation=True)
    if folded in SPELT_OUT:
        return ZoneWords(text, ABBREVIATIONS[SPELT_OUT[folded]], is_abbreviation=SPELT_OUT[folded] != "UTC")
    return _named(text)


def _real(offset: dt.timedelta) -> dt.timedelta | None:
    """An offset some place may have; None for one no clock on earth shows."""
    return offset if dt.timedelta(hours=-12) <= offset <= dt.timedelta(hours=14) else None


def _named(text: str) -> ZoneWords:
    name = zones.resolve(text) if len(text) <= 60 else None
    if name and zones.is_fixed(name):
        fixed = zones.zone(name).utcoffset(dt.datetime(2026, 1, 1))  # noqa: DTZ001 - the same at any time
        return ZoneWords(text, is_offset=True, offset=fixed)
    place = name or (city_zone(text) if 2 < len(text) <= 60 else None)
    return ZoneWords(text, (place,)) if place else ZoneWords(text)
