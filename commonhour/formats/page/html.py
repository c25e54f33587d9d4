"""Raw HTML inside Markdown: lists, tables, links and line breaks in a paragraph, a table cell or a block."""

from html.parser import HTMLParser

from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Cell,
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
_UNSEEN = {"script", "style", "svg", "template", "noscript"}
_BREAKING = {"p", "div", "tr", "dd", "dt", "summary", "details", "ul", "ol"}


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

    def text(self, text: str) -> None:
        if self._unseen or not text:
            return
        spans = self.lines[-1].spans
        if spans and spans[-1].url == self._url:
            spans[-1].text += text
        else:
            spans.append(Span(text, self._url))

    def open_link(self, url: str) -> None:
        self._url = url
        self.lines[-1].spans.append(Span("", url))

    def close_link(self) -> None:
        self._url = ""

    @property
    def is_in_link(self) -> bool:
        return bool(self._url)

    def new_line(self, *, is_item: bool = False) -> None:
        if self.lines[-1].spans:
            self.lines.append(Line(self.number))
        self.lines[-1].number, self.lines[-1].is_item = self.number, is_item

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a" and values.get("href"):
            self.open_link(values["href"])
        elif tag == "iframe" and values.get("src"):
            self.lines[-1].spans.append(Span(values.get("title", ""), values["src"]))
        elif tag == "br" or tag in _BREAKING:
            self.new_line()
        elif tag == "li":
            self.new_line(is_item=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a":
            self.close_link()
        elif tag == "li" or tag in _BREAKING:
            self.new_line()

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
        self._heading = 0

    def read(self) -> list[Block]:
        self.feed(_without_open_comment(self._source))
        self.close()
        self._flush()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._follow()
        if tag == "table":
            self._flush()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append(Row(self.number, []))
        elif tag in ("td", "th") and self._rows:
            self.lines = [Line(self.number)]
        elif tag[0] == "h" and tag[1:].isdigit():
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
        elif tag[0] == "h" and tag[1:].isdigit():
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
        if rows:
            self._blocks.append(Table(rows[0], rows[1:], self._source))

    def _flush(self) -> None:
        lines = self.filled()
        self.lines = [Line(self.number)]
        if lines and self._heading:
            self._blocks.append(Heading(self._heading, lines[0]))
        elif lines:
            self._blocks += _paragraphs_and_bullets(lines, self._source)
        self._heading = 0


def _without_open_comment(source: str) -> str:
    """The source up to a comment that is never closed: it hides the rest, and is slow to look through."""
    closed = source.rfind("-->") + 3 if "-->" in source else 0
    opened = source.find("<!--", closed)
    return source if opened < 0 else source[:opened]


def _paragraphs_and_bullets(lines: list[Line], source: str) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        last = blocks[-1] if blocks else None
        if line.is_item and isinstance(last, Bullets):
            last.items.append(Item([line], line.text))
        elif line.is_item:
            blocks.append(Bullets([Item([line], line.text)], source))
        elif isinstance(last, Paragraph):
            last.lines.append(line)
        else:
            blocks.append(Paragraph([line], source))
    return blocks


def cell_items(cell: Cell) -> list[Item]:
    """The lines of a cell as bullets."""
    return [Item([line], line.text) for line in cell]
