"""A Line: one occurrence as every list, feed of JSON and card shows it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonhour.core.schedule.schedule import CANCELLED
from commonhour.models.occurrence import OccurrenceQuerySet

_FIELDS = (
    "public_id", "summary", "series__title", "series__slug", "series__group__slug", "series__group__name",
    "start", "end", "all_day", "tzid", "status", "is_moved", "reason", "recurrence_id", "slug",
    "schedule__uid", "series__region", "schedule__source_id", "schedule__tzid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """`start` and `end` are UTC; `tzid` is the host's zone; `path` is the page of this one date."""

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
    is_sourced: bool
    schedule_tzid: str

    @property
    def path(self) -> str:
        return f"/meetings/{self.series}/{self.slug}/"

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED

    def as_json(self, base_url: str) -> dict[str, Any]:
        """As `interface.md` promises it: UTC instants; whole days as dates."""
        return {
            "id": self.id,
            "uid": self.uid,
            "recurrence_id": rfc3339_local(self.recurrence_id),
            "start": rfc3339(self.start, self.all_day),
            "end": rfc3339(self.end, self.all_day),
            "all_day": self.all_day,
            "tzid": self.tzid,
            "status": self.status,
            "title": self.title,
            "series": self.series,
            "group": self.group or None,
            "url": base_url + self.path,
        }


def lines(rows: OccurrenceQuerySet, limit: int | None = None) -> list[Line]:
    """The lines of a query, in its order, in one query."""
    values = rows.values_list(*_FIELDS)
    return list(_lines(values[:limit] if limit is not None else values))


def _lines(values: Iterable[tuple[Any, ...]]) -> Iterable[Line]:
    for (public_id, summary, title, series, group, group_name, start, end, all_day, tzid, status, is_moved, reason,
         recurrence_id, slug, uid, region, source, schedule_tzid) in values:  # fmt: skip
        yield Line(
            str(public_id), summary or title, series, title, group or "", group_name or "", start, end, all_day,
            tzid, status, is_moved, reason, recurrence_id, slug, uid or "", region, source is not None,
            schedule_tzid or tzid,
        )  # fmt: skip


def rfc3339(moment: dt.datetime, all_day: bool = False) -> str:
    """`2026-11-26T15:00:00Z`, or the date of a whole day."""
    # %Y leaves out the zeros of years before 1000.
    wall = moment.replace(tzinfo=None, microsecond=0)
    return wall.date().isoformat() if all_day else f"{wall.isoformat()}Z"


def rfc3339_local(wall: str) -> str:
    """`20261126T160000` as `2026-11-26T16:00:00`: local to the schedule's zone."""
    day = f"{wall[0:4]}-{wall[4:6]}-{wall[6:8]}"
    return f"{day}T{wall[9:11]}:{wall[11:13]}:{wall[13:15]}" if len(wall) > 8 else day
