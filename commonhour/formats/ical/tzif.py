"""What the pinned tzdata says about a zone: its changes of offset, and the rule that holds for ever after."""

import datetime as dt
import functools
import importlib.resources
import re
from dataclasses import dataclass

from commonhour.core.time.zones import UTC, canonical, zone

LAST_LISTED_YEAR = 2040
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)
_FOOTER = re.compile(
    r"^(?P<std><[^>]+>|[A-Za-z]+)(?P<stdoff>[-+\d:]+)"
    r"(?:(?P<dst><[^>]+>|[A-Za-z]+)(?P<dstoff>[-+\d:]+)?,(?P<start>[^,]+),(?P<end>[^,]+))?$"
)
_MONTH_RULE = re.compile(r"^M(\d+)\.(\d)\.(\d)(?:/([-+\d:]+))?$")


@dataclass(frozen=True, slots=True)
class Change:
    """A zone's change of offset at a UTC instant."""

    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool

    @property
    def onset(self) -> dt.datetime:
        """The wall time at which it happens, on the clock before it."""
        return (self.at + self.before).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """ "The nth weekday of a month, at a time": weekday 0 is Monday, week 5 the last; `time` may be negative."""

    month: int
    week: int
    weekday: int
    time: dt.timedelta

    def onset(self, year: int) -> dt.datetime:
        """The wall time of the change in a year."""
        following = dt.datetime(year + self.month // 12, self.month % 12 + 1, 1)  # noqa: DTZ001 - wall time
        first = dt.datetime(year, self.month, 1)  # noqa: DTZ001 - wall time
        day = first + _DAY * ((self.weekday - first.weekday()) % 7 + 7 * (self.week - 1))
        while day >= following:
            day -= 7 * _DAY
        return day + self.time


@functools.lru_cache(maxsize=512)
def changes(tzid: str, first_year: int) -> tuple[Change, ...]:
    """Every change of offset from just before a year to the end of LAST_LISTED_YEAR."""
    rules = zone(tzid)
    found = []
    day, end = just_before(first_year), dt.datetime(LAST_LISTED_YEAR + 1, 1, 1, tzinfo=UTC)
    while day < end:
        step = min(day + 7 * _DAY, end)
        if _offset(day, rules) != _offset(step, rules):
            at = _moment_of_change(day, step, rules)
            found.append(change_at(tzid, at, _offset(at - _SECOND, rules)))
            # Two changes in a week would look like none: go on right behind this one.
            step = at
        day = step
    return tuple(found)


def just_before(year: int) -> dt.datetime:
    """An instant at which no place on earth has begun the year."""
    return dt.datetime(year, 1, 1, tzinfo=UTC) - 2 * _DAY


@functools.cache
def yearly_rules(tzid: str) -> tuple[YearlyRule, YearlyRule] | None:
    """The two rules of a zone that changes its clocks for ever (RFC 9636 §3.3), or None."""
    match = _FOOTER.match(_footer(tzid))
    if not match or not match["dst"]:
        return None
    start, end = _MONTH_RULE.match(match["start"]), _MONTH_RULE.match(match["end"])
    return (_yearly(start), _yearly(end)) if start and end else None


def change_at(tzid: str, at: dt.datetime, before: dt.timedelta | None = None) -> Change:
    """What holds from an instant on. Without `before`, the table begins here, with the winter offset before it."""
    rules = zone(tzid)
    after, is_summer = _offset(at, rules), _is_summer(at, rules)
    if before is None:
        before = after - _summer_part(at, rules) if is_summer else after
    return Change(at, before, after, at.astimezone(rules).tzname() or "", is_summer)


def _footer(tzid: str) -> str:
    path = importlib.resources.files("tzdata").joinpath("zoneinfo", *canonical(tzid).split("/"))
    return path.read_bytes().rstrip(b"\n").rsplit(b"\n", 1)[-1].decode("ascii", "replace")


def _yearly(match: re.Match[str]) -> YearlyRule:
    month, week, weekday = (int(part) for part in match.group(1, 2, 3))
    return YearlyRule(month, week, (weekday - 1) % 7, _clock(match[4] or "2"))


def _clock(text: str) -> dt.timedelta:
    hours, minutes, seconds = (*(int(part) for part in text.lstrip("+-").split(":")), 0, 0)[:3]
    length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length


def _moment_of_change(low: dt.datetime, high: dt.datetime, rules: dt.tzinfo) -> dt.datetime:
    """The first second with another offset than `low`."""
    begin, left, right = _offset(low, rules), 0, int((high - low).total_seconds())
    while right - left > 1:
        middle = (left + right) // 2
        if _offset(low + middle * _SECOND, rules) == begin:
            left = middle
        else:
            right = middle
    return low + right * _SECOND


def _offset(at: dt.datetime, rules: dt.tzinfo) -> dt.timedelta:
    return at.astimezone(rules).utcoffset() or dt.timedelta()


def _is_summer(at: dt.datetime, rules: dt.tzinfo) -> bool:
    return _summer_part(at, rules) > dt.timedelta()


def _summer_part(at: dt.datetime, rules: dt.tzinfo) -> dt.timedelta:
    """How much of the offset is summer time. Dublin and Casablanca call winter the exception: turned round here."""
    saved = at.astimezone(rules).dst() or dt.timedelta()
    if saved:
        return max(saved, dt.timedelta())
    near = [(at + 30 * _DAY * n).astimezone(rules).dst() or dt.timedelta() for n in range(-5, 6)]
    return max(-min(near), dt.timedelta())
