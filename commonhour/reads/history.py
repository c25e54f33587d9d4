"""What changed on a page, newest first: by whom, when, and from what to what."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from commonhour.models import Change, ChangeSet, Group, Occurrence, Series


@dataclass(frozen=True, slots=True)
class Entry:
    """`changes` holds (noun, field, before, after); only what a reader sees, no versions or stamps."""

    at: dt.datetime
    actor: str
    summary: str
    changes: list[tuple[str, str, object, object]]


_UNSEEN = {"version", "changed_at", "sequence", ""}


def history(*, group: Group | None = None, series: Series | None = None, limit: int = 20) -> list[Entry]:
    """The change sets of a group's or a series' page; of everything when neither is given. One that moved dates
    of many series at once is in the history of each, with that one's dates."""
    rows = ChangeSet.objects.all()
    if group is not None:
        rows = rows.filter(group=group)
    if series is None:
        return [_entry(row) for row in rows.prefetch_related("changes")[:limit]]
    dates = Occurrence.objects.filter(series=series).order_by().values("pk")
    everywhere = Change.objects.filter(change_set__series=None, noun="occurrence", object_id__in=dates)
    rows = rows.filter(Q(series=series) | Q(pk__in=everywhere.order_by().values("change_set")))
    found = list(rows.prefetch_related("changes")[:limit])
    own = set(dates.values_list("pk", flat=True)) if any(row.series_id is None for row in found) else None
    return [_entry(row, own if row.series_id is None else None) for row in found]


def last_change() -> dt.datetime:
    """When anything was last written (UTC): what every feed's Last-Modified says."""
    at = ChangeSet.objects.order_by("-at").values_list("at", flat=True).first()
    return at or dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _entry(row: ChangeSet, dates: set[int] | None = None) -> Entry:
    """`dates` are the occurrences whose changes alone are shown; None shows everything."""
    shown = [
        change
        for change in row.changes.all()
        if dates is None or (change.noun == "occurrence" and change.object_id in dates)
    ]
    seen = [_seen(change) for change in shown if change.field not in _UNSEEN]
    return Entry(row.at, row.actor_name, row.summary, seen)


def _seen(change: Change) -> tuple[str, str, object, object]:
    return change.noun, change.field.replace("_", " "), change.before, change.after
