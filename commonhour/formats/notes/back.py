"""Notes back to where they came from: each file as it stands there, with our text in the place of what was read from it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from commonhour.core.notes.brought import BroughtNotes
from commonhour.core.notes.days import DAY_FIRST, MONTH_FIRST
from commonhour.formats.notes.markdown import pieces_of
from commonhour.formats.notes.source import text_of
from commonhour.formats.page.frontmatter import read_front_matter

_TEXTS = (".md", ".markdown", ".mdx", ".mdown", ".txt", ".text", ".wiki", ".rst", ".adoc", ".org")


def files_back(
    notes: Iterable[BroughtNotes], held: Callable[[str], bytes | None], today: dt.date
) -> tuple[dict[str, str], list[BroughtNotes]]:
    """Path by path what is to stand there, and the notes that came from no file of text or whose part of it is not found.
    `held` says what stands there now. What is not ours, a head or what was left over, stays."""
    of_file: dict[str, dict[str, BroughtNotes]] = {}
    files: dict[str, str] = {}
    left: list[BroughtNotes] = []
    for one in notes:
        path, _, part = one.origin.partition("#")
        if (
            not path.lower().endswith(_TEXTS)
            or "://" in path
            or ".." in path.split("/")
            or path.startswith("/")
        ):
            left.append(one)
        else:
            parts = of_file.setdefault(path, {})
            if part in parts:  # a path that held those of many meetings has the last
                left.append(parts[part])
            parts[part] = one
    for path, parts in of_file.items():
        body = held(path)
        pieces = _pieces(path, parts, text_of(body) if body is not None else "", today)
        names = {name for name, _ in pieces}
        left += [one for name, one in parts.items() if name not in names]
        text = "".join(parts[name].text if name in parts else text for name, text in pieces)
        files[path] = text.replace("\n", "\r\n") if body is not None and b"\r\n" in body else text
    return files, left


def _pieces(
    path: str, parts: dict[str, BroughtNotes], standing: str, today: dt.date
) -> list[tuple[str, str]]:
    """The file in pieces, each with the name of its notes."""
    if "" in parts:
        head = read_front_matter(standing).lines
        return [("=", "".join(f"{line}\n" for line in standing.split("\n")[:head])), ("", "")]
    if not standing:
        return [(name, "") for name in sorted(parts, reverse=True)]
    return max(
        _ways(path, parts, standing, today), key=lambda pieces: len(parts.keys() & dict(pieces).keys())
    )


def _ways(
    path: str, parts: dict[str, BroughtNotes], standing: str, today: dt.date
) -> Iterator[list[tuple[str, str]]]:
    """As it was split when it came: the year was perhaps another, and files beside it told the order of its days."""
    last = max((one.date for one in parts.values() if one.date), default=today)
    for day in (today, last):
        for order in ("", DAY_FIRST, MONTH_FIRST):
            yield pieces_of(standing, path, day, order)
