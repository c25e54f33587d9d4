"""Foresight: the days on which a call moves by an hour for a reader because one side changed its clocks."""

import bisect
import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass

from commonhour.core.recurrence.expansion import starts
from commonhour.core.recurrence.rules import Rule, parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.words import ENGLISH, Translate, Words, identity
from commonhour.core.time.clock_changes import Stretch, midnight, stretches
from commonhour.core.time.instants import moment_at, seconds_to
from commonhour.core.time.zones import wall_of

# A difference that is over sooner than this is a period, one that lasts longer is a new usual hour. The
# longest gap between two zones' clock changes is five weeks (Chile and Europe in spring).
BRIEF = dt.timedelta(days=60)
_LONG_AGO = dt.timedelta(days=400)  # a yearly call was held since then
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calls:
    """The starts of a schedule's calls in order, as whole seconds since 1970-01-01 in UTC."""

    seconds: list[int]

    def first_in(self, stretch: Stretch) -> dt.datetime | None:
        place = bisect.bisect_left(self.seconds, seconds_to(stretch.start))
        found = self.seconds[place : place + 1]
        return moment_at(found[0]) if found and found[0] < seconds_to(stretch.end) else None

    def dates_in(self, stretch: Stretch, tzid: str) -> tuple[dt.date, dt.date]:
        """The first and the last date of a stretch in a zone. A day on which clocks change is in it, unless
        that day's call is on the other side of the change."""
        first, last = wall_of(stretch.start, tzid).date(), wall_of(stretch.end, tzid).date()
        before = bisect.bisect_left(self.seconds, seconds_to(stretch.start)) - 1
        after = bisect.bisect_left(self.seconds, seconds_to(stretch.end))
        first += _DAY * (before >= 0 and self._date(before, tzid) == first)
        last -= _DAY * (after < len(self.seconds) and self._date(after, tzid) == last)
        return first, last

    def _date(self, place: int, tzid: str) -> dt.date:
        return wall_of(moment_at(self.seconds[place]), tzid).date()


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

    def is_ahead(self, today: dt.date) -> bool:
        """False once the clocks have changed, even when the first call at the changed hour is still to come."""
        return self.first_date >= today


def hour_changes(
    schedule: Schedule, reader_tzid: str, after: dt.datetime, before: dt.datetime
) -> list[HourChange]:
    """What changes for a reader between `after` and `before` (UTC), a period already begun included.

    Moved and cancelled instances do not count: the clocks are the subject.
    """
    if not has_usual_hour(schedule) or not _may_change(schedule, reader_tzid, after, before):
        return []
    timed = Schedule(
        schedule.dtstart, schedule.tzid, schedule.duration, schedule.rrule, schedule.rdates, schedule.exdates
    )
    changes = _of_days(timed, reader_tzid, midnight(after), midnight(before) + _DAY)
    return [c for c in changes if c.first_instant < before and (c.until or c.first_instant) > after]


@functools.lru_cache(maxsize=8192)
def _of_days(
    timed: Schedule, reader_tzid: str, after: dt.datetime, before: dt.datetime
) -> tuple[HourChange, ...]:
    """The changes round some whole days: whatever changes on the hub, its calls' clocks are looked at once a day."""
    since = after - (_LONG_AGO if _gap(timed) is None else 2 * BRIEF)
    calls = Calls(starts(timed, since, before + BRIEF))
    return tuple(_changes(_apart(timed.tzid, reader_tzid, since, before), calls, reader_tzid))


def has_usual_hour(schedule: Schedule) -> bool:
    """True when every call is at the same hours of the host's, so that only clocks can move them. Whole days have
    none, nor has a list of single dates in UTC: that is how some calendars write out a call that follows a zone."""
    if schedule.is_all_day or schedule.rrule:
        return not schedule.is_all_day
    return schedule.tzid != "UTC" and {text[8:] for text in schedule.rdates} == {schedule.dtstart[8:]}


def coming_changes(
    schedules: Iterable[Schedule], tzid: str, after: dt.datetime, before: dt.datetime
) -> list[tuple[Schedule, HourChange]]:
    """What changes in zone `tzid` for each of many schedules, as in `hour_changes`, soonest first."""
    found = [(one, change) for one in schedules for change in hour_changes(one, tzid, after, before)]
    return sorted(found, key=lambda pair: (pair[1].first_instant, pair[0].uid))


