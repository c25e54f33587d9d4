"""Whether the background worker is at work, as its heartbeats say."""

import datetime as dt
from dataclasses import dataclass

from commonhour.models import WorkerLane

UNSEEN, GONE, LATE, GOOD = "unseen", "gone", "late", "good"


@dataclass(frozen=True, slots=True)
class WorkerState:
    """`state` is unseen (no worker ever ran), gone, late (a duty needs more time than it may take) or good. `seen`
    is how many seconds ago each lane was, `gone` the lanes that were not seen for too long."""

    state: str
    seen: dict[str, int]
    gone: list[str]


def worker_state(now: dt.datetime) -> WorkerState:
    rows = list(WorkerLane.objects.all())
    gone = [row.name for row in rows if row.is_gone(now)]
    late = any(row.is_late for row in rows)
    state = UNSEEN if not rows else GONE if gone else LATE if late else GOOD
    return WorkerState(state, {row.name: int((now - row.seen_at).total_seconds()) for row in rows}, gone)
