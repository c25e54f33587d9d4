"""Which zone a time in a calendar is in: its TZID, its VTIMEZONE, the calendar's zone, or the community's."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.places.secrets import beginning
from commonhour.core.time import zones as core_zones
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault, told
from commonhour.formats.ical.content import Component
from commonhour.formats.ical.observances import Observances
from commonhour.formats.ical.report import Report
from commonhour.formats.ical.values import Moment, plain_text
from commonhour.formats.ical.zone_names import (
    LIKELY,
    SINGLE_OFFSET,
    offsets_of_years,
    only_offset,
    stated_offset,
    zone_of_abbreviation,
    zone_of_name,
    zone_of_offset_pair,
)

# More zones than any real calendar has; comparing each with every likely zone costs time.
_MOST_COMPARED = 100
_RECENT = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - wall time


@dataclass(frozen=True, slots=True)
class FileZone:
    """What a TZID of a file means: a real zone (`tzid`), or only an `offset`, or a table of the file's own."""

    name: str
    tzid: str | None = None
    offset: dt.timedelta | None = None
    table: Observances | None = None

    def instant(self, wall: dt.datetime) -> dt.datetime:
        """The UTC instant of a wall time here."""
        if self.tzid is not None:
            return core_zones.instant(wall, self.tzid)
        if self.table is not None:
            return self.table.instant(wall)
        return (wall - (self.offset or dt.timedelta())).replace(tzinfo=core_zones.UTC)


