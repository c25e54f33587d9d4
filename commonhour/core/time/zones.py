"""Time zones: the one place that turns a name into a zone and a wall time into an instant.

The pinned `tzdata` package is the only source of rules: the machine's own tables are switched off here,
so that page, feed and worker agree whatever host they run on.
"""

import datetime as dt
import functools
import importlib.resources
import zoneinfo

from babel.core import get_global

from commonhour.errors import Unavailable, UnknownZone

zoneinfo.reset_tzpath(to=())

UTC = dt.UTC
_NAME_LENGTH = 255  # no zone has a longer name, and every "/" in one is a look-up
_UTC_NAMES = {
    "utc", "z", "gmt", "zulu", "uct", "universal", "greenwich", "gmt0", "gmt+0", "gmt-0",
    "etc/utc", "etc/gmt", "etc/uct", "etc/zulu", "etc/universal", "etc/greenwich",
    "etc/gmt0", "etc/gmt+0", "etc/gmt-0",
}  # fmt: skip


def _zone_data() -> tuple[str, str]:
    """What the rules say of themselves ("2026f"), and the table of places. Raises Unavailable without them."""
    try:
        import tzdata

        table = importlib.resources.files(tzdata).joinpath("zoneinfo/zone.tab").read_text("utf-8")
    except (ImportError, OSError) as error:
        raise Unavailable("zone-data-missing") from error
    return tzdata.IANA_VERSION, table


TZDATA_VERSION, _ZONE_TAB = _zone_data()


@functools.cache
def places() -> dict[str, str]:
    """The zones of zone.tab, each a place people live in, with its ISO 3166 country: Stockholm is not Berlin."""
    found = {"UTC": ""}
    for line in _ZONE_TAB.splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found[name] = country
    return found


@functools.cache
def _every_name() -> dict[str, str]:
    """Every name tzdata knows, by its casefolded form."""
    return {name.casefold(): name for name in zoneinfo.available_timezones() if name != "localtime"}


@functools.cache
def _place_of_cldr_name() -> dict[str, str]:
    """CLDR keeps the first name a place ever had (Asia/Calcutta); this leads to the name it has now."""
    aliases = get_global("zone_aliases")
    return {aliases.get(name, name): name for name in places()}


@functools.cache
def canonical(name: str) -> str:
    """The present name of a zone: `Asia/Calcutta` is Asia/Kolkata, `US/Pacific` is America/Los_Angeles.

    Renames are followed, places are kept. Raises UnknownZone.
    """
    if name.casefold() in _UTC_NAMES:
        return "UTC"
    known = _every_name().get(name.casefold())
    if known is None:
        raise UnknownZone("unknown-zone", zone=name[:60])
    if known in places():
        return known
    cldr = get_global("zone_aliases").get(known, known)
    if cldr in places():
        return str(cldr)
    return _place_of_cldr_name().get(cldr, known)


@functools.cache
def windows_zones() -> dict[str, str]:
    """Windows names (`Romance Standard Time`) and where CLDR puts them, casefolded."""
    return {name.casefold(): zone for name, zone in get_global("windows_zone_mapping").items()}


def resolve(name: str) -> str | None:
    """The canonical zone of any name a calendar may carry, or None.

    Reads IANA names in any case, old names, Windows names, and names behind a vendor's prefix
    (`/mozilla.org/20050126_1/Europe/Vienna`).
    """
    if len(name) > _NAME_LENGTH:
        return None
    name = name.strip().strip('"').strip()
    windows = windows_zones().get(name.casefold())
    if windows:
        return canonical(windows)
    parts = [part for part in name.split("/") if part]
    for start in range(len(parts)):
        try:
            return canonical("/".join(parts[start:]))
        except UnknownZone:
            continue
    return None


@functools.cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """The rules of a zone, by any name `canonical` takes. Raises UnknownZone."""
    return zoneinfo.ZoneInfo(canonical(name))


def is_fixed(name: str) -> bool:
    """True for a zone that is only an offset (`Etc/GMT+5`, `EST`), which nobody lives in. UTC is not one."""
    if name.upper() in {"EST", "MST", "HST"}:
        return True
    canonical_name = canonical(name)
    return canonical_name not in places() and ("/" not in canonical_name or canonical_name.startswith("Etc/"))


def instant(wall: dt.datetime, tzid: str) -> dt.datetime:
    """The UTC instant of a wall time.

    In a gap it moves forward by the gap (02:30 becomes 03:30); in a fold it is the first of the two
    (RFC 5545 §3.3.5). All of that is what `fold=0` means in PEP 495. Beyond the years 1 to 9999 it is
    the first or the last second there is.
    """
    try:
        return wall.replace(tzinfo=zone(tzid), fold=0).astimezone(UTC)
    except OverflowError:
        return _edge(wall).replace(tzinfo=UTC)


def wall_of(moment: dt.datetime, tzid: str) -> dt.datetime:
    """The naive wall time of an instant in a zone; the first or the last second there is beyond the years 1
    to 9999."""
    try:
        return moment.astimezone(zone(tzid)).replace(tzinfo=None, fold=0)
    except OverflowError:
        return _edge(moment)


def _edge(moment: dt.datetime) -> dt.datetime:
    return dt.datetime.max.replace(microsecond=0) if moment.year > 5000 else dt.datetime.min


def is_in_gap(wall: dt.datetime, tzid: str) -> bool:
    """True when the clocks skip this wall time."""
    return wall_of(instant(wall, tzid), tzid) != wall


def city(tzid: str) -> str:
    """The place of a zone in plain words: `America/Argentina/Buenos_Aires` is "Buenos Aires"."""
    return tzid.rsplit("/", 1)[-1].replace("_", " ") if "/" in tzid else tzid


def offset_text(moment: dt.datetime, tzid: str) -> str:
    """The offset in force at an instant: "UTC", "UTC+9", "UTC−3:30"."""
    offset = moment.astimezone(zone(tzid)).utcoffset() or dt.timedelta()
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    sign, minutes = ("+", minutes) if minutes > 0 else ("−", -minutes)
    hours, minutes = divmod(minutes, 60)
    return f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")
