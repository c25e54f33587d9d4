"""Which dates have no agenda two days before, or no notes three days after, and who looks after them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commonhour.core.rights import MAY, Verb
from commonhour.models import AgendaItem, Grant, Notes, NotesDate, NotNudged, Occurrence, Series
from commonhour.models.agenda_item import ACCEPTED
from commonhour.models.notes import PUBLISHED
from commonhour.models.occurrence import OccurrenceQuerySet

AGENDA, NOTES = "agenda-missing", "notes-missing"
_BEFORE, _AFTER = dt.timedelta(days=2), dt.timedelta(days=3)
_NO_LATER = dt.timedelta(days=6)  # after the call: what was missed for so long is no news
_LATELY = dt.timedelta(days=183)  # a call that had notes in this time is one that takes notes


@dataclass(frozen=True, slots=True)
class Nudge:
    """`kind` is one of AGENDA and NOTES, `date` a public id, `good_until` when it would be too late (UTC)."""

    kind: str
    date: str
    series: int
    group: int
    good_until: dt.datetime
    people: tuple[tuple[int, str], ...]  # ids and addresses of users


def nudges_due(now: dt.datetime) -> list[Nudge]:
    """Only of calls of ours that had notes in the last half-year; of an agenda, only where one stood before a call then. Who
    wants none is left out. In a fixed number of queries for each kind."""
    coming = _dates().filter(start__gt=now, start__lte=now + _BEFORE, series__in=_with_agendas(now))
    over = _dates().filter(end__gt=now - _NO_LATER, end__lte=now - _AFTER, series__in=_with_notes(now))
    return [
        *_nudges(AGENDA, _without_agenda(coming), now),
        *_nudges(NOTES, over.exclude(outcome="not-held").filter(~Exists(_published())), now),
    ]


def is_still_missing(kind: str, date: str) -> bool:
    """When it goes: whether there is still nothing."""
    rows = _dates().filter(public_id=date)
    missing = (
        _without_agenda(rows)
        if kind == AGENDA
        else rows.exclude(outcome="not-held").filter(~Exists(_published()))
    )
    return missing.exists()


def _dates() -> OccurrenceQuerySet:
    held = Q(series__source=None, series__removed_at=None, series__state="active")
    return Occurrence.objects.attached().confirmed().filter(held)


def _without_agenda(dates: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """Nobody wrote one, and neither a template nor an accepted item fills it."""
    items = AgendaItem.objects.filter(occurrence=OuterRef("pk"), state=ACCEPTED)
    return dates.filter(~Exists(_begun()), ~Exists(items), series__agenda_template="")


def _begun() -> QuerySet[NotesDate]:
    return NotesDate.objects.filter(occurrence=OuterRef("pk")).exclude(notes__text="")


def _published() -> QuerySet[NotesDate]:
    return NotesDate.objects.filter(occurrence=OuterRef("pk"), notes__stage=PUBLISHED)


def _with_notes(now: dt.datetime) -> QuerySet[Notes, Any]:
    day = (now - _LATELY).date()
    return Notes.objects.published().filter(date__gte=day).order_by().values("series")


def _with_agendas(now: dt.datetime) -> QuerySet[NotesDate, Any]:
    """Brought-in notes have none."""
    lately = NotesDate.objects.filter(occurrence__start__range=(now - _LATELY, now), notes__origin="")
    return lately.filter(notes__begun_at__lt=F("occurrence__start")).order_by().values("notes__series")


def _nudges(kind: str, dates: OccurrenceQuerySet, now: dt.datetime) -> list[Nudge]:
    rows = list(dates.select_related("series"))
    people = _people({row.series.group_id for row in rows}, now)
    off = set(
        NotNudged.objects.filter(series__in=[row.series_id for row in rows]).values_list("series", "user")
    )
    return [
        Nudge(
            kind, str(row.public_id), row.series_id, row.series.group_id or 0,
            row.start if kind == AGENDA else row.end + _NO_LATER,
            tuple(one for one in people.get(row.series.group_id, ()) if (row.series_id, one[0]) not in off),
        )
        for row in rows
    ]  # fmt: skip


def _people(groups: set[int | None], now: dt.datetime) -> dict[int | None, list[tuple[int, str]]]:
    """Who keeps the record of these groups and can sign in, programme managers left out."""
    rows = Grant.objects.valid(now).filter(
        role__in=MAY[Verb.KEEP_RECORD], user__is_active=True, group__in=groups - {None}
    )
    found: dict[int | None, list[tuple[int, str]]] = {}
    for group, user, email in rows.order_by("user_id").values_list("group", "user", "user__email").distinct():
        found.setdefault(group, []).append((user, email))
    return found


@dataclass(frozen=True, slots=True)
class NudgeChoice:
    """Whether somebody hears of what is missing in a call."""

    series: str
    path: str
    is_off: bool


def nudge_choice(user: int, series: int) -> NudgeChoice | None:
    row = Series.objects.filter(pk=series).first()
    if row is None:
        return None
    is_off = NotNudged.objects.filter(user=user, series=series).exists()
    return NudgeChoice(row.title, row.path, is_off)
