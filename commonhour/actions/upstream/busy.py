"""Calls of a calendar at a time that its private events take: told when it is read, as nothing of those is kept."""

import datetime as dt
from bisect import bisect_left

from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.finding import notice
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import TooLarge

_AHEAD = dt.timedelta(days=365)
_NEAR = 50  # private events that may begin before a call and still go on
Span = tuple[dt.datetime, dt.datetime]


def report_busy(draft: Draft, now: dt.datetime) -> None:
    """One finding a call: the first date, and how many more."""
    busy = sorted(_spans(draft.busy, now))
    for there in draft.series if busy else ():
        met = sorted(start for start, end in _spans(there.schedules, now) if _is_taken(busy, start, end))
        if met:
            _report(draft, there, met)


def _spans(schedules: list[Schedule], now: dt.datetime) -> list[Span]:
    """Those that take place, with a length; whole days take nobody's hour."""
    found = []
    for schedule in schedules:
        try:
            dates = occurrences(schedule, now, now + _AHEAD)
        except TooLarge:
            continue
        found += [(one.start, one.end) for one in dates if not one.is_cancelled and not one.all_day]
    return found


def _is_taken(busy: list[Span], start: dt.datetime, end: dt.datetime) -> bool:
    place = bisect_left(busy, (end, end))
    return any(other_end > start for _, other_end in busy[max(0, place - _NEAR) : place])


def _report(draft: Draft, there: DraftSeries, met: list[dt.datetime]) -> None:
    first = met[0]
    draft.note(
        notice(
            "clash", there.where, "busy", subject=there.slug, title=there.title,
            first_date=f"{first:%Y-%m-%d}", first_clock=f"{first:%H:%M}", times=len(met), more=len(met) - 1,
        )
    )  # fmt: skip
