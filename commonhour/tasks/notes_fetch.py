"""Notes that are written elsewhere, on a pad or in a repository, are fetched after the call, and again while people correct them."""

import datetime as dt
from collections.abc import Callable

from django.db.models import F, Q

from commonhour.actions.notes.fetched import keep_fetched
from commonhour.core.limits import NOTES_CHARACTERS
from commonhour.core.notes.address import address_on, is_of_a_day, site_of
from commonhour.core.notes.brought import BroughtNotes, NotesFiles
from commonhour.core.rights import NOTES_FETCHER
from commonhour.errors import GatewayError, NotFound, RefusedInput, UserError
from commonhour.errors.telling import Fault
from commonhour.formats.notes.answer import read_answer
from commonhour.gateways.fetch import Fetched, fetch
from commonhour.models import NotesFetch, Occurrence
from commonhour.tasks.budget import UNLIMITED, Budget

_FIRST, _LAST, _AGAIN = dt.timedelta(hours=1), dt.timedelta(days=3), dt.timedelta(hours=6)


def fetch_notes(
    now: dt.datetime, budget: Budget = UNLIMITED, *, ask: Callable[[str], Fetched] = fetch
) -> int:
    """From an hour to three days after a date; returns how many were asked for."""
    asked = 0
    for date in budget.spend_on(_due(now)):
        if _lease(date, now):
            NotesFetch.objects.filter(occurrence=date).update(fault=_fetched(date, now, ask))
            asked += 1
    return asked


def _due(now: dt.datetime) -> list[Occurrence]:
    """Without those whose notes were begun here: what was fetched has the site of its series."""
    over = Occurrence.objects.attached().confirmed().ours().exclude(outcome="not-held")
    over = over.filter(end__lte=now - _FIRST, end__gt=now - _LAST, series__removed_at=None)
    over = over.exclude(series__notes_url="").exclude(notes_fetch__due_at__gt=now)
    is_from_there = Q(series__notes_url__istartswith=F("notes_date__notes__origin"))
    over = over.filter(Q(notes_date=None) | is_from_there).exclude(notes_date__notes__origin="")
    return list(over.select_related("series").order_by("end"))


def _lease(date: Occurrence, now: dt.datetime) -> bool:
    """True for the one worker that asks."""
    row, _ = NotesFetch.objects.get_or_create(occurrence=date, defaults={"due_at": now})
    mine = NotesFetch.objects.filter(pk=row.pk, due_at__lte=now)
    return bool(mine.update(due_at=now + _AGAIN, tries=F("tries") + 1))


def _fetched(date: Occurrence, now: dt.datetime, ask: Callable[[str], Fetched]) -> Fault:
    """What went wrong, {} for nothing. Outside of any transaction until it is there."""
    pattern, day = date.series.notes_url, date.local_day
    address = address_on(pattern, day)
    name, host = day.isoformat() if is_of_a_day(pattern) else address, site_of(address).partition("://")[2]
    try:
        answer = ask(address)
        read = read_answer(answer.body, answer.content_type, name=name, host=host, today=now.date())
        is_page, one = "html" in read.kinds, _of_day(read, date, now)
        keep_fetched(date, one, is_web_page=is_page, now=now, actor=NOTES_FETCHER)
    except (GatewayError, UserError) as error:
        return error.as_json()
    return {}


def _of_day(read: NotesFiles, date: Occurrence, now: dt.datetime) -> BroughtNotes:
    """All of a page of that day, whatever days it names; of an endless document the part of that day. Raises UserError."""
    notes, day = read.notes, date.local_day
    if len(notes) == 1 and (is_of_a_day(date.series.notes_url) or _is_of_the_last(notes[0], date, now)):
        return notes[0]
    parts = [one for one in notes if one.date == day]
    if not parts:
        raise _missing(read)
    parts[0].text = "\n".join(one.text for one in parts)
    return parts[0]


def _missing(read: NotesFiles) -> UserError:
    is_too_long = any(one.code == "notes-too-long" for one in read.findings)
    return (
        RefusedInput("notes-too-long", most=NOTES_CHARACTERS) if is_too_long else NotFound("notes-not-there")
    )


def _is_of_the_last(one: BroughtNotes, date: Occurrence, now: dt.datetime) -> bool:
    """A pad that is used again for each date, and names none, is of the one that was last, in whatever series."""
    later = Occurrence.objects.attached().confirmed().filter(start__gt=date.start, start__lte=now)
    later = later.filter(series__notes_url=date.series.notes_url).exclude(outcome="not-held")
    return one.date is None and not later.exists()
