"""A Message: what is told to people, in parts that every service writes in its own way: words, moments and links."""

import datetime as dt
import string
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """Words that somebody typed: a title, a reason, a name. Wherever they go they are plain, and link to nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When something takes place, in UTC, for readers in their own zone and in the host's, `tzid`. `end` None says only
    when it begins."""

    start: dt.datetime
    tzid: str
    end: dt.datetime | None = None
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """To a page of the hub."""

    text: str
    url: str


Part = str | Said | Moment | Link
Line = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of a name and what it is: "Was: …", "Now: …"."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """What to do next."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Code:
    """Digits to be typed somewhere else."""

    text: str


Block = Heading | Paragraph | Facts | Bullets | Button | Code


@dataclass(frozen=True, slots=True)
class Message:
    """`subject` says it all in one line, in the reader's zone; `blocks` in full."""

    subject: str
    blocks: tuple[Block, ...]


def filled(words: str, /, **parts: Part | Sequence[Part]) -> Line:
    """A sentence with {places}, as parts. What is filled in is never read as a template itself."""
    found: list[Part] = []
    for text, name, _, _ in string.Formatter().parse(words):
        found += [text] if text else []
        if name is not None:
            part = parts[name]
            found += [part] if isinstance(part, Part) else part
    return tuple(found)


def subject_of(line: str) -> str:
    """A line of a header: one line, and not endless."""
    return " ".join(line.split())[:200]
