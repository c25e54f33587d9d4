"""Markdown and plain text: a file of its own, a post of Hugo or Jekyll, HedgeDoc's and Google's download, an endless document."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from commonhour.core.finding import notice
from commonhour.core.notes.brought import BroughtNotes, NotesFiles, numbered
from commonhour.core.notes.days import days_in
from commonhour.core.notes.splitting import Piece, split
from commonhour.formats.notes.dating import dated, stem_of, title_from_name, title_of, year_of
from commonhour.formats.notes.source import NotesSource
from commonhour.formats.page.frontmatter import read_front_matter

# What tells about notes, or is copied to begin some.
_ABOUT = re.compile(
    r"(?:readme|_?index|licen[cs]e|contributing|code[-_]of[-_]conduct|changelog|.*\btemplate|_category_|summary)(?:\.\w+)?$",
    re.I,
)
_HEADING = re.compile(r"(?m)^ {0,3}#{1,3}[ \t]*(\S.*)$")
_KEY = re.compile(r"([A-Za-z_][\w-]*)\s*[:=]")
_FOR_A_POST = {"title", "date", "recording", "slides"}


def read_markdown(source: NotesSource, kind: str = "markdown", said: str = "") -> NotesFiles:
    """The notes of one text. A file whose name is a day is of that day, whatever days stand in it. `said` is what else is known
    of its day."""
    read = NotesFiles(1, {kind: 1})
    head = read_front_matter(source.text)
    lines = source.text.split("\n")
    text = "\n".join(lines[head.lines :])
    if said:
        head.values.setdefault("date", said)
    is_of_a_day = days_in(stem_of(source.origin)) or head.values.get("date")
    pieces = [] if is_of_a_day else split(text, source.today, year=year_of(source.origin), order=source.order)
    _leave_head(read, source, lines[: head.lines], _FOR_A_POST if len(pieces) < 2 else set())
    if len(pieces) > 1:
        _take_pieces(read, source, pieces, head.lines)
    else:
        _take_whole(read, source, text, head.values)
    return read


def _leave_head(read: NotesFiles, source: NotesSource, head: list[str], taken: set[str]) -> None:
    for line in head:
        key = _KEY.match(line)
        if line.strip() not in ("---", "+++", "...") and not (key and key[1].lower() in taken):
            read.leave(source.where, line)


def _take_whole(read: NotesFiles, source: NotesSource, text: str, head: dict[str, str]) -> None:
    if not text.strip():
        return
    found = dated(head.get("date", ""), source.origin, text, source.today, source.order)
    if found.day is None and _ABOUT.match(PurePosixPath(source.origin).name):
        read.leave(source.where, text)
        return
    if found.day is None:
        read.findings.append(found.finding(source.where))
    heading = _HEADING.search(text[:4_000])
    title = (
        title_of(head.get("title", ""))
        or title_of(heading[1] if heading else "")
        or title_from_name(source.origin)
    )
    read.notes.append(
        BroughtNotes(
            source.where, source.origin, text, found.day, title, recording=head.get("recording", ""),
            slides=head.get("slides", ""),
        )
    )  # fmt: skip


def pieces_of(text: str, origin: str, today: dt.date, order: str = "") -> list[tuple[str, str]]:
    """A document as it is split: each piece with its name behind "#", "" for what is left over; its head is the first."""
    lines = text.split("\n")
    head = read_front_matter(text).lines
    pieces = split("\n".join(lines[head:]), today, year=year_of(origin), order=order)
    names = _names(pieces)
    found = [(next(names) if one.is_meeting else "", one.text) for one in pieces]
    return [("", "\n".join([*lines[:head], ""])), *found] if head else found


def _take_pieces(read: NotesFiles, source: NotesSource, pieces: list[Piece], above: int) -> None:
    names = _names(pieces)
    for one in pieces:
        where = f"{source.where}:{one.line + above}"
        if not one.is_meeting:
            read.leave(where, one.text)
            continue
        if one.date is None:
            read.findings.append(notice("notes-undated", where, "either"))
        origin = f"{source.origin}#{next(names)}"
        read.notes.append(BroughtNotes(where, origin, one.text, one.date, title_of(one.heading)))


def _names(pieces: list[Piece]) -> Iterator[str]:
    """Each meeting of a document by its day, the second of a day with its number; stays when others are added."""
    seen: dict[str, int] = {}
    for one in pieces:
        if one.is_meeting:
            yield numbered(one.date.isoformat() if one.date else one.heading[:60], seen)
