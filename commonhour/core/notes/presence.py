"""Who was there and who could not come: by name, in a list or a row, or by number."""

import re
from collections.abc import Iterable, Iterator
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
    """What was found. While it reads, `kind` is of the list it is in, "" outside of one, opened by a heading of this `level`; `entries`
    and `rows` are what stood in it, on lines up to `last`, set in by `depth`."""

    names: dict[str, dict[str, None]] = field(default_factory=lambda: {PRESENT: {}, REGRETS: {}})
    counts: dict[str, int | None] = field(default_factory=lambda: {PRESENT: None, REGRETS: None})
    kind: str = ""
    level: int = 0
    entries: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    depth: int = 0
    last: int = 0

    def take(self, line: Line) -> None:
        mark = mark_of(line.text)
        said = mark.kind if mark else heading_kind(line.text) if line.level else ""
        if sent := _SENDS.match(line.text):
            self.add(REGRETS, sent[1])
        elif said in (PRESENT, REGRETS):
            self._open(said or "", line, mark.text if mark else "")
        elif self.kind and self._ends(line):
            self.close()
        elif self.kind and _is_row(line.text):
            self.rows.append(line.text)
        elif self.kind and line.is_item and not mark:
            self._take_entry(line)

    def _open(self, kind: str, line: Line, words: str) -> None:
        """A row of names beside the word is all there is, but below a heading "Attendance" the list goes on."""
        level = line.level or self.level
        self.close()
        self.level = level
        self.add(kind, words)
        self.kind = kind if level or not words else ""

    def _ends(self, line: Line) -> bool:
        """At a heading, at words, and, where no heading stands above, at the list behind an empty line."""
        is_other_list = self.entries and self.level in (0, BELOW_HEADINGS) and line.number > self.last + 1
        return bool(
            line.level or not (line.is_item or _is_row(line.text)) or (line.is_item and is_other_list)
        )

    def _take_entry(self, line: Line) -> None:
        """What is set in deeper is about the entry above it, and "Note-taker: Ana" is about the meeting."""
        is_about = ":" in line.text.split("(")[0].split("http")[0]
        if not is_about and (not self.entries or line.indent == self.depth):
            self.entries.append(line.text)
            self.depth, self.last = line.indent, line.number

    def close(self) -> None:
        for words in self.entries:
            if len(self.entries) < _LIST or _COUNT.match(words.strip()):
                self.add(self.kind, words)
            else:
                self._keep(self.kind, [name_of(words)])  # behind a comma stands somebody's house
        for name in _ticked(self.rows):
            self.add(self.kind, name)
        self.kind, self.level, self.entries, self.rows = "", 0, [], []

    def add(self, kind: str, words: str) -> None:
        """An entry of a list, or a whole row of them."""
        if words.strip(" .*_").casefold() in _NOBODY:
            return
        if count := _COUNT.match(words.strip(" *_")):
            self.counts[kind] = int(count[1])
            return
        self._keep(kind, names_of(words))

    def _keep(self, kind: str, found: list[str]) -> None:
        self.names[kind] |= dict.fromkeys(name for name in found if name)


def presence_in(lines: Iterable[Line]) -> Presence:
    found = Presence()
    for line in lines:
        found.take(line)
    found.close()
    return found


def _is_row(text: str) -> bool:
    return text.startswith(("<t", "</t", "|"))


def _ticked(lines: list[str]) -> Iterator[str]:
    """Of the rows of a table the name in each that has a tick; a table without any tick tells nothing about who came."""
    for row in _rows(lines) if lines else []:
        ticked = next((n for n, cell in enumerate(row) if cell.casefold() in _TICKS), None)
        names = [cell for n, cell in enumerate(row) if n != ticked and cell]
        if ticked is not None and names:
            yield names[0]


def _rows(lines: list[str]) -> list[list[str]]:
    if lines[0].startswith("|"):
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    whole = "\n".join(lines)
    rows = [[_TAG.sub("", cell).strip() for cell in _CELL.split(row)] for row in whole.split("<tr")]
    return [[cell for cell in row if cell and cell != ">"] for row in rows]
