"""Weeks in which clocks disagree: a place is for a while not as far from the host as people are used to."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from commonhour.core.foresight.hour_changes import BRIEF, Calls, has_usual_hour, shift_words
from commonhour.core.recurrence.expansion import starts
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.words import ENGLISH, Translate, Words, identity
from commonhour.core.time.clock_changes import Stretch, lasting, midnight, stretches
from commonhour.core.time.zones import wall_of

_DAY = dt.timedelta(days=1)
_SETTLED = dt.timedelta(days=400)  # every pair of zones has been settled for once in so long


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A time (UTC) in which `place` is `now` ahead of the host's clock instead of `usual`.

    `is_passing` is True when the usual difference comes back; else another one follows.
    """

    place: str
    start: dt.datetime
    end: dt.datetime
    usual: dt.timedelta
    now: dt.timedelta
    is_passing: bool

    @property
    def minutes(self) -> int:
        """By how much an hour of the host's is later in the place than usual; negative when it is earlier."""
        return round((self.now - self.usual).total_seconds() / 60)

    @property
    def is_nearer(self) -> bool:
        return abs(self.now) < abs(self.usual)


@dataclass(frozen=True, slots=True)
class PlaceHour:
    """The hour of a call on the clock of one place, usually and in such weeks."""

    tzid: str
    usual: dt.time
    changed: dt.time
    minutes: int


@dataclass(frozen=True, slots=True)
class ClockWeeks:
    """Dates of the host's (both included) on which a call is at another hour in some places, not in its own."""

    host: str
    first_date: dt.date
    last_date: dt.date
    minutes: int  # never negative
    is_nearer: bool
    is_passing: bool
    hour: dt.time
    places: tuple[PlaceHour, ...]


def disagreements(host: str, place: str, after: dt.datetime, before: dt.datetime) -> list[Disagreement]:
    """When two zones' clocks are not as far apart as usual, between `after` and `before` (UTC).

    A difference is usual when it lasts longer than eight weeks; a short one between is a disagreement, unless
    it is the usual one already, or a usual one that only begins early.
    """
    apart = lasting(stretches(host, place, midnight(after) - _SETTLED, midnight(before) + _SETTLED))
    settled = next((n for n, stretch in enumerate(apart) if stretch.length > BRIEF), None)
    if settled is None:
        return []
    found, usual = [], apart[settled].apart
    for n in range(settled + 1, len(apart)):
        now, following = apart[n], apart[n + 1] if n + 1 < len(apart) else None
        is_passing = following is not None and following.apart == usual
        if now.apart == usual:
            continue
        if now.length > BRIEF or not (is_passing or _next_settled(apart, n) != now.apart):
            usual = now.apart
        else:
            found.append(Disagreement(place, now.start, now.end, usual, now.apart, is_passing))
    return [one for one in found if one.end > after and one.start < before]


def clock_weeks(
    schedule: Schedule, places: Iterable[str], after: dt.datetime, before: dt.datetime
) -> list[ClockWeeks]:
    """The coming weeks in which a schedule's call is at an unusual hour in these zones, soonest first.

    Only those with a call in them. Places whose clocks do the same are told together.
    """
    if not has_usual_hour(schedule):
        return []
    found = [
        one for place in dict.fromkeys(places) for one in disagreements(schedule.tzid, place, after, before)
    ]
    if not found:
        return []
    low, high = min(one.start for one in found) - _DAY, max(one.end for one in found) + _DAY
    calls = Calls(starts(dataclasses.replace(schedule, overrides=()), low, high))
    told = [weeks for one in found if (weeks := _weeks(schedule.tzid, one, calls, after))]
    told.sort(key=_order)
    return [_together(list(same)) for _, same in itertools.groupby(told, key=_order)]


def _next_settled(apart: list[Stretch], n: int) -> dt.timedelta | None:
    return next((stretch.apart for stretch in apart[n + 1 :] if stretch.length > BRIEF), None)


