"""What was cancelled a month ago leaves the feeds while nobody looks. Cheap enough for every hour."""

import datetime as dt

from commonhour.actions.dates.old_cancellations import (
    leave_out_old_cancellations,
    schedules_with_old_cancellations,
)
from commonhour.core.rights import WORKER
from commonhour.tasks.budget import UNLIMITED, Budget


def forget_old_cancellations(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Returns how many dates were left out. One short transaction for each schedule."""
    return sum(
        len(leave_out_old_cancellations(schedule, now=now, actor=WORKER))
        for schedule in budget.spend_on(schedules_with_old_cancellations(now))
    )
