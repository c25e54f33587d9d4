"""An occurrence's page: its status first, then when, what for, how to join, and its neighbours."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.recurrence.expansion import span
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Occurrence, Override
from commonhour.reads.history import PastChange, history_of_date
from commonhour.reads.shapes.session import SessionShape

# The door opens this long before the start and closes at the end.
DOOR_OPENS = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class OccurrencePage:
    """`original_start` is where a moved one was; `state` is one of coming, soon, now, over. A date that `is_gone`
    was taken out of its calendar: its address stays, and nothing says that it takes place."""

    line: ListedDate
    original_start: dt.datetime | None
    state: str
    is_gone: bool
    description: str
    previous: ListedDate | None
    following: ListedDate | None
    sessions: list[SessionShape]
    has_join: bool
    history: list[PastChange]


def occurrence_page(line: ListedDate, now: dt.datetime) -> OccurrencePage:
    row = Occurrence.objects.select_related("series__join_target", "schedule").get(public_id=line.id)
    siblings = Occurrence.objects.attached().filter(series_id=row.series_id)
    override = _override(row)
    return OccurrencePage(
        line=line,
        original_start=_original_start(row),
        state=state(line, now),
        is_gone=row.is_detached,
        description=(override.description if override else "") or row.series.description,
        previous=siblings.filter(start__lt=row.start).order_by("-start").first_listed(),
        following=siblings.filter(start__gt=row.start).order_by("start").first_listed(),
        sessions=[SessionShape.of(session) for session in row.sessions.all()],
        has_join=hasattr(row.series, "join_target"),
        history=history_of_date(row.pk),
    )


def state(line: ListedDate, now: dt.datetime) -> str:
    if now >= line.end:
        return "over"
    if now >= line.start:
        return "now"
    return "soon" if now >= line.start - DOOR_OPENS else "coming"


def _override(row: Occurrence) -> Override | None:
    return Override.objects.filter(schedule=row.schedule_id or 0, recurrence_id=row.recurrence_id).first()


def _original_start(row: Occurrence) -> dt.datetime | None:
    if not row.is_moved or row.schedule is None:
        return None
    return span(row.recurrence_id, row.schedule.tzid, row.schedule.duration)[0]
