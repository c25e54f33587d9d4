"""How a date differs on somebody's clock from the date before it: "one hour earlier than last time, and on Tuesday"."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.foresight.hour_changes import shift_words
from commonhour.core.speech.words import ENGLISH, Translate, Words, identity
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import wall_of

_DAY = 24 * 60
_RARE = dt.timedelta(
    days=5
)  # people expect the weekday of the last time only of what is about weekly or rarer


@dataclass(frozen=True, slots=True)
class LastTime:
    """The `start` (UTC) of the date before one, and what people expect to be as it was then: a call that is planned for
    Mondays and Thursdays changes its weekday every time."""

    start: dt.datetime
    has_usual_hour: bool
    has_usual_weekday: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """`minutes` later than last time, earlier when negative; `weekday` (0 is Monday) when it was another one."""

    minutes: int
    weekday: int | None


def last_of_schedule(start: dt.datetime, slot: str, last_slot: str) -> LastTime:
    """The last time in the same schedule, by the places that both were planned for (wall times)."""
    planned, before = parse_wall(slot), parse_wall(last_slot)
    is_same_hour = planned.time() == before.time()
    return LastTime(start, is_same_hour, is_same_hour and planned.weekday() == before.weekday())


def last_of_series(start: dt.datetime, following: dt.datetime) -> LastTime:
    """The last time in another schedule, which a change from a date on has ended."""
    return LastTime(start, has_usual_hour=True, has_usual_weekday=following - start >= _RARE)


def difference(start: dt.datetime, last: LastTime, tzid: str, *, all_day: bool = False) -> Difference | None:
    """What somebody in zone `tzid` who knows the last time would miss; None when nothing is different."""
    now, before = wall_of(start, tzid), wall_of(last.start, tzid)
    if all_day:
        now, before = start, last.start
    apart = (now.hour - before.hour) * 60 + now.minute - before.minute
    minutes = (apart + _DAY // 2) % _DAY - _DAY // 2 if last.has_usual_hour and not all_day else 0
    is_other_day = last.has_usual_weekday and now.weekday() != before.weekday()
    weekday = now.weekday() if is_other_day else None
    return Difference(minutes, weekday) if minutes or weekday is not None else None


def difference_words(found: Difference, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """ "one hour earlier than last time, and on Tuesday"."""
    day = "" if found.weekday is None else words.weekday(found.weekday)
    shift = shift_words(abs(found.minutes), gettext)
    return _template(found, gettext).format(shift=shift, weekday=day)


def _template(found: Difference, gettext: Translate) -> str:
    if not found.minutes:
        return gettext("on {weekday} this time")
    if found.weekday is None and found.minutes > 0:
        return gettext("{shift} later than last time")
    if found.weekday is None:
        return gettext("{shift} earlier than last time")
    if found.minutes > 0:
        return gettext("{shift} later than last time, and on {weekday}")
    return gettext("{shift} earlier than last time, and on {weekday}")
