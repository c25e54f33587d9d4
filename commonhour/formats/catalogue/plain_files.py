"""TOML and JSON into Tables, with the lines on which their parts begin."""

import json
import re
import tomllib

from commonhour.core.limits import LINE_BYTES
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.tables import Table, decoded, table_of

# A key of very many parts costs tomllib the square of their number.
_LONG_KEY = re.compile(r"(?:[\w\"'-]{1,80}[ \t]{0,3}\.[ \t]{0,3}){40}")
_TOML_LINE = re.compile(r"at line (\d+)")


def read_toml(body: bytes, where: str) -> Table:
    """The file as one Table; the tables of `[[events]]` know their lines. Raises RefusedInput and TooLarge."""
    text = decoded(body, where)
    _check_lines(text, where)
    try:
        plain = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        place = f"{where}:{found[1]}" if found else where
        raise RefusedInput("The TOML cannot be read; it is not well formed.", place) from error
    table = table_of(plain, 1, where)
    for name in table.values:
        _number_lines(table, name, text)
    return table


def read_json(body: bytes, where: str) -> Table:
    """The file as one Table whose keys know their lines. Raises RefusedInput and TooLarge."""
    text = decoded(body, where)
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        place = f"{where}:{line}" if line else where
        raise RefusedInput("The JSON cannot be read; it is not well formed.", place) from error
    table = table_of(plain, 1, where)
    for name in table.values:
        found = re.search(rf'"{re.escape(name)}"\s*:', text)
        table.lines[name] = text.count("\n", 0, found.start()) + 1 if found else 1
    return table


def _check_lines(text: str, where: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_BYTES:
            raise TooLarge(f"A line is longer than {LINE_BYTES:,} characters.", f"{where}:{number}")
        if _LONG_KEY.search(line):
            raise RefusedInput("A name has more than forty parts.", f"{where}:{number}")


def _number_lines(table: Table, name: str, text: str) -> None:
    """The lines of `[[name]]`, one for each of its tables, or of `name =`."""
    heads = [
        text.count("\n", 0, found.start()) + 1
        for found in re.finditer(rf"^[ \t]*\[\[[ \t]*{re.escape(name)}[ \t]*\]\]", text, re.MULTILINE)
    ]
    tables = table.tables(name)
    if len(heads) == len(tables):
        for one, line in zip(tables, heads, strict=True):
            one.line = line
    key = re.search(rf"^[ \t]*\[?{re.escape(name)}\b", text, re.MULTILINE)
    table.lines[name] = heads[0] if heads else text.count("\n", 0, key.start()) + 1 if key else 1
