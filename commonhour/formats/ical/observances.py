"""An embedded VTIMEZONE (RFC 5545 §3.6.5) as a table of offsets, to be compared with the zones we know."""

import bisect
import datetime as dt
import re
from dataclasses import dataclass, replace

from commonhour.core.places.secrets import beginning
from commonhour.core.recurrence.rules import WEEKDAYS
from commonhour.core.time.zones import UTC, zone
from commonhour.errors import RefusedInput
from commonhour.formats.ical.content import Component, Property
from commonhour.formats.ical.values import moment, offset

_BYDAY = re.compile(r"^([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)$")
_DAY = dt.timedelta(days=1)
# Enough for every real zone; a table with more is cut, oldest first.
_MOST_OBSERVANCES = 400


@dataclass(frozen=True, slots=True)
class Observance:
    """One STANDARD or DAYLIGHT part: its onsets are wall times before the change."""

    start: dt.datetime
    offset_from: dt.timedelta
    offset_to: dt.timedelta
    month: int = 0  # 0: only on `dates`
    weekday: int | None = None
    nth: int = 0
    monthdays: tuple[int, ...] = ()
    until: int = 9_999  # last year of the rule
    dates: tuple[dt.datetime, ...] = ()

    def onsets(self, first: int, last: int) -> list[dt.datetime]:
        """The UTC instants at which it begins in these years."""
        walls = [wall for wall in self.dates if first <= wall.year <= last]
        if self.month:
            years = range(max(first, self.start.year), min(last, self.until) + 1)
            walls += [wall for wall in map(self._ruled, years) if wall is not None and wall >= self.start]
        return [(wall - self.offset_from).replace(tzinfo=UTC) for wall in walls]

    def _ruled(self, year: int) -> dt.datetime | None:
        """The onset a yearly rule makes: "last Sunday of October", "Sunday on or after the 8th"."""
        days = [day for day in _month_days(year, self.month) if self.weekday in (None, day.weekday())]
        if self.monthdays:
            days = [day for day in days if day.day in self.monthdays]
        elif self.weekday is None:
            days = [day for day in days if day.day == self.start.day]
        position = self.nth - 1 if self.nth > 0 else self.nth
        if not -len(days) <= position < len(days):
            return None
        return dt.datetime.combine(days[position], self.start.time())


