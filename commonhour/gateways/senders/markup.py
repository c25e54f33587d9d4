"""A message as lines of a chat: each service says in its Markup how it writes words, links and moments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from commonhour.core.speech.inert import inert
from commonhour.core.speech.moments import in_both, moment_text
from commonhour.core.speech.words import Words
from commonhour.gateways.senders.service import Outgoing

_CUT = "…"


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Markup:
    """`plain` is for our own words, `said` for those of people. `local` writes an instant that each reader sees on their
    own clock, given what stands there for programs that cannot; None where the service has no such thing."""

    bold: Callable[[str], str]
    link: Callable[[str, str], str]
    local: Callable[[Moment, str], str] | None = None
    plain: Callable[[str], str] = _unchanged

    def said(self, text: str) -> str:
        return self.plain(inert(text))


def lines(out: Outgoing, markup: Markup, most: int) -> list[str]:
    """The subject and every line of the message, at most so many characters: what is too much goes before the last line,
    which leads to the page that has it all."""
    pen = _Pen(markup, out.tzid, out.words)
    found = [markup.bold(markup.said(out.message.subject)), *pen.body(out.message)]
    if _length(found) <= most:
        return found
    while len(found) > 2 and _length([*found, _CUT]) > most:
        del found[-2]
    return [*found[:-1], _CUT, found[-1]]


def _length(found: list[str]) -> int:
    return sum(len(line) + 1 for line in found)


@dataclass(frozen=True, slots=True)
class _Pen:
    markup: Markup
    tzid: str
    words: Words

    def body(self, message: Message) -> Iterator[str]:
        for block in message.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        markup = self.markup
        if isinstance(block, Paragraph):
            yield self._line(block.line)
        elif isinstance(block, Heading):
            yield markup.bold(self._line(block.text))
        elif isinstance(block, Facts):
            yield from (f"{markup.plain(name)}: {self._line(line)}" for name, line in block.rows)
        elif isinstance(block, Bullets):
            yield from (f"• {self._line(line)}" for line in block.lines)
        elif isinstance(block, Button):
            yield markup.link(markup.plain(block.text), block.url)
        elif isinstance(block, Code):
            yield markup.said(block.text)

    def _line(self, line: Line) -> str:
        return "".join(map(self._part, line))

    def _part(self, part: Part) -> str:
        markup = self.markup
        if isinstance(part, Said):
            return markup.said(part.text)
        if isinstance(part, Moment):
            return self._moment(part)
        if isinstance(part, Link):
            return markup.link(markup.plain(part.text), part.url)
        return markup.plain(part)

    def _moment(self, moment: Moment) -> str:
        """On the reader's own clock where the service can, and in any case with the host's zone."""
        markup = self.markup
        if markup.local is None or moment.all_day:
            return markup.plain(in_both(moment, self.tzid, self.words))
        host = markup.plain(moment_text(moment, moment.tzid, self.words))
        return f"{markup.local(moment, host)} = {host}"
