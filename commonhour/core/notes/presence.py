"""Who was there and who could not come: by name, in a list or a row, or by number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonhour.core.notes.lines import BELOW_HEADINGS, Line
from commonhour.core.notes.marks import PRESENT, REGRETS, heading_kind, mark_of
from commonhour.core.notes.names import name_of, names_of

_COUNT = re.compile(
    r"^(?:~|about |around |approx\.? |circa |unos |約)?(\d{1,5})\s?(?:people|persons?|participants|attendees|members|present|personas|asistentes|人|名)?"
    r"(?: (?:present|attended|joined|were there|in attendance))?\.?$",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"^\(?([^\W\d_][\w .'’-]{1,50}?)(?: [-–—:])? (?:sends|sent) (?:his |her |their )?(?:regrets|apologies)\b",
    re.IGNORECASE,
)
_CELL = re.compile(r"<t[dh]\b[^>]{0,200}>|</t[dh]>")
_TAG = re.compile(r"<[^<>]{0,200}>")
_LIST = 3  # entries that make a list of one person each
_TICKS = frozenset(["x", "✓", "✔", "✅", "yes", "y"])
_NOBODY = frozenset(("", "none", "nobody", "n/a", "-", "tbd", "なし", "ninguno"))


@dataclass(slots=True)
class Presence:
    names: dict[str, dict[str, None]] = field(default_factory=lambda: {PRESENT: {}, REGRETS: {}})
    counts: dict[str, int | None] = field(default_factory=lambda: {PRESENT: None, REGRETS: None})

    def add(self, kind: str, words: str) -> None:
        """An entry of a list, or a whole row of them."""
        if words.strip(" .*_").casefold() in _NOBODY:
            return
        if count := _COUNT.match(words.strip(" *_")):
            self.counts[kind] = int(count[1])
            return
        self._keep(kind, names_of(words))

    def add_list(self, kind: str, entries: Sequence[str]) -> None:
        """In a list of several what stands behind a comma is somebody's house; a single entry may be a row of people."""
        for words in entries:
            if len(entries) < _LIST or _COUNT.match(words.strip()):
                self.add(kind, words)
            else:
                self._keep(kind, [name_of(words)])

    def _keep(self, kind: str, found: list[str]) -> None:
        self.names[kind] |= dict.fromkeys(name for name in found if name)


def presence_in(lines: Sequence[Line]) -> Presence:
    found, kind, level, table, entries = Presence(), "", 0, list[str](), list[str]()
    depth = last = 0
    for line in lines:
        mark = mark_of(line.text)
        said = mark.kind if mark else heading_kind(line.text) if line.level else ""
        if sent := _SENDS.match(line.text):
            found.add(REGRETS, sent[1])
        elif said in (PRESENT, REGRETS):
            found.add_list(kind, entries)
            entries, depth = [], -1
            kind, level = said or "", line.level if line.level else level
            if mark and mark.text:
                found.add(kind, mark.text)
                kind = kind if level else ""
        elif line.level or (kind and not line.is_item and not line.is_blank and not _is_row(line.text)):
            _add_table(found, kind, table)
            found.add_list(kind, entries)
            kind, level, table, entries = "", 0, [], []
        elif kind and _is_row(line.text):
            table.append(line.text)
        elif kind and line.is_item and level in (0, BELOW_HEADINGS) and entries and line.number > last + 1:
            found.add_list(kind, entries)  # behind an empty line another list begins
            kind, level, entries = "", 0, []
        elif (
            kind
            and line.is_item
            and not mark
            and depth in (-1, line.indent)
            and ":" not in line.text.split("(")[0].split("http")[0]
        ):
            entries.append(line.text)
            depth, last = line.indent, line.number
    _add_table(found, kind, table)
    found.add_list(kind, entries)
    return found


def _outside_brackets(words: str) -> str:
    return re.sub(r"[(（\[][^()（）\[\]]{0,200}[)）\]]", "", words)


def _is_row(text: str) -> bool:
    return text.startswith(("<t", "</t", "|"))


def _add_table(found: Presence, kind: str, rows: list[str]) -> None:
    """The rows of a table with a tick in them; one without any tick tells nothing about who came."""
    if kind and rows:
        for row in _rows(rows):
            ticked = next((n for n, cell in enumerate(row) if cell.casefold() in _TICKS), None)
            name = (
                next((cell for n, cell in enumerate(row) if n != ticked and cell), "")
                if ticked is not None
                else ""
            )
            if name:
                found.add(kind, name)


def _rows(lines: list[str]) -> list[list[str]]:
    if lines[0].startswith("|"):
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    whole = "\n".join(lines)
    rows = [[_TAG.sub("", cell).strip() for cell in _CELL.split(row)] for row in whole.split("<tr")]
    return [[cell for cell in row if cell and cell != ">"] for row in rows]
