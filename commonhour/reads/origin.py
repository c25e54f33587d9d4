"""Where a call comes from: the outside calendar it belongs to, or came from, and what changed over there since."""

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from commonhour.models import Series, Source
from commonhour.reads.source import UpstreamChange, sources_page


@dataclass(frozen=True)
class Origin:
    """`is_ours` once it was adopted; `read_at` is when the calendar's copy was last known to be the present one."""

    label: str
    url: str
    read_at: dt.datetime | None
    fault: str
    is_ours: bool
    is_shown: bool
    changes: list[UpstreamChange] = field(default_factory=list)


def origin_of(series: Series, now: dt.datetime, *, with_changes: bool = False) -> Origin | None:
    """None for a call that was never anybody else's. With its changes, which only the desk shows."""
    source = series.source or series.adopted_from or _source_of_dates(series)
    if source is None:
        return None
    is_ours = series.adopted_from_id is not None
    return Origin(
        label=source.label or urlsplit(source.feed_url or source.url).hostname or source.url,
        url=source.url,
        read_at=source.read_at,
        fault=source.fault,
        is_ours=is_ours,
        is_shown=source.is_shown,
        changes=_changes(series, now) if is_ours and with_changes else [],
    )


def _source_of_dates(series: Series) -> Source | None:
    """A question of ours that a calendar's call has filled."""
    row = series.schedules.exclude(source=None).select_related("source").first()
    return row.source if row else None


def _changes(series: Series, now: dt.datetime) -> list[UpstreamChange]:
    rows = sources_page(now).adopted
    return next((row.changes for row in rows if row.series.pk == series.pk), [])
