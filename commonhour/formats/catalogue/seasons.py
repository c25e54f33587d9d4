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
from commonhour.core.undecided.question import Question, fact
from commonhour.core.undecided.readings import Reading, readings
from commonhour.core.undecided.together import EXAMPLES, on_one_clock
from commonhour.core.undecided.zone_said import ZoneChoice
from commonhour.formats.catalogue.collecting import ASSUMED_START, Catalogue
from commonhour.formats.catalogue.when import report_assumed_start
from commonhour.formats.words.seasons import season_in, without_season

_HOUR = dt.timedelta(hours=1)


@dataclass(slots=True)
class SeasonalCall:
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
        return season_in(self.words)

    @property
    def stem(self) -> str:
        """Its title without the season, to be compared."""
        return " ".join(re.findall(r"\w+", without_season(self.series.title))).casefold()


def seasonal_call(series: DraftSeries, words: str, line: int) -> SeasonalCall | None:
    """The SeasonalCall of a series with one weekly schedule; None for any other."""
    if len(series.schedules) != 1 or not series.schedules[0].rrule or series.schedules[0].is_all_day:
        return None
    schedule = series.schedules[0]
    rule, start = parse_rule(schedule.rrule), parse_wall(schedule.dtstart)
    days = tuple(day for _, day in rule.byday) or (start.weekday(),)
    kind = ("weekly" if rule.interval == 1 else "interval") if rule.freq == "WEEKLY" else ""
    cadence = Cadence(kind, days, rule.interval, start=start.date())
    return SeasonalCall(
        series, words, cadence, start.time(), schedule.tzid, line, schedule.duration, frozenset(rule.bymonth)
    )


def join_seasons(catalogue: Catalogue, entries: list[SeasonalCall]) -> None:
    """Each pair of entries that are one call becomes one series: with its zone when that is certain, else asked."""
    winters: dict[tuple[str | None, str], list[SeasonalCall]] = {}
    summers: list[SeasonalCall] = []
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


def _is_same_call(summer: SeasonalCall, winter: SeasonalCall) -> bool:
    said = ("days", "kind", "interval", "nths")
    if any(getattr(summer.cadence, n) != getattr(winter.cadence, n) for n in said):
        return False
    if len(summer.months & winter.months) > 2:  # both may name the month of the change
        return False
    return _is_one_zone(summer, winter) or _utc_hours_apart(summer, winter) == _HOUR


def _is_one_zone(summer: SeasonalCall, winter: SeasonalCall) -> bool:
    """ "10:00 EDT" and "10:00 EST": the letters changed, the clock on the wall did not."""
    is_same = summer.zone == winter.zone != "" and summer.clock == winter.clock
    return is_same and summer.zone != "UTC" and summer.is_abbreviation and winter.is_abbreviation


def _utc_hours_apart(summer: SeasonalCall, winter: SeasonalCall) -> dt.timedelta | None:
    """How much later, in UTC, the winter's call begins, when both are given in UTC."""
    if summer.zone != "UTC" or winter.zone != "UTC" or not (summer.clock and winter.clock):
        return None
    day = dt.date(2026, 1, 7)
    return dt.datetime.combine(day, winter.clock) - dt.datetime.combine(day, summer.clock)


def _join(catalogue: Catalogue, summer: SeasonalCall, winter: SeasonalCall) -> None:
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
    facts = {
        "title": kept.title, "summer": _said(summer), "winter": _said(winter), "here": kept.where, "there": other.where,
    }  # fmt: skip
    apart = _kept_apart(catalogue.today, summer, winter)
    kept.schedules, kept.question, kept.readings = [], None, []
    if (
        _is_one_zone(summer, winter)
        and summer.cadence.kind in ("weekly", "nth")
        and summer.cadence.interval == 1
    ):
        _schedule(catalogue, summer)
        catalogue.find("no-zone", summer.line, "seasons", **facts, zone=summer.zone)
    else:
        kept.question = _question(summer, winter)
        asked = Question("asks", {"asks": kept.question.facts["asks"]})
        kept.readings = [*_as_one(catalogue.today, summer, winter), *apart]
        catalogue.find("no-zone", summer.line, "seasons-asked", **facts, question=asked.as_json())
    catalogue.open_file(back)


def _said(entry: SeasonalCall) -> str:
    return f"{entry.clock:%H:%M} {zones.city(entry.zone) if entry.zone != 'UTC' else 'UTC'}"


def _schedule(catalogue: Catalogue, entry: SeasonalCall) -> None:
    assert entry.clock is not None
    first = entry.cadence.first_date(entry.cadence.start or catalogue.today)
    start = wall_text(dt.datetime.combine(first, entry.clock))
    rule = normal_rrule(entry.cadence.rule())
    entry.series.schedules = [Schedule(start, entry.zone, entry.duration, rule)]
    if entry.cadence.start is None:
        report_assumed_start(
            catalogue, entry.series.title, first, entry.line, has_length=bool(entry.duration)
        )


def _as_one(today: dt.date, summer: SeasonalCall, winter: SeasonalCall) -> Iterator[Reading]:
    """One call on the clocks of a city, which change by themselves."""
    assert summer.clock is not None
    cadence = replace(summer.cadence, start=_common_start(summer.cadence, winter.cadence))
    if summer.zone == "UTC":
        return on_one_clock(cadence, summer.clock, summer.duration, EXAMPLES, today)
    choice = ZoneChoice(summer.zone, fact("one-call", tzid=summer.zone))
    return iter(readings(cadence, summer.clock, summer.duration, [choice], today))


def _common_start(summer: Cadence, winter: Cadence) -> dt.date | None:
    """The date both are counted from; None when they are in different weeks, or one does not say."""
    if summer.start is None or winter.start is None:
        return None
    weeks = abs((winter.start - summer.start).days) // 7
    return min(summer.start, winter.start) if weeks % summer.interval == 0 else None


def _kept_apart(today: dt.date, summer: SeasonalCall, winter: SeasonalCall) -> list[Reading]:
    """The two as they are written, when they name their months: without them nobody knows when one gives way."""
    both = [schedule for one in (summer, winter) if (schedule := _own_schedule(today, one))]
    return [Reading(tuple(both), {"apart": True})] if len(both) == 2 else []


def _own_schedule(today: dt.date, entry: SeasonalCall) -> Schedule | None:
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


def _question(summer: SeasonalCall, winter: SeasonalCall) -> Question:
    """Which city's clock stays the same; with the hour it would be in some."""
    assert summer.clock is not None
    moment = dt.datetime.combine(dt.date(2026, 7, 8), summer.clock, zones.UTC)
    hours = [[f"{zones.wall_of(moment, one):%H:%M}", one] for one in EXAMPLES]
    ask = fact("whose-clock", hours=hours) if summer.zone == "UTC" else fact("which-weeks")
    said = {
        "summer": [f"{summer.clock:%H:%M}", summer.zone],
        "winter": [f"{winter.clock:%H:%M}", winter.zone],
    }
    return Question("two-seasons", {**said, "asks": [ask]})
