"""Regions as people name an audience ("APAC & EMEA", "Brazil"), each as the zones of its large cities."""

import re

from commonhour.core.time import cities

_EUROPE = ("Europe/London", "Europe/Berlin")
_AMERICAS = ("America/Los_Angeles", "America/New_York", "America/Sao_Paulo")
_ASIA = ("Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo")
_OCEANIA = ("Australia/Sydney", "Pacific/Auckland")
_AFRICA = ("Africa/Lagos", "Africa/Nairobi", "Africa/Cairo")
_ZONES = {
    "europe": _EUROPE, "eu": _EUROPE, "emea": (*_EUROPE, *_AFRICA, "Asia/Dubai"), "africa": _AFRICA,
    "middle east": ("Africa/Cairo", "Asia/Jerusalem", "Asia/Dubai"),
    "americas": _AMERICAS, "america": _AMERICAS, "amer": _AMERICAS, "na": _AMERICAS[:2],
    "north america": _AMERICAS[:2],
    "latam": ("America/Mexico_City", "America/Sao_Paulo", "America/Santiago"),
    "latin america": ("America/Mexico_City", "America/Sao_Paulo", "America/Santiago"),
    "south america": ("America/Sao_Paulo", "America/Santiago"),
    "asia": _ASIA, "apac": (*_ASIA, "Australia/Sydney"), "asia pacific": (*_ASIA, "Australia/Sydney"),
    "oceania": _OCEANIA, "anz": _OCEANIA,
}  # fmt: skip


def region_zones(region: str) -> tuple[str, ...]:
    """The zones of the regions, countries and cities a text names; () when it names none, or the whole world."""
    names = (cities.fold(part) for part in re.split(r"[&,/;+]|\band\b|\bor\b", region))
    return tuple(dict.fromkeys(zone for name in names for zone in _zones(name)))


def _zones(name: str) -> tuple[str, ...]:
    city = cities.city_zone(name) if name else None
    return _ZONES.get(name) or ((city,) if city else cities.country_zones(name)[:2])
