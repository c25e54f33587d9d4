"""Whatever names something on a page, with what is said about it: an item, a row, a column, a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Cell,
    Item,
    Line,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    cell_text,
    cut,
    joined,
)
from commonhour.formats.page.vocabulary import WHEN, role_of
from commonhour.formats.page.wording import says_when, split_label, undecorated
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.weekdays import WEEKDAYS

NAME_WORDS = 9
_BETWEEN = re.compile(r"^[\s:–—\-·•|,.]+")
_BRACKET = re.compile(r"^\s*(\([^()]{2,60}\))")
_PLAIN_NAME = re.compile(r"^([A-Z\d][\w&/+.'-]*(?: [\w&/+.'-]+){0,4})(?= \(| [–—-] | · )")
_ONLY_BETWEEN = re.compile(r"^\s*(?:[:–—\-·•|,.(]|$)")
_LED = re.compile(
    r"(?<!\s)\s+(?:[–—|(-]\s*)?(?=(?:co-?)?(?:leads?|chairs?|moderators?|facilitators?|coordinators?)\s*:\s)",
    re.I,
)
_WEEKDAY = re.compile(rf"\W*(?:{'|'.join(WEEKDAYS)})s?\W*", re.I)
_FOOTNOTE = re.compile(r"\s*\[\d{1,2}\]$")


@dataclass(frozen=True, slots=True)
class Entry:
    """`head` is what names it, `rest` what stands behind the name on its line, `below` what stands under it."""

    head: Line
    rest: Line
    below: list[Block] = field(default_factory=list)
    is_marked: bool = True  # the name is bold, a link, a heading or a cell

    @property
    def name(self) -> str:
        return re.sub(r"^(?:\d{1,2}[.)]|the|our)\s+", "", undecorated(self.head.text), flags=re.I)

    @property
    def number(self) -> int:
        return self.head.number

    @property
    def items(self) -> Iterator[Item]:
        return (item for block in self.below if isinstance(block, Bullets) for item in block.items)


def section_entry(section: Section) -> Entry:
    """A heading may say who leads it: "Infrastructure — Lead: Ada Quill"."""
    heading = section.heading or Line(section.number)
    found = _LED.search("".join(span.text for span in heading.spans))
    head, rest = cut(heading, found.start()) if found else (heading, Line(section.number))
    return Entry(head, rest, section.blocks)


def item_entry(item: Item) -> Entry:
    """Name and rest: the bold text or the link it opens with, else what stands before the colon."""
    head, rest, is_marked = _parted(item)
    below: list[Block] = [Bullets(item.children, item.source)] if item.children else []
    return Entry(head, rest, below, is_marked)


def _parted(item: Item) -> tuple[Line, Line, bool]:
    line = item.line
    label, rest = split_label(line)
    end = line.bold or _end_of_leading_link(line)
    if not end and not label.spans and (found := _PLAIN_NAME.match(line.text)):
        before = next(iter(line.spans)).text
        head, behind = cut(line, len(before) - len(before.lstrip()) + found.end(1))
        return head, _without_sign(behind), False
    if not end:
        if not label.spans and item.children and len(line.text.split()) <= NAME_WORDS:
            return line, Line(line.number), False
        return label, rest, False
    head, behind = cut(line, end)
    text = "".join(span.text for span in behind.spans)
    has_label = bool(label.spans) and len(label.text) >= len(head.text.rstrip(" :"))
    if has_label and not _ONLY_BETWEEN.match(text) and len(label.text.split()) <= len(head.text.split()) + 3:
        return label, rest, True
    first = behind.spans[0] if behind.spans else None
    bracket = _BRACKET.match(first.text) if first and not first.url else None
    if bracket and not read_when(bracket.group(1)).says_something:
        head, behind = cut(line, end + bracket.end())
    return head, _without_sign(behind), True


def _end_of_leading_link(line: Line) -> int:
    length = 0
    for span in line.spans:
        length += len(span.text)
        if span.url and undecorated(span.text):
            return length
        if undecorated(span.text) and not re.fullmatch(r"\W*(?:the|our)\s+", span.text, re.I):
            return 0
    return 0


def _without_sign(line: Line) -> Line:
    text = line.spans[0].text if line.spans and not line.spans[0].url else ""
    found = _BETWEEN.match(text)
    return cut(line, found.end())[1] if found else line


def paragraph_item(paragraph: Paragraph) -> Item:
    """Lines that each open with a label are facts below the first; others are one wrapped text."""
    first, *rest = paragraph.lines
    if rest and all(split_label(line)[0].spans for line in rest):
        return Item([first], paragraph.source, [Item([line], line.text) for line in rest])
    return Item(paragraph.lines, paragraph.source)


def is_weekday(name: str) -> bool:
    return bool(_WEEKDAY.fullmatch(name))


def under_weekday(section: Section) -> list[Block]:
    """The blocks below a heading that is only a weekday: its bullets take the day, "1900 UTC: Docs" the name first."""
    if not is_weekday(section.name):
        return section.blocks
    return [
        _with_day(block, section.name) if isinstance(block, Bullets) else block for block in section.blocks
    ]


def _with_day(bullets: Bullets, day: str) -> Bullets:
    items = []
    for item in bullets.items:
        label, rest = split_label(item.line)
        name, clock = (rest, label) if read_when(label.text).start else (label, rest)
        is_bare = not label.spans or read_when(clock.text).days
        spans = [*name.spans, Span(f": {day} "), *clock.spans]
        items.append(item if is_bare else Item([Line(item.number, spans)], item.source, item.children))
    return Bullets(items, bullets.source)


def header_names(table: Table) -> list[str]:
    """What heads the columns, without the marks of footnotes."""
    return [_FOOTNOTE.sub("", undecorated(cell_text(cell))) for cell in table.header.cells]


def row_entries(table: Table) -> list[Entry]:
    """Each row that has a first cell; the header labels its facts."""
    names = header_names(table)
    return [
        Entry(joined(row.cells[0]), Line(row.number), _bullets(list(_facts(names[1:], row.cells[1:], row))))
        for row in table.rows
        if row.cells and cell_text(row.cells[0])
    ]


def column_entries(table: Table, *, has_labels: bool) -> list[Entry]:
    """Each column that has a header; the first column labels its facts where `has_labels`."""
    return [
        Entry(joined(cell), Line(table.number), _bullets(list(_column(table, index, has_labels=has_labels))))
        for index, cell in enumerate(table.header.cells)
        if cell and not (index == 0 and has_labels)
    ]


def _column(table: Table, index: int, *, has_labels: bool) -> Iterator[Item]:
    for row in table.rows:
        if index < len(row.cells):
            label = cell_text(row.cells[0]) if has_labels else ""
            yield from _facts([label], [row.cells[index]], row)


def labelled_rows(table: Table) -> list[Item]:
    """A table of labels and values as bullets."""
    return [
        item
        for row in table.rows
        if len(row.cells) > 1 and cell_text(row.cells[0])
        for item in _facts([cell_text(row.cells[0])], row.cells[1:2], row)
    ]


def _bullets(items: list[Item]) -> list[Block]:
    return [Bullets(items, "")] if items else []


def _facts(labels: list[str], cells: list[Cell], row: Row) -> Iterator[Item]:
    """Cells as bullets "Label: what the cell says"; a list in a cell, and each of several calls, keep their lines."""
    for label, cell in zip(labels, cells, strict=False):
        name = undecorated(label).replace(":", "")
        if not cell:
            continue
        calls = [line for line in cell if says_when(read_when(line.text))]
        are_calls = len(calls) > 1 and (WHEN.match(name) or len(calls) == len(cell))
        is_list = any(line.is_item for line in cell)
        if is_list and role_of(name):
            people = [Item([line], line.text) for line in cell]
            yield Item([Line(row.number, [Span(f"{name}:")])], name, people)
            continue
        if role_of(name):
            lines = [_labelled(name, line) for line in cell]
        else:
            lines = cell if not name or is_list or are_calls else [_labelled(name, joined(cell))]
        yield from (Item([line], line.text) for line in lines)


def _labelled(name: str, line: Line) -> Line:
    return Line(line.number, [Span(f"{name}: "), *line.spans])
