"""Taking a change back: from what its change set remembers, on whatever device, and only while it still holds."""

import datetime as dt

from commonhour.actions.answer import take_back_answer
from commonhour.actions.dates.overrides import override_from
from commonhour.actions.dismissal import take_up_again
from commonhour.actions.occurrence import put_back_occurrence
from commonhour.core.rights import Actor
from commonhour.core.schedule import schedule as core
from commonhour.errors import Conflict, NotFound
from commonhour.models import ChangeSet, Occurrence
from commonhour.reads.undo import OF_ANSWERS, OF_DATES, PROMINENT, UNDOABLE


def undo(change_set: int, *, now: dt.datetime, actor: Actor) -> ChangeSet:
    """Take back a change set by its id, and return it. Raises Conflict when it was taken back already, is older than
    ten minutes, or something was changed since; NotAllowed for who may not change what it changed."""
    row = ChangeSet.objects.select_related("series").filter(pk=change_set).first()
    if row is None:
        raise NotFound("no-such-change")
    if row.is_undone or row.kind not in UNDOABLE or now - row.at > PROMINENT:
        raise Conflict("nothing-to-undo")
    if row.kind in OF_DATES:
        _undo_date(row, now, actor)
    elif row.kind in OF_ANSWERS:
        _undo_answer(row, now, actor)
    else:
        _undo_setting_aside(row, now, actor)
    return row


def _undo_date(row: ChangeSet, now: dt.datetime, actor: Actor) -> None:
    change = row.changes.filter(noun="override").first()
    date = (
        Occurrence.objects.select_related("series__group", "schedule")
        .filter(public_id=row.facts["id"])
        .first()
    )
    if change is None or date is None:
        raise NotFound("no-such-day")
    before, after = (
        override_from(change.field, facts) if facts else core.Override(change.field)
        for facts in (change.before, change.after)
    )
    put_back_occurrence(date, before, after, now=now, actor=actor, undoes=row)


def _undo_answer(row: ChangeSet, now: dt.datetime, actor: Actor) -> None:
    if row.series is None:
        raise NotFound("no-such-series")
    take_back_answer(row.series, row, now=now, actor=actor)


def _undo_setting_aside(row: ChangeSet, now: dt.datetime, actor: Actor) -> None:
    take_up_again(row.facts["key"], now=now, actor=actor, groups=row.facts["groups"], undoes=row)
