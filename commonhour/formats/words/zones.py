"""The zone of a call: "PT (Pacific Time)", "Europe/Madrid", "CET", "+02:00", "Paris"; what it may mean, no guess."""

import datetime as dt
import re

from commonhour.core.time import zones
from commonhour.core.time.abbreviations import ABBREVIATIONS, SPELT_OUT
from commonhour.core.time.cities import city_zone
from commonhour.core.undecided.zone_said import ZoneSaid

LETTERS = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
_IANA = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Etc)/[A-Za-z_/+-]+\d*\b"
)
_ABBREVIATION = re.compile(rf"\b(?:{LETTERS})\b")
_SPELT = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, SPELT_OUT), key=len, reverse=True)) + r")\b", re.I
)
_PLACE_BEHIND = re.compile(r"^[\s,]*(?:\(?in\s+)?([A-Z][\w'.-]+(?:[ ][A-Z][\w'.-]+)?)")
# "16:00 UTC - 17:00 UTC" is no offset: the sign stands close, and no hour that goes on behind.
_OFFSET_IN = re.compile(
    r"\b(?:UTC|GMT)[+\-−](?:1[0-4]|0?\d)(?::?[034][05])?(?![\d:])(?!\s*(?:UTC|GMT|[ap]\.?m\b))", re.I
)
_OFFSET = re.compile(r"^(?:(?:UTC|GMT|Z)\s*)?([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$", re.I)
# Spelt out, these are one place only, although their letters are several.
_ONE_PLACE = {
    "british summer time": "Europe/London", "indian standard time": "Asia/Kolkata",
    "irish standard time": "Europe/Dublin", "pacific daylight time": "America/Los_Angeles",
    "beijing time": "Asia/Shanghai", "us eastern time": "America/New_York",
    "us pacific time": "America/Los_Angeles", "us central time": "America/Chicago",
}  # fmt: skip


def zone_in(sentence: str, behind: str) -> ZoneSaid:
    """The zone a sentence names, looked for first `behind` its hour; a city counts only there."""
    for text in (behind, sentence):
        patterns = (_OFFSET_IN, _IANA, _ABBREVIATION, *((_SPELT,) if behind else ()))
        found = [match for pattern in patterns if (match := pattern.search(text))]
        if found:
            return _known(min(found, key=lambda match: match.start()).group())
    place = _PLACE_BEHIND.match(behind)
    name = place.group(1) if place else ""
    zone = name and (city_zone(name) or zones.resolve(name))
    return ZoneSaid(name, (zone,), is_abbreviation=name.isupper()) if zone else ZoneSaid()


def _known(word: str) -> ZoneSaid:
    """A zone's name, abbreviation, spelt-out form or offset, as it stands in a sentence."""
    if _OFFSET.match(word):
        return _read_part(word)
    if word in ABBREVIATIONS:
        return ZoneSaid(word, ABBREVIATIONS[word], is_abbreviation=ABBREVIATIONS[word] != ("UTC",))
    letters = SPELT_OUT.get(word.casefold())
    if letters:
        return ZoneSaid(word, ABBREVIATIONS[letters], is_abbreviation=letters != "UTC")
    zone = zones.resolve(word)
    return ZoneSaid(word, (zone,) if zone else ())


def zone_of(*fields: str) -> ZoneSaid:
    """What several mentions of one zone mean together: "CST" beside "China Standard Time" is Shanghai."""
    words = " ".join(" ".join(text.split()) for text in fields if text.strip())
    parts = [
        part for text in fields for part in re.split(r"[()\[\]/,;]| - ", _kept_whole(text)) if part.strip()
    ]
    found = [one for one in map(_read_part, parts) if one.zones or one.is_offset]
    if not found:
        return ZoneSaid(words)
    # A zone's own name says all; letters beside it add nothing.
    found = [one for one in found if not one.is_abbreviation] or found
    common = [zone for zone in found[0].zones if all(zone in one.zones for one in found)]
    every = list(dict.fromkeys(zone for one in found for zone in one.zones))
    return ZoneSaid(
        words,
        tuple(common or every),
        any(one.is_offset for one in found) and not every,
        all(one.is_abbreviation for one in found),
        found[0].offset if len(found) == 1 else None,
    )


def _kept_whole(text: str) -> str:
    """An IANA name keeps its slashes."""
    return re.sub(r"\b([A-Z][A-Za-z_]+)/([A-Z][A-Za-z_+-]+\d*)(?:/([A-Z][A-Za-z_]+))?", _joined, text)


def _joined(match: re.Match[str]) -> str:
    return match[0].replace("/", "\x1f") if zones.resolve(match[0]) else match[0]


def _read_part(part: str) -> ZoneSaid:
    text = " ".join(part.replace("\x1f", "/").split()).strip(" .:")
    folded = text.casefold()
    offset = _OFFSET.match(text)
    if offset:
        length = dt.timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if not length:
            return ZoneSaid(text, ("UTC",))
        return ZoneSaid(text, is_offset=True, offset=_real(length if offset[1] == "+" else -length))
    if text.upper() in ABBREVIATIONS:
        meant = ABBREVIATIONS[text.upper()]
        return ZoneSaid(text, meant, is_abbreviation=meant != ("UTC",))
    if folded in _ONE_PLACE:
        return ZoneSaid(text, (_ONE_PLACE[folded],), is_abbreviation=True)
    if folded in zones.windows_zones():
        return ZoneSaid(text, (zones.canonical(zones.windows_zones()[folded]),), is_abbreviation=True)
    if folded in SPELT_OUT:
        return ZoneSaid(text, ABBREVIATIONS[SPELT_OUT[folded]], is_abbreviation=SPELT_OUT[folded] != "UTC")
    return _named(text)


def _real(offset: dt.timedelta) -> dt.timedelta | None:
    """An offset some place may have; None for one no clock on earth shows."""
    return offset if dt.timedelta(hours=-12) <= offset <= dt.timedelta(hours=14) else None


def _named(text: str) -> ZoneSaid:
    name = zones.resolve(text) if len(text) <= 60 else None
    if name and zones.is_fixed(name):
        fixed = zones.zone(name).utcoffset(dt.datetime(2026, 1, 1))  # noqa: DTZ001 - the same at any time
        return ZoneSaid(text, is_offset=True, offset=fixed)
    place = name or (city_zone(text) if 2 < len(text) <= 60 else None)
    return ZoneSaid(text, (place,)) if place else ZoneSaid(text)
