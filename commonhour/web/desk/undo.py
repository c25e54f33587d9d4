"""Undo of a change to one date: for ten minutes what it was before lies at the top of the desk, one button away."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from commonhour import clock
from commonhour.actions.occurrence import undo_occurrence
from commonhour.core.schedule import schedule as core
from commonhour.errors import Conflict
from commonhour.models import Occurrence, Override, User

_KEY = "desk_undo"
_KEPT = ("recurrence_id", "dtstart", "tzid", "duration_seconds", "status", "summary", "description", "reason")
PROMINENT = dt.timedelta(minutes=10)


def override_row(occurrence: Occurrence) -> Override | None:
    rows = Override.objects.filter(schedule=occurrence.schedule, recurrence_id=occurrence.recurrence_id)
    return rows.first()


def before_of(occurrence: Occurrence) -> dict[str, Any]:
    """What must be known to put a date back as it was: its whole override, as JSON keeps it."""
    row = override_row(occurrence)
    if row is None:
        return {"recurrence_id": occurrence.recurrence_id}
    return {name: getattr(row, name) for name in _KEPT}


def offer(request: HttpRequest, occurrence: Occurrence, before: dict[str, Any], sentence: str) -> None:
    """Keep the way back, for the change just made to this date."""
    row = override_row(occurrence)
    request.session[_KEY] = {
        "id": str(occurrence.public_id),
        "path": f"/desk/occurrence/{occurrence.public_id}/undo",
        "title": occurrence.title,
        "sentence": sentence,
        "before": before,
        "sequence": row.sequence if row else 0,
        "at": clock.now().isoformat(),
    }


def offered(request: HttpRequest, public_id: object = None) -> dict[str, Any] | None:
    """What may still be undone, within ten minutes; for one date when `public_id` is given."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if not kept or clock.now() - dt.datetime.fromisoformat(kept["at"]) > PROMINENT:
        return None
    return kept if public_id is None or kept["id"] == str(public_id) else None


def take_back(request: HttpRequest, occurrence: Occurrence, actor: User) -> None:
    """Put the date back as it was before the last change. Raises Conflict when it was changed since."""
    kept = offered(request, occurrence.public_id)
    row = override_row(occurrence)
    if kept is None or row is None or row.sequence != kept["sequence"]:
        raise Conflict("date-changed-since")
    undo_occurrence(occurrence, _override(kept["before"]), now=clock.now(), actor=actor)
    del request.session[_KEY]


def _override(before: dict[str, Any]) -> core.Override:
    return Override(**{name: value for name, value in before.items() if name in _KEPT}).as_core()
