"""Whether two stated times are one: compared as instants over the dates they speak of, never as text."""

import datetime as dt
import enum
import functools
from collections.abc import Iterator
from dataclasses import replace

from commonhour.core.audit.claim import CallClaim, Clock, Passage
from commonhour.core.audit.subject import Subject
from commonhour.core.time import zones
from commonhour.core.time.abbreviations import CLAIMED_HOURS

_DAY = dt.timedelta(days=1)
# Nobody meets before or after; beyond, an hour in another zone may be in no year there is.
_FIRST, _LAST = dt.date(2, 1, 1).toordinal(), dt.date(9998, 12, 31).toordinal()
# Weeks a year in which regions' clock changes pull two right translations of one hour apart.
_SHIFTED_WEEKS = 6
_ANYBODY, _ANYWHERE = Subject(""), Passage("", "")


class Difference(enum.StrEnum):
    HOUR = "hour"
    DAY = "day"
    ZONE = "zone"


def differences(one: CallClaim, two: CallClaim, today: dt.date) -> frozenset[Difference]:
    """How two claims about one call differ; nothing where either leaves it open, or where they speak of other dates."""
    return _differences(_time_alone(one), _time_alone(two), today)


def _time_alone(claim: CallClaim) -> CallClaim:
    """What is said, whoever says it of whom."""
    return CallClaim(_ANYBODY, _ANYWHERE, claim.clock, claim.days, date=claim.date)


# A year of instants for each two rules, and a folder states the same few over and over.
@functools.lru_cache(maxsize=20_000)
def _differences(one: CallClaim, two: CallClaim, today: dt.date) -> frozenset[Difference]:
    one, two = _read_alike(one, two)
    if one.date and two.date:
        return frozenset(_on_a_date(one, two, one.date) if one.date == two.date else ())
    date = one.date or two.date
    return frozenset(_on_a_date(one, two, date) if date else _by_rule(one, two, today))


def _read_alike(one: CallClaim, two: CallClaim) -> tuple[CallClaim, CallClaim]:
    """The same letters mean the same in both places, whatever they mean."""
    if not (one.clock and two.clock and one.clock.letters.casefold() == two.clock.letters.casefold()):
        return one, two
    clocks = [Clock(clock.start, clock.zones[:1]) for clock in (one.clock, two.clock)]
    return replace(one, clock=clocks[0]), replace(two, clock=clocks[1])


def _on_a_date(one: CallClaim, two: CallClaim, date: dt.date) -> set[Difference]:
    found = _stated_days(one, two)
    if _has_whole_time(one) and _has_whole_time(two):
        return found | _compared(_instants_near(one, date), _instants_near(two, date), one, two)
    return found | _by_parts(one, two, _days_from(date, range(1)))


def _stated_days(one: CallClaim, two: CallClaim) -> set[Difference]:
    """Two weekdays for one date."""
    is_apart = one.date == two.date and one.days and two.days and one.days.isdisjoint(two.days)
    return {Difference.DAY} if is_apart else set()


def _by_rule(one: CallClaim, two: CallClaim, today: dt.date) -> set[Difference]:
    weeks = _days_from(today, range(0, 53 * 7, 7))
    if not (_has_whole_time(one) and _has_whole_time(two)):
        return _by_parts(one, two, weeks)
    apart = [
        found
        for week in weeks
        if (found := _compared(_instants_near(one, week), _instants_near(two, week), one, two))
    ]
    return _lasting(apart, len(weeks))


def _lasting(apart: list[set[Difference]], weeks: int) -> set[Difference]:
    """All year is another hour; a season is another zone; a few weeks are the clock changes of two regions."""
    if len(apart) <= _SHIFTED_WEEKS:
        return set()
    if len(apart) < weeks and all(found == {Difference.HOUR} for found in apart):
        return {Difference.ZONE}
    return apart[0]


def _has_whole_time(claim: CallClaim) -> bool:
    return bool(claim.clock and claim.clock.zones and (claim.days or claim.date))


def _instants_near(claim: CallClaim, date: dt.date) -> set[dt.datetime]:
    """Every instant the claim may mean in the week around a date."""
    assert claim.clock is not None
    near = _days_from(claim.date, range(1)) if claim.date else _days_from(date, range(-3, 4))
    days = [day for day in near if claim.date or day.weekday() in claim.days]
    return {moment for day in days for moment in moments(claim.clock, day)}


def _days_from(date: dt.date, steps: range) -> list[dt.date]:
    """The days so many steps away, as far as anybody meets on them."""
    days = (date.toordinal() + step for step in steps)
    return [dt.date.fromordinal(day) for day in days if _FIRST <= day <= _LAST]


def _compared(
    ones: set[dt.datetime], twos: set[dt.datetime], one: CallClaim, two: CallClaim
) -> set[Difference]:
    """How two sets of instants differ. An hour away on the other side of midnight is no other day."""
    if ones & twos or not (ones and twos):
        return set()
    found = set()
    if not any((a - b) % _DAY == dt.timedelta(0) for a in ones for b in twos):
        found.add(Difference.HOUR)
    are_near = any(abs(a - b) < _DAY / 2 for a in ones for b in twos)
    if _weekdays(one).isdisjoint(_weekdays(two)) and not (found and are_near):
        found.add(Difference.DAY)
    return found or {Difference.HOUR}


def _by_parts(one: CallClaim, two: CallClaim, dates: list[dt.date]) -> set[Difference]:
    """Where a day or an hour is missing on one side: what both do say."""
    found = set()
    if _weekdays(one) and _weekdays(two) and _weekdays(one).isdisjoint(_weekdays(two)):
        found.add(Difference.DAY)
    if one.clock and two.clock and one.clock.zones and two.clock.zones:
        found |= _hours_apart(one.clock, two.clock, dates)
    return found


def _hours_apart(one: Clock, two: Clock, dates: list[dt.date]) -> set[Difference]:
    apart = [{Difference.HOUR} for date in dates if not is_one_hour(one, two, date)]
    if len(dates) == 1:
        return apart[0] if apart else set()
    return _lasting(apart, len(dates))


def _weekdays(claim: CallClaim) -> frozenset[int]:
    return frozenset({claim.date.weekday()}) if claim.date else claim.days


def is_one_hour(one: Clock, two: Clock, date: dt.date) -> bool:
    """True when some reading of both is the same hour of the day on a date."""
    return any((a - b) % _DAY == dt.timedelta(0) for a in moments(one, date) for b in moments(two, date))


def moments(clock: Clock, date: dt.date) -> Iterator[dt.datetime]:
    """Every instant a clock may mean on a date: by the clocks of each place, and as the letters claim."""
    wall = dt.datetime.combine(date, clock.start)
    for tzid in clock.zones:
        yield zones.instant(wall, tzid)
    claimed = CLAIMED_HOURS.get(clock.letters)
    if claimed is not None:
        yield (wall - dt.timedelta(hours=claimed)).replace(tzinfo=zones.UTC)
