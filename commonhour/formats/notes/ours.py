"""Notes as files of our own: one for each, with what belongs to it in its head, and its text as it is."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable

from commonhour.core.notes.brought import BroughtNotes, NotesFiles, digest
from commonhour.formats.page.frontmatter import read_front_matter, yaml_quoted

_BEGINS = re.compile(r"---\nnotes: common-hour\n")
_WRITTEN = ("title", "series", "recording", "slides", "origin")


def is_ours(text: str) -> bool:
    return bool(_BEGINS.match(text))


def read_ours(text: str, where: str, origin: str) -> NotesFiles:
    """Byte for byte: what was written here is read as it was written."""
    head = read_front_matter(text)
    said = head.values
    one = BroughtNotes(
        where, said.get("origin", ""), "\n".join(text.split("\n")[head.lines :]), _day(said.get("date", "")),
        said.get("title", ""), said.get("series", ""), said.get("recording", ""), said.get("slides", ""),
        _id(said.get("id", "")), said.get("nameless") == "true", said.get("base", ""),
    )  # fmt: skip
    one.origin = one.origin if one.public_id else one.origin or origin
    return NotesFiles(1, {"common-hour": 1}, [one])


def write_ours(one: BroughtNotes) -> str:
    lines = ["---", "notes: common-hour", f"id: {one.public_id}"]
    lines += [f"date: {one.date.isoformat()}"] if one.date else []
    lines += [f"{name}: {yaml_quoted(value)}" for name in _WRITTEN if (value := getattr(one, name))]
    lines += ["nameless: true"] if one.is_nameless else []
    lines.append(f"base: {digest(one.text)}")
    return "\n".join([*lines, "---", one.text])


def write_folder(notes: Iterable[BroughtNotes]) -> dict[str, str]:
    """Path by path, "series/2026-11-26.md"; the second of a day, in the order of their ids, has its number."""
    files: dict[str, str] = {}
    for one in sorted(notes, key=lambda one: (one.series, one.date or dt.date.min, one.public_id)):
        stem = f"{one.series}/{one.date.isoformat() if one.date else f'undated-{one.public_id[:8]}'}"
        path, number = f"{stem}.md", 1
        while path in files:
            number += 1
            path = f"{stem}-{number}.md"
        files[path] = write_ours(one)
    return files


def write_document(title: str, notes: Iterable[BroughtNotes]) -> str:
    """All of them as one Markdown document, newest first; each below a heading with its day, so that it splits again."""
    parts = [f"# {title}\n"]
    for one in sorted(notes, key=lambda one: (one.date or dt.date.min, one.public_id), reverse=True):
        heading = " ".join(filter(None, (one.date.isoformat() if one.date else "", one.title)))
        parts.append(f"\n## {heading}\n\n{one.text.rstrip()}\n")
    return "".join(parts)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
