"""What stands above and before a piece of text and says what it is: the label on the line before, the head of its column."""

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

# Is told a piece, the words that lead to it ("Passcode: ") and whether all of it is in their column; says what stands
# there instead.
Clean = Callable[[str, str, bool], str]


@dataclass
class Above:
    """Walks a text line by line, and hands each piece of it on with the words that lead to it."""

    label: str = ""
    row: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def line(self, text: str, clean: Clean) -> str:
        if not text.strip():
            self.row, self.heads = [], []
            return text
        is_row = text.count("|") > 1 or (bool(self.heads) and "|" in text)
        done = self._row(text, clean) if is_row else self._plain(text, clean)
        if not is_row:
            self.row, self.heads = [], []
            self.label = _label(text) if done == text else ""
        return done

    def _plain(self, text: str, clean: Clean) -> str:
        opening = _OPENING.match(text)
        begin = opening.end() if opening else 0
        return text[:begin] + clean(text[begin:], self.label, False)

    def _row(self, text: str, clean: Clean) -> str:
        """A table's row: each cell belongs to the head of its column, or else to the cell before it."""
        self.label = ""
        cells = _CELL.split(text)
        if _RULER.match(text):
            self.heads, self.row = self.row, []
            return text
        self.row = [_words(cell) for cell in cells]
        return "|".join(clean(cell, self._lead(number), True) for number, cell in enumerate(cells))

    def _lead(self, number: int) -> str:
        for words in (self.heads[number : number + 1], self.row[number - 1 : number] if number else []):
            if words and _says_what_follows(words[0]):
                return f"{words[0]}: "
        return ""


def _label(line: str) -> str:
    """ "Passcode: " for a line that only says what the next one is: it ends in a colon, or is nothing but a name."""
    if len(line) > 2 * _LONGEST_LABEL:
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
