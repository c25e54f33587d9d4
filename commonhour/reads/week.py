"""The coming week of the whole hub, of which each reader gets what their subscriptions reach."""

import datetime as dt

from commonhour.core.happening import Happened
from commonhour.core.message import Moment
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.core.week import AHEAD, ChangedCall, ChangedHour, TurnedSeries, Week
from commonhour.models import Occurrence
from commonhour.reads.changed_dates import ChangedDate, changed_dates, changed_series
from commonhour.reads.foresight import foreseen

_MOST = 1_000
_HOURS_AHEAD = 14  # days


def week_ahead(now: dt.datetime) -> Week:
    """Of our own calls, without the clocks, which differ by reader. A handful of queries, however many calls."""
    rows = Occurrence.objects.upcoming(now).ours().filter(start__lt=now + AHEAD)
    changed = (one for one in changed_dates(now, _MOST) if not one.line.is_sourced)
    return Week(
        tuple(rows.listed(_MOST)),
        tuple(_changed(one) for one in changed if max(one.line.end, one.start) > now),
        tuple(
            TurnedSeries(one.path.split("/")[2], one.title, one.date, one.goes_on)
            for one in changed_series(now, most=_MOST)
        ),
    )


def hours_ahead(now: dt.datetime, tzid: str) -> tuple[ChangedHour, ...]:
    """Clock changes of the next two weeks, the soonest of each series."""
    soonest: dict[str, ChangedHour] = {}
    for one in foreseen(Scope(), now, tzid, _HOURS_AHEAD, is_ours=True):
        if one.change.is_ahead(wall_of(now, tzid).date()):
            soonest.setdefault(one.series, ChangedHour(one.series, one.title, one.change))
    return tuple(soonest.values())


def _changed(one: ChangedDate) -> ChangedCall:
    line = one.line
    if line.is_cancelled:
        happened = Happened.CANCELLED
    else:
        happened = Happened.RESTORED if one.is_back else Happened.MOVED
    return ChangedCall(
        line.series, line.title, happened, Moment(one.start, line.tzid, None, line.all_day),
        Moment(line.start, line.tzid, line.end, line.all_day), line.reason, one.more,
    )  # fmt: skip
