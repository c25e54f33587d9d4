"""Cities people look for, each with its zone: the places of zone.tab, their old names, and cities that are neither."""

import functools
import importlib.resources
import json
import re
import unicodedata
import zoneinfo
from dataclasses import dataclass, replace

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from commonhour.core.time import zones

_REGIONS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}
_LANGUAGES = ("es", "ja", "de", "fr", "pt")  # a city may be looked for by its name in these
_UNFOLDED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "’": "", "'": "", ".": ""})


@dataclass(frozen=True, slots=True)
class City:
    """`name` in English; `country` is the ISO 3166 code, "" for UTC. `called` is another name that it was found by, in
    whatever language: the places of zones alone are known in ours."""

    tzid: str
    name: str
    country: str
    called: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    city: City
    names: tuple[str, ...]  # folded; the first is the city's own
    spelled: tuple[str, ...]  # the same as they are written
    country: str  # its name, folded
    is_well_known: bool
    is_zone_place: bool


def search_cities(query: str, limit: int = 8) -> list[City]:
    """The cities a few typed letters may mean, the likeliest first: the start of a name, then of its
    country's name, then of a word in it, then any part of it. Case and accents do not matter."""
    wanted = fold(query)
    if not wanted:
        return []
    ranked = [(rank, entry) for entry in _entries() if (rank := _rank(entry, wanted)) is not None]
    ranked.sort(
        key=lambda row: (row[0], not row[1].is_well_known, not row[1].is_zone_place, row[1].city.name)
    )
    return [_found(entry, wanted) for _, entry in ranked[:limit]]


def _found(entry: _Entry, wanted: str) -> City:
    own, *others = zip(entry.names, entry.spelled, strict=True)
    if entry.is_zone_place or own[0].startswith(wanted):
        return entry.city
    called = next((spelled for name, spelled in others if name.startswith(wanted)), "")
    return replace(entry.city, called=called)


def city_of(tzid: str) -> City:
    """The place a zone is named for."""
    return City(tzid, place_name(tzid), zones.places().get(tzid, ""))


def city_zone(text: str) -> str | None:
    """The zone of a city, old name or zone name, written out in full; None when there is no such place."""
    found = _by_name().get(fold(text))
    if found is None and "/" in text:
        return zones.resolve(text)
    return found


def place_name(tzid: str, locale: str = "en") -> str:
    """What a zone's place is called in a language: "New York", "Nueva York", "ニューヨーク"."""
    if tzid == "UTC" or tzid not in zones.places():
        return zones.city(tzid)
    names = Locale.parse(locale).time_zones
    known = next(
        (names[name]["city"] for name in (tzid, *_former(tzid)) if "city" in names.get(name, {})), ""
    )
    return str(known) or get_timezone_location(tzid, locale=locale, return_city=True).rsplit("/", 1)[-1]


def _former(tzid: str) -> tuple[str, ...]:
    """What a zone was called before: the CLDR keeps the names of places under those (Asia/Calcutta)."""
    return _former_names().get(tzid, ())


@functools.cache
def _former_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for former, present in get_global("zone_aliases").items():
        found[present] = (*found.get(present, ()), former)
    return found


def country_name(country: str, locale: str = "en") -> str:
    """The name of a country by its ISO 3166 code; the code itself when the language has none."""
    return str(Locale.parse(locale).territories.get(country, country))


def fold(text: str) -> str:
    """A name without case, accents, points and apostrophes, its words one space apart."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_UNFOLDED))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\s_,\-]+", " ", unicodedata.normalize("NFKC", plain)).strip()


def _rank(entry: _Entry, wanted: str) -> int | None:
    own, *others = entry.names
    ranks = (
        own == wanted,
        wanted in others,
        own.startswith(wanted),
        any(name.startswith(wanted) for name in others),
        entry.country.startswith(wanted) or entry.city.country.casefold() == wanted,
        any(f" {wanted}" in name for name in entry.names),
        len(wanted) > 2 and any(wanted in name for name in entry.names),
    )
    return next((rank for rank, holds in enumerate(ranks) if holds), None)


@functools.cache
def _entries() -> tuple[_Entry, ...]:
    """Every city once; the well-known first."""
    known = [_known(tzid, names) for tzid, every in _well_known().items() for names in every]
    taken = {(entry.city.tzid, name) for entry in known for name in entry.names}
    rest = [
        entry for tzid in zones.places() if (entry := _place(tzid)) and (tzid, entry.names[0]) not in taken
    ]
    return (*known, *rest)


def _known(tzid: str, names: str) -> _Entry:
    name, *aliases = names.split("|")
    if fold(name) == fold(place_name(tzid)):
        aliases += _other_names(tzid)
    return _entry(City(tzid, name, zones.places()[tzid]), aliases, is_well_known=True)


def _place(tzid: str) -> _Entry:
    return _entry(city_of(tzid), _other_names(tzid), is_well_known=tzid == "UTC")


def _entry(city: City, aliases: list[str], *, is_well_known: bool) -> _Entry:
    names: dict[str, str] = {}
    for name in (city.name, *aliases):
        names.setdefault(fold(name), name)
    is_zone_place = fold(city.name) == fold(place_name(city.tzid))
    return _Entry(
        city,
        tuple(names),
        tuple(names.values()),
        fold(country_name(city.country)),
        is_well_known,
        is_zone_place,
    )


def _other_names(tzid: str) -> list[str]:
    if tzid == "UTC":
        return ["Coordinated Universal Time", "Zulu"]
    translated = [place_name(tzid, language) for language in _LANGUAGES]
    return [zones.city(tzid), *_old_names().get(tzid, []), *translated]


@functools.cache
def _well_known() -> dict[str, list[str]]:
    """`cities.json`: zone to cities, the other names of each behind a bar."""
    text = importlib.resources.files("commonhour.core.time").joinpath("cities.json").read_text("utf-8")
    known: dict[str, list[str]] = json.loads(text)
    return known


@functools.cache
def _old_names() -> dict[str, list[str]]:
    """Names a zone had before (Calcutta, Kiev, Saigon), by its present name."""
    found: dict[str, list[str]] = {}
    for name in sorted(zoneinfo.available_timezones() - set(zones.places())):
        if name.split("/")[0] in _REGIONS and "/" in name:
            found.setdefault(zones.canonical(name), []).append(zones.city(name))
    return found


@functools.cache
def _by_name() -> dict[str, str]:
    """Folded name to zone. A city's own name comes before another's alias, a well-known one before others."""
    found: dict[str, str] = {}
    for entry in _entries():
        found.setdefault(entry.names[0], entry.city.tzid)
    for entry in _entries():
        for name in entry.names[1:]:
            found.setdefault(name, entry.city.tzid)
    return found


def country_zones(text: str) -> tuple[str, ...]:
    """Every zone of a country by its English name (or UK, USA), well-known ones first; () when it is none."""
    return _by_country().get(fold(text), ())


@functools.cache
def _by_country() -> dict[str, tuple[str, ...]]:
    zones_of: dict[str, tuple[str, ...]] = {}
    for tzid, country in sorted(zones.places().items(), key=lambda place: place[0] not in _well_known()):
        zones_of[country] = (*zones_of.get(country, ()), tzid)
    found = {fold(country_name(code)): tzids for code, tzids in zones_of.items() if code}
    return found | {"uk": zones_of["GB"], "usa": zones_of["US"], "us": zones_of["US"]}
