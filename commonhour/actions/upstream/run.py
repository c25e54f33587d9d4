"""A Run: what one import carries along, and its memory of what each thing was when last imported."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from commonhour.actions.news.change_set import Changes
from commonhour.actions.upstream.memory import Memory, short_key
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, Match
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import name_key
from commonhour.core.merge import Disagreement, MergedFields, merge_fields, shown
from commonhour.models import Group, Import, Schedule, Series

CALL_KINDS = ("calendar", "rust-calendar", "yaml2ics")


_COUNTED = {
    "space": ("space", "spaces"),
    "group": ("group", "groups"),
    "series": ("series", "series"),
    "schedule": ("schedule", "schedules"),
    "session": ("session", "sessions"),
    "source": ("calendar", "calendars"),
    "person": ("person", "people"),
    "channel": ("channel", "channels"),
    "goal": ("goal", "goals"),
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `findings` and `matches` are also kept with `row`."""

    row: Import
    added: dict[str, int]
    changed: dict[str, int]
    findings: tuple[Finding, ...]
    matches: tuple[Match, ...]

    @property
    def summary(self) -> str:
        """What happened, in one line: "added 3 groups and 5 series; 2 findings"."""
        parts = [f"{verb} {_counted(counts)}" for verb, counts in (("added", self.added), ("changed", self.changed))
                 if _counted(counts)]  # fmt: skip
        number = len(self.findings)
        said_findings = f"{number} finding{'' if number == 1 else 's'}" if number else "no findings"
        return "; ".join([*(parts or ["nothing changed"]), said_findings])


def _counted(counts: Mapping[str, int]) -> str:
    """ "3 groups and 5 series", the nouns people know only."""
    parts = [
        f"{counts[noun]} {names[counts[noun] != 1]}" for noun, names in _COUNTED.items() if counts.get(noun)
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


@dataclass
class Run:
    """`origin` is the kind of what is imported; `chosen` the group a person put everything into."""

    changes: Changes
    draft: Draft
    now: dt.datetime
    name: str
    chosen: Group | None = None
    found: dict[tuple[str, str], models.Model] = field(default_factory=dict)
    touched: dict[int, Schedule] = field(default_factory=dict)  # schedules whose dates must be made anew
    uids: dict[str, tuple[int, int]] = field(default_factory=dict)  # own UID → its schedule and its series
    slugs: set[str] = field(default_factory=set)  # of all series
    fresh: set[int] = field(default_factory=set)  # series made in this run: nothing hangs on them yet

    @cached_property
    def memory(self) -> Memory:
        return Memory(self.origin)

    @cached_property
    def group_names(self) -> set[str]:
        """What the hub's groups are called, for comparing."""
        return {name_key(name) for name in Group.objects.values_list("name", flat=True)}

    @cached_property
    def counted_anew(self) -> set[str]:
        """The series whose first date nobody gave: those assumed, and those that an answer counts from today on."""
        assumed = {one.series.slug for one in assumed_starts(self.draft)}
        return assumed | {one.slug for one in self.draft.series if {"question", "start"} & one.as_read.keys()}

    @property
    def origin(self) -> str:
        return self.draft.kind

    @property
    def holds_calls(self) -> bool:
        """True for lists of calls that may be anybody's, which are matched to groups; other kinds say whose they are."""
        return self.origin in CALL_KINDS

    def recall(self) -> None:
        """Read the memory of all earlier imports of this origin, and what is taken, once instead of each time."""
        self.memory.recall()
        own = Schedule.objects.filter(source=None).values_list("uid", "pk", "series_id")
        self.uids = {uid: (pk, series) for uid, pk, series in own}
        self.slugs = set(Series.every.values_list("slug", flat=True))

    def present(self, noun: str) -> set[str]:
        """The keys of this noun in the draft: a memory under another key is free for a thing that was renamed."""
        keys = {
            "group": [one.slug for one in self.draft.groups],
            "series": [one.slug for one in self.draft.series],
        }
        return {short_key(key) for key in keys[noun]}

    def claimed(self, noun: str) -> set[int]:
        """Rows that a thing of this draft already is."""
        present = self.present(noun)
        return {ref.object_id for (n, key), ref in self.memory.refs.items() if n == noun and key in present}

    def renamed(self, noun: str, key: str, row: models.Model) -> None:
        """A row found by its name goes on with its memory, which stood under the key it had before."""
        present = self.present(noun)
        for (n, old), ref in self.memory.refs.items():
            if n == noun and ref.object_id == row.pk and old not in present:
                self.memory.rename(n, old, key)
                return

    def remember(self, noun: str, key: str, row: models.Model, fields: Mapping[str, Any]) -> None:
        """Keep what it is there now, and which row it is."""
        self.found[(noun, key)] = row
        self.memory.remember(noun, key, row.pk, fields)

    def find(self, code: str, where: str, case: str = "", /, **facts: Any) -> None:
        self.draft.note(notice(code, where or self.name, case, **facts))

    def report_both(self, what: str, where: str, disagreements: list[Disagreement]) -> None:
        """Both sides changed it: ours was kept, and both are shown."""
        for one in disagreements:
            self.find(
                "kept-both", where, what=what, field=one.field, theirs=shown(one.theirs), ours=shown(one.ours)
            )

    def merged(
        self, noun: str, key: str, theirs: Mapping[str, Any], ours: Mapping[str, Any], what: str, where: str
    ) -> MergedFields:
        """The three-way merge of one thing's plain fields, its disagreements reported."""
        last = self.memory.last(noun, key)
        both = merge_fields({name: last[name] for name in theirs if name in last}, theirs, ours)
        self.report_both(what, where, both.disagreements)
        return both


def clipped(model: type[models.Model], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Texts no longer than their columns: PostgreSQL refuses what SQLite lets pass."""
    found = dict(fields)
    for name, value in fields.items():
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and limit and len(value) > limit:
            found[name] = value[: limit - 1] + "…"
    return found
