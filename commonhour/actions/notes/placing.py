"""Which date notes that were brought in are of: by their day, where each series is held; what no calendar knew is told apart."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from commonhour.core.finding import Finding, notice
from commonhour.core.notes.brought import BroughtNotes
from commonhour.core.recurrence.expansion import occurrences, span
from commonhour.core.schedule.occurrence import Occurrence as CoreOccurrence
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.core.time.wall import is_date, parse_wall
from commonhour.core.time.zones import wall_of
from commonhour.errors import UserError
from commonhour.models import NotesDate, Occurrence, Schedule, Series

_DAY = dt.timedelta(days=1)
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(["a", "an", "and", "the", "of", "for", "in", "meeting", "meetings", "call", "calls", "notes", "minutes", "agenda", "group", "wg", "sig", "team", "weekly"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """A date to be made: when it was (UTC), where; `recurrence_id` is its wall time there. With `schedule` it is the one that
    this made for that day, `planned`, long enough ago to have no row; without, no calendar knew it."""

    recurrence_id: str
    tzid: str
    start: dt.datetime
    end: dt.datetime
    schedule: Schedule | None = None
    planned: CoreOccurrence | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """`date` is one that is here, `past` one to be made; neither for notes of no day, of a day to come that nobody planned, or
    of a day whose dates have notes already."""

    series: Series
    date: Occurrence | None = None
    past: Past | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Places:
    """The dates of some series, each given away once. `now` (UTC) says which days are past."""

    series: Sequence[Series]
    now: dt.datetime
    by_day: dict[dt.date, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    schedules: dict[int, list[Schedule]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)
    _weekdays: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _days: dict[int, list[dt.date]] = field(default_factory=lambda: defaultdict(list))
    _made: dict[tuple[int, dt.date], str] = field(default_factory=dict)

    @classmethod
    def of(cls, series: Sequence[Series], now: dt.datetime) -> "Places":
        found, ids = cls(series, now), [one.pk for one in series]
        for schedule in (
            Schedule.objects.filter(series__in=ids).prefetch_related("overrides").order_by("position", "pk")
        ):
            found.schedules[schedule.series_id].append(schedule)
        for row in Occurrence.objects.attached().filter(series__in=ids).order_by("start", "pk"):
            day = row.local_day
            found.by_day[day].append(row)
            if not row.is_from_notes:
                found._weekdays[row.series_id].add(day.weekday())
                found._days[row.series_id].append(day)
        held = NotesDate.objects.filter(occurrence__series__in=ids)
        found.taken = set(held.values_list("occurrence_id", flat=True))
        return found

    def of_notes(self, one: BroughtNotes) -> Place:
        named = self._named(one)
        if one.date is None:
            return Place(named or self.series[0])
        planned = [row for row in self.by_day.get(one.date, ()) if named is None or row.series_id == named.pk]
        if free := [row for row in planned if row.pk not in self.taken]:
            return self._given(one, free)
        series = named or self._likely(one.date)
        if planned or (series.pk, one.date) in self._made:
            series = self._series(planned[0].series_id) if planned else series
            return Place(series, findings=(self._twice(one, one.date, series),))
        return self._unplanned(one, one.date, series)

    def _given(self, one: BroughtNotes, free: list[Occurrence]) -> Place:
        """One that was held before one that was called off."""
        row = min(free, key=lambda row: (row.status == CANCELLED, row.start))
        self.taken.add(row.pk)
        series = self._series(row.series_id)
        self._made[(series.pk, row.local_day)] = one.where
        off: tuple[Finding, ...] = ()
        if row.status == CANCELLED:
            day = row.local_day.isoformat()
            off = (notice("notes-contradict-calendar", one.where, "cancelled", title=series.title, date=day),)
        return Place(series, date=row, findings=off)

    def _unplanned(self, one: BroughtNotes, day: dt.date, series: Series) -> Place:
        past = self._past(series, day)
        found = self._contradiction(one, day, series, past)
        if past.start > self.now:
            return Place(series, findings=found)
        self._made[(series.pk, day)] = one.where
        return Place(series, past=past, findings=found)

    def _contradiction(
        self, one: BroughtNotes, day: dt.date, series: Series, past: Past
    ) -> tuple[Finding, ...]:
        if (past.planned and not past.planned.is_cancelled) or (
            not past.planned and not self._is_known(series, day)
        ):
            return ()
        off, where = day.isoformat(), one.where
        if past.planned:
            return (notice("notes-contradict-calendar", where, "cancelled", title=series.title, date=off),)
        return (notice("notes-contradict-calendar", where, title=series.title, date=off),)

    def _twice(self, one: BroughtNotes, day: dt.date, series: Series) -> Finding:
        if first := self._made.get((series.pk, day)):
            return notice("notes-twice", one.where, date=day.isoformat(), first=first)
        return notice("notes-twice", one.where, "here", date=day.isoformat())

    def _past(self, series: Series, day: dt.date) -> Past:
        """The hour that its schedules give that day, else the one of its first schedule."""
        for schedule in self.schedules[series.pk]:
            if found := _planned(schedule, day):
                return found
        first = next(iter(self.schedules[series.pk]), None)
        if first is None or is_date(first.dtstart):
            return _past(f"{day:%Y%m%d}", first.tzid if first else "UTC", _DAY)
        return _past(f"{day:%Y%m%d}{first.dtstart[8:]}", first.tzid, first.duration)

    def _is_known(self, series: Series, day: dt.date) -> bool:
        """Whether its calendar says which meetings there were around that day: not before it begins."""
        days = self._days[series.pk]
        begins = [parse_wall(one.dtstart).date() for one in self.schedules[series.pk]]
        return bool(days) and min([days[0], *begins]) <= day <= days[-1]

    def _likely(self, day: dt.date) -> Series:
        """Of several series the one that meets on that weekday, and of these the one nearest to it."""

        def far(series: Series) -> tuple[bool, int]:
            days = self._days[series.pk]
            away = min((abs((one - day).days) for one in (days[:1] + days[-1:])), default=10_000)
            return day.weekday() not in self._weekdays[series.pk], away

        return min(self.series, key=far)

    def _named(self, one: BroughtNotes) -> Series | None:
        """The series that the file, its folder or its title names."""
        if len(self.series) == 1:
            return self.series[0]
        if by_slug := next((row for row in self.series if one.series and one.series == row.slug), None):
            return by_slug
        return best_named(self.series, f"{one.series} {one.origin.partition('#')[0]} {one.title}")

    def _series(self, key: int) -> Series:
        return next(row for row in self.series if row.pk == key)


def best_named(rows: Collection[Series], text: str) -> Series | None:
    """The one series all of whose words are in the text, the longest of several; None where two say as much."""
    said = words_of(text)
    fitting = [(len(own), row) for row in rows if (own := words_of(row.title)) and own <= said]
    most = max((length for length, _ in fitting), default=0)
    best = [row for length, row in fitting if length == most]
    return best[0] if len(best) == 1 else None


def words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _COMMON


def _planned(schedule: Schedule, day: dt.date) -> Past | None:
    """What the schedule makes on that day where it is held. What it cannot be asked counts as nothing."""
    after = dt.datetime.combine(day, dt.time(), dt.UTC) - _DAY
    try:
        found = occurrences(schedule.as_core(), after, after + 3 * _DAY)
    except UserError:
        return None
    for one in found:
        local = one.start.date() if one.all_day else wall_of(one.start, schedule.tzid).date()
        if local == day and not schedule.occurrences.filter(recurrence_id=one.recurrence_id).exists():
            return Past(one.recurrence_id, schedule.tzid, one.start, one.end, schedule, one)
    return None


def _past(recurrence_id: str, tzid: str, length: dt.timedelta) -> Past:
    return Past(recurrence_id, tzid, *span(recurrence_id, tzid, length))
