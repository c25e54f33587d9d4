"""The horizon: which schedules lack dates that came into sight, and making them. Cheap enough for every hour."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q

from commonhour.actions.dates.materialise import AHEAD, BACK, materialise
from commonhour.actions.news.change_set import bump_content_version, change_set
from commonhour.actions.rights import require
from commonhour.core import limits
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.rights import Actor, Verb
from commonhour.errors import UserError
from commonhour.models import Override, Schedule

logger = logging.getLogger(__name__)
# A schedule is due when its last made date is this much nearer than the horizon; a week keeps two whole years made.
SLACK = dt.timedelta(days=7)


def make_coming_dates(schedule: Schedule, now: dt.datetime, actor: Actor) -> int:
    """The dates that came into sight, in one short transaction; returns how many."""
    require(actor, Verb.KEEP_IN_LINE)
    with transaction.atomic():
        rows = Schedule.objects.select_for_update(no_key=True, of=("self",)).select_related("series__group")
        row = rows.filter(pk=schedule.pk).first()
        return _made(row, now, actor) if row else 0


def _made(schedule: Schedule, now: dt.datetime, actor: Actor) -> int:
    """New dates are what the rule said all along, so they are no news and leave no change set."""
    series = schedule.series
    with change_set(
        now, actor, "dates-made", {"title": series.title}, group=series.group, series=series
    ) as changes:
        made = materialise(schedule, now, changes).made
    if made:
        bump_content_version()
    return made


def due(now: dt.datetime) -> list[Schedule]:
    """Schedules whose made dates end well before the horizon, and those that have none yet."""
    made, near, horizon = Q(occurrences__is_detached=False), now + AHEAD - SLACK, now + AHEAD
    # What somebody changed has a row however far ahead it is, and says nothing about those before it.
    changed = Override.objects.filter(
        schedule=OuterRef("pk"), recurrence_id=OuterRef("occurrences__recurrence_id")
    )
    as_ruled = Q(occurrences__is_moved=False) & (Q(occurrences__start__lt=near) | ~Exists(changed))
    rows = Schedule.objects.annotate(
        last=Max("occurrences__start", filter=made & as_ruled & Q(occurrences__start__lt=horizon)),
        any_made=Max("occurrences__start"),
        ahead=Count("occurrences", filter=made & Q(occurrences__end__gt=now)),
    )
    repeats = ~Q(rrule="") | ~Q(rdates=[])
    # As many as are made at all lie ahead of a very frequent call; more come when some of them are over.
    rows = rows.filter(ahead__lt=limits.OCCURRENCES)
    # What its outside calendar does not list, or is not shown, makes no dates.
    rows = rows.filter(gone_at=None, owed_to=None).exclude(source__is_shown=False)
    rows = rows.filter(Q(any_made=None) | (repeats & (Q(last=None) | Q(last__lt=near))))
    # A yearly call is not due just because its next date lies beyond the horizon.
    return [row for row in rows.prefetch_related("overrides") if _has_more(row, now)]


def _has_more(schedule: Schedule, now: dt.datetime) -> bool:
    try:
        return _lacks_dates(schedule, now)
    except (UserError, OverflowError):
        logger.exception("The coming dates of schedule %s cannot be told.", schedule.pk)
        return False


def _lacks_dates(schedule: Schedule, now: dt.datetime) -> bool:
    """True when a date up to the horizon has no row. Rows follow one another, but for those with an override."""
    core, any_made, last = schedule.as_core(), schedule.any_made, schedule.last  # type: ignore[attr-defined]
    if any_made is None:
        return bool(occurrences(core, now - BACK, now + AHEAD))
    if not core.overrides:
        return any(last is None or one.start > last for one in occurrences(core, last or now, now + AHEAD))
    planned = {one.recurrence_id for one in occurrences(core, now, now + AHEAD) if one.override is None}
    return bool(planned) and not planned <= set(schedule.occurrences.values_list("recurrence_id", flat=True))
