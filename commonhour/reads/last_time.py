"""What readers compare a date with: the one before it in its series that took place, for all dates of a list at once."""

from dataclasses import replace

from django.db.models import OuterRef, Subquery

from commonhour.core.foresight.last_time import LastTime, last_of_schedule, last_of_series
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Occurrence


def with_last(dates: list[ListedDate]) -> list[ListedDate]:
    """The same dates with their `last`, in one query. What is cancelled is compared with nothing."""
    found = _last_times([one for one in dates if not one.is_cancelled])
    return [replace(one, last=found[one.id]) if one.id in found else one for one in dates]


def _last_times(dates: list[ListedDate]) -> dict[str, LastTime]:
    before = (
        Occurrence.objects.attached()
        .confirmed()
        .filter(series_id=OuterRef("series_id"), start__lt=OuterRef("start"))
        .order_by("-start")
    )
    in_schedule = before.filter(schedule_id=OuterRef("schedule_id"))
    rows = Occurrence.objects.filter(public_id__in=[one.id for one in dates]).values_list(
        "public_id",
        "recurrence_id",
        "start",
        Subquery(in_schedule.values("start")[:1]),
        Subquery(in_schedule.values("recurrence_id")[:1]),
        Subquery(before.values("start")[:1]),
    )
    found: dict[str, LastTime] = {}
    for public_id, slot, start, last, last_slot, last_of_all in rows:
        if last:
            found[str(public_id)] = last_of_schedule(last, slot, last_slot)
        elif last_of_all:
            found[str(public_id)] = last_of_series(last_of_all, start)
    return found
