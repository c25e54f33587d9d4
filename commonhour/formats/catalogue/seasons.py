"""One call written twice, for summer and for winter time: found, and offered as one series with a zone."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonhour.core.draft import DraftSeries
from commonhour.core.recurrence.rules import normal_rrule, parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time import zones
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.readings import Place, Reading, readings
from commonhour.formats.catalogue.collecting import ASSUMED_START, Catalogue
from commonhour.formats.catalogue.when import report_assumed_start, undecided

_NOT_SUMMER = r"(?:non|not|no|outside|without)[ -]+(?:in[ -]+|of[ -]+|during[ -]+)?(?:DST|daylight[ -]saving\w*|summer[ -]?time|summer)"
_WINTER = re.compile(
    rf"\b(?:{_NOT_SUMMER}|winter(?:[ -]?time)?|standard time|(?:E|P|C|M|AK)ST|CET|EET|WET|AEST|NZST)\b", re.I
)
_SUMMER = re.compile(
    r"\b(?:summer(?:[ -]?time)?|DST|daylight(?:[ -]sav\w+)?(?:[ -]time)?|(?:E|P|C|M|AK)DT|CEST|EEST|WEST|BST|AEDT|NZDT)\b",
    re.I,
)
_MONTH_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_MONTHS = re.compile(
    rf"\b(?:from\s+)?{_MONTH_NAME}\s*(?:-|–|—|to|until|till|through)\s*{_MONTH_NAME}\b", re.I
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HOUR = dt.timedelta(hours=1)
_EXAMPLES = ("America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Berlin")


@dataclass(slots=True)
class Entry:
    """One entry of a file: its series, the words that may name a season, and what is known of its time.

    `months` are those of its rule; `zone` is the only zone its words can mean, "" when there are more.
    """

    series: DraftSeries
    words: str
    cadence: Cadence
    clock: dt.time | None
    zone: str
    line: int
    duration: dt.timedelta = dt.timedelta()
    months: frozenset[int] = frozenset()
    is_abbreviation: bool = False

    @property
    def season(self) -> str:
        """ "summer", "winter" or "", by its months or by its words."""
        if self.months and len(self.months) < 12:
            return "summer" if {6, 7} <= self.months else "winter" if {12, 1} <= self.months else ""
        left = _WINTER.sub(" ", self.words)
        is_winter, is_summer = left != self.words, bool(_SUMMER.search(left))
        return "" if is_winter == is_summer else "winter" if is_winter else "summer"

    @property
    def stem(self) -> str:
        """Its title without the season, to be compared."""
        return " ".join(re.findall(r"\w+", _SUMMER.sub(" ", _WINTER.sub(" ", self.series.title)))).casefold()


def months_of(text: str) -> frozenset[int]:
    """The months of "April to October"; none when a text names no such range."""
    found = _MONTHS.search(text)
    if not found:
        return frozenset()
    first, last = _NAMES.index(found[1].lower()), _NAMES.index(found[2].lower())
    return frozenset((first + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def without_season(text: str) -> str:
    """The text without the words that name a season or its months: "weekly (summer)" is weekly."""
    return _SUMMER.sub(" ", _WINTER.sub(" ", _MONTHS.sub(" ", text)))


def entry_of(series: DraftSeries, words: str, line: int) -> Entry | None:
    """The Entry of a series with one weekly schedule; None for any other."""
    if len(series.schedules) != 1 or not series.schedules[0].rrule or series.schedules[0].is_all_day:
        return None
    schedule = series.schedules[0]
    rule, start = parse_rule(schedule.rrule), parse_wall(schedule.dtstart)
    days = tuple(day for _, day in rule.byday) or (start.weekday(),)
    kind = ("weekly" if rule.interval == 1 else "interval") if rule.freq == "WEEKLY" else ""
    cadence = Cadence(kind, days, rule.interval, start=start.date())
    return Entry(
        series, words, cadence, start.time(), schedule.tzid, line, schedule.duration, frozenset(rule.bymonth)
    )


def join_seasons(catalogue: Catalogue, entries: list[Entry]) -> None:
    """Each pair of entries that are one call becomes one series: with its zone when that is certain, else asked."""
    winters: dict[tuple[str | None, str], list[Entry]] = {}
    summers: list[Entry] = []
    for one in entries:
        season = one.season if one.clock and one.cadence.days and one.cadence.kind else ""
        if season == "winter":
            winters.setdefault((one.series.group, one.stem), []).append(one)
        elif season == "summer":
            summers.append(one)
    for summer in summers:
        alike = winters.get((summer.series.group, summer.stem), [])
        winter = next((one for one in alike if _is_same_call(summer, one)), None)
        if winter is not None:
            alike.remove(winter)
            _join(catalogue, summer, winter)


def _is_same_call(summer: Entry, winter: Entry) -> bool:
    said = ("days", "kind", "interval", "nths")
    if any(getattr(summer.cadence, n) != getattr(winter.cadence, n) for n in said):
        return False
    if len(summer.months & winter.months) > 2:  # both may name the month of the change
        return False
    return _is_one_zone(summer, winter) or _utc_hours_apart(summer, winter) == _HOUR


def _is_one_zone(summer: Entry, winter: Entry) -> bool:
    """ "10:00 EDT" and "10:00 EST": the letters changed, the clock on the wall did not."""
    is_same = summer.zone == winter.zone != "" and summer.clock == winter.clock
    return is_same and summer.zone != "UTC" and summer.is_abbreviation and winter.is_abbreviation


def _utc_hours_apart(summer: Entry, winter: Entry) -> dt.timedelta | None:
    """How much later, in UTC, the winter's call begins, when both are given in UTC."""
    if summer.zone != "UTC" or winter.zone != "UTC" or not (summer.clock and winter.clock):
        return None
    day = dt.date(2026, 1, 7)
    return dt.datetime.combine(day, winter.clock) - dt.datetime.combine(day, summer.clock)


