"""An occurrence's page: its status first, then when, what for, how to join, and its neighbours."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.recurrence.expansion import span
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Occurrence, Override, Session
from commonhour.reads.agenda import Agenda, agenda_of
from commonhour.reads.door import Door, door_of
from commonhour.reads.history import PastChange, history_of_date
from commonhour.reads.last_time import with_last
from commonhour.reads.notes import NotesShape, notes_of
from commonhour.reads.shapes.session import SessionShape
from commonhour.reads.shapes.way_in import WayIn


@dataclass(frozen=True)
class OccurrencePage:
    """`original_start` is where a moved one was; `state` is one of coming, soon (its door is open), now, over. A date that `is_gone`
    was taken out of its calendar: its address stays, and nothing says that it takes place. `next_call` is where to go
    instead of one that is cancelled, gone or over: the first after it that takes place and is not over."""

    line: ListedDate
    original_start: dt.datetime | None
    state: str
    is_gone: bool
    description: str
    previous: ListedDate | None
    following: ListedDate | None
    next_call: ListedDate | None
    sessions: list[SessionShape]
    ways: list[WayIn]
    door: Door
    history: list[PastChange]
    notes: NotesShape | None
    agenda: Agenda
    outcome: str
    outcome_reason: str

    @property
    def has_join(self) -> bool:
        return bool(self.ways)


def occurrence_page(line: ListedDate, now: dt.datetime) -> OccurrencePage:
    row = Occurrence.objects.select_related("series", "schedule").get(public_id=line.id)
    siblings = Occurrence.objects.attached().filter(series_id=row.series_id)
    override, door = _override(row), door_of(row)
    later = siblings.filter(start__gt=row.start).order_by("start")
    return OccurrencePage(
        line=with_last([line])[0],
        original_start=_original_start(row),
        state=state(line, door.opens_at, now),
        is_gone=row.is_detached,
        description=(override.description if override else "") or row.series.description,
        previous=siblings.filter(start__lt=row.start).order_by("-start").first_listed(),
        following=later.first_listed(),
        next_call=later.confirmed().filter(end__gt=now).first_listed() if _is_off(line, row, now) else None,
        sessions=[SessionShape.of(session) for session in Session.objects.on(row)],
        ways=[WayIn.of(one) for one in row.series.join_targets.all()],
        door=door,
        history=history_of_date(row.pk),
        notes=notes_of(row),
        agenda=agenda_of(row, now),
        outcome=row.outcome,
        outcome_reason=row.outcome_reason,
    )


def state(line: ListedDate, opens: dt.datetime, now: dt.datetime) -> str:
    if now >= line.end:
        return "over"
    if now >= line.start:
        return "now"
    return "soon" if now >= opens else "coming"


def _is_off(line: ListedDate, row: Occurrence, now: dt.datetime) -> bool:
    return line.is_cancelled or row.is_detached or now >= line.end


def _override(row: Occurrence) -> Override | None:
    return Override.objects.filter(schedule=row.schedule_id or 0, recurrence_id=row.recurrence_id).first()


def _original_start(row: Occurrence) -> dt.datetime | None:
    if not row.is_moved or row.schedule is None:
        return None
    return span(row.recurrence_id, row.schedule.tzid, row.schedule.duration)[0]
