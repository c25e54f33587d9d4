"""A ListedDate: one date of a series as every list, document and card shows it."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.foresight.last_time import LastTime
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.core.time.zones import city, offset_text, wall_of


@dataclass(frozen=True, slots=True)
class ListedDate:
    """`start` and `end` are UTC; `tzid` is the host's zone; `path` is the page of this one date. `series` and
    `group` are slugs, "" for no group; `source` is the name of the outside calendar it is of, "" for one of ours; `hue` is
    the group's (`core/hues.py`). `last` is known in lists that tell how a date differs from the one before it."""

    id: str
    title: str
    series: str
    series_title: str
    group: str
    group_name: str
    start: dt.datetime
    end: dt.datetime
    all_day: bool
    tzid: str
    status: str
    is_moved: bool
    reason: str
    recurrence_id: str
    slug: str
    uid: str
    region: str
    source: str
    schedule_tzid: str
    hue: int = -1
    last: LastTime | None = None

    @property
    def path(self) -> str:
        return f"/meetings/{self.series}/{self.slug}/"

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED

    @property
    def is_sourced(self) -> bool:
        return bool(self.source)

    def when(self, tzid: str) -> str:
        """ "2026-11-26 16:00 Madrid (UTC+1)", for texts that programs and people read."""
        if self.all_day:
            return f"{self.start:%Y-%m-%d}"
        return f"{wall_of(self.start, tzid):%Y-%m-%d %H:%M} {city(tzid)} ({offset_text(self.start, tzid)})"