class ZoneBook:
    """The zones of one VCALENDAR."""

    def __init__(self, calendar: Component, community_tzid: str, report: Report) -> None:
        self._report = report
        self._zones: dict[str, FileZone] = {}
        self.tables: dict[str, Component] = {
            _bare(child.text("TZID")): child for child in calendar.children if child.name == "VTIMEZONE"
        }
        named = calendar.first("X-WR-TIMEZONE") or calendar.first("TIMEZONE-ID")
        self.calendar_tzid = zone_of_name(plain_text(named)) if named else None
        if named and self.calendar_tzid is None:
            report.add("no-zone", named.line, "calendar", zone=beginning(named.value, 60))
        self.default_tzid = self.calendar_tzid or core_zones.canonical(community_tzid)

    def zone(self, moment: Moment, line: int) -> FileZone:
        """The zone of a time. What had to be assumed is reported once, at the first such line."""
        if moment.is_date:
            return FileZone(self.default_tzid, self.default_tzid)
        if moment.tzid is None:
            return self._floating(line)
        if moment.tzid not in self._zones:
            self._zones[moment.tzid] = self._read(moment.tzid, moment.wall.year, line)
        return self._zones[moment.tzid]

    def instant(self, moment: Moment, line: int) -> dt.datetime:
        """The UTC instant of a time; a date is its midnight in the calendar's zone."""
        return self.zone(moment, line).instant(moment.wall)

    def day_of(self, moment: Moment, line: int) -> dt.date:
        """The day a time in an all-day event means: exporters write its midnight in UTC, but for midnight UTC itself,
        which is what others write for a day."""
        if moment.tzid != "UTC" or moment.wall.time() == dt.time():
            return moment.wall.date()
        return core_zones.wall_of(moment.wall.replace(tzinfo=core_zones.UTC), self.home_tzid(line)).date()

    def home_tzid(self, line: int) -> str:
        """Where the calendar is: its own zone, else the one zone that all its VTIMEZONEs are, else the community's."""
        if self.calendar_tzid is None and len(self.tables) == 1:
            only = Moment(_RECENT, is_date=False, tzid=next(iter(self.tables)))
            return self.zone(only, line).tzid or self.default_tzid
        return self.default_tzid

    def _floating(self, line: int) -> FileZone:
        if self.calendar_tzid:
            self._report.once("no-zone", line, "floating-calendar", zone=self.default_tzid)
        else:
            self._report.once("no-zone", line, "floating", zone=self.default_tzid)
        return FileZone(self.default_tzid, self.default_tzid)

    def _read(self, name: str, year: int, line: int) -> FileZone:
        """By the name, by X-LIC-LOCATION, by the rules of the VTIMEZONE, by an abbreviation, in that order."""
        table = self.tables.get(_bare(name))
        fixed = only_offset(name)
        found = None if fixed is not None or zone_of_abbreviation(name) else self._by_spelling(name, table)
        if name.strip().upper() in ("UTC", "GMT", "Z") or fixed == dt.timedelta():
            return FileZone(name, "UTC")
        if found and not core_zones.is_fixed(found):
            if table and _is_other(table, found, year):
                self._report.add(
                    "contradiction", table.line, "timezone", name=beginning(name, 60), zone=found
                )
            return FileZone(name, found)
        if found or (fixed is not None and table is None):
            return self._fixed_by_name(name, found, fixed, line)
        return self._assumed(name, table, year, line)

    def _by_spelling(self, name: str, table: Component | None) -> str | None:
        location = table.text("X-LIC-LOCATION") if table else ""
        return zone_of_name(name) or (zone_of_name(location) if location else None)

    def _fixed_by_name(self, name: str, found: str | None, fixed: dt.timedelta | None, line: int) -> FileZone:
        """`Etc/GMT+5` and "UTC-5" are offsets: nobody lives there, and what summer does is not said."""
        if found:
            at = dt.datetime(2024, 1, 15, tzinfo=core_zones.UTC)
            fixed = at.astimezone(core_zones.zone(found)).utcoffset()
        elif fixed is not None and zone_of_abbreviation(name):
            self._report.once(
                "zone-abbreviation", line, "assumed", letters=name, zone=f"UTC{offset_text(fixed)}"
            )
        return FileZone(name, offset=fixed)

    def _assumed(self, name: str, table: Component | None, year: int, line: int) -> FileZone:
        """What the zone may be when its name does not tell; always with a finding."""
        zone = self._by_rules(name, table, year) if table else None
        abbreviation = zone_of_abbreviation(name)
        if zone is None and abbreviation:
            self._report.once("zone-abbreviation", line, "assumed", letters=name, zone=abbreviation)
            return FileZone(name, abbreviation)
        pair = zone_of_offset_pair(name) if zone is None else None
        stated = stated_offset(name) if zone is None and pair is None else None
        if stated is not None:
            self._report.once("no-zone", line, "offset", name=beginning(name, 60))
            return FileZone(name, offset=stated)
        zone = zone or FileZone(name, pair or self.default_tzid)
        if zone.tzid:
            self._report.once("no-zone", line, "unknown", name=beginning(name, 60), zone=zone.tzid)
        elif zone.offset is not None and zone.table and not zone.table.is_fixed():
            self._report.once("no-zone", line, "offset", name=beginning(name, 60))
        return zone

    def _by_rules(self, name: str, component: Component, year: int) -> FileZone | None:
        """The zone whose offsets a VTIMEZONE has; None when the VTIMEZONE cannot be read."""
        if len(self._zones) > _MOST_COMPARED:
            return None
        try:
            table = Observances(component)
            year = min(max(year, 1970), 2036)
            tzid, offset = self._same_rules(table, year), table.only_offset(year)
        except (RefusedInput, ValueError, OverflowError) as error:
            met = error.as_json() if isinstance(error, RefusedInput) else told(str(error))
            self._report.once(
                "refused-input",
                component.line,
                reason=fault("timezone-unreadable", zone=beginning(name, 60), reason=met),
            )
            return None
        return FileZone(name, tzid) if tzid else FileZone(name, offset=offset, table=table)

    def _same_rules(self, table: Observances, year: int) -> str | None:
        only = table.only_offset(year)
        if only is not None:
            return "UTC" if not only else SINGLE_OFFSET.get(offset_text(only))
        candidates = tuple(dict.fromkeys([self.default_tzid, *LIKELY]))
        for last in (year + 2, year):
            for tzid in candidates:
                if table.agrees_with(tzid, year, last):
                    return tzid
        return next((tzid for tzid in candidates if table.resembles(tzid, year)), None)


def _is_other(component: Component, tzid: str, year: int) -> bool:
    """True for a VTIMEZONE whose offsets the zone of its name had in neither half of any recent year."""
    try:
        table = Observances(component)
        middles = [
            dt.datetime(min(max(year, 2008), 2036), month, 15, tzinfo=core_zones.UTC) for month in (1, 7)
        ]
        return not any(table.offset_at(at) in offsets_of_years(tzid, (at.month,)) for at in middles)
    except (RefusedInput, ValueError, OverflowError):
        return False  # the name says enough


def _bare(name: str) -> str:
    """A TZID as a value is escaped and as a parameter is not."""
    return name.replace("\\", "").strip('" ')


def offset_text(offset: dt.timedelta) -> str:
    minutes = int(abs(offset).total_seconds() // 60)
    return f"{'-' if offset < dt.timedelta() else '+'}{minutes // 60:02d}{minutes % 60:02d}"
