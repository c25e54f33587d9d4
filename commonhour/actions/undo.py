"""Taking a change back: every row as its change set found it, on whatever device, and only while nothing was built on it."""

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from commonhour.actions.lock import lock_series
from commonhour.actions.news.change_set import change_set
from commonhour.actions.news.kept import COUNTED, HOLDING, Found, Image, image_of, images_at, restored
from commonhour.actions.notes.writing import refuse_names, require_open
from commonhour.actions.rights import require, require_giving, require_letting_in
from commonhour.actions.taken_back import series_of, take_back
from commonhour.core.rights import Actor, Role, Verb
from commonhour.errors import Conflict, NotAllowed, NotFound
from commonhour.models import (
    Change,
    ChangeSet,
    Grant,
    KeptRows,
    Notes,
    Occurrence,
    Override,
    Proposal,
    Series,
    SignInLink,
)
from commonhour.models.notes import DRAFT, PUBLISHED
from commonhour.reads.undo import NEEDS, ONES_OWN, PROMINENT, right_to_undo

_OF_ITSELF = frozenset({"occurrence", "externalref"})  # brought in line by what made them


def undo(key: int, *, now: dt.datetime, actor: Actor) -> ChangeSet:
    """Take back a change set by its id, and return it. Raises Conflict when it was taken back already or something
    was built on it since; NotAllowed for who may not change what it changed."""
    with transaction.atomic():
        kept = KeptRows.objects.filter(change_set=key).first()
        lock_series(series_of(_found(kept)) if kept else ())
        row, found = undoable(key, actor, now)
        facts = {"kind": row.kind, "facts": row.facts}
        try:
            by = replace(actor, name="") if _is_of_nameless(found) else actor
            with change_set(
                now, by, "undone", facts, group=row.group, series=row.series, undoes=row
            ) as changes:
                take_back(changes, found, now)
            if (
                row.kind == "speaker-unnamed"
            ):  # it is not done again by taking that back: it would leave the name behind
                KeptRows.objects.filter(change_set__undoes=row).delete()
        except IntegrityError as error:
            raise Conflict("built-upon") from error
    return row


def undoable(key: int, actor: Actor, now: dt.datetime) -> tuple[ChangeSet, Found]:
    """The change set with what it found and left. Raises as `undo`, and writes nothing."""
    rows = ChangeSet.objects.select_related("series", "group", "kept_rows", "undone_by")
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound("no-such-change")
    is_own_leaving = row.kind == "handed-over" and row.actor_id == actor.user and row.at > now - PROMINENT
    if not is_own_leaving:  # they have no right left to take it back by
        _require(row, actor)
    if row.is_undone or not row.has_kept_rows:
        raise Conflict("nothing-to-undo")
    found = _found(row.kept_rows)
    if not is_own_leaving:
        _require_grants(found, actor)
        _require_holders(found, actor)
    _refuse_over(row, now)
    _refuse_built_upon(row, found)
    _refuse_of_notes(row, found, now, actor)
    return row, found


def _found(kept: KeptRows) -> Found:
    return {(noun, pk): (before, after) for noun, pk, before, after in kept.rows}


def _require(row: ChangeSet, actor: Actor) -> None:
    """The right that the change needed; a "redo" needs that of what was undone."""
    first = row
    while first.undoes is not None:
        first = first.undoes
    if first.kind in ONES_OWN:
        if actor.user is None or first.actor_id != actor.user:
            raise NotAllowed("only-oneself")
        if first.kind != "renamed-oneself":
            require(actor, right_to_undo(first.kind), row.group)
    elif first.kind.startswith("finding-") or first.facts.get("groups") is not None:
        for group in first.facts.get("groups") or (None,):
            require(actor, right_to_undo(first.kind), group)
    elif first.kind in ("link-ended", "link-made"):
        _require_letting_in(first, actor)
    elif first.kind in NEEDS:
        require(actor, NEEDS[first.kind], row.group_id or (row.series.group_id if row.series else None))
    elif row.series is not None:
        verb = right_to_undo(first.kind)
        require(actor, verb, *([row.series.group_id] if verb == Verb.CHANGE_SERIES else row.series.holders))
        for owner in Series.objects.filter(sessions__in=_keys(first, "session")).distinct():
            require(actor, Verb.KEEP_RECORD, *owner.holders)
    elif row.group is not None:
        require(actor, Verb.CHANGE_GROUP, row.group)
    else:
        require(actor, Verb.CHANGE_COMMUNITY)


