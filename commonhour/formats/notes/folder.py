"""Many files of notes at once: each by its form, and what one folder's files say about each other."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from commonhour.core.finding import notice
from commonhour.core.limits import NOTES_CHARACTERS
from commonhour.core.notes.brought import NotesFiles, keepable
from commonhour.errors import RefusedInput, UserError
from commonhour.errors.telling import fault
from commonhour.formats.notes.dating import order_beside
from commonhour.formats.notes.github import is_github, json_of, read_github
from commonhour.formats.notes.hypertext import markdown_of
from commonhour.formats.notes.irc import is_meetbot, read_meetbot
from commonhour.formats.notes.mails import is_mails, read_mails
from commonhour.formats.notes.markdown import read_markdown
from commonhour.formats.notes.ours import is_ours, read_ours
from commonhour.formats.notes.source import NotesSource, is_text, text_of

SUFFIXES = (
    ".md", ".markdown", ".mdx", ".mdown", ".txt", ".text", ".html", ".htm", ".mbox", ".eml", ".json", ".log", ".wiki", ".rst",
    ".adoc", ".org",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A file: `where` it is for people, `origin` it is known by (below the folder that was named), and its bytes."""

    where: str
    origin: str
    body: bytes

    def __post_init__(self) -> None:
        for name in ("where", "origin"):
            object.__setattr__(self, name, keepable(getattr(self, name)))


def read_notes_files(
    files: Sequence[Held], today: dt.date, told: Callable[[], None] = lambda: None
) -> NotesFiles:
    """All of them, in their order; one that cannot be read is told, and the others are read. `told` after each."""
    orders = _orders(files)
    found = NotesFiles()
    for file in files:
        try:
            read = _read(file, today, orders[str(PurePosixPath(file.origin).parent)])
            found.take(_without_endless(read))
        except UserError as error:
            found.files += 1
            found.findings.append(
                notice("refused-input", file.where, reason=fault(error.code, **error.facts))
            )
        told()
    return found


def _without_endless(read: NotesFiles) -> NotesFiles:
    """Notes longer than those of a date may be are left over: nobody could save them any more."""
    endless = [one for one in read.notes if len(one.text) > NOTES_CHARACTERS]
    read.notes = [one for one in read.notes if len(one.text) <= NOTES_CHARACTERS]
    for one in endless:
        read.leave(one.where, one.text)
        read.findings.append(notice("notes-too-long", one.where, most=NOTES_CHARACTERS))
    return read


def _orders(files: Sequence[Held]) -> dict[str, str]:
    folders: dict[str, list[Held]] = {}
    for file in files:
        folders.setdefault(str(PurePosixPath(file.origin).parent), []).append(file)
    return {
        folder: order_beside([one.origin for one in held], [text_of(one.body[:20_000]) for one in held])
        for folder, held in folders.items()
    }


def _read(file: Held, today: dt.date, order: str) -> NotesFiles:
    if is_mails(file.body):
        return read_mails(file.body, file.where, file.origin)
    if not is_text(file.body):
        raise RefusedInput("binary-file", where=file.where)
    exact = file.body.decode(errors="replace")
    if is_ours(exact):
        return read_ours(exact, file.where, file.origin)
    text = text_of(file.body)
    source = NotesSource(file.where, file.origin, text, today, order)
    suffix = PurePosixPath(file.origin).suffix.lower()
    if suffix == ".json":
        return _of_json(source)
    if suffix in (".html", ".htm") or text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        source = NotesSource(file.where, file.origin, markdown_of(text), today, order)
        return read_meetbot(source) if is_meetbot(source.text) else read_markdown(source, "html")
    return read_meetbot(source) if is_meetbot(text) else read_markdown(source)


def _of_json(source: NotesSource) -> NotesFiles:
    value = json_of(source.text, source.where)
    if is_github(value):
        return read_github(value, source)
    read = NotesFiles(1, {"json": 1})
    read.leave(source.where, source.text)
    return read
