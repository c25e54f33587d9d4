"""The notes of a date as one page keeps them: text, facts and stage at once; unpublished, and an earlier text brought back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.notes.derived import derive
from commonhour.actions.notes.nameless import forget_writers
from commonhour.actions.notes.writing import (
    begin_notes,
    publish_notes,
    refuse_names,
    require_open,
    save_notes,
    told_change,
)
from commonhour.core.rights import Actor
from commonhour.errors import Conflict, NotFound
from commonhour.models import Notes, Occurrence
from commonhour.models.notes import AGENDA, DRAFT, PUBLISHED

FACTS = ("recording", "slides", "is_nameless")


@dataclass(frozen=True, slots=True)
class Kept:
    """`is_merged` when somebody else's lines came in."""

    notes: Notes
    is_merged: bool


def keep_notes(
    date: Occurrence,
    text: str,
    *,
    base: str,
    stage: str,
    facts: Mapping[str, tuple[Any, Any]] | None = None,
    with_names: bool = False,
    tell: bool = False,
    unanswered: str | None = None,
    now: dt.datetime,
    actor: Actor,
) -> Kept:
    """Save what somebody typed who saw `base` as the text, which its first notes begin with, and bring it to `stage`. `facts`
    are those that they changed, each with what it was when they saw it. A draft that is to have no names has some only
    `with_names`. With `tell` who asked for notes is told of their publication. Raises NotesClash, and Conflict when the stage or a fact was changed meanwhile."""
    with transaction.atomic():
        notes = begin_notes(date, text=base, now=now, actor=actor)
        lock_series([notes.series_id])
        notes = lock(notes)
        require_open(notes, now, actor)
        _set_facts(notes, facts or {}, now, actor)
        _bring_to(notes, stage, now, actor)
        saved = save_notes(notes, text, base=base, unanswered=unanswered, now=now, actor=actor)
        if not (with_names and stage == DRAFT):
            refuse_names(saved)
        if "is_nameless" in (facts or {}):
            derive(saved, now)
        if stage == PUBLISHED and saved.stage != PUBLISHED:
            saved = publish_notes(saved, version=saved.version, now=now, actor=actor, tell=tell)
    return Kept(saved, saved.text != Notes.as_kept(text) and Notes.as_kept(base) != saved.text)


def _set_facts(notes: Notes, facts: Mapping[str, tuple[Any, Any]], now: dt.datetime, actor: Actor) -> None:
    if any(getattr(notes, name) not in sides for name, sides in facts.items()):
        raise Conflict("notes-facts-changed")
    if not facts:
        return
    wanted = {name: value for name, (_, value) in facts.items()}
    if wanted.get("is_nameless"):
        forget_writers(notes)
    is_to_be = bool(wanted.get("is_nameless"))
    with told_change(notes, "notes-edited", now, actor, becomes_nameless=is_to_be) as changes:
        changes.set(notes, **wanted)


def _bring_to(notes: Notes, stage: str, now: dt.datetime, actor: Actor) -> None:
    """What is published stays that, and is unpublished by a button of its own."""
    if notes.stage == PUBLISHED and stage != PUBLISHED:
        raise Conflict("notes-published-meanwhile")
    if stage == AGENDA:
        with told_change(notes, "notes-agenda", now, actor) as changes:
            changes.set(notes, stage=AGENDA)
    elif notes.stage == AGENDA and stage in (DRAFT, PUBLISHED):
        notes.agenda, notes.stage = notes.text, DRAFT
        notes.save(update_fields=["agenda", "stage"])


def unpublish_notes(notes: Notes, *, now: dt.datetime, actor: Actor) -> None:
    """They are a draft again, and nothing says any more what they said."""
    require_open(notes, now, actor)
    with transaction.atomic():
        lock_series([notes.series_id])
        fresh = lock(notes)
        with told_change(fresh, "notes-unpublished", now, actor) as changes:
            changes.set(fresh, stage=DRAFT)
            derive(fresh, now)


def restore_revision(notes: Notes, number: int, *, version: int, now: dt.datetime, actor: Actor) -> Notes:
    """The text as it was in that revision; what came after stays in the list. Raises NotFound, and as `save_notes`."""
    row = notes.revisions.filter(number=number).first()
    if row is None:
        raise NotFound("no-such-revision")
    return save_notes(notes, row.text, version=version, now=now, actor=actor, how="restored")
