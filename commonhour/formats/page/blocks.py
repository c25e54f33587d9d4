"""The parts of a page with the lines they stand on: headings, paragraphs, bullets, tables, cards, sections."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from commonhour.formats.page.shortcodes import Shortcode


@dataclass(slots=True)
class Span:
    """A piece of visible text, and where it leads when it is a link."""

    text: str
    url: str = ""

    @property
    def markdown(self) -> str:
        if self.url and self.text == self.url:
            return self.url
        return f"[{self.text.strip()}]({self.url})" if self.url else self.text


@dataclass(slots=True)
class Line:
    """One line of text as its author broke it; `is_item` for a `<li>` inside a paragraph or table cell.

    `bold` counts the characters up to the end of the bold text it opens with; `depth` the lists it stands in.
    """

    number: int
    spans: list[Span] = field(default_factory=list)
    is_item: bool = False
    bold: int = 0
    depth: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join([span.text for span in self.spans]).split())

    @property
    def links(self) -> list[Span]:
        return [span for span in self.spans if span.url]

    @property
    def markdown(self) -> str:
        """The line as Markdown again, links kept."""
        return " ".join("".join(span.markdown for span in self.spans).split())


@dataclass(slots=True)
class Heading:
    level: int
    line: Line


@dataclass(slots=True)
class Paragraph:
    lines: list[Line]
    source: str

    @property
    def is_code(self) -> bool:
        return self.source.startswith(("```", "~~~", "    ", "\t"))

    @property
    def number(self) -> int:
        return self.lines[0].number


@dataclass(slots=True)
class Item:
    """A bullet with what is nested below it."""

    lines: list[Line]
    source: str
    children: list["Item"] = field(default_factory=list)

    @property
    def line(self) -> Line:
        """All lines of the bullet itself as one."""
        return joined(self.lines)

    @property
    def number(self) -> int:
        return self.lines[0].number

    def walk(self) -> Iterator["Item"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Bullets:
    items: list[Item]
    source: str

    @property
    def number(self) -> int:
        return self.items[0].number


Cell: TypeAlias = list[Line]


@dataclass(slots=True)
class Row:
    number: int
    cells: list[Cell]


@dataclass(slots=True)
class Table:
    header: Row
    rows: list[Row]
    source: str

    @property
    def number(self) -> int:
        return self.header.number


@dataclass(slots=True)
class Card:
    """A shortcode standing where it stood."""

    code: Shortcode

    @property
    def number(self) -> int:
        return self.code.line


@dataclass(slots=True)
class Mark:
    """One of our own comments, `<!-- common-hour: … -->`, without its frame."""

    number: int
    text: str


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Card | Mark


@dataclass(slots=True)
class Section:
    """A heading with what stands under it; the page itself is the section without one."""

    level: int
    heading: Line | None = None
    blocks: list[Block] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.heading.text if self.heading else ""

    @property
    def number(self) -> int:
        return self.heading.number if self.heading else 0

    def walk(self) -> Iterator["Section"]:
        yield self
        for child in self.children:
            yield from child.walk()


def joined(lines: list[Line]) -> Line:
    """Several lines as one, a space between them, numbered as the first."""
    if len(lines) == 1:
        return lines[0]
    spans: list[Span] = []
    for line in lines:
        spans += ([Span(" ")] if spans else []) + line.spans
    return Line(lines[0].number, spans, bold=lines[0].bold) if lines else Line(0)


def cut(line: Line, end: int) -> tuple[Line, Line]:
    """A line in two at a character; a link that is cut stays whole in the first."""
    before: list[Span] = []
    for index, span in enumerate(line.spans):
        length = len(span.text)
        if end <= 0:
            return Line(line.number, before), Line(line.number, line.spans[index:])
        if length > end and not span.url:
            rest = [Span(span.text[end:]), *line.spans[index + 1 :]]
            return Line(line.number, [*before, Span(span.text[:end])]), Line(line.number, rest)
        before.append(span)
        end -= length
    return Line(line.number, before), Line(line.number)


def cell_text(cell: Cell) -> str:
    return " ".join(line.text for line in cell).strip()


def sections(blocks: list[Block]) -> Section:
    """The tree of sections that the headings make."""
    root = Section(0)
    path = [root]
    for block in blocks:
        if not isinstance(block, Heading):
            path[-1].blocks.append(block)
            continue
        while path[-1].level >= block.level:
            path.pop()
        section = Section(block.level, block.line)
        path[-1].children.append(section)
        path.append(section)
    return root


def lines_in(blocks: list[Block]) -> Iterator[Line]:
    """Every line of visible text in a list of blocks."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.line
        elif isinstance(block, Paragraph):
            yield from block.lines
        elif isinstance(block, Bullets):
            for item in block.items:
                for part in item.walk():
                    yield from part.lines
        elif isinstance(block, Table):
            for row in [block.header, *block.rows]:
                for cell in row.cells:
                    yield from cell


def said_in(blocks: list[Block]) -> Iterator[Line]:
    """Every paragraph and bullet as one line."""
    for block in blocks:
        if isinstance(block, Paragraph) and not block.is_code:
            yield joined(block.lines)
        elif isinstance(block, Bullets):
            yield from (part.line for item in block.items for part in item.walk())
