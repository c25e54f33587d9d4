"""What a web address answered where notes were to be: read like a file, unless it is none of notes."""

import datetime as dt
import re

from commonhour.core.notes.brought import NotesFiles
from commonhour.errors import RefusedInput
from commonhour.formats.notes.folder import Held, read_notes_files
from commonhour.formats.notes.github import json_of
from commonhour.formats.notes.source import is_text, text_of

# Files without a kind of their own are sent as octets.
_OF_TEXTS = re.compile(r"(?:text/|application/(?:octet-stream|json|[\w.-]+\+json|xhtml\+xml|(?:x-)?markdown|mbox)\b|$)", re.I)  # fmt: skip
_ASKS_TO_SIGN_IN = re.compile(rb"<input[^>]{1,300}type\s*=\s*[\"']?password", re.I)


def read_answer(body: bytes, content_type: str, *, name: str, host: str, today: dt.date) -> NotesFiles:
    """`name` is what it would be called as a file; one that is a day makes it of that day. Raises RefusedInput for what is no
    text, and for a page to sign in."""
    if (
        not _OF_TEXTS.match(content_type.strip())
        or body.startswith((b"%PDF", b"PK\3\4"))
        or not is_text(body)
    ):
        raise RefusedInput("notes-no-text", host=host)
    read = read_notes_files([Held(host, name + _suffix(body, content_type), body)], today)
    if "html" in read.kinds and _ASKS_TO_SIGN_IN.search(body):
        raise RefusedInput("notes-web-page", host=host)
    return read


def _suffix(body: bytes, content_type: str) -> str:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return ".html"
    return ".json" if _is_json(text_of(body).strip()) else ""


def _is_json(text: str) -> bool:
    """An object or a list; a text in Markdown may begin with a bracket."""
    if not text.startswith(("{", "[")):
        return False
    try:
        return isinstance(json_of(text, ""), dict | list)
    except RefusedInput:
        return False
