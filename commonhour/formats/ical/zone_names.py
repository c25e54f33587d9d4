"""Zone names only calendars use: Outlook's display names, Lotus names, and names that are nothing but offsets."""

import datetime as dt
import functools
import re

from babel.core import Locale, get_global

from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.core.time.zones import UTC, places, resolve, zone

# Likely zones, the best known of each set of rules first: an embedded VTIMEZONE is compared in this order.
LIKELY = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/Berlin",
    "Europe/London", "Europe/Athens", "Europe/Helsinki", "Europe/Lisbon", "America/Toronto", "America/Halifax",
    "America/St_Johns", "America/Anchorage", "America/Phoenix", "Pacific/Honolulu", "Australia/Sydney",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Perth", "Australia/Lord_Howe",
    "Pacific/Auckland", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Santiago",
    "America/Asuncion", "America/Mexico_City", "America/Bogota", "America/Caracas", "America/Havana",
    "Europe/Moscow", "Europe/Istanbul", "Europe/Chisinau", "Africa/Cairo", "Africa/Casablanca",
    "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Asia/Jerusalem", "Asia/Beirut", "Asia/Tehran",
    "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka",
    "Asia/Yangon", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Pacific/Fiji", "Atlantic/Azores",
)  # fmt: skip
# One offset all year and no neighbour that shares it for half of it: there the offset tells the place.
SINGLE_OFFSET = {
    "+0400": "Asia/Dubai", "+0430": "Asia/Kabul", "+0500": "Asia/Karachi", "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu", "+0600": "Asia/Dhaka", "+0630": "Asia/Yangon", "+0700": "Asia/Bangkok",
    "+0800": "Asia/Shanghai", "+0900": "Asia/Tokyo",
}  # fmt: skip
# Places of display names (Windows, Outlook, Exchange) that tzdata has under another name or not at all.
_DISPLAY = {
    "eastern time": "America/New_York", "central time": "America/Chicago", "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles", "atlantic time": "America/Halifax", "arizona": "America/Phoenix",
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "newfoundland": "America/St_Johns", "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu", "western/central europe": "Europe/Berlin", "w. europe": "Europe/Berlin",
    "brasilia": "America/Sao_Paulo", "beijing": "Asia/Shanghai", "new delhi": "Asia/Kolkata",
    "chennai": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "canberra": "Australia/Sydney", "osaka": "Asia/Tokyo",
    "sapporo": "Asia/Tokyo", "chongqing": "Asia/Shanghai", "abu dhabi": "Asia/Dubai",
    "islamabad": "Asia/Karachi", "hanoi": "Asia/Bangkok", "bern": "Europe/Zurich", "edinburgh": "Europe/London",
    "st. petersburg": "Europe/Moscow", "kuala lumpur": "Asia/Singapore", "pretoria": "Africa/Johannesburg",
    "coordinated universal time": "UTC", "wellington": "Pacific/Auckland", "georgetown": "America/La_Paz",
    "buenos aires": "America/Argentina/Buenos_Aires", "city of buenos aires": "America/Argentina/Buenos_Aires",
    "quito": "America/Bogota", "monterrey": "America/Mexico_City", "guadalajara": "America/Mexico_City",
    "saskatchewan": "America/Regina", "aleutian islands": "America/Adak", "marquesas islands": "Pacific/Marquesas",
    "baja california": "America/Tijuana", "yukon": "America/Whitehorse", "british columbia": "America/Vancouver", "central america": "America/Guatemala",
    "easter island": "Pacific/Easter", "chetumal": "America/Cancun", "haiti": "America/Port-au-Prince",
    "indiana": "America/Indiana/Indianapolis", "turks and caicos": "America/Grand_Turk",
    "greenland": "America/Nuuk", "saint pierre and miquelon": "America/Miquelon", "salvador": "America/Bahia",
    "cabo verde is.": "Atlantic/Cape_Verde", "cape verde is.": "Atlantic/Cape_Verde",
    "west central africa": "Africa/Lagos", "belgrade": "Europe/Belgrade", "astana": "Asia/Almaty",
    "kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv", "ekaterinburg": "Asia/Yekaterinburg",
    "port louis": "Indian/Mauritius", "sri jayawardenepura": "Asia/Colombo", "katmandu": "Asia/Kathmandu",
    "lord howe island": "Australia/Lord_Howe", "bougainville island": "Pacific/Bougainville",
    "chokurdakh": "Asia/Srednekolymsk", "norfolk island": "Pacific/Norfolk", "solomon is.": "Pacific/Guadalcanal",
    "new caledonia": "Pacific/Noumea", "petropavlovsk-kamchatsky": "Asia/Kamchatka",
    "chatham islands": "Pacific/Chatham", "nuku'alofa": "Pacific/Tongatapu", "samoa": "Pacific/Apia",
    "kiritimati island": "Pacific/Kiritimati", "central european time": "Europe/Berlin",
    "eastern european time": "Europe/Helsinki", "western european time": "Europe/Lisbon",
    "india time": "Asia/Kolkata", "japan time": "Asia/Tokyo", "china time": "Asia/Shanghai",
    "british time": "Europe/London", "greenwich mean time": "Europe/London",
    # Windows before 2000, and what it gave up since
    "mexico": "America/Mexico_City", "mexico standard time 2": "America/Mazatlan", "malay peninsula": "Asia/Singapore",
    "mid-atlantic": "Atlantic/South_Georgia", "armenian": "Asia/Yerevan", "saudi arabia": "Asia/Riyadh",
    "prague bratislava": "Europe/Prague", "brazilian": "America/Sao_Paulo",
}  # fmt: skip
# IANA names that are offsets, although people mean a place by the same letters.
_FIXED = {"EST": dt.timedelta(hours=-5), "MST": dt.timedelta(hours=-7)}
# Languages in which Outlook names a zone as CLDR does: "Mitteleuropäische Zeit".
_LANGUAGES = (
    "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ru", "uk", "ja", "zh", "ko", "tr",
)  # fmt: skip
# Before the name, in brackets or not: "(UTC-05:00) …", "(GMT-05.00) …", "GMT -0500 …".
_STATED = re.compile(
    r"^\(?(?:UTC|GMT)\s*([+−-])\s*(\d{1,2})(?:[:.]?(\d{2}))?(?![\d:.])\)?[\s:-]+(?=\S)|^\((?:UTC|GMT)\)\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)")  # "(US & Canada)", "(Rangoon)"
