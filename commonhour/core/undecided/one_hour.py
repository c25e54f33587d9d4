"""One hour on the clocks of several places ("10:30 ET / 7:30 PT"): which clocks are meant, and whether they can agree."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

from commonhour.core.time.zones import instant
from commonhour.core.undecided.when import HourIn, When
from commonhour.core.undecided.zone_said import ZoneChoice, ZoneSaid, claimed_offset

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(weeks=1)
_MOST_COMBINATIONS = 64


def settled(when: When, today: dt.date) -> When:
    """The words with the one zone that all their hours prove, as they are the same on every date.

    Where they are the same on some dates only, `also` stays, with the zones in which they can be; where they never
    are, no zone is left.
    """
    if not when.also or when.start is None:
        return when
    hours = (HourIn(when.start, when.zone), *when.also)
    days = [today + week * _WEEK for week in range(53)]
    starts = [hour.start for hour in hours]
    combinations = itertools.islice(itertools.product(*_clocks(hours)), _MOST_COMBINATIONS)
    agreeing = {
        choices: number
        for choices in combinations
        if (number := sum(_is_one(starts, choices, day) for day in days))
    }
    proven = [_first_place(choices, hours) for choices, number in agreeing.items() if number == len(days)]
    named = [one for one in proven if one is not None]
    if named:
        tzids = tuple(dict.fromkeys(tzid for hour, tzid in named if hour == named[0][0]))
        return replace(when, start=named[0][0].start, zone=_proven(named[0][0], hours, tzids), also=())
    possible = [
        tuple(dict.fromkeys(choices[i].tzid for choices in agreeing if not choices[i].offset))
        for i in range(len(hours))
    ]
    first, *others = (
        replace(hour, zone=replace(hour.zone, zones=zones))
        for hour, zones in zip(hours, possible, strict=True)
    )
    return replace(when, zone=first.zone if agreeing else ZoneSaid(), also=tuple(others))


def _clocks(hours: Sequence[HourIn]) -> list[list[ZoneChoice]]:
    """The clocks each hour may be on. Beside "16:00 CET", "17:00 CEST" says that both mean their own offset."""
    found = []
    for hour in hours:
        own, zones = hour.zone.offset, hour.zone.zones
        is_half = any(other.zone.zones == zones and other.start != hour.start for other in hours)
        offset = claimed_offset(hour.zone) if own is None and is_half else own
        fixed = [ZoneChoice("UTC", offset=offset)] if offset is not None else []
        found.append([*(ZoneChoice(tzid) for tzid in zones), *fixed])
    return found


def _first_place(choices: Sequence[ZoneChoice], hours: Sequence[HourIn]) -> tuple[HourIn, str] | None:
    """The first of the hours that is on the clocks of a place, or in UTC."""
    places = ((hour, one.tzid) for hour, one in zip(hours, choices, strict=True) if one.offset is None)
    return next(places, None)


def _is_one(starts: Sequence[dt.time], choices: Sequence[ZoneChoice], day: dt.date) -> bool:
    """The same hour of the day; on which date it is there is another matter."""
    instants = [
        instant(dt.datetime.combine(day, start) - (choice.offset or dt.timedelta()), choice.tzid)
        for start, choice in zip(starts, choices, strict=True)
    ]
    return all((one - instants[0]) % _DAY == dt.timedelta() for one in instants)


def _proven(hour: HourIn, hours: Sequence[HourIn], tzids: tuple[str, ...]) -> ZoneSaid:
    """Letters that all name their own offset prove no clocks: 8:00 PST and 11:00 EST are apart as much as PT and ET."""
    is_one_clock = all(other.start == hour.start for other in hours)
    if all(other.zone.claims_offset for other in hours) and not is_one_clock:
        return replace(hour.zone, zones=tzids)
    return replace(hour.zone, text=" / ".join(dict.fromkeys(other.zone.text for other in hours)), zones=tzids)
