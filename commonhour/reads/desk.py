"""What the desk shows: the next call, the coming fortnight, and what waits for an answer, worst first.

`groups` are the ids of the groups a person looks after; None means all of them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Min

from commonhour.core.layout import Day, agenda
from commonhour.models import Group, Import, Occurrence, Series, Source
from commonhour.models.occurrence import OccurrenceQuerySet
from commonhour.reads.group import next_of_groups
from commonhour.reads.history import PastChange, changes_page
from commonhour.reads.line import Line, lines

FORTNIGHT = dt.timedelta(days=14)
SHOWN = 60


@dataclass(frozen=True)
class ImportSummary:
    """An import that was done, and how many findings of each severity it left."""

    row: Import
    errors: int
    warnings: int
    infos: int

    @property
    def total(self) -> int:
        return self.errors + self.warnings + self.infos

    @property
    def path(self) -> str:
        return f"/desk/import/done/{self.row.pk}/"


@dataclass(frozen=True)
class Today:
    """`next` is the first call that takes place; `days` are the reader's."""

    next: Line | None
    days: list[Day[Line]]
    undecided: int
    unplaced: int
    offered: int  # outside calendars that wait for a yes or a no
    failing: int  # and those shown whose last try met a fault
    imports: list[ImportSummary]
    changes: list[PastChange]


@dataclass(frozen=True)
class GroupRow:
    group: Group
    series: list[Series]
    next: Line | None

    @property
    def undecided(self) -> int:
        return sum(bool(one.question) for one in self.series)


def today(groups: list[int] | None, now: dt.datetime, tzid: str) -> Today:
    """The first page of the desk, in a fixed number of queries."""
    rows = _mine(groups).with_series()
    soon = lines(rows.filter(end__gt=now, start__lt=now + FORTNIGHT).order_by("start", "id"), SHOWN)
    following = next((line for line in soon if _can_change(line)), None)
    later = rows.upcoming(now).confirmed().filter(series__source=None)
    return Today(
        next=following or next(iter(lines(later, 1)), None),
        days=agenda(soon, tzid),
        undecided=undecided_series(groups).count(),
        unplaced=Series.objects.unplaced().count() if groups is None else 0,
        offered=Source.objects.offered().count() if groups is None else 0,
        failing=Source.objects.shown().exclude(fault={}).count() if groups is None else 0,
        imports=_last_imports() if groups is None else [],
        changes=changes_page(groups, 1)[0][:5],
    )


def _can_change(line: Line) -> bool:
    return not line.is_cancelled and not line.is_sourced


def undecided_series(groups: list[int] | None):  # type: ignore[no-untyped-def]
    """Series that have no schedule and say what must be answered."""
    rows = (
        Series.objects.undecided()
        .filter(source=None)
        .select_related("group")
        .order_by("group__position", "title")
    )
    return rows if groups is None else rows.filter(group_id__in=groups)


@dataclass(frozen=True)
class UnplacedRow:
    """A call without a group, and its next date, which helps to recognise it."""

    series: Series
    next: Line | None


def unplaced_series(now: dt.datetime, limit: int = 200) -> list[UnplacedRow]:
    """Calls that belong to no group yet, in two queries."""
    found = list(Series.objects.unplaced().select_related("source")[:limit])
    rows = Occurrence.objects.upcoming(now).filter(series__in=found)
    soonest = {line.series: line for line in reversed(_recent(rows))}
    return [UnplacedRow(series, soonest.get(series.slug)) for series in found]


def _recent(rows: OccurrenceQuerySet) -> list[Line]:
    """The first date of each series, earliest first."""
    firsts = rows.order_by().values("series_id").annotate(first=Min("start")).values("first")
    return lines(rows.filter(start__in=firsts).order_by("start", "id"))


def group_rows(groups: list[int] | None, now: dt.datetime) -> list[GroupRow]:
    """Every group one looks after with its series, undecided ones first, in a fixed number of queries."""
    found = Group.objects.select_related("space")
    wanted = list(found if groups is None else found.filter(pk__in=groups))
    series: dict[int | None, list[Series]] = defaultdict(list)
    for row in Series.objects.filter(group__in=wanted):
        series[row.group_id].append(row)
    soonest = next_of_groups(now, [group.slug for group in wanted])
    rows = [GroupRow(group, series[group.pk], soonest.get(group.slug)) for group in wanted]
    return sorted(rows, key=lambda row: (row.group.has_concluded, not row.undecided))


def _last_imports() -> list[ImportSummary]:
    """The last import of each file that left findings, three at most."""
    last: dict[str, Import] = {}
    for row in Import.objects.all()[:20]:
        last.setdefault(row.name, row)
    return [one for one in map(import_summary, last.values()) if one.total][:3]


def import_summary(row: Import) -> ImportSummary:
    counts = severities(row.findings)
    return ImportSummary(row, counts["error"], counts["warning"], counts["info"])


def severities(findings: list[Mapping[str, str]]) -> dict[str, int]:
    counts = {"error": 0, "warning": 0, "info": 0}
    for finding in findings:
        counts[finding.get("severity", "info")] = counts.get(finding.get("severity", "info"), 0) + 1
    return counts


def line_of(occurrence: Occurrence) -> Line:
    return lines(Occurrence.objects.filter(pk=occurrence.pk))[0]


def coming_dates(series: Series, now: dt.datetime, limit: int = 26) -> list[Occurrence]:
    """The next dates of a series that a schedule of ours makes: where "from a date on" may begin."""
    rows = Occurrence.objects.upcoming(now).filter(
        series=series, schedule__source=None, schedule__isnull=False
    )
    return list(rows.select_related("schedule", "series")[:limit])


def _mine(groups: list[int] | None) -> OccurrenceQuerySet:
    rows = Occurrence.objects.attached()
    return rows if groups is None else rows.filter(series__group_id__in=groups)
