"""Every write is one transaction with one ChangeSet: what changed, by whom, and a new content version."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import F

from commonhour.actions.many_rows import insert_rows
from commonhour.actions.news import notices
from commonhour.actions.news.kept import Image, Key, differences, image_of, images_at, images_of, plain
from commonhour.actions.search.index import TOUCHING, follow
from commonhour.core.happening import Happened, Seen, what_happened
from commonhour.core.rights import Actor, Role
from commonhour.models import Change, ChangeSet, Community, Group, KeptRows, Schedule, Series

# What no public page shows: it leaves every kept answer as it is.
UNSEEN = frozenset({
    "destination-added", "destination-edited", "destination-removed", "destination-secret", "destination-started",
    "destination-stopped", "finding-set-aside", "finding-taken-up", "link-ended", "link-made", "proposal-shown", "remark-added", "remark-removed", "review-given", "review-looked-on",
    "step-left-out",
})  # fmt: skip
# What no one person did here: the next copy or the same file again would write it once more.
UNKEPT = frozenset({"cancellations-left-out", "dates-made", "imported", "source-read", "zone-data"})
# Never in the history: what they are stays sealed.
_SEALED = frozenset({"jointarget"})
_SEALED_FIELD = "address_sealed"


class Remembered(NamedTuple):
    """A row of `Change` that is still to be written: a model of each would take longer than to write them."""

    change_set_id: int
    noun: str
    object_id: int
    field: str
    before: Any
    after: Any
    series_id: int | None


@dataclass
class Changes:
    """Collects what one action changed. `set` writes a row's fields and remembers before and after."""

    row: ChangeSet
    rows: list[Remembered] = field(default_factory=list)
    before: dict[Key, Image | None] = field(default_factory=dict)
    scopes: list[Key] = field(default_factory=list)
    touched: dict[Key, set[str]] = field(
        default_factory=dict
    )  # what the search knows, with the fields written

    def keep(self, row: Series | Group | Community) -> None:
        """Remember all that belongs to it as it is now, before any of it is written."""
        if self.row.kind not in UNKEPT and _key(row) not in self.scopes:
            self.before = {**images_of(*_key(row)), **self.before}
            self.scopes.append(_key(row))

    def keep_rows(self, noun: str, keys: Iterable[int]) -> None:
        """Remember these rows as they are now, where all that belongs to their series would be too much."""
        self.before = {**images_at((noun, key) for key in keys), **self.before}

    def keep_new(self, noun: str, keys: Iterable[int]) -> None:
        """Those of these rows that were not kept came to be."""
        for key in keys:
            self.before.setdefault((noun, key), None)

    def write(self) -> None:
        """Write what was remembered."""
        insert_rows(Change, Remembered._fields, self.rows)

    def record(self, obj: models.Model, name: str, before: Any, after: Any) -> None:
        if name == _SEALED_FIELD and before != after:
            self._remember(obj._meta.model_name or "", obj.pk, name, "earlier", "kept")
        elif before != after and obj._meta.model_name not in _SEALED:
            self._remember(obj._meta.model_name or "", obj.pk, name, before, after)

    def happened(self, date: int, series: int, before: Seen | None, after: Seen | None) -> None:
        """What a reader sees otherwise of one date, by the id of its row and of its series."""
        for one in what_happened(before, after):
            was, now = (side.as_json() if side else None for side in (before, after))
            self._remember("occurrence", date, one.value, was, now, series=series)

    def relocated(self, series: Series, before: str | None, after: str | None) -> None:
        """A series has another way to join: "kept" where there was none, "earlier" and None for what was and is not.
        What it is stays sealed."""
        self._remember("series", series.pk, Happened.RELOCATED.value, before, after, series=series.pk)

    def overridden(self, schedule: Schedule, recurrence_id: str, before: Any, after: Any) -> None:
        """The override of one instance, all it said before and says after; None where there is none."""
        if before != after:
            self._remember("override", schedule.pk, recurrence_id, before, after, series=schedule.series_id)

    def _remember(
        self, noun: str, key: int, name: str, before: Any, after: Any, series: int | None = None
    ) -> None:
        self.rows.append(Remembered(self.row.pk, noun, key, name, before, after, series))
        if noun in TOUCHING:
            self.touched.setdefault((noun, key), set()).add(name)

    def set(self, obj: models.Model, **fields: Any) -> list[str]:
        """Give `obj` these fields and save it; returns the names that really changed."""
        changed = [name for name, value in fields.items() if getattr(obj, name) != value]
        known = self.before.setdefault(_key(obj), {})
        for name in changed:
            if known is not None:
                attname = obj._meta.get_field(name).attname  # type: ignore[union-attr]
                known.setdefault(attname, plain(getattr(obj, attname)))
            self.record(obj, name, plain(getattr(obj, name)), plain(fields[name]))
            setattr(obj, name, fields[name])
        if changed:
            obj.save(update_fields=changed)
        return changed

    def add(self, obj: models.Model) -> None:
        """Save a new row and remember that it came to be."""
        obj.save()
        self.before.setdefault(_key(obj), None)
        if isinstance(obj, Series | Group):
            self.scopes.append(_key(obj))
        self.record(obj, "", None, str(obj))

    def remove(self, obj: models.Model) -> None:
        known = self.before.setdefault(_key(obj), {})
        if known is not None:
            self.before[_key(obj)] = {**image_of(obj), **known}
        self.record(obj, "", str(obj), None)
        obj.delete()

    def belongs_to(self, **pages: Group | Series) -> None:
        """The page whose history it belongs to, where that is known only now."""
        for name, row in pages.items():
            setattr(self.row, name, row)
        self.row.save(update_fields=list(pages))

    def kept(self) -> list[list[Any]]:
        """What there is to take back."""
        after = images_at(self.before)
        for scope in self.scopes:
            after |= images_of(*scope)
        return differences(self.before, after)

    def tell(self, **facts: Any) -> None:
        """Facts that are known only now."""
        self.row.facts = {**self.row.facts, **facts}
        self.row.save(update_fields=["facts"])