class Observances:
    """The offsets of one VTIMEZONE. Raises RefusedInput when it has none that can be read."""

    def __init__(self, component: Component) -> None:
        parts = [part for part in component.children if part.name in ("STANDARD", "DAYLIGHT")]
        self.parts = [_observance(part) for part in parts[-_MOST_OBSERVANCES:]]
        if not self.parts:
            raise RefusedInput("zone-without-parts")
        self._years: dict[int, list[tuple[dt.datetime, dt.timedelta]]] = {}
        self._dated: list[tuple[dt.datetime, dt.timedelta]] | None = None

    def is_fixed(self) -> bool:
        """True when there is only one offset."""
        return len({part.offset_to for part in self.parts}) == 1

    def only_offset(self, year: int) -> dt.timedelta | None:
        """The offset of a table that has only one from this year on, or None."""
        if self.is_fixed():
            return self.parts[0].offset_to
        changes = any(part.onsets(year, year + 2) for part in self.parts)
        return None if changes else self.offset_at(dt.datetime(year, 7, 1, tzinfo=UTC))

    def offset_at(self, moment_: dt.datetime) -> dt.timedelta:
        """The offset in force at a UTC instant."""
        for onsets in (self._of_year(moment_.year), self._of_year(moment_.year - 1), self._explicit()):
            position = bisect.bisect_right(onsets, (moment_, dt.timedelta.max))
            if position:
                return onsets[position - 1][1]
        return min(self.parts, key=lambda part: part.start).offset_from

    def _of_year(self, year: int) -> list[tuple[dt.datetime, dt.timedelta]]:
        if year not in self._years:
            self._years[year] = sorted(
                (at, part.offset_to) for part in self.parts for at in part.onsets(year, year)
            )
        return self._years[year]

    def _explicit(self) -> list[tuple[dt.datetime, dt.timedelta]]:
        """Every onset of dates, and the first or last ones of a rule that has ended."""
        if self._dated is None:
            self._dated = sorted((at, part.offset_to) for part in self.parts for at in _explicit(part))
        return self._dated

    def instant(self, wall: dt.datetime) -> dt.datetime:
        """The UTC instant of a wall time; the first of the two in a fold."""
        guess = self.offset_at(wall.replace(tzinfo=UTC))
        earlier = self.offset_at((wall - guess - _DAY).replace(tzinfo=UTC))
        for candidate in (earlier, guess):
            at = (wall - candidate).replace(tzinfo=UTC)
            if self.offset_at(at) == candidate:
                return at
        return (wall - earlier).replace(tzinfo=UTC)

    def agrees_with(self, tzid: str, first: int, last: int) -> bool:
        """True when the zone has the same offsets in these years: every ten days, and round every change."""
        begin, end = dt.datetime(first, 1, 1, tzinfo=UTC), dt.datetime(last, 12, 31, tzinfo=UTC)
        moments = [begin + 10 * _DAY * n for n in range((end - begin).days // 10 + 1)]
        for at in (at for part in self.parts for at in part.onsets(first, last)):
            moments += [at - dt.timedelta(hours=1), at + dt.timedelta(hours=1)]
        return all(self.offset_at(at) == at.astimezone(zone(tzid)).utcoffset() for at in moments)

    def resembles(self, tzid: str, year: int) -> bool:
        """True when the zone has the same offset in January and in July: the rules may have changed since."""
        moments = [dt.datetime(year, month, 15, tzinfo=UTC) for month in (1, 7)]
        return all(self.offset_at(at) == at.astimezone(zone(tzid)).utcoffset() for at in moments)


def _explicit(part: Observance) -> list[dt.datetime]:
    dated = [(wall - part.offset_from).replace(tzinfo=UTC) for wall in part.dates]
    ruled = replace(part, dates=())
    return [
        *dated,
        *ruled.onsets(part.start.year, part.start.year + 1),
        *ruled.onsets(part.until, part.until),
    ]


def _month_days(year: int, month: int) -> list[dt.date]:
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return [first + _DAY * n for n in range((following - first).days)]


def _observance(part: Component) -> Observance:
    start = _onset(_required(part, "DTSTART"))
    offset_to = offset(_required(part, "TZOFFSETTO").value)
    before = part.first("TZOFFSETFROM")
    common = (start, offset(before.value) if before else offset_to, offset_to)
    rule = part.first("RRULE")
    dates = [
        _onset(prop, value) for prop in part.all("RDATE") for value in prop.value.split(",")[:500] if value
    ]
    if rule is None:
        return Observance(*common, dates=tuple(dict.fromkeys([start, *dates])))
    return _ruled(common, rule, tuple(dates))


def _onset(prop: Property, value: str | None = None) -> dt.datetime:
    """A wall time; some exporters begin in the year 0 or 1, and any year before the first zone does as well."""
    text = (prop.value if value is None else value).strip()
    return moment(prop, f"1600{text[4:]}" if text < "1000" else text).wall


def _ruled(
    common: tuple[dt.datetime, dt.timedelta, dt.timedelta], rule: Property, dates: tuple[dt.datetime, ...]
) -> Observance:
    """The yearly rules time zones use; any other rule is refused, as following it would cost too much."""
    parts = dict(part.upper().partition("=")[::2] for part in rule.value.strip().split(";"))
    byday = _BYDAY.match(parts.get("BYDAY", ""))
    months = parts.get("BYMONTH", str(common[0].month))
    monthdays = [day for day in parts.get("BYMONTHDAY", "").split(",") if day]
    if parts.get("FREQ") != "YEARLY" or not months.isdigit() or not 1 <= int(months) <= 12:
        raise RefusedInput("zone-rule", text=beginning(rule.value, 60))
    if ("BYDAY" in parts and byday is None) or not all(day.isdigit() for day in monthdays):
        raise RefusedInput("zone-rule", text=beginning(rule.value, 60))
    until = parts.get("UNTIL", "9999")[:4]
    return Observance(
        *common,
        month=int(months),
        weekday=WEEKDAYS.index(byday[2]) if byday else None,
        nth=int((byday and byday[1]) or parts.get("BYSETPOS", "1") or 1),
        monthdays=tuple(map(int, monthdays)),
        until=int(until) if until.isdigit() else 9_999,
        dates=dates,
    )


def _required(part: Component, name: str) -> Property:
    found = part.first(name)
    if found is None:
        raise RefusedInput("zone-part-incomplete", part=part.name, line=part.line, name=name)
    return found
