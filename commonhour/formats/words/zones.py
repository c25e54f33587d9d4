"""The zone of a call: "PT (Pacific Time)", "Europe/Madrid", "CET", "+02:00", "Paris"; what it may mean, no guess."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonhour.core.time import zones
from commonhour.core.time.abbreviations import ABBREVIATIONS, CLAIMED_HOURS, SPELT_OUT
from commonhour.core.time.cities import city_zone, country_zones
from commonhour.core.undecided.zone_said import ZoneSaid, is_always, offsets

LETTERS = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
_SPELT = "|".join(sorted(map(re.escape, SPELT_OUT), key=len, reverse=True))
# "16:00 UTC - 17:00 UTC" is no offset: the sign stands close, and no hour that goes on behind.
_OFFSET_IN = r"(?i:UTC|GMT)(?:\s?[+−]\s?(?:1[0-4]|0?\d)|[-–](?:1[0-4]|0?\d)|\s[-–](?:0\d|(?:1[0-2]|\d)(?!:)))(?::?[034][05])?(?![\d:])(?!\s*(?i:UTC|GMT|[ap]\.?m\b))"
_IANA = r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Etc)/[A-Za-z_/+-]+\d*"
_NAMED = re.compile(rf"\b(?:{_OFFSET_IN}|{_IANA}\b|(?:{LETTERS})\b)")
_NAMED_OR_SPELT = re.compile(rf"\b(?:{_OFFSET_IN}|{_IANA}\b|(?:{LETTERS})\b|(?P<spelt>(?i:{_SPELT}))\b)")
_BEHIND = re.compile(
    rf"^\s*[(\[]?\s*([+−-](?:0\d|1[0-4]):?[034][05]\b|Z\b|(?i:{'|'.join(CLAIMED_HOURS)}|[PECM]T)\b(?!\s?[+−–-]\s?\d))"
)
_PLACE_BEHIND = re.compile(r"^[\s,]*(?:\(?in\s+)?([A-Z][\w'.-]+(?:[ ][A-Z][\w'.-]+)?)")
_IN_BRACKETS = re.compile(r"\s*\(([A-Z][\w .'-]{1,30})\)")
_SIGN = re.compile(r"\s?[+–−-]\s?(?:1[0-4]|0?\d)(?!\d)(?::?\d\d)?(?!\s*(?i:UTC|GMT|[ap]\.?m\b))")
_PLACES_TIME = re.compile(r"\b([A-Z][\w'.-]+(?:[ ][A-Z][\w'.-]+){0,2})(?:\s+local)?\s+[Tt]ime\b")
_BESIDE = re.compile(r"\s*(?:[/(,]|or|and)?\s*\(?\s*")
_OFFSET = re.compile(r"^(?:(?:UTC|GMT|Z)\s*)?([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?$", re.I)
# Spelt out, these are one place only, although their letters are several.
_ONE_PLACE = {
    "british summer time": "Europe/London", "indian standard time": "Asia/Kolkata",
    "irish standard time": "Europe/Dublin", "pacific daylight time": "America/Los_Angeles",
    "beijing time": "Asia/Shanghai", "us eastern time": "America/New_York",
    "us pacific time": "America/Los_Angeles", "us central time": "America/Chicago",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZoneAt:
    """A zone and where it stands in a text."""

    said: ZoneSaid
    begin: int
    end: int


def zone_in(sentence: str, behind: str) -> ZoneSaid:
    """The zone a sentence names, looked for first `behind` its hour; a city counts only there."""
    found = zone_behind(behind) if behind else None
    if found:
        return found.said
    named = _NAMED.search(sentence)
    return _known(named[0]) if named else ZoneSaid()


def zone_behind(text: str) -> ZoneAt | None:
    """The zone that a text behind an hour names first, with what says the same beside it: "CET/CEST"."""
    found = _BEHIND.match(text)
    if found:
        word = found[1].upper()
        return _with_next(ZoneAt(_known("UTC" if word == "Z" else word), found.start(1), found.end()), text)
    found = _NAMED_OR_SPELT.search(text)
    while found and found["spelt"] and not _is_zone(found, text):
        found = _NAMED_OR_SPELT.search(text, found.end())
    place = _place(text, found.start() if found else len(text))
    if place or not found:
        return place and _with_next(place, text)
    doubt = _SIGN.match(text, found.end()) if found[0] in ("UTC", "GMT") else None
    if doubt:  # "16:00 UTC -5:30" may be an offset or an end
        return ZoneAt(ZoneSaid(found[0] + doubt[0]), found.start(), doubt.end())
    return _with_next(ZoneAt(_known(found[0]), found.start(), found.end()), text)


def _is_zone(found: re.Match[str], text: str) -> bool:
    """ "Central" alone is a zone right behind the hour; farther on it may be the name of a room."""
    is_bare = " " not in found[0]
    return not is_bare or not re.search(r"\w", text[: found.start()])


def zones_named(text: str) -> Iterator[re.Match[str]]:
    """Where it names zones, by letters, offset or name."""
    return _NAMED.finditer(text)


def _place(text: str, before: int) -> ZoneAt | None:
    """A city right there ("17:00 Madrid"), or the time of one ("Stockholm time"), in front of any other zone."""
    for place in (_PLACE_BEHIND.match(text), *_PLACES_TIME.finditer(text)):
        if not place or place.start(1) >= before:
            continue
        written = _read_part(place[0])
        if written.zones:
            return ZoneAt(written, place.start(1), place.end())
        for name in (place[1], place[1].rpartition(" ")[2]):
            zone = city_zone(name) or zones.resolve(name) or _only_zone(name)
            if zone and name.casefold() not in SPELT_OUT:
                return ZoneAt(ZoneSaid(name, (zone,)), place.start(1), place.end())
    return None


def _only_zone(country: str) -> str | None:
    """The zone of a country that has one: "17:00 UK"."""
    found = country_zones(country)
    return found[0] if len(found) == 1 else None


def _with_next(one: ZoneAt, text: str) -> ZoneAt:
    """Two names side by side mean what both can mean: "CET/CEST", "EST (Eastern Time)"."""
    city = _IN_BRACKETS.match(text, one.end)
    zone = city and (city_zone(city[1]) or _only_zone(city[1]))
    if city and zone in one.said.zones:  # "CST (Chicago)"
        said = (
            f"{one.said.text} ({city[1]})"
            if len(one.said.zones) > 1 or one.said.claims_offset
            else one.said.text
        )
        return ZoneAt(replace(one.said, text=said, zones=(zone,)), one.begin, city.end())
    beside = _BESIDE.match(text, one.end)
    found = _NAMED_OR_SPELT.match(text, beside.end() if beside else one.end)
    other = _known(found[0]) if found else ZoneSaid()
    if (
        found
        and one.said.offset is not None
        and other.zones
        and all(one.said.offset in offsets(zone) for zone in other.zones)
    ):
        return ZoneAt(other, one.begin, found.end())  # "(UTC-05:00) Eastern Time"
    if not found or not one.said.zones:
        return one
    if other.offset is not None and all(is_always(zone, other.offset) for zone in one.said.zones):
        return _with_next(ZoneAt(one.said, one.begin, found.end()), text)
    common = tuple(zone for zone in one.said.zones if zone in other.zones)
    if not common:
        return one
    is_pair = _claim(one.said) != _claim(other)
    said = f"{one.said.text}/{other.text}" if is_pair and one.said.claims_offset else one.said.text
    return _with_next(ZoneAt(ZoneSaid(said, common, is_abbreviation=True), one.begin, found.end()), text)


def _claim(zone: ZoneSaid) -> float | None:
    return CLAIMED_HOURS.get(SPELT_OUT.get(zone.text.casefold(), zone.text))


def _known(word: str) -> ZoneSaid:
    """A zone's name, abbreviation, spelt-out form or offset, as it stands in a sentence."""
    if _OFFSET.match(word) or word in ABBREVIATIONS:
        return _read_part(word)
    letters = SPELT_OUT.get(word.casefold())
    if letters:
        return ZoneSaid(word, ABBREVIATIONS[letters], is_abbreviation=letters != "UTC")
    return _named(word)


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
