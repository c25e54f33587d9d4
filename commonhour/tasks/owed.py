"""Dates that an import or an outside calendar owes are made, also when the process that began has ended."""

import datetime as dt

from commonhour.actions.dates.owed import make_slice, slices_owed
from commonhour.core.rights import WORKER
from commonhour.tasks.budget import UNLIMITED, Budget


def make_owed(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Returns how many schedules got their dates."""
    return sum(make_slice(some, now, actor=WORKER) for some in budget.spend_on(slices_owed(now)))
