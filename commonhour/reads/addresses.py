"""What an address means now: a date, a series or a group, also by an address that it had before."""

import datetime as dt

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.zones import wall_of
from commonhour.models import Group, Occurrence, OldPath, Series
from commonhour.models.occurrence import OccurrenceQuerySet


def dates_at(slug: str, day: str) -> list[ListedDate]:
    """The dates an address may mean: by its present address, the day it was moved to, its first day, or the day it has
    for somebody elsewhere on Earth (16:00 in Madrid is the next day in Tokyo)."""
    rows = Occurrence.objects.filter(series__slug=slug)
    living, compact = rows.attached(), day.replace("-", "")
    found = living.filter(slug=day).listed()
    found = found or living.filter(recurrence_id__startswith=compact).listed()
    found = found or _moved_to(living, day)
    found = found or rows.filter(slug=day).listed()
    found = found or rows.filter(first_recurrence_id__startswith=compact).listed()
    old = None if found else _old(f"/meetings/{slug}/{day}/")
    found = rows.filter(pk=old.object_id or 0).listed() if old else found
    return found or _elsewhere(living, day)


def _moved_to(living: OccurrenceQuerySet, day: str) -> list[ListedDate]:
    """The dates that were moved to this day ("2026-11-27", or with its hour), on their own clocks."""
    try:
        midnight = dt.datetime.fromisoformat(day[:10]).replace(tzinfo=dt.UTC)
        near = midnight - dt.timedelta(days=1), midnight + dt.timedelta(days=2)
    except (ValueError, OverflowError):
        return []
    moved = living.filter(is_moved=True, start__gte=near[0], start__lt=near[1]).listed()
    return [one for one in moved if f"{_local(one):%Y-%m-%dT%H%M}".startswith(day)]


def _elsewhere(living: OccurrenceQuerySet, day: str) -> list[ListedDate]:
    """The dates that begin on this day in some place: the first is fourteen hours before UTC, the last twelve behind."""
    try:
        midnight = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)
        low, high = midnight - dt.timedelta(hours=14), midnight + dt.timedelta(hours=36)
    except (ValueError, OverflowError):
        return []
    return living.filter(all_day=False, start__gte=low, start__lt=high).listed()


def _local(one: ListedDate) -> dt.datetime:
    return wall_of(one.start, "UTC" if one.all_day else one.tzid)


def moved_series(slug: str) -> str | None:
    """Where a series is now whose address this was before it filled another one; None when it is still here."""
    if Series.objects.filter(slug=slug).exists():
        return None
    old = _old(f"/meetings/{slug}/")
    now = Series.objects.filter(pk=old.object_id or 0).first() if old else None
    return now.path if now else None


def moved_group(slug: str) -> str | None:
    """As `moved_series`, for a group."""
    if Group.objects.filter(slug=slug).exists():
        return None
    old = _old(f"/groups/{slug}/")
    return Group.every.get(pk=old.object_id).path if old and old.object_id else None


def was_meetings_page(path: str) -> bool:
    old = _old(path)
    return old is not None and old.noun == "page"


def _old(path: str) -> OldPath | None:
    return OldPath.objects.filter(path=path).first()
