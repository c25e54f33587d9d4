"""Reminders and weeks in the outbox: written once they are due, so that what moves or is cancelled has nothing to take back."""

import datetime as dt
from collections.abc import Collection

from commonhour.actions.news.outbox import write
from commonhour.core.time.zones import instant, wall_of
from commonhour.models import Community, Delivery, Destination
from commonhour.reads.reminders import DueReminder

_WEEK_BEGINS = dt.time(7)  # on Monday, in the community's zone
_WEEK_IS_NEWS = dt.timedelta(hours=24)


def write_reminders(found: Collection[DueReminder], now: dt.datetime) -> int:
    """Each once, whoever else writes them too. One that was withdrawn, because its call had moved away or was cancelled,
    waits again."""
    write(
        Delivery(
            kind="reminder", cause=one.cause, to=one.place.to, destination_id=one.place.destination, group_id=one.group,
            facts={"id": one.id, "start": one.start.isoformat(), "minutes": one.minutes}, language=one.place.language,
            tzid=one.place.tzid, queued_at=now, due_at=one.due_at, good_until=one.good_until,
        )
        for one in found
    )  # fmt: skip
    due = {(one.cause, one.place.to, one.place.destination) for one in found}
    withdrawn = Delivery.objects.filter(state=Delivery.WITHDRAWN, fault__code="nothing-to-tell")
    for row in withdrawn.of_causes({one.cause for one in found}):
        if (row.cause, row.to, row.destination_id) in due:
            withdrawn.filter(pk=row.pk).update(state=Delivery.WAITING, queued_at=now, due_at=now, attempts=0, ended_at=None,
                                               fault={}, lease_until=None, leased_by="")  # fmt: skip
    return len(found)


def write_week(now: dt.datetime) -> int:
    """On Monday at seven, for the places that want it; returns how many were told now."""
    zone = Community.the().tzid
    today = wall_of(now, zone).date()
    monday = today - dt.timedelta(days=today.weekday())
    begins = instant(dt.datetime.combine(monday, _WEEK_BEGINS), zone)
    if not begins <= now < begins + _WEEK_IS_NEWS:
        return 0
    cause = f"week {monday.isoformat()}"
    told = Delivery.objects.filter(cause=cause, destination__isnull=False).values("destination")
    rows = list(
        Destination.objects.told()
        .filter(tells_week=True, created_at__lte=begins)
        .exclude(pk__in=told)
        .select_related("series")
    )
    write(
        Delivery(
            kind="week", cause=cause, destination=row, facts={"monday": monday.isoformat()},
            group_id=row.series.group_id if row.series else row.group_id,
            language=row.language, tzid=zone, queued_at=now, due_at=begins, good_until=begins + _WEEK_IS_NEWS,
        )
        for row in rows
    )  # fmt: skip
    return len(rows)
