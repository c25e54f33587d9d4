"""Addresses that stand bare in Markdown become links with words one can read: the host, and a short path."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BARE = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
_LONGEST = 34


def link_bare(state: StateCore) -> None:
    """A core rule of markdown-it. What is a link already keeps its words, unless these are its own address."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_linked(block.children))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    around: str | None = None  # where the link leads that we are in
    for token in tokens:
        if token.type == "link_open":
            around = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            around = None
        if token.type != "text":
            yield token
        elif around is None:
            yield from _split(token.content)
        else:
            yield _text(readable(around) if _is_address(token.content) else token.content)


def _is_address(text: str) -> bool:
    return bool(_BARE.fullmatch(text.strip()))


def _split(text: str) -> Iterator[Token]:
    end = 0
    for found in _BARE.finditer(text):
        yield _text(text[end : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": found[0]})
        yield _text(readable(found[0]))
        yield Token("link_close", "a", -1)
        end = found.end()
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def readable(url: str) -> str:
    """ "wiki.example.org/minutes" of an address; a long path is cut."""
    host, _, path = url.split("://", 1)[-1].removeprefix("www.").partition("/")
    path = path.split("?")[0].split("#")[0].rstrip("/")
    short = f"{host}/{path}" if path else host
    return short if len(short) <= _LONGEST else f"{host}/…"
