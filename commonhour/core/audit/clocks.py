"""Clocks: a call whose hour will change for those who live in one zone, told before it does."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from commonhour.core.finding import Finding, notice
from commonhour.core.foresight.hour_changes import HourChange, hour_changes
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import UserError


def clock_findings(
    title: str, schedules: Iterable[Schedule], where: str, tzid: str, after: dt.datetime, before: dt.datetime
) -> list[Finding]:
    """Every change of a call's hour in zone `tzid` between two instants (UTC), in order."""
    try:
        found = [change for one in schedules for change in hour_changes(one, tzid, after, before)]
    except UserError:
        return []  # the reader of the file has refused this schedule already
    return [
        change_finding(title, change, where, tzid)
        for change in sorted(found, key=lambda change: change.first_instant)
    ]


def change_finding(title: str, change: HourChange, where: str, tzid: str) -> Finding:
    """ "“Docs call” is at 15:00 instead of 16:00 in Madrid from 14 to 28 March 2027."."""
    first, last = change.first_date, change.last_date
    facts: dict[str, Any] = {
        "title": title,
        "clock": f"{change.changed:%H:%M}",
        "usual": f"{change.usual:%H:%M}",
        "zone": tzid,
    }
    if last is None:
        return notice("hour-change", where, "from", **facts, first=first.isoformat())
    if last == first:
        return notice("hour-change", where, "on", **facts, first=first.isoformat())
    span = [first.isoformat(), last.isoformat()]
    return notice("hour-change", where, **facts, dates=span, last=last.isoformat())
