"""What a line stands below: a heading "Action items", or "Consensus:" with a list."""

from dataclasses import dataclass, field

from commonhour.core.notes.lines import BELOW_HEADINGS, Line
from commonhour.core.notes.marks import DECISION


@dataclass(slots=True)
class Section:
    """`level` of the heading that opened it (7 for a line like one, 0 for an entry of a list), `indent` of that line.
    `depth` is of its entries, once there was one; what is deeper is about them. `last` is the number of its latest line;
    `is_behind_gap` once an empty line parted entries of a list that no heading stands above: what follows may be another list.
    `head` is of a table below it."""

    kind: str
    level: int
    indent: int
    is_item: bool = False
    depth: int | None = None
    about: str = ""
    last: int = 0
    is_behind_gap: bool = False
    head: list[str] = field(default_factory=list)

    def holds(self, line: Line) -> bool:
        """Whether it goes on with this line."""
        if self.depth is not None and self.level in (0, BELOW_HEADINGS) and line.number > self.last + 1:
            self.is_behind_gap = True
        self.last = line.number
        if line.level and line.level < BELOW_HEADINGS:
            return 0 < self.level < line.level
        if self.is_item:
            return line.indent > self.indent
        if line.level or not line.is_item:
            return self._goes_on_behind(line)
        return line.indent >= self.indent or self.level > 0

    def _goes_on_behind(self, line: Line) -> bool:
        """Words between the entries: below a heading they belong to it, below a line they end it once it had an entry, but for
        what is set in as the entries are."""
        if line.level:
            return False
        return self.depth is None or self.level < BELOW_HEADINGS or line.indent > self.indent

    @property
    def has_words(self) -> bool:
        """Below a heading "Conclusion" its first line says it, also where that is no list."""
        return self.kind == DECISION

    def is_entry(self, line: Line) -> bool:
        """Whether the line is one of those that were announced, not what is said about one. Without a list it is the first
        line behind."""
        if self.depth is not None and line.is_item:
            direct = line.indent <= self.depth + 1
        else:
            direct = self.depth is None and (
                line.is_item or self.has_words or self.level in (0, BELOW_HEADINGS)
            )
        if direct:
            self.depth = line.indent if line.is_item else 10_000
        return direct
