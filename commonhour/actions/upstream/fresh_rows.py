"""New rows of one import: each has its key from the start, and all are written together, so that the lock is short."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models

from commonhour.actions.many_rows import insert_whole, new_keys
from commonhour.actions.news.change_set import Changes

_AT_ONCE = 500  # keys taken together


@dataclass
class FreshRows:
    """`add` what others may point to; `write` before anybody asks the database for it, and at the end."""

    waiting: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[type[models.Model], Iterator[int]] = field(default_factory=dict)

    def add(self, changes: Changes, row: models.Model) -> None:
        self.put(row)
        changes.record(row, "", None, str(row))

    def put(self, row: models.Model) -> None:
        """Without a word in the history."""
        row.pk = self._key(type(row))
        self.waiting[type(row)].append(row)

    def write(self) -> None:
        for rows in self.waiting.values():
            insert_whole(rows)
        self.waiting.clear()

    def _key(self, model: type[models.Model]) -> int:
        key = next(self.keys.get(model, iter(())), None)
        if key is None:
            self.keys[model] = iter(new_keys(model, _AT_ONCE))
            key = next(self.keys[model])
        return key
