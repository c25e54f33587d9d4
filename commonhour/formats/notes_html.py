"""Notes of a meeting as safe HTML: a line stays a line, marks stand out, boxes are shown, and headings begin below the page's."""

import functools
import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from commonhour.formats.bare_links import link_bare
from commonhour.formats.markdown_html import ALLOWED

_MARK = re.compile(r"(DECISION|ACTION|INFO|TOPIC):")
_BOX = re.compile(r"\[([ xX])\](?=\s)")
_HIGHEST, _LOWEST = 3, 6


def _below_the_page(state: StateCore) -> None:
    """A heading is one level below the nearest larger one before it, the largest are `<h3>`: no level is left out."""
    larger: list[int] = []
    for opening, closing in _headings(state.tokens):
        size = int(opening.tag[1])
        larger = [one for one in larger if one < size]
        opening.tag = closing.tag = f"h{min(_HIGHEST + len(larger), _LOWEST)}"
        larger.append(size)


def _headings(tokens: list[Token]) -> list[tuple[Token, Token]]:
    opening = [one for one in tokens if one.type == "heading_open"]
    closing = [one for one in tokens if one.type == "heading_close"]
    return list(zip(opening, closing, strict=True))


def _marks(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _with_marks(block.children)


def _with_marks(words: list[Token]) -> list[Token]:
    found: list[Token] = []
    begins = True
    for one in words:
        mark = _MARK.match(one.content) if begins and one.type == "text" else None
        if mark:
            found += _strong(mark[0])
            one.content = one.content[mark.end() :]
        elif begins and one.type == "text":
            one.content = _BOX.sub(lambda box: "☐" if box[1] == " " else "☑", one.content, count=1)
        found.append(one)
        begins = one.type in ("softbreak", "hardbreak")
    return found


def _strong(text: str) -> list[Token]:
    words = Token("text", "", 0, content=text)
    return [Token("strong_open", "strong", 1), words, Token("strong_close", "strong", -1)]


_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(
    ["table", "strikethrough"]
)
for _name, _rule in (("link_bare", link_bare), ("below_the_page", _below_the_page), ("marks", _marks)):
    _parser.core.ruler.push(_name, _rule)


@functools.lru_cache(maxsize=512)
def notes_html(text: str) -> str:
    """Sanitised HTML; no raw HTML passes."""
    return nh3.clean(_parser.render(text), **ALLOWED)
