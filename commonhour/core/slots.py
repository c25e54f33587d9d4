"""Which dates suit those who speak: their hours on their clocks, and the nights of those who named none.

Of several dates the one is better whose worst-off speaker is better off; those who are well off weigh only then.
"""

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonhour.core.day_clocks import Part, part_of_day
from commonhour.core.time.zones import wall_of

_QUARTER = dt.timedelta(minutes=15)  # no clock of the world changes between two quarters of an hour
_NEAR = dt.timedelta(days=3)


class Burden(enum.IntEnum):
    NONE = 0
    EDGE = 1  # early or late, for somebody who named no hours
    OUTSIDE = 2  # not within the hours that they named
    NIGHT = 3  # from 23 to 6 on their clock, and nobody said that it is all right


@dataclass(frozen=True, slots=True)
class Speaker:
    """`hours` are whole ones of a day on their clock, (9, 17) from 9:00 to 17:00; (22, 2) goes past midnight. () is any."""

    tzid: str
    hours: tuple[tuple[int, int], ...] = ()

    def burden(self, start: dt.datetime, end: dt.datetime) -> Burden:
        """The worst of it, of a talk between these instants (UTC)."""
        return max(self._at(wall_of(one, self.tzid).hour) for one in _quarters(start, end))

    def _at(self, hour: int) -> Burden:
        if any(_holds(first, last, hour) for first, last in self.hours):
            return Burden.NONE
        part = part_of_day(hour)
        if part is Part.NIGHT:
            return Burden.NIGHT
        if self.hours:
            return Burden.OUTSIDE
        return Burden.NONE if part is Part.WORK else Burden.EDGE


Span = tuple[dt.datetime, dt.datetime]


def burdens(spans: Sequence[Span], speakers: Sequence[Speaker]) -> list[Burden]:
    """Of a talk that is held at all of these times: how bad the worst is for each speaker, the worst off first."""
    return sorted((max(one.burden(*span) for span in spans) for one in speakers), reverse=True)


def paired(first: Sequence[dt.datetime], second: Sequence[dt.datetime]) -> list[tuple[int, int]]:
    """The dates of two editions that belong to one round, by their places: each is the nearest to the other, and not more
    than three days away. Both are in order."""
    if not (first and second):
        return []
    there = [_nearest(one, second) for one in first]
    back = [_nearest(one, first) for one in second]
    return [(n, m) for n, m in enumerate(there) if back[m] == n and abs(first[n] - second[m]) <= _NEAR]


def _nearest(moment: dt.datetime, among: Sequence[dt.datetime]) -> int:
    """The place of it; of two that are as near, the earlier one."""
    return min(range(len(among)), key=lambda n: (abs(among[n] - moment), n))


def _holds(first: int, last: int, hour: int) -> bool:
    return first <= hour < last if first < last else hour >= first or hour < last


def _quarters(start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """The start, and each quarter of an hour until the end: within one no hour changes."""
    yield start
    minutes = start.minute % 15
    moment = start.replace(minute=start.minute - minutes, second=0, microsecond=0) + _QUARTER
    while moment < end:
        yield moment
        moment += _QUARTER
