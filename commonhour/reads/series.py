"""A series' page: its rule in a sentence, the exceptions, the year, what came before and comes next."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from commonhour.core.foresight.disagreement import ClockWeeks
from commonhour.core.foresight.hour_changes import HourChange
from commonhour.core.matching.folding import in_sentences
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.edits import is_plain
from commonhour.core.schedule.schedule import Override
from commonhour.core.time.zones import wall_of
from commonhour.errors import NotFound
from commonhour.models import CallForProposals, Occurrence, OldPath, Schedule, Series, Session
from commonhour.reads.foresight import foreseen, weeks_of
from commonhour.reads.history import PastChange, history
from commonhour.reads.line import Line, lines
from commonhour.reads.scope import Scope

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Cadence:
    """One schedule of a series, pure, for a sentence. A list of single dates is one, with all their `uids`."""

    schedule: core.Schedule
    is_over: bool = False
    uids: frozenset[str] = frozenset()

    @property
    def exceptions(self) -> list[Override]:
        return [override for override in self.schedule.overrides if not is_plain(override)]


@dataclass(frozen=True)
class SeriesPage:
    series: Series
    cadences: list[Cadence]
    next: Line | None
    upcoming: list[Line]
    past: list[Line]
    year: list[Line]
    calls_for_proposals: list[CallForProposals]
    sessions: list[Session]
    hour_changes: list[HourChange]
    clock_weeks: list[ClockWeeks]
    has_join: bool
    history: list[PastChange]
    now: dt.datetime

    @property
    def changes_soon(self) -> list[HourChange]:
        """Those of the next thirty days, and one that lasts already."""
        return [change for change in self.hour_changes if change.first_instant < self.now + SOON]


def cadences(series: list[Series]) -> dict[int, list[Cadence]]:
    """The schedules of these series, in two queries; what an outside calendar does not list any more is left out, and
    all of a calendar that is not shown."""
    parts: dict[int, list[core.Schedule]] = defaultdict(list)
    rows = Schedule.objects.filter(series__in=series, gone_at=None).prefetch_related("overrides")
    rows = rows.exclude(source__is_shown=False)
    for row in rows:
        parts[row.series_id].append(row.as_core())
    found: dict[int, list[Cadence]] = defaultdict(list)
    for pk, schedules in parts.items():
        found[pk] = [Cadence(one, uids=uids) for one, uids in in_sentences(schedules)]
    return found


def series_page(slug: str, now: dt.datetime, tzid: str) -> SeriesPage:
    """Everything the page shows to a reader in zone `tzid`. Raises NotFound."""
    series = find_series(slug)
    rows = Scope(series=slug).occurrences()
    upcoming = lines(rows.filter(end__gt=now).order_by("start", "id"), 12)
    kept = cadences([series])[series.pk]
    last_of = set(rows.filter(end__gt=now).order_by().values_list("schedule__uid", flat=True).distinct())
    kept = [replace(one, is_over=not one.uids & last_of) for one in kept]
    return SeriesPage(
        series=series,
        cadences=kept,
        next=next((line for line in upcoming if not line.is_cancelled), None),
        upcoming=upcoming,
        past=lines(rows.filter(end__lte=now).order_by("-start"), 12),
        year=lines(
            rows.touching(now - dt.timedelta(days=182), now + dt.timedelta(days=183)).order_by("start"), 80
        ),
        calls_for_proposals=list(series.calls_for_proposals.all()),
        sessions=list(series.sessions.order_by("-date")[:20]),
        hour_changes=[one.change for one in foreseen(Scope(series=slug), now, tzid)],
        clock_weeks=weeks_of(series, now, tzid),
        has_join=hasattr(series, "join_target"),
        history=history(series=series.pk),
        now=now,
    )


def find_series(slug: str) -> Series:
    series = Series.objects.select_related("group__space", "source", "join_target").filter(slug=slug).first()
    if series is None:
        raise NotFound("no-such-series")
    return series


def occurrence_of(slug: str, day: str) -> list[Occurrence]:
    """The occurrences an address may mean: by its present address, the day it was moved to, or its first day."""
    rows = Occurrence.objects.filter(series__slug=slug).select_related("series__group", "schedule")
    compact = day.replace("-", "")
    found = list(rows.filter(slug=day, is_detached=False))
    found = found or list(rows.filter(recurrence_id__startswith=compact, is_detached=False))
    found = found or _moved_to(rows, day)
    found = found or list(rows.filter(slug=day))
    found = found or list(rows.filter(first_recurrence_id__startswith=compact))
    old = None if found else old_path(f"/meetings/{slug}/{day}/")
    return list(rows.filter(pk=old.object_id or 0)) if old else found


def _moved_to(rows: QuerySet[Occurrence], day: str) -> list[Occurrence]:
    """The dates that were moved to this day ("2026-11-27", or with its hour), on their own clocks."""
    try:
        midnight = dt.datetime.fromisoformat(day[:10]).replace(tzinfo=dt.UTC)
        near = midnight - dt.timedelta(days=1), midnight + dt.timedelta(days=2)
    except (ValueError, OverflowError):
        return []
    moved = rows.filter(is_moved=True, is_detached=False, start__gte=near[0], start__lt=near[1])
    return [row for row in moved if f"{_local(row):%Y-%m-%dT%H%M}".startswith(day)]


def _local(row: Occurrence) -> dt.datetime:
    return wall_of(row.start, "UTC" if row.all_day else row.tzid)


def moved_series(slug: str) -> str | None:
    """Where a series is now whose address this was before it filled another one; None when it is still here."""
    if Series.objects.filter(slug=slug).exists():
        return None
    old = old_path(f"/meetings/{slug}/")
    now = Series.objects.filter(pk=old.object_id or 0).first() if old else None
    return now.path if now else None


def old_path(path: str) -> OldPath | None:
    return OldPath.objects.filter(path=path).first()
