"""When clocks change: a zone's offsets year by year, and how far two zones' clocks are apart."""

import datetime as dt
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from commonhour.core.time.instants import clock, moment_at, second_of
from commonhour.core.time.zones import zone

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time (UTC) in which one place's clock is the same `apart` from the host's; positive when it is ahead."""

    start: dt.datetime
    end: dt.datetime
    apart: dt.timedelta

    @property
    def length(self) -> dt.timedelta:
        return self.end - self.start


@functools.lru_cache(maxsize=4096)
def stretches(host: str, place: str, after: dt.datetime, before: dt.datetime) -> tuple[Stretch, ...]:
    """The time from `after` to `before` (UTC), cut wherever the two clocks move against each other."""
    changes = {at for tzid in (host, place) for at in clock_changes(tzid, after, before)}
    cuts = [after, *sorted(changes)]
    found: list[Stretch] = []
    for start, end in zip(cuts, [*cuts[1:], before], strict=True):
        apart = _offset(place, start) - _offset(host, start)
        if found and found[-1].apart == apart:  # both changed at the same instant
            start = found.pop().start
        found.append(Stretch(start, end, apart))
    return tuple(found)


def lasting(apart: Iterable[Stretch]) -> list[Stretch]:
    """The same, without the hours between two changes on one morning: they go to the stretch after them."""
    found: list[Stretch] = []
    start: dt.datetime | None = None
    for one in apart:
        begun = start or one.start
        if one.end - begun < _DAY:
            start = begun
        elif found and found[-1].apart == one.apart:
            found.append(Stretch(found.pop().start, one.end, one.apart))
            start = None
        else:
            found.append(Stretch(begun, one.end, one.apart))
            start = None
    return found


def clock_changes(tzid: str, after: dt.datetime, before: dt.datetime) -> list[dt.datetime]:
    """The instants between two others (UTC) from which a zone's clocks show something else."""
    low, high = second_of(after.replace(tzinfo=None)), second_of(before.replace(tzinfo=None))
    _, pieces = clock(tzid, low, high)
    # A piece ends at a wall time: of the two that the change joins, the later one.
    found = (moment_at(end - max(offset, later)) for (end, offset), (_, later) in itertools.pairwise(pieces))
    return [at for at in found if after < at < before]


def midnight(moment: dt.datetime) -> dt.datetime:
    """The UTC day's first instant: many schedules of one page then share what was found for two zones."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _offset(tzid: str, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone(tzid)).utcoffset() or dt.timedelta()
