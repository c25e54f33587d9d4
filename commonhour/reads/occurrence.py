"""An occurrence's page: its status first, then when, what for, how to join, and its neighbours."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.recurrence.expansion import span
from commonhour.models import Occurrence, Schedule, Series, Session
from commonhour.reads.history import PastChange, history_of_date
from commonhour.reads.line import Line, lines

# The door opens this long before the start and closes at the end.
DOOR_OPENS = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class OccurrencePage:
    """`original_start` is where a moved one was; `state` is one of coming, soon, now, over. A date that `is_gone`
    was taken out of its calendar: its address stays, and nothing says that it takes place."""

    series: Series
    line: Line
    schedule: Schedule | None
    original_start: dt.datetime | None
    state: str
    is_gone: bool
    description: str
    previous: Line | None
    following: Line | None
    sessions: list[Session]
    has_join: bool
    history: list[PastChange]


def occurrence_page(occurrence: Occurrence, now: dt.datetime) -> OccurrencePage:
    line = lines(Occurrence.objects.filter(pk=occurrence.pk))[0]
    siblings = Occurrence.objects.attached().filter(series_id=occurrence.series_id)
    override = _override(occurrence)
    return OccurrencePage(
        series=occurrence.series,
        line=line,
        schedule=occurrence.schedule,
        original_start=_original_start(occurrence),
        state=state(line, now),
        is_gone=occurrence.is_detached,
        description=(override.description if override else "") or occurrence.series.description,
        previous=_first(siblings.filter(start__lt=occurrence.start).order_by("-start")),
        following=_first(siblings.filter(start__gt=occurrence.start).order_by("start")),
        sessions=list(occurrence.sessions.all()),
        has_join=hasattr(occurrence.series, "join_target"),
        history=history_of_date(occurrence.pk),
    )


def state(line: Line, now: dt.datetime) -> str:
    if now >= line.end:
        return "over"
    if now >= line.start:
        return "now"
    return "soon" if now >= line.start - DOOR_OPENS else "coming"


def _override(occurrence: Occurrence):  # type: ignore[no-untyped-def]
    if occurrence.schedule is None:
        return None
    return occurrence.schedule.overrides.filter(recurrence_id=occurrence.recurrence_id).first()


def _original_start(occurrence: Occurrence) -> dt.datetime | None:
    if not occurrence.is_moved or occurrence.schedule is None:
        return None
    schedule = occurrence.schedule
    return span(occurrence.recurrence_id, schedule.tzid, schedule.duration)[0]


def _first(rows) -> Line | None:  # type: ignore[no-untyped-def]
    found = lines(rows, 1)
    return found[0] if found else None
