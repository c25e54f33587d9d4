"""A cancelled date is announced until 30 days after its slot; then its feed leaves it out, by a dated write."""

import datetime as dt

from django.db import transaction

from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.recurrence.expansion import span
from commonhour.core.rights import Actor, Verb
from commonhour.core.schedule import schedule as core
from commonhour.models import Override, Schedule

ANNOUNCED = dt.timedelta(days=30)


def schedules_with_old_cancellations(now: dt.datetime) -> list[Schedule]:
    """Own schedules with a cancelled date whose slot is over for so long and that is no EXDATE yet."""
    cancelled = Override.objects.filter(status=core.CANCELLED, schedule__source=None)
    ids = cancelled.order_by().values_list("schedule_id", flat=True).distinct()
    rows = Schedule.objects.filter(pk__in=list(ids)).select_related("series").prefetch_related("overrides")
    return [row for row in rows.order_by("pk") if _old(row.as_core(), now)]


def leave_out_old_cancellations(schedule: Schedule, *, now: dt.datetime, actor: Actor) -> list[str]:
    """Those dates become EXDATEs; returns their recurrence-ids, none the second time.

    Their pages, reasons and notes stay. Nobody's time changes, so SEQUENCE does not; LAST-MODIFIED does.
    """
    require(actor, Verb.KEEP_IN_LINE)
    with transaction.atomic():
        fresh = lock(schedule)
        series, old = fresh.series, _old(fresh.as_core(), now)
        facts = {"title": series.title, "dates": [text[:8] for text in old]}
        with change_set(
            now, actor, "cancellations-left-out", facts, group=series.group, series=series
        ) as changes:
            if old:
                changes.set(fresh, exdates=sorted({*fresh.exdates, *old}), changed_at=now)
    return old


def _old(schedule: core.Schedule, now: dt.datetime) -> list[str]:
    return [
        one.recurrence_id
        for one in schedule.overrides
        if one.status == core.CANCELLED and one.recurrence_id not in schedule.exdates
        if _slot_end(schedule, one) <= now - ANNOUNCED
    ]


def _slot_end(schedule: core.Schedule, one: core.Override) -> dt.datetime:
    duration = schedule.duration if one.duration is None else one.duration
    return span(one.dtstart or one.recurrence_id, one.tzid or schedule.tzid, duration)[1]
