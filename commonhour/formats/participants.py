"""Counts the people in a list of participants: one name or address a line, or what a provider of calls exports as CSV (Zoom,
Google Meet, Microsoft Teams). Nothing but the number leaves this module."""

import csv
import io
from collections.abc import Iterable, Iterator

from commonhour.errors import RefusedInput

_ADDRESSES = ("user email", "email", "e-mail", "email address", "participant id (upn)")
_NAMES = ("name (original name)", "name", "full name", "user name", "participant", "first name")
_LAST_NAMES = ("last name",)
_MOST_ROWS = 20_000


def people_in_file(body: bytes) -> int:
    """Teams writes UTF-16 with tabs. Raises RefusedInput for what is no text, and for a list of nobody."""
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return people_in(body.decode(encoding))
    except UnicodeDecodeError as error:
        raise RefusedInput("attendance-not-text") from error


def people_in(text: str) -> int:
    """How many different people there are: by their address where they have one, else by their name. Raises RefusedInput for a
    list of nobody."""
    lines = text.replace("\x00", "").splitlines()[:_MOST_ROWS]
    found = set(_of_table(lines)) if _header(lines) is not None else {_folded(line) for line in lines}
    people = [one for one in found if any(map(str.isalnum, one))]
    if not people:
        raise RefusedInput("attendance-empty")
    return len(people)


def _header(lines: list[str]) -> int | None:
    """The number of the line that names the columns; above it providers write about the meeting."""
    for number, line in enumerate(lines):
        cells = _cells(line)
        if len(cells) > 1 and cells[0] in (*_NAMES, *_ADDRESSES):
            return number
    return None


def _of_table(lines: list[str]) -> Iterator[str]:
    first = _header(lines) or 0
    columns = _cells(lines[first])
    mark = _mark(lines[first])
    for row in csv.reader(io.StringIO("\n".join(lines[first + 1 :])), delimiter=mark):
        if len(row) < 2:
            return  # the next part of the file is about something else
        yield _person([_folded(cell) for cell in row], columns)


def _person(row: list[str], columns: list[str]) -> str:
    cells = dict(zip(columns, row, strict=False))
    address = next((cells[name] for name in _ADDRESSES if cells.get(name)), "")
    return address or " ".join(_first(cells, names) for names in (_NAMES, _LAST_NAMES)).strip()


def _first(cells: dict[str, str], names: Iterable[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _cells(line: str) -> list[str]:
    return [_folded(cell) for cell in next(csv.reader([line], delimiter=_mark(line)), [])]


def _mark(line: str) -> str:
    return next((mark for mark in ("\t", ";") if mark in line), ",")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
