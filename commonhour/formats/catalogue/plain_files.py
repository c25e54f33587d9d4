"""TOML and JSON into Tables, with the lines on which their parts begin."""

import json
import re
from collections.abc import Iterator
from typing import Any

import tomli

from commonhour.core.limits import LINE_BYTES
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.tables import DEPTH, Table, Value, decoded, scalar_text, table_of

# A key of very many parts costs tomli the square of their number.
_LONG_KEY = re.compile(r"(?:[\w\"'-]{1,80}[ \t]{0,3}\.[ \t]{0,3}){40}")
_TOML_LINE = re.compile(r"at line (\d+)")
_TOML_HEAD = re.compile(r"^[ \t]*+\[\[?([\w.\"' \t-]++)\]", re.MULTILINE)
_TOML_KEY = re.compile(r"^[ \t]*+\[?([\w-]++)", re.MULTILINE)
# Strings that are no keys are matched too, so that none is looked at from its middle.
_JSON_KEY = re.compile(r'"((?:[^"\\]|\\.)*+)"\s*+:|"(?:[^"\\]|\\.)*+"')


def read_toml(body: bytes, where: str) -> Table:
    """The file as one Table; the tables of `[[events]]` know their lines. Raises RefusedInput and TooLarge."""
    text = decoded(body, where)
    _check_lines(text, where)
    try:
        plain = tomli.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        place = f"{where}:{found[1]}" if found else where
        raise RefusedInput("broken-toml", where=place) from error
    table = table_of(plain, 1, where)
    _number_lines(table, text)
    return table


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON as it is written, keys given twice included."""


def read_json(body: bytes, where: str) -> Table:
    """The file as one Table. Raises RefusedInput and TooLarge."""
    value = json_value(body, where)
    if not isinstance(value, Table):
        raise RefusedInput("no-mapping", where=where)
    return value


def json_value(body: bytes, where: str) -> Value:
    """What the file holds; each key of it knows its line. Raises RefusedInput and TooLarge."""
    text = decoded(body, where)
    try:
        plain = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        place = f"{where}:{line}" if line else where
        raise RefusedInput("broken-json", where=place) from error
    return _with_lines(plain, _key_lines(text), 1, where, 0)


def _with_lines(plain: object, lines: Iterator[int], line: int, where: str, depth: int) -> Value:
    """Keys come in the order of the text, so each takes the next line."""
    if depth > DEPTH:
        raise TooLarge("file-too-deep", most=DEPTH, where=where)
    if isinstance(plain, _Pairs):
        table = Table(line)
        for number, (key, item) in enumerate(plain):
            line = next(lines, line)
            table.line = table.line if number else line
            table.put(key, _with_lines(item, lines, line, where, depth + 1), line)
        return table
    if isinstance(plain, list):
        return [_with_lines(item, lines, line, where, depth + 1) for item in plain]
    return scalar_text(plain)


def _key_lines(text: str) -> Iterator[int]:
    line, seen = 1, 0
    for match in _JSON_KEY.finditer(text):
        if match[1] is not None:
            line, seen = line + text.count("\n", seen, match.start()), match.start()
            yield line


def _check_lines(text: str, where: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_BYTES:
            raise TooLarge("toml-line-too-long", most=LINE_BYTES, where=f"{where}:{number}")
        if _LONG_KEY.search(line):
            raise RefusedInput("toml-name-parts", where=f"{where}:{number}")


def _number_lines(root: Table, text: str) -> None:
    """The lines of `[a.b]` and `[[a.b]]`, each of whose heads begins the next table of that name, and of `name =`."""
    keys = _places(_TOML_KEY, text)
    root.lines |= {name: keys[name][0] for name in root.values if name in keys}
    begun: dict[tuple[int, str], Table] = {}
    waiting: dict[tuple[int, str], Iterator[Table]] = {}
    for path, line in _heads(text):
        holder: Table | None = root
        *above, name = path
        for part in above:
            holder = holder and (begun.get((id(holder), part)) or holder.table(part))
        if holder is not None:
            place = (id(holder), name)
            table = next(waiting.setdefault(place, iter(holder.tables(name))), None)
            holder.lines.setdefault(name, line)
            if table is not None:
                table.line, begun[place] = line, table


def _heads(text: str) -> Iterator[tuple[list[str], int]]:
    line, seen = 1, 0
    for match in _TOML_HEAD.finditer(text):
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        yield [part.strip(" \t\"'") for part in match[1].split(".")], line


def _places(pattern: re.Pattern[str], text: str) -> dict[str, list[int]]:
    """The lines on which each name stands, in one walk: a file may have many names."""
    found: dict[str, list[int]] = {}
    line, seen = 1, 0
    for match in pattern.finditer(text):
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        if match[1] is not None:
            found.setdefault(match[1], []).append(line)
    return found
