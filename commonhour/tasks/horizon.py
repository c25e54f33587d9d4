"""The horizon moves: schedules get their next dates made while nobody looks. Cheap enough for every hour."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Max, Q

from commonhour.actions.change_set import bump_content_version
from commonhour.actions.materialise import AHEAD, BACK, materialise
from commonhour.core import limits
from commonhour.core.expansion import occurrences
from commonhour.models import Schedule

# A schedule is due when its last made date is this much nearer than the horizon; a week keeps two whole years made.
SLACK = dt.timedelta(days=7)


def move_horizon(now: dt.datetime) -> int:
    """Make the dates that came into sight since the last time; returns how many. One short transaction each."""
    made = 0
    for schedule in due(now):
        with transaction.atomic():
            row = Schedule.objects.select_for_update(no_key=True).filter(pk=schedule.pk).first()
            report = materialise(row, now) if row else None
            if report and report.made:
                bump_content_version()
                made += report.made
    return made


def due(now: dt.datetime) -> list[Schedule]:
    """Schedules whose made dates end well before the horizon, and those that have none yet."""
    made = Q(occurrences__is_detached=False)
    rows = Schedule.objects.annotate(
        last=Max("occurrences__start", filter=made & Q(occurrences__is_moved=False)),
        any_made=Max("occurrences__start"),
        ahead=Count("occurrences", filter=made & Q(occurrences__end__gt=now)),
    )
    repeats = ~Q(rrule="") | ~Q(rdates=[])
    # As many as are made at all lie ahead of a very frequent call; more come when some of them are over.
    rows = rows.filter(ahead__lt=limits.OCCURRENCES)
    # What its outside calendar does not list, or is not shown, makes no dates.
    rows = rows.filter(gone_at=None).exclude(source__is_shown=False)
    rows = rows.filter(Q(any_made=None) | (repeats & Q(last__lt=now + AHEAD - SLACK)))
    # A yearly call is not due just because its next date lies beyond the horizon.
    return [row for row in rows.prefetch_related("overrides") if _has_more(row, now)]


def _has_more(schedule: Schedule, now: dt.datetime) -> bool:
    last = schedule.last  # type: ignore[attr-defined]
    if last is None:
        return bool(occurrences(schedule.as_core(), now - BACK, now + AHEAD))
    return any(
        o.start > last and o.override is None for o in occurrences(schedule.as_core(), last, now + AHEAD)
    )
