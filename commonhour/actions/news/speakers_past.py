"""What the past says of a speaker who asked not to be named: nothing any more."""

import hashlib
from collections.abc import Collection
from typing import Any

from commonhour.core.finding import with_texts
from commonhour.core.speakers import without_name
from commonhour.models import Change, ChangeSet, ExternalRef, Import, KeptRows

_BATCH = 200
_OF_TALKS = ("session", "proposal", "proposalspeaker")


def forget_names(names: Collection[str]) -> None:
    """In the history, in what imports remember and found, and in what undo would write again: those changes can be taken
    back no longer."""
    _forget_keys(names)
    for model, columns, rows in (
        (ChangeSet, ("facts",), ChangeSet.objects.all()),
        (Change, ("before", "after"), Change.objects.filter(noun__in=_OF_TALKS)),
        (ExternalRef, ("fields",), ExternalRef.objects.filter(noun__in=_OF_TALKS)),
        (Import, ("findings", "unplaced"), Import.objects.all()),
    ):
        _rewrite(model, columns, rows, names)
    kept = [row.pk for row in KeptRows.objects.order_by().iterator(_BATCH) if _holds(row.rows, names)]
    KeptRows.objects.filter(pk__in=kept).delete()


def _forget_keys(names: Collection[str]) -> None:
    """Under a key that is made of the title, which holds the name."""
    for ref in ExternalRef.objects.filter(noun__in=_OF_TALKS):
        title = str(ref.fields.get("title", ""))
        if _without(title, names) != title:
            ref.key = hashlib.sha256(ref.key.encode()).hexdigest()
            ref.save(update_fields=["key"])


def _rewrite(model: Any, columns: Collection[str], rows: Any, names: Collection[str]) -> None:
    found = []
    for row in rows.order_by().iterator(_BATCH):
        said = {column: _without(getattr(row, column), names) for column in columns}
        if any(getattr(row, column) != value for column, value in said.items()):
            for column, value in said.items():
                setattr(row, column, value)
            found.append(row)
    model._default_manager.bulk_update(found, columns, batch_size=_BATCH)


def _without(value: Any, names: Collection[str]) -> Any:
    def plain(text: str) -> str:
        for name in names:
            text = without_name(text, name)
        return text

    return with_texts(value, plain)


def _holds(rows: list[list[Any]], names: Collection[str]) -> bool:
    theirs = [row for row in rows if row[0] in _OF_TALKS]
    return bool(theirs) and _without(theirs, names) != theirs
