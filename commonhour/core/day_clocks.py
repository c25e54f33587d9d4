"""One day of somebody's, hour by hour, on the clocks of several places, with what part of their day it is there."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from commonhour.core.time.zones import instant, wall_of

_HOUR = dt.timedelta(hours=1)


class Part(enum.StrEnum):
    """Of a day, as most people's are: from 23, 6, 9 and 17 o'clock."""

    NIGHT = "night"
    EARLY = "early"
    WORK = "work"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Cell:
    """The clock of one place; `days` after (+1) or before (-1) the date that the day is about."""

    wall: dt.datetime
    part: Part
    days: int


@dataclass(frozen=True, slots=True)
class HourRow:
    """An instant (UTC) on every clock, in the order of the places."""

    instant: dt.datetime
    cells: tuple[Cell, ...]


def day_clocks(date: dt.date, minute: int, tzids: Sequence[str]) -> list[HourRow]:
    """Every full hour and so many minutes of a date in the first of the zones: 24, or 23 or 25 where clocks change."""
    first = instant(dt.datetime.combine(date, dt.time(0, minute)), tzids[0])
    hours = (first + n * _HOUR for n in range(26))
    return [row(one, date, tzids) for one in hours if wall_of(one, tzids[0]).date() == date]


def row(moment: dt.datetime, date: dt.date, tzids: Sequence[str]) -> HourRow:
    walls = (wall_of(moment, tzid) for tzid in tzids)
    return HourRow(
        moment, tuple(Cell(wall, part_of_day(wall.hour), (wall.date() - date).days) for wall in walls)
    )


def part_of_day(hour: int) -> Part:
    if hour < 6 or hour >= 23:
        return Part.NIGHT
    if hour < 9:
        return Part.EARLY
    return Part.WORK if hour < 17 else Part.EVENING
