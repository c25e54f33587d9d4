"""What would go along if a series, a group or what an import brought were removed, counted before anybody is asked."""

import datetime as dt
from dataclasses import dataclass, field, replace

from commonhour.models import (
    Channel,
    Goal,
    Group,
    Import,
    JoinTarget,
    Membership,
    Occurrence,
    Series,
    Session,
)


@dataclass(frozen=True)
class GoesAlong:
    """`coming` dates leave the calendar, `past` ones keep their pages; `feeds` are the addresses that end."""

    series: list[str]
    coming: int
    past: int
    sessions: int
    joins: int
    feeds: list[str]
    sourced: list[str]  # calls of outside calendars: they stay, without a group
    goals: int = 0
    people: int = 0
    channels: int = 0
    groups: list[str] = field(default_factory=list)


def along_with_import(done: Import, now: dt.datetime) -> GoesAlong:
    groups, series = list(done.brought_groups()), list(done.brought_series())
    paths = [*(row.path for row in groups), *(row.path for row in series)]
    sourced = Series.objects.filter(group__in=groups).exclude(source=None).values_list("title", flat=True)
    found = _counted(series, [f"{path.rstrip('/')}.ics" for path in paths], list(sourced), now)
    return replace(found, groups=[row.name for row in groups])


def along_with(row: Series | Group, now: dt.datetime) -> GoesAlong:
    if isinstance(row, Group):
        return _of_group(row, now)
    return _counted([row], [f"{row.path.rstrip('/')}.ics"], [], now)


def _of_group(group: Group, now: dt.datetime) -> GoesAlong:
    rows = list(group.series.filter(source=None))
    sourced = list(group.series.exclude(source=None).values_list("title", flat=True))
    feeds = [f"{path.rstrip('/')}.ics" for path in (group.path, *(row.path for row in rows))]
    found = _counted(rows, feeds, sourced, now)
    return GoesAlong(
        found.series, found.coming, found.past, found.sessions, found.joins, feeds, sourced,
        goals=Goal.objects.filter(group=group).count(),
        people=Membership.objects.filter(group=group, until=None).count(),
        channels=Channel.objects.filter(group=group).count(),
    )  # fmt: skip


def _counted(rows: list[Series], feeds: list[str], sourced: list[str], now: dt.datetime) -> GoesAlong:
    dates = Occurrence.objects.attached().filter(series__in=rows)
    return GoesAlong(
        series=[row.title for row in rows],
        coming=dates.filter(end__gt=now).count(),
        past=dates.filter(end__lte=now).count(),
        sessions=Session.objects.filter(series__in=rows).count(),
        joins=JoinTarget.objects.filter(series__in=rows).exclude(url_sealed="").count(),
        feeds=feeds,
        sourced=sourced,
    )
