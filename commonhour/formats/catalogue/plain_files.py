"""TOML and JSON into Tables, with the lines on which their parts begin."""

import json
import re

import tomli

from commonhour.core.limits import LINE_BYTES
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.tables import Table, decoded, table_of

# A key of very many parts costs tomli the square of their number.
_LONG_KEY = re.compile(r"(?:[\w\"'-]{1,80}[ \t]{0,3}\.[ \t]{0,3}){40}")
_TOML_LINE = re.compile(r"at line (\d+)")
_TOML_HEAD = re.compile(r"^[ \t]*+\[\[[ \t]*+([\w-]++)[ \t]*+\]\]", re.MULTILINE)
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


def read_json(body: bytes, where: str) -> Table:
    """The file as one Table whose keys know their lines. Raises RefusedInput and TooLarge."""
    text = decoded(body, where)
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        place = f"{where}:{line}" if line else where
        raise RefusedInput("broken-json", where=place) from error
    table = table_of(plain, 1, where)
    places = _places(_JSON_KEY, text)
    table.lines |= {name: places.get(name, [1])[0] for name in table.values}
    return table


def _check_lines(text: str, where: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_BYTES:
            raise TooLarge("toml-line-too-long", most=LINE_BYTES, where=f"{where}:{number}")
        if _LONG_KEY.search(line):
            raise RefusedInput("toml-name-parts", where=f"{where}:{number}")


def _number_lines(table: Table, text: str) -> None:
    """The lines of `[[name]]`, one for each of its tables, or of `name =`."""
    heads, keys = _places(_TOML_HEAD, text), _places(_TOML_KEY, text)
    for name in table.values:
        tables = table.tables(name)
        if len(heads.get(name, ())) == len(tables):
            for one, line in zip(tables, heads.get(name, ()), strict=True):
                one.line = line
        table.lines[name] = (heads.get(name) or keys.get(name) or [1])[0]


def _places(pattern: re.Pattern[str], text: str) -> dict[str, list[int]]:
    """The lines on which each name stands, in one walk: a file may have many names."""
    found: dict[str, list[int]] = {}
    line, seen = 1, 0
    for match in pattern.finditer(text):
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        if match[1] is not None:
            found.setdefault(match[1], []).append(line)
    return found