_BETWEEN_CITIES = re.compile(r"[,;/]| - ")
_KIND_OF_TIME = re.compile(r"\b(?:standard|daylight(?: saving)?|summer) time$")
_NUMBERED = re.compile(r"(?:(?<=[\w)])\s+|(?<=[^\W\d])[_-])\(?\d{1,2}\)?$")
_IS_NAME = re.compile(r"(?i)time\b|\)|^(?!etc)\w+/\w")
_ONLY_OFFSET = re.compile(r"^(?:\(?(?:UTC|GMT|Z)?\s*([+−-])\s*(\d{1,2})(?:[:.]?(\d{2}))?\)?)$", re.IGNORECASE)
_OFFSET_PAIR = re.compile(r"([+−-])(\d{2})[:.]?(\d{2})\D+?([+−-])(\d{2})[:.]?(\d{2})")
_YEARS = (2008, 2016, 2024, 2026)  # a name may state the offset of some years ago


def zone_of_name(name: str) -> str | None:
    """The zone of a TZID or display name by its spelling alone, or None."""
    camel = re.sub(r"(?<=[a-z])(?=[A-Z])", "/", name, count=1)  # IndianReunion
    divided = (re.sub(r"[_.-]", "/", name, count=1), camel)  # Europe.Berlin, US-Eastern
    # Outlook numbers a name that it meets twice: "Eastern Standard Time 1".
    bare = _NUMBERED.sub("", name) if _IS_NAME.search(name) else name
    for spelling in (name, name.replace(" ", "_"), *divided, bare):
        found = resolve(spelling)
        if found:
            return found
    return _DISPLAY.get(name.casefold()) or _of_display_name(bare) or _localised().get(_folded(bare))


