"""Who comes: what one address answered for a series, what of that holds on a date, and who has a place in the room.

Of several answers the most particular one holds: one for this date before one from a date on before one for every date;
of two from a date on, the one that was said last.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Reach(StrEnum):
    """For which dates an answer is meant."""

    DATE = "date"
    ON = "on"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Answer:
    """`date` is the public id of the one date it is for, `begins` the RECURRENCE-ID (local, as first planned) of the first
    date it is for, both "" for every date. `since` is the place in line: since when it is what held before; `said_at` is
    when it was last given. Both UTC."""

    comes: bool
    since: dt.datetime
    said_at: dt.datetime
    date: str = ""
    begins: str = ""

    @property
    def reach(self) -> Reach:
        return Reach.DATE if self.date else Reach.ON if self.begins else Reach.ALL

    def is_for(self, date: str, recurrence_id: str) -> bool:
        if self.date:
            return self.date == date
        return self.begins <= recurrence_id


@dataclass(frozen=True, slots=True)
class Roster:
    """The keys of those who have a place, of those who wait for one, and of those who cannot, each in the order in which they said so."""

    comes: tuple[int, ...] = ()
    waits: tuple[int, ...] = ()
    cannot: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedReply:
    """An answer before its address is proved. `series` is an id, `date` the public id of the date it was asked from."""

    email: str
    series: int
    date: str
    reach: str
    comes: bool
    name: str = ""
    language: str = "en"
    tzid: str = "UTC"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


_RANK = {Reach.ALL: 0, Reach.ON: 1, Reach.DATE: 2}


def held(answers: Iterable[Answer], date: str, recurrence_id: str) -> Answer | None:
    """What holds on a date for one address; None where it said nothing."""
    found = [one for one in answers if one.is_for(date, recurrence_id)]
    return max(found, key=lambda one: (_RANK[one.reach], one.said_at), default=None)


def line_since(
    answers: Collection[Answer], *, comes: bool, date: str, begins: str, recurrence_id: str, now: dt.datetime
) -> dt.datetime:
    """The place in line of an answer that is given now: the old one where it only says again what held before on all of its
    dates, so that nobody loses a place by saying more, and nobody wins one by going and coming back."""
    if date:
        before = [held(answers, date, recurrence_id)]
    elif begins:
        standing = [one for one in answers if not one.date]
        turns = {begins, *(one.begins for one in standing if one.begins > begins)}
        before = [held(standing, "", turn) for turn in turns]
    else:
        before = [next((one for one in answers if one.reach == Reach.ALL), None)]
    same = [one.since for one in before if one is not None and one.comes == comes]
    return max(same) if len(same) == len(before) else now


def roster(
    answers: Mapping[int, Collection[Answer]], date: str, recurrence_id: str, capacity: int | None
) -> Roster:
    """Of one date, from what each address answered, by its key. First come, first in; the key decides between two of the
    same moment."""
    holding = [(key, held(said, date, recurrence_id)) for key, said in answers.items()]
    lines: dict[bool, list[tuple[dt.datetime, int]]] = {True: [], False: []}
    for key, one in holding:
        if one is not None:
            lines[one.comes].append((one.since, key))
    comes, cannot = ([key for _, key in sorted(lines[side])] for side in (True, False))
    room = len(comes) if capacity is None else capacity
    return Roster(tuple(comes[:room]), tuple(comes[room:]), tuple(cannot))
