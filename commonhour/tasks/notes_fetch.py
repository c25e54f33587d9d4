"""Notes that are written elsewhere, on a pad or in a repository, are fetched after the call, and again while people correct them."""

import datetime as dt
from collections.abc import Callable

from django.db.models import F

from commonhour.actions.notes.bringing import bring_notes
from commonhour.core.notes.address import address_on
from commonhour.core.notes.brought import BroughtNotes
from commonhour.core.rights import NOTES_FETCHER
from commonhour.errors import GatewayError, UserError
from commonhour.errors.telling import Fault, fault
from commonhour.formats.notes import Held, read_notes_files
from commonhour.gateways.fetch import Fetched, fetch
from commonhour.models import Notes, NotesFetch, Occurrence
from commonhour.tasks.budget import UNLIMITED, Budget

_FIRST, _LAST, _AGAIN = dt.timedelta(hours=1), dt.timedelta(days=3), dt.timedelta(hours=6)


def fetch_notes(
    now: dt.datetime, budget: Budget = UNLIMITED, *, ask: Callable[[str], Fetched] = fetch
) -> int:
    """From an hour to three days after a date; returns how many were asked for."""
    asked = [date for date in budget.spend_on(_due(now)) if _lease(date, now)]
    for date in asked:
        met = _fetched(date, now, ask)
        NotesFetch.objects.filter(occurrence=date).update(fault=met)
    return len(asked)


def _due(now: dt.datetime) -> list[Occurrence]:
    over = Occurrence.objects.attached().confirmed().ours().exclude(outcome="not-held")
    over = over.filter(end__lte=now - _FIRST, end__gt=now - _LAST, series__removed_at=None)
    over = over.exclude(series__notes_url="").exclude(notes_fetch__due_at__gt=now)
    return [date for date in over.select_related("series").order_by("end") if not _is_written_here(date)]


def _is_written_here(date: Occurrence) -> bool:
    written = Notes.objects.filter(dates__occurrence=date).exclude(origin__startswith=_address(date))
    return written.exists()


def _address(date: Occurrence) -> str:
    return address_on(date.series.notes_url, date.local_day)


def _lease(date: Occurrence, now: dt.datetime) -> bool:
    """True for the one worker that asks."""
    row, _ = NotesFetch.objects.get_or_create(occurrence=date, defaults={"due_at": now})
    mine = NotesFetch.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(mine.update(due_at=now + _AGAIN, tries=F("tries") + 1))


def _fetched(date: Occurrence, now: dt.datetime, ask: Callable[[str], Fetched]) -> Fault:
    """What went wrong, {} for nothing. Outside of any transaction until it is there."""
    address = _address(date)
    try:
        read = read_notes_files([Held(address, address, ask(address).body)], now.date())
        read.notes = _of_day(read.notes, date.local_day)
        if not read.notes:
            return fault("notes-not-there")
        bring_notes(read, [date.series], name=address, now=now, actor=NOTES_FETCHER)
    except (GatewayError, UserError) as error:
        return error.as_json()
    return {}


def _of_day(notes: list[BroughtNotes], day: dt.date) -> list[BroughtNotes]:
    """Of an endless document the part of that day; a page that names no day is of the day it was asked for."""
    if len(notes) == 1 and notes[0].date is None:
        notes[0].date = day
    return [one for one in notes if one.date == day]
