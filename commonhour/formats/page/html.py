"""Raw HTML inside Markdown: lists, tables, links and line breaks in a paragraph, a table cell or a block."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Heading,
    Item,
    Line,
    Mark,
    Paragraph,
    Row,
    Span,
    Table,
)  # fmt: skip
from commonhour.formats.page.shortcodes import shortcode_numbers

OUR_MARK = "common-hour:"
_BARE_URL = re.compile(r"(https?://[^\s<>()\[\]\"'`|\\]*[^\s<>()\[\]\"'`|\\.,;:!?*_])")
_WORD = re.compile(r"\w")
_LOOK = 1_000
_UNSEEN = {"script", "style", "svg", "template", "noscript"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BREAKING = {"p", "div", "tr", "dd", "summary", "details"}


class LineReader(HTMLParser):
    """Collects lines of spans from text, links and HTML fed to it in pieces."""

    def __init__(self, number: int) -> None:
        super().__init__(convert_charrefs=True)
        self.number = number
        self.lines = [Line(number)]
        self.codes: list[tuple[int, int]] = []  # line, number of the shortcode
        self.marks: list[Mark] = []
        self._url = ""
        self._unseen = 0
        self._depth = 0
        self._opens_bold = False

    def text(self, text: str) -> None:
        if self._unseen or not text:
            return
        spans = self.lines[-1].spans
        if not self._url and "://" in text:
            for index, part in enumerate(_BARE_URL.split(text)):
                if part:
                    spans.append(Span(part, part if index % 2 else ""))
        elif spans and spans[-1].url == self._url:
            spans[-1].text += text
        else:
            spans.append(Span(text, self._url))

    def open_link(self, url: str) -> None:
        self._url = url
        self.lines[-1].spans.append(Span("", url))

    def close_link(self) -> None:
        self._url = ""

    def open_bold(self) -> None:
        """Bold matters where a line opens with it: it is the name of what the line is about."""
        self._opens_bold = not self._has_word()

    def close_bold(self) -> None:
        if self._opens_bold and self._has_word():
            self.lines[-1].bold = sum(len(span.text) for span in self.lines[-1].spans)
        self._opens_bold = False

    def _has_word(self) -> bool:
        """Whether the line has begun; a line of signs is not looked through anew for each of them."""
        return any(_WORD.search(span.text, 0, _LOOK) for span in self.lines[-1].spans)

    @property
    def is_in_link(self) -> bool:
        return bool(self._url)

    def new_line(self, *, is_item: bool = False, is_end: bool = False) -> None:
        last = self.lines[-1]
        if last.text or last.links:
            self.lines.append(Line(self.number, is_item=is_item, depth=self._depth))
            return
        # A `<p>` right behind its `<li>` does not end the item.
        last.spans, last.bold = [], 0
        last.is_item = is_item or (last.is_item and not is_end)
        last.number, last.depth = self.number, self._depth

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a" and values.get("href"):
            self.open_link(values["href"])
        elif tag in ("b", "strong"):
            self.open_bold()
        elif tag == "iframe" and values.get("src"):
            self.lines[-1].spans.append(Span(values.get("title", ""), values["src"]))
        elif tag in ("ul", "ol", "dl"):
            self.new_line(is_end=True)
            self._depth += 1
        elif tag == "br" or tag in _BREAKING:
            self.new_line()
        elif tag in ("li", "dt"):
            self._depth = max(1, self._depth)
            self.new_line(is_item=True)
            self._opens_bold = tag == "dt"  # a term is the name of what is told about it

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a":
            self.close_link()
        elif tag in ("b", "strong"):
            self.close_bold()
        elif tag in ("ul", "ol", "dl"):
            self._depth = max(0, self._depth - 1)
            self.new_line(is_end=True)
        elif tag == "dt":
            self.close_bold()
        elif tag == "li" or tag in _BREAKING:
            self.new_line(is_end=True)

    def handle_data(self, data: str) -> None:
        self.text(data)

    def handle_comment(self, data: str) -> None:
        self.codes += [(self.number, n) for n in shortcode_numbers(f"<!--{data}-->")]
        if data.strip().startswith(OUR_MARK):
            self.marks.append(Mark(self.number, data.strip()))

    def filled(self) -> list[Line]:
        return [line for line in self.lines if line.text or line.links]


class BlockReader(LineReader):
    """Reads a block of HTML into headings, paragraphs, bullets and tables."""

    def __init__(self, number: int, source: str) -> None:
        super().__init__(number)
        self._first, self._source = number, source
        self._blocks: list[Block] = []
        self._rows: list[Row] | None = None
        self._has_header = False
        self._heading = 0

    def read(self) -> list[Block]:
        self.feed(_without_open_comment(self._source))
        self.close()
        self._flush()
        self._give_sources()
        return self._blocks

    def _give_sources(self) -> None:
        """A block alone keeps its HTML; of several each gets its own part, as Markdown."""
        kept = [block for block in self._blocks if isinstance(block, Paragraph | Bullets | Table)]
        for block in kept:
            is_whole = len(self._blocks) == 1 and "<details" not in self._source
            block.source = self._source.strip() if is_whole else markdown_of(block)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._follow()
        if tag == "table":
            self._flush()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append(Row(self.number, []))
        elif tag in ("td", "th") and self._rows:
            self._has_header = self._has_header or tag == "th"
            self.lines = [Line(self.number)]
        elif tag in _HEADINGS:
            self._flush()
            self._heading = int(tag[1:])
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._follow()
        if tag == "table" and self._rows is not None:
            self._end_table(self._rows)
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].cells.append(self.filled())
            self.lines = [Line(self.number)]
        elif tag in _HEADINGS:
            self._flush()
        else:
            super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self._follow()
        for index, part in enumerate(data.split("\n")):
            if index:
                self.number += 1
                self.text(" ")
            self.text(part)

    def handle_comment(self, data: str) -> None:
        self._follow()
        super().handle_comment(data)

    def _follow(self) -> None:
        self.number = self._first + self.getpos()[0] - 1

    def _end_table(self, rows: list[Row]) -> None:
        self._rows = None
        rows = [row for row in rows if row.cells]
        if rows and any(line.links for cell in rows[0].cells for line in cell) and not self._has_header:
            rows = [Row(rows[0].number, [[] for _ in rows[0].cells]), *rows]
        self._has_header = False
        if rows:
            self._blocks.append(Table(rows[0], rows[1:], ""))

    def _flush(self) -> None:
        lines = self.filled()
        self.lines = [Line(self.number)]
        if lines and self._heading:
            self._blocks.append(Heading(self._heading, lines[0]))
        elif lines:
            self._blocks += _paragraphs_and_bullets(lines)
        self._heading = 0


def _without_open_comment(source: str) -> str:
    """The source up to a comment that is never closed: it hides the rest, and is slow to look through."""
    closed = source.rfind("-->") + 3 if "-->" in source else 0
    opened = source.find("<!--", closed)
    return source if opened < 0 else source[:opened]


def _paragraphs_and_bullets(lines: list[Line]) -> list[Block]:
    blocks: list[Block] = []
    path: list[tuple[int, Item]] = []
    for line in lines:
        last = blocks[-1] if blocks else None
        if line.is_item:
            _add_item(line, blocks, path)
        elif line.depth and path:
            _item_at(line.depth, path).lines.append(line)
        elif isinstance(last, Paragraph):
            last.lines.append(line)
        else:
            blocks.append(Paragraph([line], ""))
    return blocks


def _add_item(line: Line, blocks: list[Block], path: list[tuple[int, Item]]) -> None:
    """Puts a `<li>` below the one its list is nested in."""
    item = Item([line], line.text)
    while path and path[-1][0] >= line.depth:
        path.pop()
    if path and isinstance(blocks[-1], Bullets):
        path[-1][1].children.append(item)
    elif isinstance(blocks[-1] if blocks else None, Bullets):
        blocks[-1].items.append(item)  # type: ignore[union-attr]
    else:
        blocks.append(Bullets([item], ""))
    path.append((line.depth, item))


def _item_at(depth: int, path: list[tuple[int, Item]]) -> Item:
    return next((item for level, item in reversed(path) if level <= depth), path[0][1])


def markdown_of(block: Paragraph | Bullets | Table) -> str:
    """A block of HTML as Markdown."""
    if isinstance(block, Paragraph):
        return "\n".join(line.markdown for line in block.lines)
    if isinstance(block, Bullets):
        return "\n".join(text for item in block.items for text in _bullet_lines(item, ""))
    rows = [
        [" ".join(line.markdown for line in cell) for cell in r.cells] for r in [block.header, *block.rows]
    ]
    texts = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([texts[0], "|" + "---|" * len(rows[0]), *texts[1:]])


def _bullet_lines(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- {item.line.markdown}"
    for child in item.children:
        yield from _bullet_lines(child, indent + "  ")
