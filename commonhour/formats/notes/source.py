"""One file of notes on its way through its reader: its text, where it came from, and what is known of the files beside it."""

import datetime as dt
from dataclasses import dataclass

_SIGNED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class NotesSource:
    """`order` is how the files beside it write their days ("day", "month" or "")."""

    where: str
    origin: str
    text: str
    today: dt.date
    order: str = ""


def text_of(body: bytes) -> str:
    """The text of bytes in any common encoding; no line ends but "\\n", and no NUL, which PostgreSQL keeps none of."""
    for sign, encoding in _SIGNED:
        if body.startswith(sign):
            return _plain(body.decode(encoding, "replace"))
    try:
        return _plain(body.decode())
    except UnicodeDecodeError:
        return _plain(body.decode("cp1252", "replace"))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
