"""Agenda, week and month: which items stand on which of the reader's days."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from commonhour.core.time.zones import wall_of
from commonhour.errors import NotFound

# Far enough for anybody, and away from the years where dates overflow.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Timed(Protocol):
    """What can be laid out: an Occurrence, or anything with its three times."""

    @property
    def start(self) -> dt.datetime: ...
    @property
    def end(self) -> dt.datetime: ...
    @property
    def all_day(self) -> bool: ...


T = TypeVar("T", bound=Timed)


@dataclass(frozen=True, slots=True)
class Day(Generic[T]):
    """A date of the reader's and what starts on it, whole days first."""

    date: dt.date
    items: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True)
class Week(Generic[T]):
    """Monday to Sunday of an ISO week; `previous` and `next` are (ISO year, ISO week)."""

    year: int
    number: int
    days: tuple[Day[T], ...]
    previous: tuple[int, int]
    next: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Month(Generic[T]):
    """Whole weeks round a month, days of its neighbours included; `previous` and `next` are (year, month)."""

    year: int
    month: int
    weeks: tuple[tuple[Day[T], ...], ...]
    previous: tuple[int, int]
    next: tuple[int, int]

    def has(self, day: Day[T]) -> bool:
        """False for the leading and trailing days, which belong to other months."""
        return (day.date.year, day.date.month) == (self.year, self.month)


QUARTERS = 96  # of an hour, in a day
_SHORTEST = 2  # quarters a box needs for a line of text


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    """Where an item is drawn on a day: from quarter of an hour `top` to `bottom`, in one of `lanes` columns of equal
    width. `is_continued` where it began on the day before."""

    item: T
    top: int
    bottom: int
    lane: int
    lanes: int
    is_continued: bool


def reader_date(item: Timed, tzid: str) -> dt.date:
    """The reader's date on which an item starts; a whole day keeps its own date in every zone."""
    return item.start.date() if item.all_day else wall_of(item.start, tzid).date()


def day_shift(occurrence: Timed, host_tzid: str, reader_tzid: str) -> int:
    """How many days the reader's date is after (+1) or before (-1) the host's; 0 for whole days."""
    return (reader_date(occurrence, reader_tzid) - reader_date(occurrence, host_tzid)).days


def agenda(items: Iterable[T], tzid: str) -> list[Day[T]]:
    """The days on which something starts, in order; nothing is repeated."""
    by_date: dict[dt.date, list[T]] = {}
    for item in _in_order(items):
        by_date.setdefault(reader_date(item, tzid), []).append(item)
    return [Day(date, tuple(by_date[date])) for date in sorted(by_date)]


def week(items: Iterable[T], iso_year: int, iso_week: int, tzid: str) -> Week[T]:
    """An ISO 8601 week. Raises NotFound for a week that year does not have (2027 has no week 53)."""
    check_year(iso_year)
    try:
        monday = dt.date.fromisocalendar(iso_year, iso_week, 1)
    except ValueError as error:
        raise NotFound("no-such-week", year=iso_year, week=iso_week) from error
    days = tuple(_cells(items, monday, 7, tzid))
    return Week(iso_year, iso_week, days, _iso_week(monday, -7), _iso_week(monday, 7))


def month(items: Iterable[T], year: int, month: int, tzid: str, first_weekday: int = 0) -> Month[T]:
    """A month in weeks that begin on `first_weekday` (0 is Monday). Raises NotFound for month 13."""
    check_year(year)
    if not 1 <= month <= 12:
        raise NotFound("no-such-month", month=month)
    first = dt.date(year, month, 1)
    lead = (first.weekday() - first_weekday) % 7
    length = calendar.monthrange(year, month)[1]
    cells = _cells(items, first - dt.timedelta(days=lead), -(-(lead + length) // 7) * 7, tzid)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(year, month, weeks, _neighbour(year, month, -1), _neighbour(year, month, 1))


def boxes(items: Iterable[T], date: dt.date, tzid: str) -> tuple[Box[T], ...]:
    """The timed items of a reader's day as boxes that never overlap: what meets at the same time stands side by side."""
    pieces = [found for item in items if not item.all_day and (found := _piece(item, date, tzid))]
    pieces.sort(key=lambda piece: (piece.top, -piece.bottom))
    found: list[Box[T]] = []
    for together in _clusters(pieces):
        found += _side_by_side(together)
    return tuple(found)


def _piece(item: T, date: dt.date, tzid: str) -> Box[T] | None:
    """The part of an item that is on this day, at least as high as its text; None when it has none."""
    midnight = dt.datetime.combine(date, dt.time())
    start, end = (wall_of(moment, tzid) - midnight for moment in (item.start, item.end))
    minute, day = dt.timedelta(minutes=1), dt.timedelta(days=1)
    if start >= day or (start < dt.timedelta() and end <= dt.timedelta()):
        return None
    top = max(0, min(start // minute // 15, QUARTERS - _SHORTEST))
    bottom = max(top + _SHORTEST, min(-(-(end // minute) // 15), QUARTERS))
    return Box(item, top, bottom, 0, 1, start < dt.timedelta())


def _clusters(pieces: Iterable[Box[T]]) -> Iterable[list[Box[T]]]:
    """Pieces that hang together by overlapping, directly or through others; they come in the order of their tops."""
    together: list[Box[T]] = []
    bottom = 0
    for piece in pieces:
        if together and piece.top >= bottom:
            yield together
            together = []
        bottom = max(bottom, piece.bottom) if together else piece.bottom
        together.append(piece)
    if together:
        yield together


def _side_by_side(together: list[Box[T]]) -> list[Box[T]]:
    """Each piece in the first lane that is free again, all lanes of the cluster equally wide."""
    ends: list[int] = []
    lanes = []
    for piece in together:
        lane = next((n for n, end in enumerate(ends) if end <= piece.top), len(ends))
        ends[lane : lane + 1] = [piece.bottom]
        lanes.append(lane)
    return [replace(piece, lane=lane, lanes=len(ends)) for piece, lane in zip(together, lanes, strict=True)]


def _cells(items: Iterable[T], first: dt.date, count: int, tzid: str) -> list[Day[T]]:
    """`count` days from `first`, empty ones included; several whole days stand on each of their dates."""
    by_date: dict[dt.date, list[T]] = {first + dt.timedelta(days=n): [] for n in range(count)}
    last = first + dt.timedelta(days=count - 1)
    for item in _in_order(items):
        begins = reader_date(item, tzid)
        ends = max(begins, item.end.date() - dt.timedelta(days=1)) if item.all_day else begins
        begins, ends = max(begins, first), min(ends, last)
        for n in range((ends - begins).days + 1):
            by_date[begins + dt.timedelta(days=n)].append(item)
    return [Day(date, tuple(found)) for date, found in by_date.items()]


def _in_order(items: Iterable[T]) -> list[T]:
    """Whole days before hours, then by start; the order they came in breaks ties."""
    return sorted(items, key=lambda item: (not item.all_day, item.start))


def check_year(year: int) -> None:
    """Raises NotFound for a year the calendar does not show."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("year-not-shown", first=FIRST_YEAR, last=LAST_YEAR)


def _iso_week(monday: dt.date, days: int) -> tuple[int, int]:
    year, number, _ = (monday + dt.timedelta(days=days)).isocalendar()
    return year, number


def _neighbour(year: int, month: int, step: int) -> tuple[int, int]:
    years, months = divmod(year * 12 + month - 1 + step, 12)
    return years, months + 1
