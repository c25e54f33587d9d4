"""A message as plain text: complete by itself, and nothing in it that somebody typed becomes a link."""

import textwrap
from collections.abc import Iterator

from commonhour.core.message import (
    Block,
    Bullets,
    Button,
    Code,
    Facts,
    Heading,
    Line,
    Link,
    Message,
    Moment,
    Paragraph,
    Part,
    Said,
)
from commonhour.core.speech.inert import defused
from commonhour.core.speech.moments import in_both
from commonhour.core.speech.words import Words

_WIDTH = 72


def as_text(message: Message, tzid: str, words: Words) -> str:
    return "\n\n".join(text for block in message.blocks for text in _block(block, tzid, words)) + "\n"


def _block(block: Block, tzid: str, words: Words) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _wrapped(line_text(block.line, tzid, words))
    elif isinstance(block, Heading):
        text = line_text(block.text, tzid, words)
        yield f"{text}\n{'-' * min(len(text), _WIDTH)}"
    elif isinstance(block, Facts):
        yield "\n".join(
            _wrapped(f"{name}: {line_text(line, tzid, words)}", "  ") for name, line in block.rows
        )
    elif isinstance(block, Bullets):
        yield "\n".join(_wrapped(f"- {line_text(line, tzid, words)}", "  ") for line in block.lines)
    elif isinstance(block, Button):
        yield f"{block.text}:\n{block.url}"
    elif isinstance(block, Code):
        yield f"    {block.text}"


def line_text(line: Line, tzid: str, words: Words) -> str:
    return "".join(_part(part, tzid, words) for part in line)


def _part(part: Part, tzid: str, words: Words) -> str:
    if isinstance(part, Said):
        return defused(part.text)
    if isinstance(part, Moment):
        return in_both(part, tzid, words)
    if isinstance(part, Link):
        return f"{part.text}: {part.url}"
    return part


def _wrapped(text: str, indent: str = "") -> str:
    """Never inside an address, which would lead nowhere then."""
    return textwrap.fill(
        text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )  # fmt: skip
