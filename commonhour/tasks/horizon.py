"""The horizon moves: schedules without an end get their next dates made while nobody looks."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from commonhour.actions.change_set import bump_content_version
from commonhour.actions.materialise import AHEAD, materialise
from commonhour.core.expansion import occurrences
from commonhour.models import Schedule

# A schedule is due when its last made date is this much nearer than the horizon; a week keeps two whole years made.
SLACK = dt.timedelta(days=7)


def move_horizon(now: dt.datetime) -> int:
    """Make the dates that came into sight since the last time; returns how many. One short transaction each."""
    made = 0
    for schedule in due(now):
        with transaction.atomic():
            report = materialise(schedule, now)
            if report.made:
                bump_content_version()
        made += report.made
    return made


def due(now: dt.datetime) -> list[Schedule]:
    """Repeating schedules whose made dates end well before the horizon."""
    rows = (
        Schedule.objects.exclude(rrule="").exclude(rrule__contains="UNTIL=").exclude(rrule__contains="COUNT=")
    )
    rows = rows.annotate(last=Max("occurrences__start")).filter(last__lt=now + AHEAD - SLACK)
    # A yearly call is not due just because its next date lies beyond the horizon.
    return [row for row in rows.prefetch_related("overrides").select_related("series") if _has_more(row, now)]


def _has_more(schedule: Schedule, now: dt.datetime) -> bool:
    last = schedule.last  # type: ignore[attr-defined]
    return any(o.start > last for o in occurrences(schedule.as_core(), last, now + AHEAD))
