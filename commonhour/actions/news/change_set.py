"""Every write is one transaction with one ChangeSet: what changed, by whom, and a new content version."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F

from commonhour.models import Change, ChangeSet, Community, Group, Series, User


@dataclass
class Changes:
    """Collects what one action changed. `set` writes a row's fields and remembers before and after."""

    row: ChangeSet
    rows: list[Change] = field(default_factory=list)

    def record(self, obj: models.Model, name: str, before: Any, after: Any) -> None:
        if before != after:
            noun = obj._meta.model_name or ""
            self.rows.append(
                Change(
                    change_set=self.row, noun=noun, object_id=obj.pk, field=name, before=before, after=after
                )
            )

    def set(self, obj: models.Model, **fields: Any) -> list[str]:
        """Give `obj` these fields and save it; returns the names that really changed."""
        changed = [name for name, value in fields.items() if getattr(obj, name) != value]
        for name in changed:
            self.record(obj, name, plain(getattr(obj, name)), plain(fields[name]))
            setattr(obj, name, fields[name])
        if changed:
            obj.save(update_fields=changed)
        return changed

    def add(self, obj: models.Model) -> None:
        """Save a new row and remember that it came to be."""
        obj.save()
        self.record(obj, "", None, str(obj))

    def remove(self, obj: models.Model) -> None:
        self.record(obj, "", str(obj), None)
        obj.delete()


@contextmanager
def change_set(
    now: dt.datetime,
    actor: User | None,
    summary: str,
    *,
    group: Group | None = None,
    series: Series | None = None,
) -> Iterator[Changes]:
    """One transaction. Whatever is recorded inside is kept with it; nothing recorded leaves no ChangeSet.

    The content version grows in the same transaction, so every surface shows the change on its next request.
    """
    with transaction.atomic():
        name = actor.public_name if actor else ""
        row = ChangeSet.objects.create(
            at=now, actor=actor, actor_name=name, summary=summary[:500], group=group, series=series
        )
        changes = Changes(row)
        yield changes
        if changes.rows:
            Change.objects.bulk_create(changes.rows)
            bump_content_version()
        else:
            row.delete()


def bump_content_version() -> None:
    Community.the()
    Community.objects.filter(id=1).update(content_version=F("content_version") + 1)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: rows by their id, dates as text."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value
