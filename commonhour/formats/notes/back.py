"""Notes back to where they came from: each file as it stands there, with our text in the place of what was read from it."""

import datetime as dt
from collections.abc import Callable, Iterable

from commonhour.core.notes.brought import BroughtNotes
from commonhour.formats.notes.markdown import pieces_of
from commonhour.formats.notes.source import text_of
from commonhour.formats.page.frontmatter import read_front_matter

_TEXTS = (".md", ".markdown", ".mdx", ".mdown", ".txt", ".text", ".wiki", ".rst", ".adoc", ".org")


def files_back(
    notes: Iterable[BroughtNotes], held: Callable[[str], bytes | None], today: dt.date
) -> tuple[dict[str, str], list[BroughtNotes]]:
    """Path by path what is to stand there, and the notes that came from no file of text. `held` says what stands there now. What
    is not ours, a head or what was left over, stays."""
    of_file: dict[str, dict[str, str]] = {}
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
            of_file.setdefault(path, {})[part] = one.text
    return {path: _file(path, texts, held(path), today) for path, texts in of_file.items()}, left


def _file(path: str, texts: dict[str, str], body: bytes | None, today: dt.date) -> str:
    standing = text_of(body) if body is not None else ""
    text = _whole(path, texts, standing, today)
    return text.replace("\n", "\r\n") if body is not None and b"\r\n" in body else text


def _whole(path: str, texts: dict[str, str], standing: str, today: dt.date) -> str:
    if "" in texts:
        head = read_front_matter(standing).lines
        return "\n".join([*standing.split("\n")[:head], texts[""]]) if head else texts[""]
    if not standing:
        return "".join(texts[name] for name in sorted(texts, reverse=True))
    return "".join(texts.get(name, text) for name, text in pieces_of(standing, path, today))
