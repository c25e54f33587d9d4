"""Calls of a calendar at a time that its private events take: told when it is read, as nothing of those is kept."""

import datetime as dt
from bisect import bisect_left
from itertools import accumulate

from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.finding import notice
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import Schedule
from commonhour.errors import TooLarge

_AHEAD = dt.timedelta(days=365)
Span = tuple[dt.datetime, dt.datetime]


def report_busy(draft: Draft, now: dt.datetime) -> None:
    """One finding a call: the first date, and how many more."""
    busy = sorted(_spans(draft.busy, now))
    if not busy:
        return
    starts = [start for start, _ in busy]
    latest_ends = list(accumulate((end for _, end in busy), max))

    def is_taken(start: dt.datetime, end: dt.datetime) -> bool:
        before = bisect_left(starts, end)  # so many begin before it ends; does one of them still go on?
        return before > 0 and latest_ends[before - 1] > start

    for there in draft.series:
        met = sorted(start for start, end in _spans(there.schedules, now) if is_taken(start, end))
        if met:
            _report(draft, there, met)


def _spans(schedules: list[Schedule], now: dt.datetime) -> list[Span]:
    """Of the dates to come that take place; whole days take nobody's hour."""
    found = []
    for schedule in schedules:
        try:
            dates = occurrences(schedule, now, now + _AHEAD)
        except TooLarge:
            continue
        found += [(one.start, one.end) for one in dates if not one.is_cancelled and not one.all_day]
    return found


def _report(draft: Draft, there: DraftSeries, met: list[dt.datetime]) -> None:
    first = met[0]
    draft.note(
        notice(
            "clash", there.where, "busy", subject=there.slug, title=there.title,
            first_date=f"{first:%Y-%m-%d}", first_clock=f"{first:%H:%M}", times=len(met), more=len(met) - 1,
        )
    )  # fmt: skip
