"""The readings of several hours in one sentence: calls side by side, in turns, or one call in summer and in winter."""

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from commonhour.core.time.zones import UTC, wall_of
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.one_hour import settled
from commonhour.core.undecided.question import fact
from commonhour.core.undecided.readings import MOST, Reading, readings, unique
from commonhour.core.undecided.when import When
from commonhour.core.undecided.zone_said import ZoneChoice

EXAMPLES = ("America/Los_Angeles", "America/New_York", "Europe/London", "Europe/Berlin")
_HOUR = dt.timedelta(hours=1)
_WEEK = dt.timedelta(weeks=1)


def readings_together(when: When, today: dt.date) -> list[Reading]:
    """Every way in which the parts can be taken together; [] where there is none, or too many."""
    parts = [settled(part, today) for part in when.parts]
    seasons = {part.season: part for part in parts}
    if len(seasons) == 2 and "" in seasons:  # "15:00 UTC (14:00 UTC in summer)"
        (named,) = seasons.keys() - {""}
        seasons["winter" if named == "summer" else "summer"] = seasons[""]
    if seasons.keys() & {"summer", "winter"}:
        return _seasons(parts, seasons, today)
    return _in_turns(parts, today) if when.takes_turns else _side_by_side(parts, today)


def on_one_clock(
    cadence: Cadence, summer: dt.time, length: dt.timedelta, tzids: Sequence[str], today: dt.date
) -> Iterator[Reading]:
    """One call on the clocks of a city, which change by themselves, given its hour in UTC in summer."""
    moment = dt.datetime.combine(dt.date(2026, 7, 8), summer, UTC)
    for tzid in tzids:
        wall = wall_of(moment, tzid)
        if wall.date() == moment.date():  # a rule for the day before would be another one
            yield from readings(
                cadence, wall.time(), length, [ZoneChoice(tzid, fact("one-call", tzid=tzid))], today
            )


def _seasons(parts: Sequence[When], seasons: dict[str, When], today: dt.date) -> list[Reading]:
    """ "15:00 UTC in summer, 16:00 UTC in winter" is one hour on clocks that change."""
    summer, winter = seasons.get("summer"), seasons.get("winter")
    if (
        len(parts) != 2
        or not (summer and winter and summer.start and winter.start)
        or summer.days != winter.days
    ):
        return []
    cadence = next((part.cadence for part in parts if part.cadence.kind), parts[0].cadence)
    length = summer.length or winter.length or dt.timedelta()
    if (summer.zone.tzid, winter.zone.tzid) == ("UTC", "UTC"):
        day = dt.date(2026, 1, 7)
        is_hour = dt.datetime.combine(day, winter.start) - dt.datetime.combine(day, summer.start) == _HOUR
        return list(on_one_clock(cadence, summer.start, length, EXAMPLES, today)) if is_hour else []
    is_one = summer.start == winter.start and summer.zone.zones == winter.zone.zones
    return (
        readings(cadence, summer.start, length, [ZoneChoice(zone) for zone in summer.zone.zones], today)
        if is_one
        else []
    )


def _in_turns(parts: Sequence[When], today: dt.date) -> list[Reading]:
    """Each comes every so many weeks, in the order of the words; any of them may be the first."""
    monday, number, found = today - dt.timedelta(days=today.weekday()), len(parts), []
    for shift in range(number):
        starting = [monday + (place - shift) % number * _WEEK for place in range(number)]
        turned = [
            replace(
                part, cadence=Cadence("interval", part.days, number, start=_from(part, start, today, number))
            )
            for part, start in zip(parts, starting, strict=True)
        ]
        found += _side_by_side(turned, today)
    return unique(found)[:MOST]


def _from(part: When, monday: dt.date, today: dt.date, number: int) -> dt.date:
    first = Cadence("weekly", part.days).first_date(monday) if part.days else monday
    return first if first >= today else first + number * _WEEK


def _side_by_side(parts: Sequence[When], today: dt.date) -> list[Reading]:
    """A call for each part. Where that makes too many, what says nothing of how often is every week."""
    each = [_of(part, part.cadence, today) for part in parts]
    if math.prod(map(len, each)) > MOST:
        each = [
            _of(
                part,
                part.cadence if part.cadence.kind else replace(part.cadence, kind="weekly", allows=()),
                today,
            )
            for part in parts
        ]
    if math.prod(map(len, each)) > MOST:
        return []
    return [
        Reading(
            tuple(schedule for one in chosen for schedule in one.schedules),
            {"each": [one.facts for one in chosen]},
        )
        for chosen in itertools.product(*each)
    ]


def _of(part: When, cadence: Cadence, today: dt.date) -> list[Reading]:
    if part.start is None or part.also or part.qualifier:
        return []
    zones = part.zone.choices(cadence.start or today, may_claim_offset=True)
    return readings(cadence, part.start, part.length or dt.timedelta(), zones, today)
