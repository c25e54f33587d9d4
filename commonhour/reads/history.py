"""What changed on a page, newest first: by whom, when, and from what to what."""

import datetime as dt
from dataclasses import dataclass

from commonhour.models import Change, ChangeSet, Group, Series


@dataclass(frozen=True, slots=True)
class Entry:
    """`changes` holds (noun, field, before, after); only what a reader sees, no versions or stamps."""

    at: dt.datetime
    actor: str
    summary: str
    changes: list[tuple[str, str, object, object]]


_UNSEEN = {"version", "changed_at", "sequence", ""}


def history(*, group: Group | None = None, series: Series | None = None, limit: int = 20) -> list[Entry]:
    """The change sets of a group's or a series' page; of everything when neither is given."""
    rows = ChangeSet.objects.all()
    if group is not None:
        rows = rows.filter(group=group)
    if series is not None:
        rows = rows.filter(series=series)
    return [_entry(row) for row in rows.prefetch_related("changes")[:limit]]


def last_change() -> dt.datetime:
    """When anything was last written (UTC): what every feed's Last-Modified says."""
    at = ChangeSet.objects.order_by("-at").values_list("at", flat=True).first()
    return at or dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _entry(row: ChangeSet) -> Entry:
    seen = [_seen(change) for change in row.changes.all() if change.field not in _UNSEEN]
    return Entry(row.at, row.actor_name, row.summary, seen)


def _seen(change: Change) -> tuple[str, str, object, object]:
    return change.noun, change.field.replace("_", " "), change.before, change.after
