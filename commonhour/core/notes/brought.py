"""Notes on their way in: what files of any form say, as plain values, and what of them found no place in any notes."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from commonhour.core.finding import Finding
from commonhour.core.places.secrets import public

_UNKEPT = re.compile("[\0\ud800-\udfff]")


@dataclass(slots=True)
class BroughtNotes:
    """The text of one meeting. `origin` is the file it stood in, with "#2026-11-26" behind it where that holds several; with
    `number` it is told from others of its origin. `where` is for people. `date` is the day where the meeting was held, None
    where nobody wrote it or it cannot be told. `series` is a slug or a name that stood with it, `public_id` that of our own files,
    `base` the digest of the text of ours that such a file was made of."""

    where: str
    origin: str
    text: str
    date: dt.date | None = None
    title: str = ""
    series: str = ""
    recording: str = ""
    slides: str = ""
    public_id: str = ""
    is_nameless: bool = False
    base: str = ""

    def __post_init__(self) -> None:
        for name in ("where", "origin", "text", "title", "series", "recording", "slides"):
            setattr(self, name, keepable(getattr(self, name)))

    @property
    def key(self) -> str:
        return f"own|{self.public_id}" if self.public_id else self.origin


@dataclass(slots=True)
class NotesFiles:
    """All that was read of some files. `left_over` says what is in no notes, as (where, text), word for word."""

    files: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    notes: list[BroughtNotes] = field(default_factory=list)
    left_over: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def dated(self) -> int:
        return sum(one.date is not None for one in self.notes)

    def take(self, other: "NotesFiles") -> None:
        self.files += other.files
        for kind, number in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + number
        self.notes += other.notes
        self.left_over += other.left_over
        self.findings += other.findings

    def leave(self, where: str, text: str) -> None:
        """Without ways into calls, as everything that is shown."""
        if text.strip():
            self.left_over.append((keepable(where), public(keepable(text))))

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "notes", "files": self.files, "forms": dict(sorted(self.kinds.items())), "notes": len(self.notes), "dated": self.dated,
            "left_over": [{"where": where, "text": text} for where, text in self.left_over],
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


def keepable(text: str) -> str:
    """Without NUL and halves of signs, which no database keeps; a name of a file in Latin-1 is read as that."""
    return _UNKEPT.sub(_kept, text) if _UNKEPT.search(text) else text


def _kept(found: re.Match[str]) -> str:
    code = ord(found[0]) - 0xDC00  # a byte that was no UTF-8 (PEP 383)
    return chr(code) if 0x80 <= code <= 0xFF else "\ufffd" if code > -0xDC00 else ""


def numbered(name: str, seen: dict[str, int]) -> str:
    """The name, with its number behind it from the second time on."""
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def digest(text: str) -> str:
    """By which a text is told from another where the text itself is not kept."""
    return hashlib.sha256(text.encode()).hexdigest()
