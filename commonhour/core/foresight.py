"""Foresight: the days on which a call moves by an hour for a reader because one side changed its clocks."""

import dataclasses
import datetime as dt
import functools
from dataclasses import dataclass

from commonhour.core.expansion import occurrences
from commonhour.core.schedule import Schedule
from commonhour.core.words import ENGLISH, Translate, Words, identity
from commonhour.core.zones import wall_of, zone

# A difference that is over sooner than this is a period, one that lasts longer is a new usual hour. The
# longest gap between two zones' clock changes is five weeks (Chile and Europe in spring).
BRIEF = dt.timedelta(days=60)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HourChange:
    """A time in which the call's hour for a reader is not what it was before.

    `first_instant` is the first call at the changed hour; `until` is when the clocks of both sides agree
    again (both UTC), None when the change lasts until somebody's clocks next change. `first_date` and
    `last_date` (inclusive) are the reader's dates round it. `usual` and `changed` are wall times of the
    reader's; `minutes` is positive when the call is later than usual.
    """

    first_instant: dt.datetime
    until: dt.datetime | None
    first_date: dt.date
    last_date: dt.date | None
    usual: dt.time
    changed: dt.time
    minutes: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time in which the reader's clock is the same `apart` from the host's."""

    start: dt.datetime
    end: dt.datetime
    apart: dt.timedelta


def hour_changes(
    schedule: Schedule, reader_tzid: str, after: dt.datetime, before: dt.datetime
) -> list[HourChange]:
    """What changes for a reader between `after` and `before` (UTC), a period already begun included.

    Moved and cancelled instances do not count: the clocks are the subject. All-day schedules have none.
    """
    if schedule.is_all_day:
        return []
    stretches = _stretches(
        schedule.tzid, reader_tzid, _midnight(after) - BRIEF, _midnight(before) + BRIEF + _DAY
    )
    if len(stretches) == 1:
        return []
    unmoved = dataclasses.replace(schedule, overrides=())
    starts = [call.start for call in occurrences(unmoved, after - BRIEF, before + BRIEF)]
    changes = _changes(stretches, starts, reader_tzid)
    return [c for c in changes if c.first_instant < before and (c.until or c.first_instant) > after]


def clocks_part(host: str, reader: str, after: dt.datetime, before: dt.datetime) -> bool:
    """True when the clocks of two zones move against each other between two instants: cheap, for many schedules."""
    stretches = _stretches(host, reader, _midnight(after) - BRIEF, _midnight(before) + BRIEF + _DAY)
    return any(after <= stretch.end <= before for stretch in stretches)


def _changes(
    stretches: tuple[_Stretch, ...], starts: list[dt.datetime], reader_tzid: str
) -> list[HourChange]:
    changes, index = [], 1
    while index < len(stretches):
        now, usual = stretches[index], stretches[index - 1].apart
        is_period = (
            index + 1 < len(stretches)
            and stretches[index + 1].apart == usual
            and now.end - now.start <= BRIEF
        )
        # A call that begins only after the clocks changed never had another hour.
        if starts and starts[0] < now.start and any(now.start <= start < now.end for start in starts):
            changes.append(_change(now, usual, starts, reader_tzid, is_period))
        index += 2 if is_period else 1  # the way back from a period is its end, not another change
    return changes


def _change(
    now: _Stretch, usual: dt.timedelta, starts: list[dt.datetime], tzid: str, is_period: bool
) -> HourChange:
    first = next(start for start in starts if now.start <= start < now.end)
    wall = wall_of(first, tzid)
    return HourChange(
        first_instant=first,
        until=now.end if is_period else None,
        first_date=_first_date(now, starts, tzid),
        last_date=_last_date(now, starts, tzid) if is_period else None,
        usual=(wall - (now.apart - usual)).time(),
        changed=wall.time(),
        minutes=round((now.apart - usual).total_seconds() / 60),
    )


def _first_date(now: _Stretch, starts: list[dt.datetime], tzid: str) -> dt.date:
    """The date of the clock change, or the next one when that day's call was still at the usual hour."""
    date = wall_of(now.start, tzid).date()
    was_usual = any(start < now.start and wall_of(start, tzid).date() == date for start in starts)
    return date + _DAY if was_usual else date


def _last_date(now: _Stretch, starts: list[dt.datetime], tzid: str) -> dt.date:
    """The date of the clock change back, or the one before when that day's call is at the usual hour again."""
    date = wall_of(now.end, tzid).date()
    is_usual = any(start >= now.end and wall_of(start, tzid).date() == date for start in starts)
    return date - _DAY if is_usual else date


def _midnight(moment: dt.datetime) -> dt.datetime:
    """The day's first instant: many schedules of one page then share what was found for two zones."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


@functools.lru_cache(maxsize=4096)
def _stretches(host: str, reader: str, after: dt.datetime, before: dt.datetime) -> tuple[_Stretch, ...]:
    begun: dt.datetime = after
    found: list[_Stretch] = []
    moment = after
    while moment < before:
        following = min(moment + _DAY, before)
        if _apart(host, reader, following) != _apart(host, reader, moment):
            change = _clock_change(host, reader, moment, following)
            found.append(_Stretch(begun, change, _apart(host, reader, moment)))
            begun = change
        moment = following
    return (*found, _Stretch(begun, before, _apart(host, reader, before)))


def _clock_change(host: str, reader: str, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    """The instant, to the minute, between `low` and `high` from which the two are as far apart as at `high`."""
    low, high = low.replace(second=0, microsecond=0), high.replace(second=0, microsecond=0)
    apart = _apart(host, reader, high)
    while high - low > dt.timedelta(minutes=1):
        middle = low + dt.timedelta(minutes=(high - low) // dt.timedelta(minutes=2))
        low, high = (low, middle) if _apart(host, reader, middle) == apart else (middle, high)
    return high


def _apart(host: str, reader: str, moment: dt.datetime) -> dt.timedelta:
    offsets = [moment.astimezone(zone(tzid)).utcoffset() or dt.timedelta() for tzid in (reader, host)]
    return offsets[0] - offsets[1]


def change_sentence(change: HourChange, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """ "From 14 to 28 March 2027 this call is one hour earlier for you", or "From 28 March 2027 …"."""
    return _template(change, gettext).format(
        shift=_shift(abs(change.minutes), gettext),
        first=words.span_start(change.first_date, change.last_date or dt.date.min),
        last=words.date(change.last_date) if change.last_date else "",
    )


def _template(change: HourChange, gettext: Translate) -> str:
    is_later = change.minutes > 0
    if change.last_date is None and is_later:
        return gettext("From {first} this call is {shift} later for you")
    if change.last_date is None:
        return gettext("From {first} this call is {shift} earlier for you")
    if change.first_date == change.last_date:
        return (
            gettext("On {last} this call is {shift} later for you")
            if is_later
            else gettext("On {last} this call is {shift} earlier for you")
        )
    if is_later:
        return gettext("From {first} to {last} this call is {shift} later for you")
    return gettext("From {first} to {last} this call is {shift} earlier for you")


def _shift(minutes: int, gettext: Translate) -> str:
    if minutes == 60:
        return gettext("one hour")
    if minutes % 60:
        return gettext("{minutes} minutes").format(minutes=minutes)
    return gettext("{hours} hours").format(hours=minutes // 60)
