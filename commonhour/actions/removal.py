"""A series, a group, or what an import brought is removed: nothing of it comes any more, and what was keeps its pages."""

import datetime as dt

from django.db import transaction

from commonhour.actions.dates.rows import rows_of, write_rows
from commonhour.actions.lock import lock
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.rights import require
from commonhour.actions.sourced import lock_ours
from commonhour.core.limits import REMOVED_AT_ONCE
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, TooLarge
from commonhour.models import Group, Import, JoinTarget, Occurrence, Series, Source


def remove_series(series: Series, *, now: dt.datetime, actor: Actor, version: int | None = None) -> None:
    """Its schedules, coming dates and way to join go; dates that were stay. Raises Conflict when `version` is not the
    present one."""
    with transaction.atomic():
        fresh = lock_ours(series, actor, version)
        facts = {"title": fresh.title}
        with change_set(now, actor, "series-removed", facts, group=fresh.group, series=fresh) as changes:
            retire_series(changes, fresh, now)


def remove_group(group: Group, *, now: dt.datetime, actor: Actor, version: int | None = None) -> None:
    """The group with its series. Calls of an outside calendar stay and belong to no group; so do groups below it."""
    require(actor, Verb.ADD_GROUP)
    with transaction.atomic():
        fresh = lock(group)
        if version not in (None, fresh.version):
            raise Conflict("group-changed")
        with change_set(now, actor, "group-removed", {"name": fresh.name}, group=fresh) as changes:
            _retire_group(changes, fresh, now)


def remove_imported(done: Import, *, now: dt.datetime, actor: Actor) -> int:
    """The groups and series that an import brought are removed, as one change; what it changed otherwise stays. Returns
    how many series those are. Raises TooLarge for more than `REMOVED_AT_ONCE` of them."""
    require(actor, Verb.IMPORT)
    with transaction.atomic():
        groups, series = list(done.brought_groups()), list(done.brought_series())
        if len(series) > REMOVED_AT_ONCE:
            raise TooLarge("brought-too-much", most=REMOVED_AT_ONCE)
        with change_set(now, actor, "import-removed", {"name": done.name}) as changes:
            for group in map(lock, groups):
                changes.keep(group)
                _retire_group(changes, group, now)
            for alone in [lock(row) for row in series if row.group not in groups]:
                changes.keep(alone)
                retire_series(changes, alone, now)
    return len(series)


def _retire_group(changes: Changes, group: Group, now: dt.datetime) -> None:
    for series in group.series.select_for_update(no_key=True).order_by("pk"):
        changes.keep(series)
        if series.source_id:
            changes.set(series, group=None, match_reason={}, version=series.version + 1)
        else:
            retire_series(changes, series, now)
    for child in group.children.all():
        changes.set(child, parent=None, version=child.version + 1)
    for source in Source.objects.filter(group=group):
        changes.set(source, group=None)
    changes.set(group, removed_at=now, version=group.version + 1)


def retire_series(changes: Changes, series: Series, now: dt.datetime) -> None:
    """Call inside a change set that keeps the series."""
    coming = rows_of(Occurrence.objects.filter(series=series, is_detached=False, end__gt=now))
    write_rows(changes, coming, {key: row._replace(is_detached=True) for key, row in coming.items()})
    for schedule in series.schedules.all():
        changes.remove(schedule)
    if JoinTarget.objects.filter(series=series).delete()[0]:
        changes.relocated(series, "earlier", None)
    changes.set(series, removed_at=now, version=series.version + 1)
