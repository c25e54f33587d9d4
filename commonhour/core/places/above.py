"""What stands above and before a piece of text and says what it is: the label on the line before, the head of its column.
In Markdown and in HTML."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from commonhour.core.places.codes import names_code
from commonhour.core.places.doors import names_door
from commonhour.core.places.links import JOIN_MARK, PASSCODE_MARK

# What begins a line without being its text: indents, bullets, quotes, headings.
_OPENING = re.compile(r"^(?:\s|>|[-*+•·](?=\s)|\d{1,2}[.)](?=\s)|#{1,6}(?=\s)){0,12}")
_DECORATION = re.compile(r"</?\w{1,10}(?:\s[^<>]{0,80})?>|[*_`#|\[\]]")
_RULER = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")
_CELL = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"\s*(?:>\s*)?(?:```|~~~)")
_ENDS_AS_LABEL = re.compile(r"[:：=>→](?:\*|_|</\w+>|\s|<br\s*/?>)*$|^\s*#")
_LONGEST_LABEL = 60
# Where in HTML another piece of text begins.
_ELEMENT = re.compile(
    r"(</?(?:table|tr|t[dh]|d[ltd]|[uo]l|li|p|div|h[1-6]|br|summary|details)(?=[\s/>])[^<>]{0,200}>)", re.I
)

# Is told a piece, the words that lead to it ("Passcode: ") and whether all of it is in their column; says what stands
# there instead.
Clean = Callable[[str, str, bool], str]


@dataclass
class Columns:
    """The row of a table as far as it was read, and the heads above it."""

    row: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def lead(self, number: int) -> str:
        """A cell belongs to the head of its column, or else to the cell before it."""
        for words in (self.heads[number : number + 1], self.row[number - 1 : number] if number else []):
            if words and _says_what_follows(words[0]):
                return f"{words[0]}: "
        return ""


@dataclass
class Above:
    """Walks a text line by line, and hands each piece of it on with the words that lead to it."""

    before: str = ""  # the line that may be the label of the next
    table: Columns = field(default_factory=Columns)
    elements: "Elements" = field(default_factory=lambda: Elements())

    def line(self, text: str, clean: Clean) -> str:
        if not text.strip():
            self.table = Columns()
            return text
        parts = self.elements.line(text, clean)
        is_row = text.count("|") > 1 or (bool(self.table.heads) and "|" in text)
        done = self._row(parts, clean) if is_row else self._plain(parts, clean)
        if not is_row:
            self.table = Columns()
            self.before = text if done == text else ""
        return done

    def _plain(self, text: str, clean: Clean) -> str:
        opening = _OPENING.match(text)
        begin = opening.end() if opening else 0
        return text[:begin] + clean(text[begin:], _label(self.before), False)

    def _row(self, text: str, clean: Clean) -> str:
        self.before = ""
        cells = _CELL.split(text)
        if _RULER.match(text):
            self.table = Columns(heads=self.table.row)
            return text
        self.table.row = [_words(cell) for cell in cells]
        return "|".join(clean(cell, self.table.lead(number), True) for number, cell in enumerate(cells))


@dataclass
class Elements:
    """The same for the elements of HTML, which keep to no lines."""

    label: str = ""
    table: Columns = field(default_factory=Columns)
    is_head: bool = True  # every cell of this row

    def line(self, text: str, clean: Clean) -> str:
        parts = _ELEMENT.split(text) if "<" in text else [text]
        if len(parts) == 1 and not self.table.row:
            return text
        for number, part in enumerate(parts):
            if number % 2:
                self._begin(part.lower())
            elif part.strip():
                parts[number] = self._piece(part, clean)
        return "".join(parts)

    def _begin(self, tag: str) -> None:
        if "table" in tag[:7]:
            self.label, self.table, self.is_head = "", Columns(), True
        elif tag.startswith("<tr"):
            heads = self.table.row if self.is_head and self.table.row else self.table.heads
            self.label, self.table, self.is_head = "", Columns(heads=heads), True
        elif tag.startswith(("<td", "<th")):
            self.label, self.is_head = "", self.is_head and tag.startswith("<th")
            self.table.row.append("")

    def _piece(self, text: str, clean: Clean) -> str:
        row = self.table.row
        lead = self.label or (self.table.lead(len(row) - 1) if row else "")
        done = clean(text, lead, bool(row) and not self.label)
        self.label = _label(text) if done == text else ""
        if row and done != text:
            row[-1] = ""
        elif row and len(row[-1]) < _LONGEST_LABEL:
            row[-1] = f"{row[-1]} {_words(text)}".strip()
        return done


def _label(line: str) -> str:
    """ "Passcode: " for a line that only says what the next one is: it ends in a colon, or is nothing but a name."""
    if not line or len(line) > 2 * _LONGEST_LABEL:
        return ""
    words = _words(line)
    is_name = _ENDS_AS_LABEL.search(line) or words.count(" ") < 3
    return f"{words}: " if is_name and len(words) <= _LONGEST_LABEL and _says_what_follows(words) else ""


def _words(text: str) -> str:
    """Nothing where what they name was there, and is gone."""
    if JOIN_MARK in text or PASSCODE_MARK in text:
        return ""
    return _DECORATION.sub("", text).strip(" \t:：=>-–—→.")


def _says_what_follows(words: str) -> bool:
    return bool(words) and (names_code(words) or names_door(words))


def code_lines(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of the lines inside of each fence, by their number from 0."""
    first = -1
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            if first >= 0:
                yield first, number
            first = -1 if first >= 0 else number + 1