def _require_grants(found: Found, actor: Actor) -> None:
    """Whatever else it was: a role comes back, or goes, only by who may give it."""
    keys = [key for noun, key in found if noun == "grant"]
    present = {one.pk: one for one in Grant.objects.filter(pk__in=keys)}
    for (noun, key), sides in found.items():
        if noun == "grant":
            whole = next((side for side in sides if side and "role" in side), None)
            one = (whole["role"], whole["group_id"]) if whole else (present[key].role, present[key].group_id)
            require_giving(actor, Role(one[0]), one[1])


def _require_holders(found: Found, actor: Actor) -> None:
    """Of a series that stays: a group holds it, or holds it no more, only by who looks after that group."""
    for (noun, _), sides in found.items():
        for side in sides if noun == HOLDING._meta.model_name else ():
            if side and None not in found.get(("series", side["series_id"]), ()):
                require(actor, Verb.CHANGE_SERIES, side["group_id"])


def _require_letting_in(row: ChangeSet, actor: Actor) -> None:
    """Who made or ended a link may take that back as long as they may make one."""
    for link in SignInLink.objects.filter(pk__in=_keys(row, "signinlink")).select_related("user"):
        require_letting_in(actor, link.user)


def _keys(row: ChangeSet, noun: str) -> QuerySet[Change, int]:
    return row.changes.filter(noun=noun).order_by().values_list("object_id", flat=True)


def _refuse_over(row: ChangeSet, now: dt.datetime) -> None:
    """Of one date only, and that is over: what was cannot be changed, but for its record."""
    if (
        not row.kind.startswith("session-")
        and Occurrence.objects.filter(public_id=row.facts.get("id"), end__lte=now).exists()
    ):
        raise Conflict("meeting-over")


def _refuse_built_upon(row: ChangeSet, found: Found) -> None:
    """Raises Conflict when a row is not what the change left any more, or a date was changed since on a schedule that
    would go or be another one."""
    edited = {key: after for key, (_, after) in found.items() if key[0] not in _OF_ITSELF}
    present = images_at(edited)
    for key, after in edited.items():
        now = present.get(key)
        if (now is None) != (after is None) or (now and after and _differ(now, after)):
            raise Conflict("built-upon")
    schedules = [key for noun, key in found if noun == "schedule"]
    ours = [key for noun, key in found if noun == "override"]
    later = Override.objects.filter(schedule__in=schedules, changed_at__gt=row.at).exclude(pk__in=ours)
    if later.exists() or _has_later(row, found) or _has_proposals(found):
        raise Conflict("built-upon")


def _refuse_of_notes(row: ChangeSet, found: Found, now: dt.datetime, actor: Actor) -> None:
    """Raises as writing them does, and Conflict where it would publish what nobody published."""
    images = {key: before for (noun, key), (before, _) in found.items() if noun == "notes" and before}
    for notes in Notes.objects.filter(pk__in=images).select_related("series"):
        require_open(notes, now, actor)
        becomes = Notes(**restored("notes", image_of(notes) | images[notes.pk]))
        if becomes.stage == PUBLISHED and notes.stage != PUBLISHED and notes.changed_at > row.at:
            raise Conflict("built-upon")
        if becomes.stage != DRAFT:
            refuse_names(becomes)


def _is_of_nameless(found: Found) -> bool:
    """Whether it changes notes that have no names, before or afterwards."""
    images = {key: before or {} for (noun, key), (before, _) in found.items() if noun == "notes"}
    becoming = any(image.get("is_nameless") for image in images.values())
    return becoming or Notes.objects.filter(pk__in=images, is_nameless=True).exists()


def _differ(now: Image, after: Image) -> bool:
    return any(now[name] != value for name, value in after.items() if name not in COUNTED)


def _has_proposals(found: Found) -> bool:
    """True when somebody proposed something to a call for proposals that the change made."""
    made = [
        key for (noun, key), (before, _) in found.items() if noun == "callforproposals" and before is None
    ]
    return Proposal.objects.filter(call__in=made).exists()


def _has_later(row: ChangeSet, found: Found) -> bool:
    """True when the change made a series or a group, and something was done to that since."""
    made = {
        noun: key
        for (noun, key), (before, _) in found.items()
        if before is None and noun in ("series", "group")
    }
    later = ChangeSet.objects.filter(at__gte=row.at, pk__gt=row.pk, undoes=None, undone_by=None)
    return any(later.filter(**{noun: key}).exclude(kind="dates-made").exists() for noun, key in made.items())
