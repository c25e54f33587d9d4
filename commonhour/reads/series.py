"""A series' page: its rule in a sentence, the exceptions, the year, what came before and comes next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from commonhour.core.foresight.disagreement import ClockWeeks
from commonhour.core.foresight.hour_changes import HourChange
from commonhour.core.matching.folding import in_sentences
from commonhour.core.policies import Policies
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.edits import is_plain
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.schedule.schedule import Override
from commonhour.core.scope import Scope
from commonhour.core.time.zones import wall_of
from commonhour.errors import Gone, NotFound
from commonhour.models import Community, Occurrence, Schedule, Series
from commonhour.reads.door import expected_in
from commonhour.reads.foresight import foreseen, weeks_of
from commonhour.reads.history import PastChange, history
from commonhour.reads.origin import Origin, origin_of
from commonhour.reads.published_notes import NotesRow, last_notes
from commonhour.reads.shapes.group import GroupName
from commonhour.reads.shapes.proposals import ProposalsShape, shown
from commonhour.reads.shapes.series import SeriesShape
from commonhour.reads.shapes.session import SessionShape

SOON = dt.timedelta(days=30)
SHOWN = 6  # dates before and after now: the year has a cell for each of the others


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
    """`held_by` are its group and the further ones; nobody where it has none of these."""

    series: SeriesShape
    policies: Policies
    held_by: list[GroupName]
    origin: Origin | None
    cadences: list[Cadence]
    next: ListedDate | None
    upcoming: list[ListedDate]
    past: list[ListedDate]
    year: list[ListedDate]
    calls_for_proposals: list[ProposalsShape]
    notes: list[NotesRow]
    sessions: list[SessionShape]
    hour_changes: list[HourChange]
    clock_weeks: list[ClockWeeks]
    history: list[PastChange]
    now: dt.datetime
    today: dt.date  # the reader's

    @property
    def all_notes(self) -> str:
        """Where those of its group are listed; "" where it has none."""
        return f"{self.series.group.path}notes/" if self.series.group else ""

    @property
    def changes_soon(self) -> list[HourChange]:
        """Those of the next thirty days."""
        soon = [change for change in self.hour_changes if change.first_instant < self.now + SOON]
        return [change for change in soon if change.is_ahead(self.today)]


def cadences(series: Iterable[int]) -> dict[int, list[Cadence]]:
    """The schedules of the series with these ids, in two queries; what an outside calendar does not list any more is
    left out, and all of a calendar that is not shown."""
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
    series = _row(slug)
    rows = Occurrence.objects.attached().filter(series=series)
    upcoming = rows.upcoming(now).listed(SHOWN)
    around = rows.touching(now - dt.timedelta(days=182), now + dt.timedelta(days=183))
    return SeriesPage(
        series=SeriesShape.of(series),
        policies=expected_in(series, Community.the()),
        held_by=_holders(series),
        origin=origin_of(series),
        cadences=_cadences(series, now),
        next=next((one for one in upcoming if not one.is_cancelled), None),
        upcoming=upcoming,
        past=rows.filter(end__lte=now).order_by("-start").listed(SHOWN),
        year=around.order_by("start").listed(80),
        calls_for_proposals=shown(series.calls_for_proposals.select_related("series__group"), now),
        notes=last_notes(series=slug),
        sessions=[SessionShape.of(row) for row in series.sessions.latest_first()[:20]],
        hour_changes=[one.change for one in foreseen(Scope(series=slug), now, tzid)],
        clock_weeks=weeks_of(series.slug, series.region, now, tzid),
        history=history(series=series.pk),
        now=now,
        today=wall_of(now, tzid).date(),
    )


def _holders(series: Series) -> list[GroupName]:
    further = [GroupName.of(row) for row in series.co_groups.all()]
    return [one for one in [GroupName.of(series.group), *further] if one] if further else []


def _cadences(series: Series, now: dt.datetime) -> list[Cadence]:
    """Those without a date to come are over."""
    ahead = Occurrence.objects.upcoming(now).filter(series=series).order_by()
    uids = set(ahead.values_list("schedule__uid", flat=True).distinct())
    return [replace(one, is_over=not one.uids & uids) for one in cadences([series.pk])[series.pk]]


@dataclass(frozen=True)
class RemovedSeries:
    """What is still said of a series that was removed; `past` are the last dates that were."""

    series: SeriesShape
    at: dt.datetime
    past: list[ListedDate]


def removed_series(slug: str) -> RemovedSeries | None:
    row = Series.every.select_related("group").filter(slug=slug).exclude(removed_at=None).first()
    if row is None or row.removed_at is None:
        return None
    dates = Occurrence.objects.attached().filter(series=row, end__lte=row.removed_at).order_by("-start")
    return RemovedSeries(SeriesShape.of(row), row.removed_at, dates.listed(24))


def find_series(slug: str, *, also_removed: bool = False) -> SeriesShape:
    return SeriesShape.of(_row(slug, also_removed=also_removed))


def _row(slug: str, *, also_removed: bool = False) -> Series:
    series = Series.every.select_related("group", "source", "adopted_from").filter(slug=slug).first()
    if series is None:
        raise NotFound("no-such-series")
    if series.removed_at is not None and not also_removed:
        raise Gone("series-removed", title=series.title)
    return series