def zone_of_abbreviation(name: str) -> str | None:
    """The likeliest zone of "PST" or "CET", or None."""
    zones = ABBREVIATIONS.get(name.strip().upper())
    return zones[0] if zones else None


def only_offset(name: str) -> dt.timedelta | None:
    """The offset of a name that is nothing else, such as "UTC+02:00" or "EST", or None."""
    match = _ONLY_OFFSET.match(name.strip())
    if not match:
        return _FIXED.get(name.strip().upper())
    return _offset(match[1], match[2], match[3])


def zone_of_offset_pair(name: str) -> str | None:
    """The likeliest zone of a name that gives standard and summer offset ("GMT-05.00/-04.00"), or None."""
    match = _OFFSET_PAIR.search(name)
    if not match:
        return None
    pair = {_offset(*match.group(1, 2, 3)), _offset(*match.group(4, 5, 6))}
    return next((tzid for tzid in LIKELY if len(pair) == 2 and _offsets(tzid) == pair), None)


def stated_offset(name: str) -> dt.timedelta | None:
    """The offset that a name states before its place, "(UTC+05:30) …", or None."""
    match = _STATED.match(name.strip())
    return _offset(match[1], match[2], match[3]) if match and match[1] else None


def _of_display_name(name: str) -> str | None:
    """Outlook: "(UTC+01:00) Amsterdam, Berlin, Bern". A well-known place wins, and must have or have had the offset."""
    cities = _ASIDE.sub("", _STATED.sub("", name.strip())).casefold()
    parts = [cities.strip(), *_BETWEEN_CITIES.split(cities)]
    zones = [found for city in parts if (found := _of_city(city.strip(" .")))]
    wanted = stated_offset(name)
    if wanted is not None:
        zones = [found for found in zones if wanted in offsets_of_years(found)]
    is_late = wanted is not None
    return min(
        zones, key=lambda tzid: (is_late and wanted not in _offsets(tzid), tzid not in LIKELY), default=None
    )


def _of_city(city: str) -> str | None:
    folded = _KIND_OF_TIME.sub("time", city.translate(str.maketrans("áãâéíóôúç’", "aaaeioouc'")))
    bare = folded.removesuffix(" time")
    for spelling in (folded, f"{folded}.", bare):
        if spelling in _DISPLAY:
            return _DISPLAY[spelling]
    wanted = bare.replace(" ", "_")
    return next((tzid for tzid in places() if wanted and tzid.rsplit("/", 1)[-1].casefold() == wanted), None)


@functools.cache
def _localised() -> dict[str, str]:
    """What CLDR calls the likely zones in other languages, and the best known zone of each name."""
    aliases, kinds = get_global("zone_aliases"), get_global("meta_zones")
    found: dict[str, str] = {}
    for names in (Locale(language).meta_zones for language in _LANGUAGES):
        for tzid in reversed(LIKELY):
            kind = names.get(kinds.get(aliases.get(tzid, tzid)), {})
            found |= {_folded(name): tzid for name in kind.get("long", {}).values()}
    return found


def _folded(name: str) -> str:
    return name.casefold().replace("’", "'")


def _offset(sign: str, hours: str, minutes: str | None) -> dt.timedelta:
    length = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return length if sign == "+" else -length


@functools.cache
def offsets_of_years(tzid: str, months: tuple[int, ...] = (1, 7)) -> frozenset[dt.timedelta | None]:
    """The offsets of a zone in some months of recent years."""
    return frozenset(
        dt.datetime(year, month, 15, tzinfo=UTC).astimezone(zone(tzid)).utcoffset()
        for year in _YEARS
        for month in months
    )


def _offsets(tzid: str) -> set[dt.timedelta | None]:
    """The offsets of a zone in January and in July of a recent year."""
    return {dt.datetime(2024, month, 15, tzinfo=UTC).astimezone(zone(tzid)).utcoffset() for month in (1, 7)}
