"""Markdown to blocks with line numbers, by markdown-it-py (CommonMark and tables)."""

import re
import textwrap
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Card,
    Cell,
    Heading,
    Item,
    Line,
    Paragraph,
    Row,
    Table,
)  # fmt: skip
from commonhour.formats.page.html import BlockReader, LineReader
from commonhour.formats.page.shortcodes import Shortcode

_HEADING_END = re.compile(r"</h[1-6]>[ \t]*\n(?=[ \t]{0,3}(?:[-*+|#]|\d+\.|[^\W_]))")
_REFERENCE = re.compile(r"\[([^\[\]]+)\](?:\[([^\[\]]*)\])(?!\()")
_MARKS_UP = re.compile(r"[\\`*\[<&]|(?<!\w)_|_(?!\w)")  # signs that may mean something in a line
_NESTING_IN_LINE = 6  # brackets in brackets cost their number times this
_COLUMNS = 64
_TABLE_RULE = re.compile(r"[ \t>|:-]+")


class BlockParser:
    """Reads the lines of one page; `first` is the number of the first line."""

    def __init__(self, lines: list[str], first: int, codes: list[Shortcode]) -> None:
        self._lines, self._first, self._codes = list(map(_without_wide_rule, lines)), first, codes
        # What is in a line is read apart: the tree is made by recursion, and emphasis nests without a bound.
        self._parser = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table").disable("inline")
        self._liner = MarkdownIt("commonmark", {"maxNesting": _NESTING_IN_LINE})
        self._env: dict[str, Any] = {}

    def blocks(self) -> list[Block]:
        tokens = self._parser.parse("\n".join(self._lines), self._env)
        return self._children(SyntaxTreeNode(tokens))

    def _children(self, node: SyntaxTreeNode) -> list[Block]:
        return [block for child in node.children for block in self._block(child)]

    def _block(self, node: SyntaxTreeNode) -> list[Block]:
        match node.type:
            case "heading":
                return self._heading(node)
            case "paragraph":
                return self._paragraph(node)
            case "bullet_list" | "ordered_list":
                items = [item for item in map(self._item, node.children) if item.lines]
                return [Bullets(items, self._source(node))] if items else []
            case "table":
                return [self._table(node)]
            case "html_block":
                return self._html(node)
            case "fence" | "code_block":
                return self._code(node)
            case "blockquote":
                return self._children(node)
        return []

    def _heading(self, node: SyntaxTreeNode) -> list[Block]:
        reader = self._inline(node)
        lines = reader.filled()
        line = Line(self._number(node), [span for part in lines for span in part.spans])
        return [Heading(int(node.tag[1:]), line), *self._cards(reader)]

    def _paragraph(self, node: SyntaxTreeNode) -> list[Block]:
        reader = self._inline(node)
        lines = reader.filled()
        found: list[Block] = [Paragraph(lines, self._source(node))] if lines else []
        return found + self._cards(reader)

    def _cards(self, reader: LineReader) -> list[Block]:
        known = (number for _, number in reader.codes if number < len(self._codes))  # a page may name others
        cards: list[Block] = [Card(self._codes[number]) for number in known]
        return [*cards, *reader.marks]

    def _item(self, node: SyntaxTreeNode) -> Item:
        item = Item([], self._source(node))
        for block in self._children(node):
            if isinstance(block, Paragraph):
                item.lines += block.lines
            elif isinstance(block, Bullets):
                item.children += block.items
            elif isinstance(block, Heading):
                item.lines.append(block.line)
            elif isinstance(block, Table):
                item.lines += [
                    line for row in [block.header, *block.rows] for cell in row.cells for line in cell
                ]
        if not item.lines and item.children:
            item.lines = [Line(item.children[0].number)]
        return item

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [self._row(row) for part in node.children for row in part.children]
        return Table(rows[0], rows[1:], self._source(node))

    def _row(self, node: SyntaxTreeNode) -> Row:
        number = self._number(node) if node.map else 0
        cells = [self._cell(cell) for cell in node.children]
        return Row(number or next((c[0].number for c in cells if c), self._first), cells)

    def _cell(self, node: SyntaxTreeNode) -> Cell:
        return self._inline(node).filled()

    def _html(self, node: SyntaxTreeNode) -> list[Block]:
        html, below = _without_markdown_below(node.content)
        reader = BlockReader(self._number(node), html)
        blocks = [*reader.read(), *self._cards(reader)]
        if below:
            first = self._number(node) + html.count("\n")
            blocks += BlockParser(below.split("\n"), first, self._codes).blocks()
        return blocks

    def _code(self, node: SyntaxTreeNode) -> list[Block]:
        lines = []
        for offset, text in enumerate(node.content.split("\n")):
            reader = LineReader(self._number(node) + offset + (1 if node.type == "fence" else 0))
            reader.text(text)
            lines += [line for line in reader.filled() if line.text]
        return [Paragraph(lines, self._source(node))] if lines else []

    def _inline(self, node: SyntaxTreeNode) -> LineReader:
        number = (
            self._first + (node.map or node.children[0].map or (0, 0))[0] if node.children else self._first
        )
        reader = LineReader(number)
        if node.children and node.children[0].type == "inline":
            inline = node.children[0].token
            self._in_line(inline.content if inline else "", reader)
        return reader

    def _in_line(self, text: str, reader: LineReader) -> None:
        if _MARKS_UP.search(text):
            for token in self._liner.parseInline(text, self._env)[0].children or []:
                _feed(reader, token)
            return
        first, *others = text.split("\n")  # most lines are plain, and an inline parse is dear
        reader.text(first.rstrip(" ") if others else first)
        for line in others:
            reader.number += 1
            reader.new_line()
            reader.text(line.lstrip(" \t").rstrip(" "))

    def _number(self, node: SyntaxTreeNode) -> int:
        return self._first + (node.map[0] if node.map else 0)

    def _source(self, node: SyntaxTreeNode) -> str:
        first, last = node.map or (0, 0)
        text = "\n".join(self._lines[first:last])
        is_flush = last - first == 1 and not text[:1].isspace()
        text = (text if is_flush else textwrap.dedent(text)).strip("\n").rstrip()
        return _REFERENCE.sub(self._resolved, text) if "][" in text else text

    def _resolved(self, found: re.Match[str]) -> str:
        label = (found.group(2) or found.group(1)).strip().upper()
        reference = self._env.get("references", {}).get(label)
        return f"[{found.group(1)}]({reference['href']})" if reference else found.group()


def _without_wide_rule(line: str) -> str:
    """Nothing for the rule of a table of very many columns: each short row below it would be filled up to them."""
    return "" if line.count("|") > _COLUMNS and _TABLE_RULE.fullmatch(line) else line


def _without_markdown_below(html: str) -> tuple[str, str]:
    """A heading in HTML with Markdown on the very next line: CommonMark calls both HTML, their author did not."""
    found = _HEADING_END.search(html)
    return (html[: found.end()], html[found.end() :]) if found else (html, "")


def _feed(reader: LineReader, token: Token) -> None:
    match token.type:
        case "text" | "code_inline" | "text_special":
            reader.text(token.content)
        case "softbreak" | "hardbreak":
            reader.number += 1
            reader.new_line()
        case "link_open":
            reader.open_link(str(token.attrGet("href") or ""))
        case "link_close":
            reader.close_link()
        case "strong_open":
            reader.open_bold()
        case "strong_close":
            reader.close_bold()
        case "html_inline":
            reader.feed(token.content)
        case "image":
            reader.text(token.content if reader.is_in_link else "")
