"""Where a mail in plain words says when something takes place: a line of it that leaves nothing open."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from commonhour.core.schedule.edits import local_wall
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.zones import is_fixed
from commonhour.core.typed.time import TypedTime, read_time
from commonhour.core.undecided.decide import FILE, decide
from commonhour.core.undecided.when import PartialDate, When
from commonhour.errors import RefusedInput
from commonhour.formats.words.sentence import read_when

_LINES, _LINE = 60, 300  # that are looked at, and characters of each
_TYPED = 120  # characters of the words that are kept
_USUAL = dt.timedelta(hours=1)
_LONGEST = dt.timedelta(days=1)
_LABEL = re.compile(
    r"\s*\*?(?:when|date(?: and time)?|time|cuándo|cuando|fecha|hora|wann|termin|quand|日時|いつ)\*?\s*[:：]\s*",
    re.I,
)
_BETWEEN = re.compile(r"\s+(?:a las|at|um|à|de)\s+", re.I)
_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"https?://\S+")
_HOMES = ("Pacific/Auckland", "America/Los_Angeles")


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """`typed` are the words; without a `schedule` they leave something open."""

    typed: str
    schedule: Schedule | None


def time_said(text: str, now: dt.datetime) -> TimeSaid | None:
    """The first line that says when, the first one that leaves nothing open before others; None when no line says it."""
    lines = [line.strip()[:_LINE] for line in text.split("\n") if _DIGIT.search(line)][:_LINES]
    found = [one for line in lines if (one := _in_line(line, now))]
    return next((one for one in found if one.schedule), next(iter(found), None))


def _in_line(line: str, now: dt.datetime) -> TimeSaid | None:
    label = _LABEL.match(line)
    rest = _LINK.sub("", line[label.end() :] if label else line).strip()
    if typed := _typed(rest, now):
        return TimeSaid(rest[:_TYPED], typed)
    when = read_when(rest)
    is_said = when.start is not None and bool(when.cadence.kind or when.date or (label and when.days))
    if not is_said or _is_over(when, now):
        return None
    return TimeSaid(rest[:_TYPED], _decided(when, now))


def _typed(line: str, now: dt.datetime) -> Schedule | None:
    """As people type one date into a field, with the place whose clock counts: read from two ends of the world it is one."""
    short = _BETWEEN.sub(" ", line.rstrip("."))
    if len(short) > _TYPED or not read_when(short).says_something:
        return None
    try:
        here, there = (read_time(short, now, home) for home in _HOMES)
    except RefusedInput:
        return None
    if not (isinstance(here, TypedTime) and isinstance(there, TypedTime)) or here.instant != there.instant:
        return None
    is_fit = here.instant > now and not _is_offset(here.tzid) and (here.end or _USUAL) <= _LONGEST
    wall = local_wall(here.wall.date(), here.wall.time())
    return Schedule(wall, here.tzid, here.end or _USUAL) if is_fit else None


def _decided(when: When, now: dt.datetime) -> Schedule | None:
    """One schedule, also of "every second Thursday" when its first date tells which of them are meant."""
    whole = _with_year(when, now.date())
    decision = decide(whole, now.date(), FILE)
    first = whole.anchor.whole if whole.anchor else None
    of_readings = [one.schedules[0] for one in decision.readings if len(one.schedules) == 1]
    fitting = [one for one in of_readings if first and one.dtstart[:8] == f"{first:%Y%m%d}"]
    found = decision.schedule or (fitting[0] if len(fitting) == 1 else None)
    if found is None or _is_offset(found.tzid) or found.duration > _LONGEST:
        return None
    return replace(found, duration=found.duration or _USUAL)


def _with_year(when: When, today: dt.date) -> When:
    """A date without a year is the next one."""
    anchor = when.anchor
    if anchor is None or anchor.year:
        return when
    coming = (day for year in (today.year, today.year + 1) if (day := anchor.in_year(year)) and day >= today)
    day = next(coming, None)
    if day is None:
        return when
    whole = PartialDate(day.month, day.day, day.year)
    if when.starts is None:
        return replace(when, date=whole)
    allows = tuple(replace(one, start=day) for one in when.cadence.allows)
    return replace(when, starts=whole, cadence=replace(when.cadence, start=day, allows=allows))


def _is_over(when: When, now: dt.datetime) -> bool:
    day = when.date.whole if when.date and not when.cadence.kind else None
    return day is not None and day < now.date()


def _is_offset(tzid: str) -> bool:
    return is_fixed(tzid) and tzid != "UTC"
