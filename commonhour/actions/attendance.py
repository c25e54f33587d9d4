"""How many people were at a date, counted afterwards by who keeps its record. Who they were is written down nowhere."""

import datetime as dt

from django.db import transaction

from commonhour.actions.lock import lock_series
from commonhour.actions.news.change_set import change_set
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, UserError
from commonhour.models import Attendance, Occurrence


def keep_attendance(
    date: Occurrence, number: int | None, *, version: int, now: dt.datetime, actor: Actor
) -> None:
    """None forgets the number. `version` is that of what somebody saw, 0 for nothing; Raises Conflict when it is another one,
    UserError for a date that did not begin, or whose series does not count."""
    require(actor, Verb.KEEP_RECORD, *date.series.holders)
    if not date.series.keeps_attendance:
        raise UserError("attendance-not-kept")
    if date.start > now:
        raise UserError("attendance-too-early")
    with transaction.atomic():
        lock_series([date.series_id])
        row = Attendance.objects.filter(occurrence=date).first()
        if version != (row.version if row else 0):
            raise Conflict("attendance-changed")
        facts = {"title": date.title, "date": date.recurrence_id[:8]}
        with change_set(
            now, actor, "attendance-kept", facts, group=date.series.group, series=date.series
        ) as changes:
            if row is None and number is not None:
                changes.add(Attendance(occurrence=date, number=number))
            elif row is not None and number is None:
                changes.remove(row)
            elif row is not None and changes.set(row, number=number):
                changes.set(row, version=row.version + 1)
