"""The memory of one origin, an import's kind or an outside calendar: what each thing there was when last read, and
which of our rows it is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commonhour.actions.many_rows import insert_whole, new_keys, update_rows
from commonhour.models import ExternalRef, Source

_KEY_LENGTH = 400


def origin_of(source: Source) -> str:
    """Under which name the memory of a calendar is kept."""
    return f"source {source.pk}"


@dataclass
class Memory:
    """Read once, asked often, written at the end."""

    origin: str
    refs: dict[tuple[str, str], ExternalRef] = field(default_factory=dict)
    unkept: dict[tuple[str, str], ExternalRef] = field(default_factory=dict)  # not written yet

    def recall(self) -> None:
        self.keep()
        rows = ExternalRef.objects.filter(origin=self.origin)
        self.refs = {(ref.noun, ref.key): ref for ref in rows}

    def ref(self, noun: str, key: str) -> ExternalRef | None:
        return self.refs.get((noun, short_key(key)))

    def last(self, noun: str, key: str) -> dict[str, Any]:
        """The fields of a thing when it was last read; empty when it never was."""
        ref = self.ref(noun, key)
        return dict(ref.fields) if ref else {}

    def remember(self, noun: str, key: str, object_id: int, fields: Mapping[str, Any]) -> ExternalRef:
        """Keep what it is there now, as the middle side of the next merge."""
        ref = self.ref(noun, key)
        ref = ref or ExternalRef(origin=self.origin, noun=noun, key=short_key(key), object_id=0)
        if ref.pk is None or (ref.object_id, ref.fields) != (object_id, dict(fields)):
            ref.object_id, ref.fields = object_id, dict(fields)
            self.unkept[(noun, ref.key)] = ref
        self.refs[(noun, ref.key)] = ref
        return ref

    def rename(self, noun: str, old: str, new: str) -> None:
        """What was known under one key goes on under another."""
        ref = self.refs.pop((noun, short_key(old)), None)
        if ref is not None:
            if self.ref(noun, new):
                self.forget(noun, new)
            if self.unkept.pop((noun, ref.key), None):
                self.unkept[(noun, short_key(new))] = ref
            ref.key = short_key(new)
            if ref.pk is not None:
                ref.save(update_fields=["key"])
            self.refs[(noun, ref.key)] = ref

    def forget(self, noun: str, key: str) -> None:
        ref = self.refs.pop((noun, short_key(key)))
        self.unkept.pop((noun, ref.key), None)
        if ref.pk is not None:
            ref.delete()

    def keep(self) -> None:
        """Write what is to be remembered, all at once; before anybody else reads it, and at the end."""
        fresh = [ref for ref in self.unkept.values() if ref.pk is None]
        known = [ref for ref in self.unkept.values() if ref.pk is not None]
        for ref, key in zip(fresh, new_keys(ExternalRef, len(fresh)) if fresh else (), strict=True):
            ref.pk = key
        insert_whole(fresh)
        update_rows(
            ExternalRef, ["object_id", "fields"], [(ref.object_id, ref.fields, ref.pk) for ref in known]
        )
        self.unkept.clear()


def short_key(key: str) -> str:
    """A key as the table keeps it; a longer one is known by its digest."""
    return key if len(key) <= _KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()
