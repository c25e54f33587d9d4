"""Clashes: two calls of one group at the same time, and two calls in one room."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from commonhour.core.audit.claim import Held
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import name_key

_Pairs = dict[tuple[str, str, str], list[tuple[Held, Held]]]


def clashes(held: Iterable[Held]) -> list[Finding]:
    """One finding for each two series of a group that overlap, or that are in one room then: their first date, and how
    often they do. Who is in one room is not told once more for its group."""
    groups: dict[str, list[Held]] = defaultdict(list)
    rooms: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        if one.group:
            groups[one.group].append(one)
        for room in one.rooms:
            rooms[room].append(one)
    in_rooms = _pairs(rooms, is_of_rooms=True)
    told = {key[1:] for key in in_rooms}
    of_groups = {key: pairs for key, pairs in _pairs(groups).items() if key[1:] not in told}
    unique = {key[1:]: pairs for key, pairs in in_rooms.items()}  # in two rooms at once, told once
    return [*map(_in_one_room, unique.values()), *map(_of_one_group, of_groups.values())]


def _pairs(places: dict[str, list[Held]], *, is_of_rooms: bool = False) -> _Pairs:
    found: _Pairs = defaultdict(list)
    for place, dates in places.items():
        for one, two in _overlapping(sorted(dates, key=lambda date: (date.start, date.series))):
            first, second = sorted((one, two), key=lambda date: date.series)
            if not is_of_rooms or name_key(first.title) != name_key(second.title):  # one call, told twice
                found[place, first.series, second.series].append((first, second))
    return found


def _overlapping(dates: list[Held]) -> Iterable[tuple[Held, Held]]:
    running: list[Held] = []
    for date in dates:
        running = [one for one in running if one.end > date.start]
        yield from ((one, date) for one in running if one.series != date.series)
        running.append(date)


def _in_one_room(pairs: list[tuple[Held, Held]]) -> Finding:
    one, two, moment = _first(pairs)
    return notice(
        "room-clash", one.where, subject=f"{one.series} {two.series}", other=two.where, one=one.title, two=two.title,
        first_date=f"{moment:%Y-%m-%d}", first_clock=f"{moment:%H:%M}", times=len(pairs), more=len(pairs) - 1,
    )  # fmt: skip


def _of_one_group(pairs: list[tuple[Held, Held]]) -> Finding:
    one, two, moment = _first(pairs)
    return notice(
        "clash", one.where, subject=f"{one.series} {two.series}", other=two.where, one=one.title, two=two.title,
        first_date=f"{moment:%Y-%m-%d}", first_clock=f"{moment:%H:%M}", times=len(pairs), more=len(pairs) - 1,
    )  # fmt: skip


def _first(pairs: list[tuple[Held, Held]]) -> tuple[Held, Held, dt.datetime]:
    """The first two that overlap, and from when on."""
    one, two = min(pairs, key=lambda pair: pair[0].start)
    return one, two, max(one.start, two.start)
