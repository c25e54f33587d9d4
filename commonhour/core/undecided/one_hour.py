"""One hour on the clocks of several places ("10:30 ET / 7:30 PT"): which clocks are meant, and whether they can agree."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

from commonhour.core.time.zones import instant
from commonhour.core.undecided.when import HourIn, When
from commonhour.core.undecided.zone_said import ZoneChoice, ZoneSaid

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
    combinations = itertools.islice(
        itertools.product(*(_clocks(hour.zone) for hour in hours)), _MOST_COMBINATIONS
    )
    agreeing = {
        choices: number
        for choices in combinations
        if (number := sum(_is_one(starts, choices, day) for day in days))
    }
    proven = [
        choices[0].tzid
        for choices, number in agreeing.items()
        if number == len(days) and not choices[0].offset
    ]
    if proven:
        return replace(when, zone=_proven(hours, list(dict.fromkeys(proven))), also=())
    possible = [
        tuple(dict.fromkeys(choices[i].tzid for choices in agreeing if not choices[i].offset))
        for i in range(len(hours))
    ]
    first, *others = (
        replace(hour, zone=replace(hour.zone, zones=zones))
        for hour, zones in zip(hours, possible, strict=True)
    )
    return replace(when, zone=first.zone if agreeing else ZoneSaid(), also=tuple(others))


def _clocks(zone: ZoneSaid) -> list[ZoneChoice]:
    fixed = [ZoneChoice("UTC", offset=zone.offset)] if zone.offset is not None else []
    return [*(ZoneChoice(tzid) for tzid in zone.zones), *fixed]


def _is_one(starts: Sequence[dt.time], choices: Sequence[ZoneChoice], day: dt.date) -> bool:
    """The same hour of the day; on which date it is there is another matter."""
    instants = [
        instant(dt.datetime.combine(day, start) - (choice.offset or dt.timedelta()), choice.tzid)
        for start, choice in zip(starts, choices, strict=True)
    ]
    return all((one - instants[0]) % _DAY == dt.timedelta() for one in instants)


def _proven(hours: Sequence[HourIn], tzids: list[str]) -> ZoneSaid:
    """Letters that all name their own offset prove no clocks: 8:00 PST and 11:00 EST are apart as much as PT and ET."""
    texts = list(dict.fromkeys(hour.zone.text for hour in hours))
    is_one_place = all(hour.start == hours[0].start for hour in hours)
    claim = all(hour.zone.claims_offset for hour in hours) and not is_one_place
    return replace(hours[0].zone, text=texts[0] if claim else " / ".join(texts), zones=tuple(tzids))
