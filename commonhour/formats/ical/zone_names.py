"""Zone names only calendars use: Outlook's display names, Lotus names, and names that are nothing but offsets."""

import datetime as dt
import re

from commonhour.core.time.abbreviations import ABBREVIATIONS
from commonhour.core.time.zones import UTC, places, resolve, zone
from commonhour.errors import RefusedInput
from commonhour.formats.ical.values import offset

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
_DISPLAY = {
    "eastern time": "America/New_York", "central time": "America/Chicago", "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles", "atlantic time": "America/Halifax", "arizona": "America/Phoenix",
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "newfoundland": "America/St_Johns", "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu", "western/central europe": "Europe/Berlin", "w. europe": "Europe/Berlin",
    "brasilia": "America/Sao_Paulo", "beijing": "Asia/Shanghai", "new delhi": "Asia/Kolkata",
    "chennai": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "canberra": "Australia/Sydney", "osaka": "Asia/Tokyo",
    "seoul": "Asia/Seoul", "abu dhabi": "Asia/Dubai", "islamabad": "Asia/Karachi", "hanoi": "Asia/Bangkok",
    "bern": "Europe/Zurich", "edinburgh": "Europe/London", "st. petersburg": "Europe/Moscow",
    "kuala lumpur": "Asia/Singapore", "pretoria": "Africa/Johannesburg", "coordinated universal time": "UTC",
    "wellington": "Pacific/Auckland", "buenos aires": "America/Argentina/Buenos_Aires",
    "georgetown": "America/La_Paz", "quito": "America/Bogota", "monterrey": "America/Mexico_City",
    "guadalajara": "America/Mexico_City", "saskatchewan": "America/Regina",
}  # fmt: skip
_BRACKETED = re.compile(r"^\((?:UTC|GMT)\s*([+−-]\d{1,2}:?\d{2})?\)\s*(.*)$", re.IGNORECASE)
_ONLY_OFFSET = re.compile(r"^(?:\(?(?:UTC|GMT|Z)?\s*([+−-])\s*(\d{1,2})(?:[:.]?(\d{2}))?\)?)$", re.IGNORECASE)
_OFFSET_PAIR = re.compile(r"([+−-])(\d{2})[:.]?(\d{2})\D+?([+−-])(\d{2})[:.]?(\d{2})")


def zone_of_name(name: str) -> str | None:
    """The zone of a TZID or display name by its spelling alone, or None."""
    camel = re.sub(r"(?<=[a-z])(?=[A-Z])", "/", name, count=1)  # IndianReunion
    for spelling in (name, name.replace(" ", "_"), name.replace("_", "/", 1), camel):
        found = resolve(spelling)
        if found:
            return found
    return _of_display_name(name)


def zone_of_abbreviation(name: str) -> str | None:
    """The likeliest zone of "PST" or "CET", or None."""
    zones = ABBREVIATIONS.get(name.strip().upper())
    return zones[0] if zones else None


def only_offset(name: str) -> dt.timedelta | None:
    """The offset of a name that is nothing else, such as "UTC+02:00", or None."""
    match = _ONLY_OFFSET.match(name.strip())
    if not match:
        return None
    return _offset(match[1], match[2], match[3])


def zone_of_offset_pair(name: str) -> str | None:
    """The likeliest zone of a name that gives standard and summer offset ("GMT-05.00/-04.00"), or None."""
    match = _OFFSET_PAIR.search(name)
    if not match:
        return None
    pair = {_offset(*match.group(1, 2, 3)), _offset(*match.group(4, 5, 6))}
    return next((tzid for tzid in LIKELY if len(pair) == 2 and _offsets(tzid) == pair), None)


def _of_display_name(name: str) -> str | None:
    """Outlook: "(UTC+01:00) Amsterdam, Berlin, Bern". A well-known place wins, and must have the offset."""
    match = _BRACKETED.match(name.strip())
    cities = (match[2] if match else name).replace("(US & Canada)", "")
    zones = [found for city in cities.split(",") if (found := _of_city(city.strip()))]
    if match and match[1]:
        wanted = _display_offset(match[1])
        zones = [found for found in zones if wanted is None or wanted in _offsets(found)]
    return min(zones, key=lambda tzid: tzid not in LIKELY, default=None)


def _display_offset(text: str) -> dt.timedelta | None:
    digits = text[1:].replace(":", "").rjust(4, "0")
    try:
        return offset(text[0].replace("−", "-") + digits)
    except RefusedInput:
        return None


def _of_city(city: str) -> str | None:
    folded = city.casefold().translate(str.maketrans("áãâéíóôúç", "aaaeioouc"))
    if folded in _DISPLAY:
        return _DISPLAY[folded]
    wanted = folded.replace(" ", "_")
    return next((tzid for tzid in places() if wanted and tzid.rsplit("/", 1)[-1].casefold() == wanted), None)


def _offset(sign: str, hours: str, minutes: str | None) -> dt.timedelta:
    length = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    return length if sign == "+" else -length


def _offsets(tzid: str) -> set[dt.timedelta | None]:
    """The offsets of a zone in January and in July of a recent year."""
    return {dt.datetime(2024, month, 15, tzinfo=UTC).astimezone(zone(tzid)).utcoffset() for month in (1, 7)}
