"""One file of notes on its way through its reader: its text, where it came from, and what is known of the files beside it."""

import datetime as dt
import re
from dataclasses import dataclass

_SIGNED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 8_000  # bytes
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


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


def is_text(body: bytes) -> bool:
    """No more than one in twenty of its first bytes is a control; logs of IRC have some for their colours."""
    head = body[:_HEAD].replace(b"\0", b"")
    return body.startswith(_UTF_16) or len(_CONTROL.findall(head)) * 20 <= len(head)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
