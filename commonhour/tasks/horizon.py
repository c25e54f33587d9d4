"""The horizon moves: schedules get their next dates made while nobody looks."""

import datetime as dt
import logging

from commonhour.actions.dates.horizon import due, make_coming_dates
from commonhour.core.rights import WORKER
from commonhour.models import Schedule
from commonhour.tasks.budget import UNLIMITED, Budget

logger = logging.getLogger(__name__)


def move_horizon(now: dt.datetime, budget: Budget = UNLIMITED) -> int:
    """Make the dates that came into sight since the last time; returns how many."""
    return sum(_make(schedule, now) for schedule in budget.spend_on(due(now)))


def _make(schedule: Schedule, now: dt.datetime) -> int:
    try:
        return make_coming_dates(schedule, now, WORKER)
    except Exception:
        # One schedule that meets a bug of ours must not keep all others without dates.
        logger.exception("The coming dates of schedule %s could not be made.", schedule.pk)
        return 0
