"""A Copying: what taking over one copy of a calendar carries along, and what the hub knew of it before."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from commonhour.actions.news.change_set import Changes
from commonhour.actions.noted_dates import follow_dates
from commonhour.actions.upstream.ahead import Ahead
from commonhour.actions.upstream.memory import Memory, origin_of
from commonhour.core.finding import Finding
from commonhour.core.matching.naming import name_key
from commonhour.models import ExternalRef, Group, Schedule, Series, Source


@dataclass
class Copying:
    """`listed` are the UIDs of the copy. Sourced rows need no memory of what was: upstream is always the truth."""

    changes: Changes
    source: Source
    now: dt.datetime
    listed: frozenset[str]
    ahead: Ahead = field(default_factory=Ahead)
    schedules: dict[str, Schedule] = field(default_factory=dict)  # of this calendar, by UID
    groups: dict[str, Group] = field(default_factory=dict)  # of the hub, by slug
    ours: dict[str, Schedule] = field(default_factory=dict)  # our own with a UID of the copy
    series: dict[int, Series] = field(default_factory=dict)  # of this calendar, or filled by it
    adopted: list[Series] = field(default_factory=list)  # ours now, and once this calendar's
    refs_of_series: dict[int, ExternalRef] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)  # schedules whose dates must be made anew
    away_since: dict[int, dt.datetime] = field(default_factory=dict)  # schedules that are back
    seen: set[int] = field(default_factory=set)  # series that the copy has
    fresh: set[int] = field(default_factory=set)  # series made from this copy: nothing hangs on them yet
    findings: list[Finding] = field(default_factory=list)
    _by_title: dict[str, list[Series]] = field(default_factory=lambda: defaultdict(list))
    _titled: int = -1
    _parts: dict[int, list[Schedule]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def memory(self) -> Memory:
        return Memory(origin_of(self.source))

    def recall(self) -> None:
        """Read what is there, once instead of each time."""
        rows = Schedule.objects.filter(source=self.source).select_related("series", "source")
        self.schedules = {row.uid: row for row in rows.prefetch_related("overrides")}
        own = Schedule.objects.filter(source=None, uid__in=self.listed).select_related("series")
        self.ours = {row.uid: row for row in own}
        self.series = {row.pk: row for row in Series.objects.filter(source=self.source)}
        self._parts.clear()
        for row in self.schedules.values():
            row.series = self.series.setdefault(row.series_id, row.series)
            self._parts[row.series_id].append(row)
        self.groups = {group.slug: group for group in Group.objects.all()}
        self.adopted = list(Series.objects.filter(adopted_from=self.source).prefetch_related("schedules"))
        self.memory.recall()
        refs = self.memory.refs.values()
        self.refs_of_series = {ref.object_id: ref for ref in refs if ref.noun == "series"}
        self.slugs = set(Series.every.values_list("slug", flat=True))
        self._titled = -1

    def remember(self, noun: str, key: str, object_id: int, fields: dict[str, Any]) -> None:
        ref = self.memory.remember(noun, key, object_id, fields)
        if noun == "series":
            self.refs_of_series[object_id] = ref

    def ref_of(self, series: Series) -> ExternalRef | None:
        """The memory of what a series is in the calendar."""
        return self.refs_of_series.get(series.pk)

    def alike(self, title: str) -> list[Series]:
        """The series of this calendar with this title, however it is spelt."""
        if self._titled != len(self.series):
            self._by_title.clear()
            for row in self.series.values():
                self._by_title[name_key(row.title)].append(row)
            self._titled = len(self.series)
        return self._by_title[name_key(title)]

    def add(self, series: Series) -> None:
        """One more series that is this calendar's, or filled by it."""
        if self._titled == len(self.series):
            self._by_title[name_key(series.title)].append(series)
            self._titled += 1
        self.series[series.pk] = series
        self.slugs.add(series.slug)

    def parts(self, series: Series) -> list[Schedule]:
        """This calendar's schedules of a series."""
        return self._parts[series.pk]

    def add_part(self, row: Schedule) -> None:
        self.schedules[row.uid] = row
        self._parts[row.series_id].append(row)

    def give_part(self, row: Schedule, series: Series) -> None:
        """A schedule goes over to another series of this calendar, with its dates."""
        self._parts[row.series_id].remove(row)
        self._parts[series.pk].append(row)
        self.changes.set(row, series=series)
        row.occurrences.update(series=series)
        follow_dates(row.occurrences.all())

    def forget_part(self, row: Schedule) -> None:
        self._parts[row.series_id].remove(row)
        del self.schedules[row.uid]
        self.changes.remove(row)
