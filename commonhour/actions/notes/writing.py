"""Notes are begun for a date, written by several people at once, and published."""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from commonhour.actions.lock import lock, lock_series
from commonhour.actions.news.change_set import Changes, bump_content_version, change_set
from commonhour.actions.notes.derived import derive
from commonhour.actions.rights import require
from commonhour.core.notes.merging import Merged, merge
from commonhour.core.notes.nameless import names_in
from commonhour.core.notes.reading import read_notes
from commonhour.core.rights import Actor, Verb
from commonhour.errors import Conflict, NotAllowed, RefusedInput
from commonhour.models import Community, Notes, NotesDate, NotesRevision, Occurrence
from commonhour.models.notes import DRAFT, PUBLISHED
from commonhour.reads.published_notes import is_worth_telling


class NotesClash(Conflict):
    """Two people changed the same lines: `merged` has both ways, `present` is the text that is saved."""

    merged: Merged
    present: str


def begin_notes(
    date: Occurrence,
    *,
    text: str = "",
    stage: str = DRAFT,
    how: str = "typed",
    now: dt.datetime,
    actor: Actor,
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
        _keep_revision(notes, now=now, actor=actor, how=how)
        derive(notes, now)
        if notes.is_public:
            bump_content_version()
    return notes


def save_notes(
    notes: Notes,
    text: str,
    *,
    version: int | None = None,
    base: str | None = None,
    unanswered: str | None = None,
    now: dt.datetime,
    actor: Actor,
    how: str = "typed",
) -> Notes:
    """The present row. Of what somebody saw there is the `version` or the text, its `base`: what was saved since is merged with
    that, or with the `unanswered`, which was sent before and whose answer got lost, where it arrived. Raises Conflict when the text was changed since `version`, NotesClash when both changed the same lines."""
    require(actor, Verb.KEEP_RECORD, *notes.series.holders)
    with transaction.atomic():
        lock_series([notes.series_id])
        fresh = lock(notes)
        text, base = Notes.as_kept(text), None if base is None else Notes.as_kept(base)
        if base is not None and unanswered is not None:
            base = _last_arrived(fresh, base, Notes.as_kept(unanswered))
        if base is not None and base != fresh.text:
            text, how = _merged(base, fresh.text, text, how)
        elif base is None and fresh.version != version:
            raise Conflict("notes-changed")
        write_text(fresh, text, now=now, actor=actor, how=how)
    return fresh


def _last_arrived(notes: Notes, base: str, unanswered: str) -> str:
    """What was sent without an answer, where it was saved later than the base that it was made from; otherwise that base."""
    number = dict(notes.revisions.filter(text__in=(base, unanswered)).values_list("text", "number"))
    return unanswered if number.get(unanswered, 0) > number.get(base, 0) else base


def _merged(base: str, present: str, text: str, how: str) -> tuple[str, str]:
    merged = merge(base, present, text)
    if merged.clashes:
        clash = NotesClash("notes-clash")
        clash.merged, clash.present = merged, present
        raise clash
    return merged.text, how if merged.text in (text, present) else "merged"


def write_text(notes: Notes, text: str, *, now: dt.datetime, actor: Actor, how: str = "typed") -> bool:
    """Within a transaction that holds the series. True when the text is another one; of published notes that is a correction.
    Raises NotAllowed for a note-taker once they are frozen, RefusedInput for names in published notes that have none."""
    require_open(notes, now, actor)
    before = notes.text
    notes.text = Notes.as_kept(text)
    if notes.text == before:
        return False
    if notes.stage == PUBLISHED:
        refuse_names(notes)
    notes.version, notes.changed_at = notes.version + 1, now
    if notes.stage == PUBLISHED:
        notes.corrected_at = now
    notes.save(update_fields=["text", "version", "changed_at", "corrected_at"])
    _keep_revision(notes, now=now, actor=actor, how=how)
    derive(notes, now)
    if notes.is_public:
        bump_content_version()
    return True


def require_open(notes: Notes, now: dt.datetime, actor: Actor) -> None:
    """Who keeps the record may write notes; once they are frozen only who runs the group."""
    require(actor, Verb.KEEP_RECORD, *notes.series.holders)
    days = Community.the().notes_frozen_days
    if is_frozen(notes.date, now, days) and not actor.may(Verb.CHANGE_DATE, *notes.series.holders):
        raise NotAllowed("notes-frozen", days=days)


def is_frozen(date: dt.date | None, now: dt.datetime, days: int) -> bool:
    return date is not None and now.date() > date + dt.timedelta(days=days)


def refuse_names(notes: Notes) -> None:
    """Raises RefusedInput for names in notes that are to have none."""
    if names := names_of(notes):
        raise RefusedInput("notes-with-names", names=", ".join(names))


def names_of(notes: Notes) -> list[str]:
    return names_in(notes.text, read_notes(notes.text, day=notes.date)) if notes.is_nameless else []


def _keep_revision(notes: Notes, *, now: dt.datetime, actor: Actor, how: str = "typed") -> NotesRevision:
    """What the same person goes on typing is one revision; of nameless notes nobody is remembered."""
    user, name = (None, "") if notes.is_nameless else (actor.user, actor.name)
    last = notes.revisions.order_by("-number").first()
    is_public = notes.stage == PUBLISHED
    if last and how == last.how == "typed" and _goes_on(last, notes, user, now):
        last.text, last.at = notes.text, now
        last.save(update_fields=["text", "at"])
        return last
    number = (notes.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    return NotesRevision.objects.create(
        notes=notes,
        number=number,
        text=notes.text,
        at=now,
        user_id=user,
        name=name,
        how=how,
        is_public=is_public,
    )


def _goes_on(last: NotesRevision, notes: Notes, user: int | None, now: dt.datetime) -> bool:
    """Not over what people have read: that is a revision that stays. Of nameless notes whoever types goes on."""
    is_same = last.user_id == user and (user is not None or notes.is_nameless)
    return is_same and now - last.at < Notes.TOGETHER and not last.is_public


def publish_notes(
    notes: Notes, *, version: int, now: dt.datetime, actor: Actor, tell: bool | None = False
) -> Notes:
    """With `tell` who asked for notes is told, with None where that is usual (`is_worth_telling`). Raises Conflict when the
    text was changed since `version`, and as `write_text`."""
    require_open(notes, now, actor)
    with transaction.atomic():
        lock_series([notes.series_id])
        fresh = lock(notes)
        if fresh.version != version:
            raise Conflict("notes-changed")
        tell = is_worth_telling(fresh, now) if tell is None else tell
        refuse_names(fresh)
        with told_change(fresh, "notes-published", now, actor, tell=tell) as changes:
            changes.set(fresh, stage=PUBLISHED, published_at=fresh.published_at or now)
            derive(fresh, now)
        fresh.revisions.filter(pk=fresh.revisions.order_by("-number").values("pk")[:1]).update(is_public=True)
    return fresh


def told_change(
    notes: Notes,
    kind: str,
    now: dt.datetime,
    actor: Actor,
    *,
    tell: bool = False,
    becomes_nameless: bool = False,
) -> AbstractContextManager[Changes]:
    """A change of these notes. Of nameless ones, and of making them so, the history says no name."""
    require(actor, Verb.KEEP_RECORD, *notes.series.holders)
    facts = {"title": notes.title or notes.series.title, "date": f"{notes.date:%Y%m%d}" if notes.date else ""}
    by = replace(actor, name="") if notes.is_nameless or becomes_nameless else actor
    series = notes.series
    return change_set(now, by, kind, facts, group=series.group, series=series, tell=tell)