def _join(catalogue: Catalogue, summer: Entry, winter: Entry) -> None:
    kept, other, back = summer.series, winter.series, catalogue.report.where
    catalogue.open_file(kept.where.rpartition(":")[0])
    catalogue.draft.series.remove(other)
    kept.joins += [one for one in other.joins if one not in kept.joins]
    kept.description = "\n\n".join(dict.fromkeys(filter(None, (kept.description, other.description))))
    kept.calls_for_proposals += [
        one for one in other.calls_for_proposals if one not in kept.calls_for_proposals
    ]
    if other.title != kept.title:
        catalogue.unplaced(other.title, winter.line)
    for code in (ASSUMED_START, "unreadable-time"):
        catalogue.forget(code, kept.where, other.where)
    said = f"{_said(summer)} in summer, {_said(winter)} in winter"
    apart = _kept_apart(catalogue.today, summer, winter)
    kept.schedules, kept.undecided, kept.readings = [], None, []
    if (
        _is_one_zone(summer, winter)
        and summer.cadence.kind in ("weekly", "nth")
        and summer.cadence.interval == 1
    ):
        _schedule(catalogue, summer)
        asked = f"It is kept as one call in {zones.city(summer.zone)}, whose clocks change by themselves."
    else:
        asked = _question(summer)
        kept.undecided = undecided(catalogue, said, [asked], summer.line)
        kept.readings = [*_as_one(catalogue.today, summer, winter), *apart]
    catalogue.find(
        "no-zone", summer.line,
        f"“{kept.title}” is written twice, {said}: this reads as one call. {asked}",
        f"Write it once, with the zone of its city ({kept.where} and {other.where}).",
    )  # fmt: skip
    catalogue.open_file(back)


def _said(entry: Entry) -> str:
    return f"{entry.clock:%H:%M} {zones.city(entry.zone) if entry.zone != 'UTC' else 'UTC'}"


def _schedule(catalogue: Catalogue, entry: Entry) -> None:
    assert entry.clock is not None
    first = entry.cadence.first_date(entry.cadence.start or catalogue.today)
    start = wall_text(dt.datetime.combine(first, entry.clock))
    rule = normal_rrule(entry.cadence.rule())
    entry.series.schedules = [Schedule(start, entry.zone, entry.duration, rule)]
    if entry.cadence.start is None:
        report_assumed_start(
            catalogue, entry.series.title, first, entry.line, has_length=bool(entry.duration)
        )


def _as_one(today: dt.date, summer: Entry, winter: Entry) -> Iterator[Reading]:
    """One call on the clocks of a city, which change by themselves."""
    assert summer.clock is not None
    cadence = replace(summer.cadence, start=_common_start(summer.cadence, winter.cadence))
    for tzid in _EXAMPLES if summer.zone == "UTC" else (summer.zone,):
        moment = dt.datetime.combine(dt.date(2026, 7, 8), summer.clock, zones.UTC)
        wall = moment.replace(tzinfo=None) if summer.zone != "UTC" else zones.wall_of(moment, tzid)
        if wall.date() == moment.date():  # a rule for the day before would be another one
            label = f"one call, on the clocks of {zones.city(tzid)}"
            yield from readings(cadence, wall.time(), summer.duration, [Place(tzid, label)], today)


def _common_start(summer: Cadence, winter: Cadence) -> dt.date | None:
    """The date both are counted from; None when they are in different weeks, or one does not say."""
    if summer.start is None or winter.start is None:
        return None
    weeks = abs((winter.start - summer.start).days) // 7
    return min(summer.start, winter.start) if weeks % summer.interval == 0 else None


def _kept_apart(today: dt.date, summer: Entry, winter: Entry) -> list[Reading]:
    """The two as they are written, when they name their months: without them nobody knows when one gives way."""
    both = [schedule for one in (summer, winter) if (schedule := _own_schedule(today, one))]
    return [Reading("two calls, each in its months, as written", tuple(both))] if len(both) == 2 else []


def _own_schedule(today: dt.date, entry: Entry) -> Schedule | None:
    if not entry.months or entry.clock is None or not entry.zone:
        return None
    if entry.series.schedules and "BYMONTH=" in entry.series.schedules[0].rrule:
        return entry.series.schedules[0]
    if entry.cadence.kind not in ("weekly", "nth"):
        return None
    months = ",".join(map(str, sorted(entry.months)))
    rule = normal_rrule(f"{entry.cadence.rule()};BYMONTH={months}")
    first = next(
        day for step in range(800)
        if (day := entry.cadence.first_date(today + dt.timedelta(days=step))).month in entry.months
    )  # fmt: skip
    return Schedule(wall_text(dt.datetime.combine(first, entry.clock)), entry.zone, entry.duration, rule)


def _question(summer: Entry) -> str:
    """Which city's clock stays the same; with the hour it would be in some."""
    assert summer.clock is not None
    if summer.zone != "UTC":
        return "It skips weeks: on which date is one of its meetings?"
    moment = dt.datetime.combine(dt.date(2026, 7, 8), summer.clock, zones.UTC)
    hours = [f"{zones.wall_of(moment, one):%H:%M} in {zones.city(one)}" for one in _EXAMPLES]
    return f"Its hour stays the same in which city? It would be {', '.join(hours[:-1])} or {hours[-1]}."
