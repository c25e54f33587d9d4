"""Dates that are owed: a big change writes its calls at once, and their dates follow in slices that hold up nobody.

What is owed stands in the database, so whoever comes next goes on where a killed process stopped.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence

from django.db import models

from commonhour.actions.dates.materialise import Ahead, look_ahead, materialise_all
from commonhour.actions.many_rows import update_rows
from commonhour.actions.news.change_set import Changes, going_on
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.models import ChangeSet, Schedule

# Dates written in one transaction, and schedules looked at together: a slice takes a quarter of a second.
_DATES, _SCHEDULES = 4_000, 100
_Planned = tuple[Schedule, Ahead]
Told = Callable[[int, int], object]  # how many calls have their dates, of how many


def untold(done: int, of: int) -> None:
    """Nobody waits for it."""


def owe_dates(changes: Changes, schedules: Collection[int]) -> None:
    """Note that the dates of these are still to be made, within the transaction that changes them."""
    update_rows(Schedule, ["owed_to"], [(changes.row.pk, key) for key in schedules])


def make_owed_dates(
    now: dt.datetime, *, actor: Actor, change: ChangeSet | None = None, told: Told = untold
) -> int:
    """Make the dates that are owed, to one change or to all, each slice in a short transaction of its own; what a
    reader sees otherwise is remembered in the change that owes them. Returns how many schedules were looked after."""
    done = 0
    of = _owing(change).count()
    for owed in slices_owed(now, change):
        done += make_slice(owed, now, actor=actor)
        told(done, of)
    return done


def slices_owed(now: dt.datetime, change: ChangeSet | None = None) -> Iterator[list[_Planned]]:
    """What is owed, a slice at a time, with the dates worked out: the next one only when it is asked for."""
    last = 0
    while some := list(_owing(change).filter(pk__gt=last).prefetch_related("overrides")[:_SCHEDULES]):
        last = some[-1].pk
        waiting = iter(some)
        while planned := list(_planned(waiting, now)):
            yield planned


def make_slice(planned: Sequence[_Planned], now: dt.datetime, *, actor: Actor) -> int:
    """One slice, each change set's part in its own transaction. What somebody else did meanwhile stays done."""
    require(actor, Verb.KEEP_IN_LINE)
    owners = {row.owed_to_id: row.owed_to for row, _ in planned if row.owed_to}
    return sum(
        _make([one for one in planned if one[0].owed_to_id == pk], owner, now) for pk, owner in owners.items()
    )


def _owing(change: ChangeSet | None) -> "models.QuerySet[Schedule]":
    rows = Schedule.objects.filter(owed_to=change) if change else Schedule.objects.exclude(owed_to=None)
    return rows.select_related("source", "owed_to").order_by("pk")


def _planned(waiting: Iterator[Schedule], now: dt.datetime) -> Iterator[_Planned]:
    dates = 0
    for schedule in waiting:
        ahead = look_ahead(schedule, now)
        yield schedule, ahead
        dates += len(ahead.rows)
        if dates >= _DATES:
            return


def _make(planned: Sequence[_Planned], owner: ChangeSet, now: dt.datetime) -> int:
    foreseen = {row.pk: ahead for row, ahead in planned}
    with going_on(owner) as changes:
        rows = Schedule.objects.select_for_update(no_key=True, of=("self",)).filter(
            owed_to=owner, pk__in=foreseen
        )
        found = list(rows.select_related("series", "source").prefetch_related("overrides").order_by("pk"))
        materialise_all(found, now, changes, foreseen=foreseen)
        Schedule.objects.filter(pk__in=[row.pk for row in found]).update(owed_to=None)
    return len(found)
