"""A Table is one mapping of a catalogue file: every scalar as the text that was written, with its line."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

from commonhour.errors import RefusedInput, TooLarge

BYTES = 1024 * 1024  # a catalogue is written by hand; the largest known one has 160 kB
DEPTH = 20
NODES = 100_000  # what aliases stand for included

Value = Union[str, "list[Value]", "Table", None]


@dataclass(slots=True)
class Table:
    """`lines` says where each key stands; `repeated` the keys given twice, of which the last one counts."""

    line: int
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)

    def text(self, *names: str) -> str:
        """The first of these keys that holds a scalar, stripped; "" when none does."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def table(self, name: str) -> "Table | None":
        value = self.values.get(name)
        return value if isinstance(value, Table) else None

    def items(self, name: str) -> list[Value]:
        """The items of a list; a single value is a list of one."""
        value = self.values.get(name)
        if isinstance(value, list):
            return value
        return [] if value is None or value == "" else [value]

    def tables(self, name: str) -> list["Table"]:
        return [item for item in self.items(name) if isinstance(item, Table)]

    def texts(self, name: str) -> list[str]:
        return [item.strip() for item in self.items(name) if isinstance(item, str) and item.strip()]

    def put(self, name: str, value: Value, line: int) -> None:
        if name in self.values and name != "<<":
            self.repeated.append((name, line))
        self.values[name], self.lines[name] = value, line

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)


def decoded(body: bytes, where: str) -> str:
    """The text of a file of at most `BYTES`. Raises TooLarge, or RefusedInput when it is not UTF-8 or UTF-16."""
    if len(body) > BYTES:
        raise TooLarge("catalogue-too-large", bytes=len(body), most=BYTES, where=where)
    is_utf16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return body.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise RefusedInput("no-utf8", where=f"{where}:{line}") from error


def table_of(plain: object, line: int, where: str) -> Table:
    """What tomli or json read, as a Table whose every line is `line`. Raises RefusedInput."""
    value = _value(plain, line, where, 0)
    if not isinstance(value, Table):
        raise RefusedInput("no-mapping", where=where)
    return value


def _value(plain: object, line: int, where: str, depth: int) -> Value:
    if depth > DEPTH:
        raise TooLarge("file-too-deep", most=DEPTH, where=where)
    if isinstance(plain, dict):
        return Table(line, {str(key): _value(item, line, where, depth + 1) for key, item in plain.items()})
    if isinstance(plain, list):
        return [_value(item, line, where, depth + 1) for item in plain]
    return scalar_text(plain)


def scalar_text(plain: object) -> str | None:
    if plain is None or isinstance(plain, str):
        return plain
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, dt.date | dt.time):
        return plain.isoformat()
    return str(plain)


def every_table(value: Value) -> Iterator[Table]:
    """A value's tables, itself included, each once although aliases share them."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or one is None or isinstance(one, str):
            continue
        seen.add(id(one))
        if isinstance(one, Table):
            yield one
        waiting += one.values.values() if isinstance(one, Table) else one
