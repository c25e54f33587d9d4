"""A Run: what one import carries along, and its memory of what each thing was when last imported."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from commonhour.actions.news.change_set import Changes
from commonhour.actions.upstream.ahead import Ahead
from commonhour.actions.upstream.fresh_rows import FreshRows
from commonhour.actions.upstream.memory import Memory, short_key
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, Match
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import name_key
from commonhour.core.merge import Disagreement, MergedFields, merge_fields, shown
from commonhour.core.schedule import schedule as core
from commonhour.models import Group, Import, Schedule, Series, Space

_IDS_AT_ONCE = 5_000
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
    ahead: Ahead
    chosen: Group | None = None
    found: dict[tuple[str, str], models.Model] = field(default_factory=dict)
    touched: dict[int, Schedule] = field(default_factory=dict)  # schedules whose dates must be made anew
    uids: dict[str, tuple[int, int]] = field(default_factory=dict)  # own UID → its schedule and its series
    slugs: set[str] = field(default_factory=set)  # of all series
    fresh: set[int] = field(default_factory=set)  # series made in this run: nothing hangs on them yet
    rows: FreshRows = field(default_factory=FreshRows)
    _by_name: dict[int | None, dict[str, dict[int, Series]]] = field(default_factory=dict)
    _claimed: dict[str, set[int]] = field(default_factory=dict)
    _keys: dict[tuple[str, int], str] = field(default_factory=dict)  # what the draft calls a row of ours

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
        self.rows.write()
        self.memory.recall()
        self._claimed.clear()
        self._by_name.clear()
        for name in ("known_series", "waiting_groups", "schedule_ids", "_parts"):
            self.__dict__.pop(name, None)  # asked for anew
        own = Schedule.objects.filter(source=None).values_list("uid", "pk", "series_id")
        self.uids = {uid: (pk, series) for uid, pk, series in own}
        self.slugs = set(Series.every.values_list("slug", flat=True))

    @cached_property
    def schedule_ids(self) -> set[int]:
        """Our own schedules that were here before."""
        return {key for key, _ in self.uids.values()}

    def sound(self, schedule: core.Schedule) -> core.Schedule:
        """As it is kept. Raises RefusedInput for one that cannot be."""
        return self.ahead.kept(schedule, self.now)

    @cached_property
    def present(self) -> dict[str, set[str]]:
        """The keys of each noun in the draft: a memory under another key is free for a thing that was renamed."""
        return {
            "group": {short_key(one.slug) for one in self.draft.groups},
            "series": {short_key(one.slug) for one in self.draft.series},
        }

    def claimed(self, noun: str) -> set[int]:
        """Rows that a thing of this draft already is."""
        if noun not in self._claimed:
            refs = (self.memory.refs.get((noun, key)) for key in self.present[noun])
            self._claimed[noun] = {ref.object_id for ref in refs if ref is not None}
        return self._claimed[noun]

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The hub's groups by their slugs, for lists of calls: those do not change them."""
        return {group.slug: group for group in Group.objects.all()}

    @cached_property
    def known_series(self) -> dict[int, Series]:
        """The series that were here before, as far as this origin remembers them."""
        keys = [ref.object_id for (noun, _), ref in self.memory.refs.items() if noun == "series"]
        parts = (keys[start : start + _IDS_AT_ONCE] for start in range(0, len(keys), _IDS_AT_ONCE))
        rows = Series.objects.select_related("group")
        return {row.pk: row for part in parts for row in rows.filter(pk__in=part)}

    @cached_property
    def _parts(self) -> dict[int, list[Schedule]]:
        found: dict[int, list[Schedule]] = defaultdict(list)
        for row in Schedule.objects.filter(source=None).prefetch_related("overrides"):
            found[row.series_id].append(row)
        return found

    def parts_of(self, series: Series) -> list[Schedule]:
        """The schedules of our own that a series had before this run."""
        return self._parts.get(series.pk, [])

    def series_by_id(self, key: int) -> Series | None:
        """One that was here before, or that this run made."""
        found = self.known_series.get(key)
        if found is None:
            self.rows.write()
            found = Series.objects.select_related("group").filter(pk=key).first()
        return found

    def named_alike(self, group: Group | None, slug: str, title: str) -> list[Series]:
        """Our own series in this group that were here before, with this slug or title."""
        key = group.pk if group else None
        if key not in self._by_name:
            self._by_name[key] = defaultdict(dict)
            for row in Series.objects.filter(group=group, source=None):
                for name in (row.slug, name_key(row.title)):
                    self._by_name[key][name][row.pk] = row
        named = self._by_name[key]
        return list({**named.get(slug, {}), **named.get(name_key(title), {})}.values())

    @cached_property
    def waiting_groups(self) -> set[int | None]:
        """The groups that have a series whose question a call may answer."""
        waiting = Series.objects.undecided().filter(schedules=None, source=None).order_by()
        return set(waiting.values_list("group_id", flat=True))

    def renamed(self, noun: str, key: str, row: models.Model) -> None:
        """A row found by its name goes on with its memory, which stood under the key it had before."""
        present = self.present[noun]
        for (n, old), ref in self.memory.refs.items():
            if n == noun and ref.object_id == row.pk and old not in present:
                self.memory.rename(n, old, key)
                return

    def remember(self, noun: str, key: str, row: models.Model, fields: Mapping[str, Any]) -> None:
        """Keep what it is there now, and which row it is."""
        self.finds(noun, key, row)
        self.memory.remember(noun, key, row.pk, fields)

    def finds(self, noun: str, key: str, row: models.Model) -> None:
        """Which row of ours a thing of the draft is."""
        self.found[(noun, key)] = row
        self._keys[(noun, row.pk)] = key
        if noun in self.present:
            self.claimed(noun).add(row.pk)

    def key_of(self, noun: str, row: Space | Group | Series) -> str:
        """What the draft calls a row of ours."""
        return self._keys.get((noun, row.pk), row.slug)

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
