"""What is known while a list of named things is read: the things so far, and which key was taken for what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from commonhour.core.draft import DraftGroup
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.keys import is_private, meaning_of
from commonhour.formats.catalogue.seasons import SeasonalCall
from commonhour.formats.catalogue.tables import Table, Value, every_table
from commonhour.formats.catalogue.told_calls import ToldCall

_ONLY_ONE = {"kind", "state", "parent", "about"}  # of these a thing has one


@dataclass(slots=True)
class Thing:
    """`table` is where it stands first, `own` the call that is told by its own keys."""

    group: DraftGroup
    own: ToldCall
    table: Table
    slug: str  # as the file has it, "" when it gives none
    calls: list[ToldCall] = field(default_factory=list)
    parent: str = ""
    people: set[tuple[str, str]] = field(default_factory=set)  # names with their roles
    has_call: bool = False  # it stands in a list of calls


@dataclass(slots=True)
class ListReading:
    catalogue: Catalogue
    keys: dict[str, dict[str, int]] = field(
        default_factory=dict
    )  # by their meaning, with the first line of each
    things: list[Thing] = field(default_factory=list)
    entries: list[SeasonalCall] = field(default_factory=list)
    _named: dict[tuple[str, str], Thing] = field(default_factory=dict)  # by name and by what holds it
    _private: set[int] = field(default_factory=set)  # tables, by their identity

    def took(self, meaning: str, key: str, line: int) -> None:
        self.keys.setdefault(meaning, {}).setdefault(key, line)

    def close(self, roots: Iterable[Value]) -> None:
        """Remembers what says that it is not for everybody, with all that stands in it."""
        marked = [one for root in roots for one in every_table(root) if is_private(one)]
        self._private = {id(inner) for one in marked for inner in every_table(one)}

    def is_closed(self, table: Table) -> bool:
        """True, with a finding, for what is left out whole."""
        if id(table) in self._private:
            self.catalogue.find("private-event", table.line, "marked")
        return id(table) in self._private

    def thing(self, name: str, slug: str, kind: str, table: Table, holder: str) -> Thing:
        """A new one; the one of that name in the same list when that says the same of itself and has no other slug."""
        known = self._named.get((name.casefold(), holder))
        if known and (known.slug == slug or not known.slug or not slug) and _agree(known.table, table):
            return known
        group = self.catalogue.group(name, slug or name, table.line, kind)
        if known:
            self.catalogue.find("contradiction", table.line, "two-groups", name=group.name)
        made = self._named[name.casefold(), holder] = Thing(group, ToldCall(table.line), table, slug)
        self.things.append(made)
        return made


def _agree(one: Table, two: Table) -> bool:
    said, also = (
        {meaning_of(key): text for key, text in table.values.items() if isinstance(text, str)}
        for table in (one, two)
    )
    return all(said[name] == also[name] for name in _ONLY_ONE & said.keys() & also.keys())
