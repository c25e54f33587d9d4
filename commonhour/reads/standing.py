"""Whether a series meets, as a notice tells it: what its changes made of it, its last call, and how it meets again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from commonhour.core.message import Moment
from commonhour.core.news import Standing
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import wall_of
from commonhour.models import Change, ChangeSet, Occurrence, Schedule, Series

_FIELDS = ("state", "state_reason", "stops_on", "back_on")
_MADE = dt.timedelta(days=2 * 366)  # so far ahead there are dates


def standing(series: Series) -> Standing:
    return Standing(series.state, series.state_reason, series.stops_on, series.back_on)


def changed_standing(series: Series, sets: Sequence[ChangeSet]) -> Standing | None:
    """How it stands now; None when it stands as it did before the first of these changes."""
    if all(one.series_id != series.pk for one in sets):
        return None  # a break of many changes dates alone
    rows = Change.objects.filter(
        change_set__in=sets, noun="series", object_id=series.pk, field__in=_FIELDS
    ).order_by("change_set__at", "id")
    before: dict[str, Any] = {}
    for one in rows:
        before.setdefault(one.field, one.before)
    is_another = any(_plain(getattr(series, name)) != was for name, was in before.items())
    return standing(series) if is_another else None


def is_made(stops_on: dt.date | None, now: dt.datetime) -> bool:
    """True when its dates are there up to this day, so that the last of them is its last call."""
    return stops_on is None or stops_on <= (now + _MADE).date()


def last_call(series: Series, before: dt.datetime | None = None) -> Moment | None:
    """The last that takes place, or took place."""
    rows = Occurrence.objects.attached().confirmed().filter(series=series)
    rows = rows if before is None else rows.filter(start__lt=before)
    row = rows.order_by("-start").first()
    return Moment(row.start, row.tzid, row.end, row.all_day) if row else None


def rhythm_of(series: Series, start: dt.datetime) -> tuple[CoreSchedule, ...]:
    """What makes its dates from an instant on."""
    coming = Occurrence.objects.upcoming(start).filter(series=series).order_by()
    rows = Schedule.objects.filter(pk__in=coming.values("schedule"), source=None)
    return onward((row.as_core() for row in rows.prefetch_related("overrides")), start)


def onward(schedules: Iterable[CoreSchedule], start: dt.datetime) -> tuple[CoreSchedule, ...]:
    """How each goes on from an instant: without what was left out or added before it."""
    return tuple(_onward(one, wall_text(wall_of(start, one.tzid).date())) for one in schedules)


def _onward(schedule: CoreSchedule, day: str) -> CoreSchedule:
    def ahead(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(one for one in texts if one >= day)

    if not schedule.rrule:
        return schedule
    return replace(schedule, rdates=ahead(schedule.rdates), exdates=ahead(schedule.exdates))


def _plain(value: Any) -> Any:
    """As a change keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value
