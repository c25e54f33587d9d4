"""Undo of a change to one date: for ten minutes what it was before lies at the top of the desk, one button away."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from commonhour import clock
from commonhour.actions.occurrence import cancel_occurrence, move_occurrence, restore_occurrence
from commonhour.errors import Conflict
from commonhour.models import Occurrence, Override, User

_KEY = "desk_undo"
PROMINENT = dt.timedelta(minutes=10)


def override_row(occurrence: Occurrence) -> Override | None:
    rows = Override.objects.filter(schedule=occurrence.schedule, recurrence_id=occurrence.recurrence_id)
    return rows.first()


def before_of(occurrence: Occurrence) -> dict[str, str]:
    """What must be known to put a date back as it was."""
    row = override_row(occurrence)
    if row is None:
        return {"status": "CONFIRMED", "dtstart": "", "tzid": "", "reason": ""}
    return {"status": row.status, "dtstart": row.dtstart, "tzid": row.tzid, "reason": row.reason}


def offer(request: HttpRequest, occurrence: Occurrence, before: dict[str, str], sentence: str) -> None:
    """Keep the way back, for the change just made to this date."""
    row = override_row(occurrence)
    request.session[_KEY] = {
        "id": str(occurrence.public_id),
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
        raise Conflict(
            gettext(
                "There is nothing of yours left to undo: the date was changed since, or ten minutes went by."
            )
        )
    with transaction.atomic():
        _as_before(occurrence, kept["before"], actor)
    del request.session[_KEY]


def _as_before(occurrence: Occurrence, before: dict[str, str], actor: User) -> None:
    now = clock.now()
    if before["dtstart"]:
        move_occurrence(
            occurrence, now=now, actor=actor, dtstart=before["dtstart"], tzid=before["tzid"] or None,
            reason=before["reason"],
        )  # fmt: skip
    elif occurrence.is_cancelled or occurrence.is_moved:
        restore_occurrence(occurrence, now=now, actor=actor)
    if before["status"] == "CANCELLED":
        cancel_occurrence(occurrence, now=now, actor=actor, reason=before["reason"])
