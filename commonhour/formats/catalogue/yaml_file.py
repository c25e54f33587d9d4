"""YAML into Tables, bounded while it is read: depth, number of values, and what its aliases stand for."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from commonhour.core.places.secrets import beginning
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.tables import DEPTH, NODES, Table, Value, decoded

_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet. `key` is a mapping's key that awaits its value."""

    value: Table | list[Value]
    anchor: str | None
    begun_at: int
    key: str | None = None
    key_line: int = 0


def read_yaml(body: bytes, where: str) -> list[Table]:
    """The mappings of a file, one for each of its documents. Raises as `yaml_values`."""
    tables = [root for root in yaml_values(body, where) if isinstance(root, Table)]
    if not tables:
        raise RefusedInput("no-mapping", where=where)
    return tables


def yaml_values(body: bytes, where: str) -> list[Value]:
    """What a file holds, one value for each of its documents. No tag makes an object: scalars stay text.

    Raises RefusedInput with the line, and TooLarge over the limits of `tables.py`.
    """
    text = decoded(body, where)
    builder = _Builder(where)
    try:
        for event in YAML(typ="safe", pure=True).parse(io.StringIO(text)):
            builder.take(event)
    except (YAMLError, ValueError, RecursionError) as error:
        raise RefusedInput("broken-yaml", problem=_problem(error), where=_place(error, where)) from error
    return builder.roots


def _problem(error: Exception) -> str:
    problem = getattr(error, "problem", None) or "it is not well formed"
    return beginning(" ".join(str(problem).split()), 120)


def _place(error: Exception, where: str) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{where}:{mark.line + 1}" if mark is not None else where


class _Builder:
    """Builds the values event by event, without recursion."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.roots: list[Value] = []
        self.count = 0
        self._open: list[_Open] = []
        self._anchored: dict[str, tuple[Value, int]] = {}

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, ScalarEvent):
            self._grow(1, line)
            self._place(_scalar(event), event.anchor, 1, line)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._end()
        elif isinstance(event, AliasEvent):
            self._alias(event, line)
        elif isinstance(event, DocumentEndEvent):
            self._anchored.clear()

    def _grow(self, number: int, line: int) -> None:
        self.count += number
        if self.count > NODES:
            raise TooLarge("file-too-many-values", most=NODES, where=f"{self.where}:{line}")

    def _begin(self, event: Any, line: int) -> None:
        self._grow(1, line)
        if len(self._open) >= DEPTH:
            raise TooLarge("file-too-deep", most=DEPTH, where=f"{self.where}:{line}")
        if self._open and isinstance(self._open[-1].value, Table) and self._open[-1].key is None:
            raise RefusedInput("yaml-key", where=f"{self.where}:{line}")
        value: Table | list[Value] = Table(line) if isinstance(event, MappingStartEvent) else []
        self._open.append(_Open(value, event.anchor, self.count))

    def _end(self) -> None:
        done = self._open.pop()
        size = self.count - done.begun_at + 1
        if isinstance(done.value, Table):
            _merge(done.value)
        line = done.value.line if isinstance(done.value, Table) else 0
        self._place(done.value, done.anchor, size, line)

    def _alias(self, event: Any, line: int) -> None:
        if event.anchor not in self._anchored:
            raise RefusedInput("yaml-alias", name=beginning(event.anchor, 30), where=f"{self.where}:{line}")
        value, size = self._anchored[event.anchor]
        self._grow(size, line)
        self._place(value, None, size, line)

    def _place(self, value: Value, anchor: str | None, size: int, line: int) -> None:
        if anchor:
            self._anchored[anchor] = (value, size)
        if not self._open:
            self.roots.append(value)
            return
        holder = self._open[-1]
        if isinstance(holder.value, list):
            holder.value.append(value)
        elif holder.key is None:
            holder.key, holder.key_line = value if isinstance(value, str) else "", line
        else:
            holder.value.put(holder.key, value, holder.key_line)
            holder.key = None


def _merge(table: Table) -> None:
    """`<<: *other` gives what the mapping does not say itself (YAML 1.1 merge keys)."""
    for other in _tables(table.values.pop("<<", None)):
        for key, value in other.values.items():
            table.values.setdefault(key, value)
            table.lines.setdefault(key, other.lines.get(key, other.line))


def _tables(value: Value) -> Iterator[Table]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Table):
            yield one


def _scalar(event: Any) -> str | None:
    is_plain = event.style is None or event.style == ""
    return None if is_plain and event.value in _NULLS else str(event.value)
