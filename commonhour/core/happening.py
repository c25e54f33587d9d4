"""What happened to a date, as facts: told from how a reader saw it before and how it is seen after."""

import datetime as dt
import enum
from dataclasses import dataclass, fields
from typing import Any

from commonhour.core.schedule.schedule import CANCELLED


class Happened(enum.StrEnum):
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"  # it takes place after all
    ADDED = "added"
    GONE = "gone"
    RETITLED = "retitled"
    RELOCATED = "relocated"  # of a series: its way to join is another one


@dataclass(frozen=True, slots=True)
class Seen:
    """One date as a reader sees it; `start` and `end` are UTC, of a whole day midnight to midnight."""

    start: dt.datetime
    end: dt.datetime
    all_day: bool
    tzid: str
    status: str
    title: str = ""  # its own; "" when it is that of its series
    reason: str = ""
    is_shown: bool = True

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED

    def as_json(self) -> dict[str, Any]:
        return {
            one.name: value.isoformat() if isinstance(value, dt.datetime) else value
            for one in fields(self)
            if (value := getattr(self, one.name)) != "" and one.name != "is_shown"
        }


def seen_from_json(facts: dict[str, Any]) -> Seen:
    instants = {name: dt.datetime.fromisoformat(facts[name]) for name in ("start", "end")}
    return Seen(**{**facts, **instants})


def what_happened(before: Seen | None, after: Seen | None) -> list[Happened]:
    """In the order in which people want to hear it; [] when nobody who looks sees another thing.

    A date that comes or goes is only that; one that is called off is not told to have moved as well.
    """
    was, now = before is not None and before.is_shown, after is not None and after.is_shown
    if not (was and now):
        return [] if was == now else [Happened.ADDED if now else Happened.GONE]
    assert before is not None
    assert after is not None
    found = []
    if before.is_cancelled != after.is_cancelled:
        found.append(Happened.CANCELLED if after.is_cancelled else Happened.RESTORED)
    if _place_in_time(before) != _place_in_time(after):
        found.append(Happened.MOVED)
    if before.title != after.title:
        found.append(Happened.RETITLED)
    return found


def _place_in_time(seen: Seen) -> tuple[dt.datetime, dt.datetime, bool]:
    return seen.start, seen.end, seen.all_day
