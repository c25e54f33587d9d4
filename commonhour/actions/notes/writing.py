"""Notes are begun for a date, written by several people at once, and published."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import bump_content_version, change_set
from commonhour.actions.notes.derived import derive
from commonhour.actions.rights import require
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict
from commonhour.models import Notes, NotesDate, NotesRevision, Occurrence
from commonhour.models.notes import DRAFT, PUBLISHED
from commonhour.reads.published_notes import is_worth_telling


def begin_notes(
    date: Occurrence, *, text: str = "", stage: str = DRAFT, now: dt.datetime, actor: Actor
) -> Notes:
    """Those of the date, begun when it has none; then `text` and `stage` count for nothing."""
    require(actor, Verb.KEEP_RECORD, *date.series.holders)
    with transaction.atomic():
        lock_series([date.series_id])
        known = Notes.objects.filter(dates__occurrence=date).first()
        if known:
            return known
        notes = Notes(
            series=date.series, title=date.summary, date=date.local_day, text=text, stage=stage, begun_at=now,
            changed_at=now,
        )  # fmt: skip
        notes.save()
        NotesDate.objects.create(notes=notes, occurrence=date)
        _keep_revision(notes, now=now, actor=actor)
        derive(notes, now)
        if notes.is_public:
            bump_content_version()
    return notes


def save_notes(
    notes: Notes, text: str, *, version: int, now: dt.datetime, actor: Actor, how: str = "typed"
) -> Notes:
    """The present row. `version` is of what somebody saw; Raises Conflict when the text was changed since."""
    require(actor, Verb.KEEP_RECORD, *notes.series.holders)
    with transaction.atomic():
        lock_series([notes.series_id])
        fresh = lock(notes)
        if fresh.version != version:
            raise Conflict("notes-changed")
        write_text(fresh, text, now=now, actor=actor, how=how)
    return fresh


def write_text(notes: Notes, text: str, *, now: dt.datetime, actor: Actor, how: str = "typed") -> bool:
    """Within a transaction that holds the series. True when the text is another one; of published notes that is a correction."""
    require(actor, Verb.KEEP_RECORD, *notes.series.holders)
    before = notes.text
    notes.text = text
    notes.text = notes._meta.get_field("text").pre_save(notes, False)  # as it is kept: without secrets
    if notes.text == before:
        return False
    notes.version, notes.changed_at = notes.version + 1, now
    if notes.stage == PUBLISHED:
        notes.corrected_at = now
    notes.save(update_fields=["text", "version", "changed_at", "corrected_at"])
    _keep_revision(notes, now=now, actor=actor, how=how)
    derive(notes, now)
    if notes.is_public:
        bump_content_version()
    return True


def _keep_revision(notes: Notes, *, now: dt.datetime, actor: Actor, how: str = "typed") -> NotesRevision:
    """What the same person goes on typing is one revision; of nameless notes nobody is remembered."""
    user, name = (None, "") if notes.is_nameless else (actor.user, actor.name)
    last = notes.revisions.order_by("-number").first()
    if last and how == last.how == "typed" and _goes_on(last, user, notes, now):
        last.text, last.at = notes.text, now
        last.save(update_fields=["text", "at"])
        return last
    number = (notes.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    return NotesRevision.objects.create(
        notes=notes, number=number, text=notes.text, at=now, user_id=user, name=name, how=how
    )


def _goes_on(last: NotesRevision, user: int | None, notes: Notes, now: dt.datetime) -> bool:
    """Not over a publication: what people have read is a revision that stays."""
    is_read = notes.published_at is not None and last.at <= notes.published_at
    return user is not None and last.user_id == user and now - last.at < Notes.TOGETHER and not is_read


def publish_notes(
    notes: Notes, *, version: int, now: dt.datetime, actor: Actor, tell: bool | None = False
) -> Notes:
    """With `tell` who asked for notes is told, with None where that is usual (`is_worth_telling`). Raises Conflict when the
    text was changed since `version`."""
    require(actor, Verb.KEEP_RECORD, *notes.series.holders)
    facts = {"title": notes.title or notes.series.title, "date": f"{notes.date:%Y%m%d}" if notes.date else ""}
    with transaction.atomic():
        lock_series([notes.series_id])
        fresh = lock(notes)
        if fresh.version != version:
            raise Conflict("notes-changed")
        tell = is_worth_telling(fresh, now) if tell is None else tell
        with change_set(
            now, actor, "notes-published", facts, group=notes.series.group, series=notes.series, tell=tell
        ) as changes:
            changes.set(fresh, stage=PUBLISHED, published_at=fresh.published_at or now)
            derive(fresh, now)
    return fresh