def _weeks(host: str, one: Disagreement, calls: Calls, after: dt.datetime) -> ClockWeeks | None:
    """What is told about one place; None when no call is left in these weeks."""
    around = Stretch(one.start, one.end, one.now)
    call = calls.first_in(Stretch(max(one.start, after), one.end, one.now))
    if call is None:
        return None
    first, last = calls.dates_in(around, host)
    there = wall_of(call, one.place)
    hour = PlaceHour(one.place, (there - (one.now - one.usual)).time(), there.time(), one.minutes)
    return ClockWeeks(
        host=host,
        first_date=first,
        last_date=last,
        minutes=abs(one.minutes),
        is_nearer=one.is_nearer,
        is_passing=one.is_passing,
        hour=wall_of(call, host).time(),
        places=(hour,),
    )


def _order(weeks: ClockWeeks) -> tuple[dt.date, dt.date, int, bool, bool, dt.time]:
    return (
        weeks.first_date, weeks.last_date, weeks.minutes, weeks.is_nearer, weeks.is_passing, weeks.hour,
    )  # fmt: skip


def _together(same: list[ClockWeeks]) -> ClockWeeks:
    return dataclasses.replace(same[0], places=tuple(place for one in same for place in one.places))


def weeks_words(weeks: ClockWeeks, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """ "14 to 28 March 2027: one hour nearer to Madrid than usual", without naming the places."""
    return _weeks_template(weeks, gettext).format(
        dates=dates_words(weeks, gettext, words),
        shift=shift_words(weeks.minutes, gettext),
        host=words.place(weeks.host),
    )


def weeks_sentence(
    weeks: ClockWeeks, place: PlaceHour, gettext: Translate = identity, words: Words = ENGLISH
) -> str:
    """All of it for one place: "14 to 28 March 2027: New York is one hour nearer to Madrid than usual; this
    16:00 Madrid call is at 11:00 instead of 10:00 in New York"."""
    return _place_template(weeks, gettext).format(
        dates=dates_words(weeks, gettext, words),
        place=words.place(place.tzid),
        shift=shift_words(weeks.minutes, gettext),
        host=words.place(weeks.host),
        hour=words.time(weeks.hour),
        changed=words.time(place.changed),
        usual=words.time(place.usual),
    )


def dates_words(weeks: ClockWeeks, gettext: Translate = identity, words: Words = ENGLISH) -> str:
    """ "14 to 28 March 2027"."""
    if weeks.first_date >= weeks.last_date:
        return words.date(weeks.last_date)
    first = words.span_start(weeks.first_date, weeks.last_date)
    return gettext("{first} to {last}").format(first=first, last=words.date(weeks.last_date))


def _weeks_template(weeks: ClockWeeks, gettext: Translate) -> str:
    if weeks.is_passing and weeks.is_nearer:
        return gettext("{dates}: {shift} nearer to {host} than usual")
    if weeks.is_passing:
        return gettext("{dates}: {shift} further from {host} than usual")
    if weeks.is_nearer:
        return gettext("{dates}: {shift} nearer to {host} than before")
    return gettext("{dates}: {shift} further from {host} than before")


def _place_template(weeks: ClockWeeks, gettext: Translate) -> str:
    if weeks.is_passing and weeks.is_nearer:
        return gettext(
            "{dates}: {place} is {shift} nearer to {host} than usual; "
            "this {hour} {host} call is at {changed} instead of {usual} in {place}"
        )
    if weeks.is_passing:
        return gettext(
            "{dates}: {place} is {shift} further from {host} than usual; "
            "this {hour} {host} call is at {changed} instead of {usual} in {place}"
        )
    if weeks.is_nearer:
        return gettext(
            "{dates}: {place} is {shift} nearer to {host} than before; "
            "this {hour} {host} call is at {changed} instead of {usual} in {place}"
        )
    return gettext(
        "{dates}: {place} is {shift} further from {host} than before; "
        "this {hour} {host} call is at {changed} instead of {usual} in {place}"
    )
