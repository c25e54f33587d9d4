"""How far an upload is that the worker reads and writes, and whether there is a worker."""

import datetime as dt
from dataclasses import dataclass

from commonhour.models import Import, ImportDraft, Schedule
from commonhour.reads.worker import worker_state

_LANE = "imports"


@dataclass(frozen=True, slots=True)
class DatesOwed:
    """`done` of `of` calls have their dates."""

    done: int
    of: int

    @property
    def is_over(self) -> bool:
        return self.done == self.of


def dates_owed(row: Import) -> DatesOwed:
    """Of the calls that an import made or changed."""
    if row.change_set is None:
        return DatesOwed(0, 0)
    touched = row.change_set.changes.filter(noun="schedule").order_by().values("object_id").distinct().count()
    owed = Schedule.objects.filter(owed_to=row.change_set).count()
    return DatesOwed(max(touched - owed, 0), max(touched, owed))


def is_waiting_for_nobody(now: dt.datetime) -> bool:
    """True when no worker is there that would do it."""
    state = worker_state(now)
    return _LANE not in state.seen or _LANE in state.gone


def is_taken(kept: ImportDraft, now: dt.datetime) -> bool:
    return kept.lease_until is not None and kept.lease_until > now
