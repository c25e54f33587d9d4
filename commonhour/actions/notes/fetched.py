"""Notes that are fetched from where they are written: a draft, which follows them until somebody here takes it up."""

import datetime as dt

from django.db import transaction

from commonhour.actions.lock import lock_series
from commonhour.actions.notes.writing import begin_notes, write_text
from commonhour.actions.rights import require
from commonhour.core.limits import NOTES_CHARACTERS
from commonhour.core.notes.address import site_of
from commonhour.core.notes.brought import BroughtNotes
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotFound, RefusedInput
from commonhour.models import Notes, NotesRevision, Occurrence
from commonhour.models.notes import DRAFT

IMPORTED = "imported"


def keep_fetched(
    date: Occurrence, one: BroughtNotes, *, is_web_page: bool = False, now: dt.datetime, actor: Actor
) -> None:
    """The draft of the date is begun, or brought in line; notes that were begun here stay as they are. Raises Conflict when they
    were changed both there and here, RefusedInput for what is too long and for a web page that is another one."""
    require(actor, Verb.KEEP_RECORD, *date.series.holders)
    if len(one.text) > NOTES_CHARACTERS:
        raise RefusedInput("notes-too-long", most=NOTES_CHARACTERS)
    with transaction.atomic():
        lock_series([date.series_id])
        fresh = Occurrence.objects.attached().filter(pk=date.pk, series=date.series_id).first()
        notes = Notes.objects.filter(dates__occurrence=date).first()
        if fresh and notes is None:
            _begin(fresh, one, now, actor)
        elif fresh and notes and notes.origin == site_of(fresh.series.notes_url):
            _follow(notes, Notes.as_kept(one.text), is_web_page, now, actor)


def _begin(date: Occurrence, one: BroughtNotes, now: dt.datetime, actor: Actor) -> None:
    """Nobody has read yet what is there: who keeps the record publishes it. What was there before for another date is a
    template, or a pad that nobody has written on since."""
    before = NotesRevision.objects.filter(notes__series=date.series_id, how=IMPORTED)
    if before.filter(text=Notes.as_kept(one.text)).exists():
        raise NotFound("notes-not-there")
    notes = begin_notes(date, text=one.text, how=IMPORTED, now=now, actor=actor)
    notes.origin = site_of(date.series.notes_url)
    notes.recording, notes.slides = one.recording[:2_000], one.slides[:2_000]
    notes.save(update_fields=["origin", "recording", "slides"])


def _follow(notes: Notes, text: str, is_web_page: bool, now: dt.datetime, actor: Actor) -> None:
    last = notes.revisions.filter(how=IMPORTED).order_by("-number").first()
    if text == notes.text or (last and text == last.text):
        return
    if is_web_page and not _lines(text) & _lines(notes.text):
        raise RefusedInput("notes-web-page", host=notes.origin.partition("://")[2])
    if notes.stage != DRAFT or last is None or notes.text != last.text:
        raise Conflict("notes-changed-there")
    write_text(notes, text, now=now, actor=actor, how=IMPORTED)


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n")} - {""}
