"""Where a call comes from: the outside calendar it belongs to, or came from, and what changed over there since."""

import datetime as dt
from dataclasses import dataclass, field

from commonhour.errors.telling import Fault
from commonhour.models import Schedule, Series, Source
from commonhour.reads.source import UpstreamChange, upstream_changes


@dataclass(frozen=True)
class Origin:
    """`is_ours` once it was adopted; `read_at` is when the calendar's copy was last known to be the present one.

    `is_away` while the calendar does not list the call (since `gone_at`, where that is known) or is not shown.
    """

    label: str
    url: str
    read_at: dt.datetime | None
    fault: Fault
    is_ours: bool
    is_shown: bool
    is_away: bool = False
    gone_at: dt.datetime | None = None
    changes: list[UpstreamChange] = field(default_factory=list)


def origin_of(series: Series, *, with_changes: bool = False) -> Origin | None:
    """None for a call that was never anybody else's. With its changes, which only the desk shows."""
    source = series.source or series.adopted_from or _source_of_dates(series)
    if source is None:
        return None
    is_ours = series.adopted_from_id is not None
    parts = [] if is_ours else list(series.schedules.select_related("source"))
    # Of a call without schedules only its state tells whether it is listed.
    is_away = all(one.is_away for one in parts) if parts else not is_ours and series.state == "concluded"
    return Origin(
        label=str(source),
        url=source.url,
        read_at=source.read_at,
        fault=source.fault,
        is_ours=is_ours,
        is_shown=source.is_shown,
        is_away=is_away,
        gone_at=max((one.gone_at for one in parts if is_away and one.gone_at), default=None),
        changes=upstream_changes(series) if is_ours and with_changes else [],
    )


def is_of_outside(series: str) -> bool:
    """Whether dates of the series with this slug belong to an outside calendar."""
    return Schedule.objects.filter(series__slug=series).exclude(source=None).exists()


def _source_of_dates(series: Series) -> Source | None:
    """A question of ours that a calendar's call has filled."""
    row = series.schedules.exclude(source=None).select_related("source").first()
    return row.source if row else None
