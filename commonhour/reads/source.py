"""The outside calendars as the desk shows them: how old each copy is, what is wrong, what changed in adopted calls."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from commonhour.core.finding import Finding
from commonhour.errors.telling import Fault
from commonhour.models import Occurrence, Schedule, Series, Source
from commonhour.reads.shapes.group import GroupName
from commonhour.reads.shapes.series import SeriesShape


@dataclass(frozen=True, slots=True)
class SourceShape:
    """One calendar. `url` is where people find it; `host` alone is safe in any sentence.

    `read_at` is when its copy was last known to be the present one and `age` how long ago; `fault` is what the
    last try met, {} when that was good. `calls` and `dates` are what it shows from now on.
    """

    pk: int
    label: str
    host: str
    kind: str
    url: str
    group: GroupName | None
    read_at: dt.datetime | None
    tried_at: dt.datetime | None
    due_at: dt.datetime | None
    age: dt.timedelta | None
    fault: Fault
    failures: int
    calls: int
    dates: int
    findings: list[Finding]

    @property
    def path(self) -> str:
        return f"/desk/sources/{self.pk}/"


@dataclass(frozen=True, slots=True)
class UpstreamChange:
    """What an outside calendar changed in a call that is ours now. `what` are codes and facts, as in
    `core/speech/upstream.py`."""

    uid: str
    title: str
    what: list[dict[str, Any]]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AdoptedCall:
    """A call that came from a calendar and is ours now, and what changed there since, newest first."""

    series: SeriesShape
    source: str
    changes: list[UpstreamChange]


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """`offered` were found on an imported page and wait for a yes; `stopped` had a no."""

    shown: list[SourceShape]
    offered: list[SourceShape]
    stopped: list[SourceShape]
    adopted: list[AdoptedCall]


def sources_page(now: dt.datetime) -> SourcesPage:
    """Every calendar with an address that can be polled, in a fixed number of queries."""
    sources = list(Source.objects.exclude(feed_url="").select_related("group"))
    calls = _calls([source.pk for source in sources])
    dates = _dates([source.pk for source in sources], now)
    rows = {source.pk: _row(source, now, calls, dates) for source in sources}
    return SourcesPage(
        shown=[rows[one.pk] for one in sources if one.is_shown],
        offered=[rows[one.pk] for one in sources if not one.is_shown and not one.is_declined],
        stopped=[rows[one.pk] for one in sources if not one.is_shown and one.is_declined],
        adopted=_adopted(),
    )


def upstream_changes(series: Series) -> list[UpstreamChange]:
    """What the calendar that a call was adopted from changed in it since, newest first."""
    source = series.adopted_from
    found = [_change(one) for one in (source.upstream if source else []) if one.get("series") == series.pk]
    return found[::-1]


def _row(source: Source, now: dt.datetime, calls: dict[int, int], dates: dict[int, int]) -> SourceShape:
    host = source.host
    return SourceShape(
        pk=source.pk, label=source.label or host, host=host, kind=source.kind, url=source.url, group=GroupName.of(source.group),
        read_at=source.read_at, tried_at=source.tried_at, due_at=source.due_at,
        age=now - source.read_at if source.read_at else None, fault=source.fault, failures=source.failures,
        calls=calls.get(source.pk, 0), dates=dates.get(source.pk, 0), findings=list(map(Finding.of, source.findings)),
    )  # fmt: skip


def _calls(sources: list[int]) -> dict[int, int]:
    """How many series each calendar shows, a question of its own included."""
    living = Schedule.objects.filter(source__in=sources, gone_at=None)
    counted = living.values_list("source").annotate(number=Count("series", distinct=True))
    asking = Series.objects.filter(source__in=sources, schedules=None).values_list("source")
    found = dict(counted)
    for pk, number in asking.annotate(number=Count("pk")):
        found[pk] = found.get(pk, 0) + number
    return found


def _dates(sources: list[int], now: dt.datetime) -> dict[int, int]:
    rows = Occurrence.objects.attached().filter(Q(schedule__source__in=sources), end__gt=now)
    return dict(rows.order_by().values_list("schedule__source").annotate(number=Count("pk")))


def _adopted() -> list[AdoptedCall]:
    rows = Series.objects.exclude(adopted_from=None).select_related("adopted_from", "group")
    return [_adopted_row(row) for row in rows]


def _adopted_row(series: Series) -> AdoptedCall:
    return AdoptedCall(SeriesShape.of(series), str(series.adopted_from or ""), upstream_changes(series))


def _change(one: Mapping[str, Any]) -> UpstreamChange:
    return UpstreamChange(one["uid"], one["title"], one["what"], dt.datetime.fromisoformat(one["at"]))