@contextmanager
def change_set(
    now: dt.datetime,
    actor: Actor,
    kind: str,
    facts: Mapping[str, Any] | None = None,
    *,
    group: Group | None = None,
    series: Series | None = None,
    undoes: ChangeSet | None = None,
    tell: bool = False,
) -> Iterator[Changes]:
    """One transaction. Whatever is recorded inside is kept with it; nothing recorded leaves no ChangeSet.

    `kind` is one of `core.speech.changes`, `facts` are the values its words need. The content version grows in the
    same transaction, so every surface shows the change on its next request. With `tell` whoever asked to hear of it is
    written to; what undoes a change that is being told takes that back.
    """
    with transaction.atomic():
        row = ChangeSet.objects.create(
            at=now, actor_id=actor.user, actor_kind=actor.kind, actor_role=_role(actor), actor_name=actor.name,
            kind=kind, facts=dict(facts or {}), group=group, series=series, undoes=undoes,
        )  # fmt: skip
        changes = Changes(row)
        if series or group:
            changes.keep(series or group)  # type: ignore[arg-type]
        yield changes
        if changes.touched:
            follow(changes.touched)
        if changes.rows:
            changes.write()
            if kind not in UNKEPT and (kept := changes.kept()):
                KeptRows.objects.create(change_set=row, rows=kept)
            if kind not in UNSEEN:
                bump_content_version()
            _tell(row, now, tell)
        else:
            row.delete()


def _tell(row: ChangeSet, now: dt.datetime, is_told: bool) -> None:
    if is_told:
        notices.tell(row, now)
    elif row.undoes:
        notices.take_back(row.undoes, row, now)
    else:
        notices.put_off(row, now)


@contextmanager
def going_on(row: ChangeSet) -> Iterator[Changes]:
    """A further transaction of a change that was acknowledged already: what follows from it, in slices."""
    with transaction.atomic():
        changes = Changes(row)
        yield changes
        follow(changes.touched)
        changes.write()
        bump_content_version()


def _role(actor: Actor) -> str:
    """The highest of their roles, for people without a name."""
    roles = {one.role for one in actor.grants}
    return next((role.value for role in Role if role in roles), "")


def bump_content_version() -> None:
    Community.the()
    Community.objects.filter(id=1).update(content_version=F("content_version") + 1)


def _key(obj: models.Model) -> Key:
    return obj._meta.model_name or "", obj.pk
