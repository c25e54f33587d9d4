"""LAST-MODIFIED of feeds: schedules get a new stamp when words in their component changed, and only then."""

import datetime as dt
from collections.abc import Iterable

from commonhour.actions.news.change_set import Changes
from commonhour.models import Group, Schedule, Series

# What `reads/feed.py` writes of a series: SUMMARY, DESCRIPTION, the addresses made of its slug, CATEGORIES.
_OF_SERIES = {"title", "description", "slug", "tags", "group", "group_id", "policies"}


def stamp_series(changes: Changes, series: Series, changed: Iterable[str], now: dt.datetime) -> None:
    """After these fields of a series changed."""
    if _OF_SERIES & set(changed):
        for schedule in series.schedules.all():
            changes.set(schedule, changed_at=now)


def stamp_group(changes: Changes, group: Group, changed: Iterable[str], now: dt.datetime) -> None:
    """After these fields of a group changed: its name is a category of its calls."""
    if "name" in changed:
        for schedule in Schedule.objects.filter(series__group=group):
            changes.set(schedule, changed_at=now)


def stamp_ours(changed: Iterable[str], now: dt.datetime) -> None:
    """After these fields of the community changed: what is usual in its calls stands in each of them. No change set
    remembers a stamp."""
    if "policies" in changed:
        Schedule.objects.filter(series__source=None).update(changed_at=now)