def _may_change(schedule: Schedule, reader: str, after: dt.datetime, before: dt.datetime) -> bool:
    """False when the clocks alone rule a change out: cheap, for many schedules."""
    gap = _gap(schedule)
    return gap is None or any(
        after - gap < one.start < before or (one.start <= after < one.end and one.length <= BRIEF)
        for one in _apart(schedule.tzid, reader, after, before)
    )


def _gap(schedule: Schedule) -> dt.timedelta | None:
    """No two calls are further apart than this, which is at most BRIEF; None for rarer calls, and where it would
    take an expansion to know."""
    gap = None if schedule.exdates or not schedule.rrule else _gap_of(parse_rule(schedule.rrule))
    return gap if gap and gap <= BRIEF else None


@functools.lru_cache(maxsize=4096)
def _gap_of(rule: Rule) -> dt.timedelta | None:
    if rule.bymonth or rule.bysetpos or (rule.byday and rule.bymonthday):
        return None
    if rule.freq == "WEEKLY" or (rule.freq == "DAILY" and not rule.bymonthday):
        return 7 * rule.interval * _DAY
    days = (*(abs(number) * 7 for number, _ in rule.byday), *map(abs, rule.bymonthday))
    is_every_month = rule.freq == "MONTHLY" and max(days, default=31) <= 28
    return 35 * rule.interval * _DAY if is_every_month else None


def _apart(host: str, reader: str, after: dt.datetime, before: dt.datetime) -> tuple[Stretch, ...]:
    """How far apart the two clocks are, with a margin in which a period that began or ends outside is whole."""
    return stretches(host, reader, midnight(after) - BRIEF, midnight(before) + BRIEF + _DAY)


def _changes(apart: tuple[Stretch, ...], calls: Calls, reader_tzid: str) -> list[HourChange]:
    """What differs from the call before. A time without a call changes nothing for anybody."""
    changes: list[HourChange] = []
    usual: dt.timedelta | None = None
    for n, now in enumerate(apart):
        first = calls.first_in(now)
        if first is None or now.apart == usual:
            continue
        if usual is None:
            usual = now.apart
            continue
        # Two clocks that change on one morning leave some hours between that nobody would call a time of its own.
        following = next((later.apart for later in apart[n + 1 :] if later.length >= _DAY), None)
        is_period = following == usual and now.length <= BRIEF
        changes.append(_change(now, first, usual, calls.dates_in(now, reader_tzid), is_period, reader_tzid))
        usual = usual if is_period else now.apart
    return changes


def _change(
    now: Stretch,
    first: dt.datetime,
    usual: dt.timedelta,
    dates: tuple[dt.date, dt.date],
    is_period: bool,
    tzid: str,
) -> HourChange:
    wall = wall_of(first, tzid)
    return HourChange(
        first_instant=first,
        until=now.end if is_period else None,
        first_date=dates[0],
        last_date=dates[1] if is_period else None,
        usual=(wall - (now.apart - usual)).time(),
        changed=wall.time(),
        minutes=round((now.apart - usual).total_seconds() / 60),
    )


def change_sentence(
    change: HourChange, gettext: Translate = identity, words: Words = ENGLISH, *, is_of_several: bool = False
) -> str:
    """ "From 14 to 28 March 2027 this call is one hour earlier for you", or "From 28 March 2027 …"; "these calls
    are …" when it is of several."""
    template = _template_of_several(change, gettext) if is_of_several else _template(change, gettext)
    return template.format(
        shift=shift_words(abs(change.minutes), gettext),
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


def _template_of_several(change: HourChange, gettext: Translate) -> str:
    is_later = change.minutes > 0
    if change.last_date is None and is_later:
        return gettext("From {first} these calls are {shift} later for you")
    if change.last_date is None:
        return gettext("From {first} these calls are {shift} earlier for you")
    if change.first_date == change.last_date:
        return (
            gettext("On {last} these calls are {shift} later for you")
            if is_later
            else gettext("On {last} these calls are {shift} earlier for you")
        )
    if is_later:
        return gettext("From {first} to {last} these calls are {shift} later for you")
    return gettext("From {first} to {last} these calls are {shift} earlier for you")


def shift_words(minutes: int, gettext: Translate) -> str:
    """ "one hour", "2 hours", "30 minutes"."""
    if minutes == 60:
        return gettext("one hour")
    if minutes % 60:
        return gettext("{minutes} minutes").format(minutes=minutes)
    return gettext("{hours} hours").format(hours=minutes // 60)
