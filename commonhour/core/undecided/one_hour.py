"""One hour on the clocks of several places ("10:30 ET / 7:30 PT"): which clocks are meant, and whether they can agree."""

import datetime as dt
import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace

from commonhour.core.time.zones import instant, wall_of
from commonhour.core.undecided.when import HourIn, When
from commonhour.core.undecided.zone_said import ZoneChoice, ZoneSaid

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(weeks=1)
_MOST_COMBINATIONS = 16
_MOST_PLACES = 6


@functools.lru_cache(maxsize=500)
def settled(when: When, today: dt.date) -> When:
    """The words with the one zone that all their hours prove, as they are the same on every date.

    Where they are the same on some dates only, `also` stays, with the zones in which they can be; where they never
    are, no zone is left.
    """
    if not when.also or when.start is None:
        return when
    places = _by_place((HourIn(when.start, when.zone), *when.also))[:_MOST_PLACES]
    days = [today + week * _WEEK for week in range(53)]
    combinations = itertools.islice(
        itertools.product(*(_clocks(hours[0].zone) for hours in places)), _MOST_COMBINATIONS
    )
    agreeing = {
        choices: number
        for choices in combinations
        if (number := sum(_is_one(places, choices, day) for day in days))
    }
    proven = [choices for choices, number in agreeing.items() if number == len(days)]
    named = [one for choices in proven if (one := _first_place(choices, places)) is not None]
    if named:
        tzids = tuple(dict.fromkeys(tzid for hour, tzid in named if hour == named[0][0]))
        return replace(when, start=named[0][0].start, zone=_proven(named[0][0], places, tzids), also=())
    return _possible(when, places, list(agreeing))


def anchors(when: When, today: dt.date) -> list[HourIn]:
    """The hours that may be the one that stays: not those that are on another day than the words name."""
    assert when.start is not None
    first = HourIn(when.start, when.zone)
    if not (when.also and when.zone.zones):
        return [first]
    moment = instant(dt.datetime.combine(today, when.start), when.zone.zones[0])
    return [
        first,
        *(hour for hour in when.also if all(wall_of(moment, one).date() == today for one in hour.zone.zones)),
    ]


def _by_place(hours: Sequence[HourIn]) -> list[list[HourIn]]:
    """The hours of each place: "15:00 UTC (16:00 CET, 17:00 CEST)" gives two for Paris, one in each half of the year."""
    found: list[list[HourIn]] = []
    for hour in hours:
        same = next((place for place in found if _is_one_place(place[0].zone, hour.zone)), None)
        if same is None:
            found.append([hour])
        else:
            zones = tuple(zone for zone in same[0].zone.zones if zone in hour.zone.zones)
            same[:] = [replace(one, zone=replace(one.zone, zones=zones)) for one in (*same, hour)]
    return found


def _is_one_place(one: ZoneSaid, two: ZoneSaid) -> bool:
    return one.offset == two.offset and (one.zones == two.zones or not set(one.zones).isdisjoint(two.zones))


def _possible(
    when: When, places: Sequence[Sequence[HourIn]], agreeing: Sequence[Sequence[ZoneChoice]]
) -> When:
    """What is left of the zones when only some dates, or none, make the hours one."""
    first, *others = (
        replace(hour, zone=replace(hour.zone, zones=tuple(dict.fromkeys(one[i].tzid for one in agreeing if not one[i].offset))))
        for i, hours in enumerate(places) for hour in hours[:1]
    )  # fmt: skip
    return replace(when, zone=first.zone if agreeing else ZoneSaid(), also=tuple(others) or when.also)


def _clocks(zone: ZoneSaid) -> list[ZoneChoice]:
    fixed = [ZoneChoice("UTC", offset=zone.offset)] if zone.offset is not None else []
    return [*(ZoneChoice(tzid) for tzid in zone.zones), *fixed]


def _first_place(
    choices: Sequence[ZoneChoice], places: Sequence[Sequence[HourIn]]
) -> tuple[HourIn, str] | None:
    """The first hour that is on the clocks of a place, or in UTC, and the same all year."""
    found = zip(places, choices, strict=True)
    return next(
        ((hours[0], one.tzid) for hours, one in found if one.offset is None and not _varies(hours)), None
    )


def _varies(hours: Sequence[HourIn]) -> bool:
    return len({hour.start for hour in hours}) > 1


def _is_one(places: Sequence[Sequence[HourIn]], choices: Sequence[ZoneChoice], day: dt.date) -> bool:
    """The same hour of the day, with one of its hours for each place; on which date it is there is another matter."""
    first, *others = (
        {instant(dt.datetime.combine(day, hour.start) - (choice.offset or dt.timedelta()), choice.tzid) for hour in hours}
        for hours, choice in zip(places, choices, strict=True)
    )  # fmt: skip
    return any(
        all(any((one - other) % _DAY == dt.timedelta() for other in place) for place in others)
        for one in first
    )


def _proven(hour: HourIn, places: Sequence[Sequence[HourIn]], tzids: tuple[str, ...]) -> ZoneSaid:
    """Letters that all name their own offset prove no clocks: 8:00 PST and 11:00 EST are apart as much as PT and ET."""
    hours = [one for place in places for one in place]
    is_one_clock = len({one.start for one in hours}) == 1  # "8:00 PDT / 8:00 PST"
    if not is_one_clock and all(other.zone.claims_offset for other in hours):
        return replace(hour.zone, zones=tzids)
    return replace(hour.zone, text=" / ".join(dict.fromkeys(other.zone.text for other in hours)), zones=tzids)
