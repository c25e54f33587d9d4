"""Minutes posted to a mailing list: an mbox, an archive of a month or one mail. Quoted text and signatures are left out."""

import datetime as dt
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesParser

from commonhour.core.finding import notice
from commonhour.core.notes.brought import BroughtNotes, NotesFiles
from commonhour.core.notes.days import DaySaid, days_in
from commonhour.core.notes.ordering import Heading, days_of
from commonhour.formats.notes.dating import first_lines, title_of
from commonhour.formats.notes.hypertext import markdown_of
from commonhour.formats.notes.source import text_of

# "From ana@example.org Thu Nov 26 …"; archives of lists write "ana at example.org".
_FROM = re.compile(rb"(?m)^(?=From \S+(?: at \S+)? .*\d{2}:\d{2}.*$)")
_IS_MINUTES = re.compile(
    r"\b(?:minutes|notes|meetbot|meeting summary|summary of|acta|protokoll|compte[- ]rendu|meeting)\b|議事録",
    re.I,
)
_REPLY = re.compile(r"\s*(?:re|aw|sv|fwd?)\s*:", re.I)
_QUOTED = re.compile(r"[ \t]*>")
_WROTE = re.compile(r"(?:On|Am|Le|El) .{5,120}(?:wrote|schrieb|a écrit|escribió)\s*:\s*$")
_SIGNATURE = "-- "
_LIST_FOOTER = re.compile(r"_{30,}\s*$")


def is_mails(body: bytes) -> bool:
    head = body[:4_000]
    if _FROM.match(head):
        return bool(re.search(rb"(?mi)^(?:subject|date):", head))
    return bool(re.match(rb"(?:[A-Za-z-]+: .*\r?\n(?:[ \t].*\r?\n)*){3}", head)) and all(
        re.search(rb"(?mi)^" + name, head) for name in (b"subject:", b"from:", b"date:")
    )


def read_mails(body: bytes, where: str, origin: str) -> NotesFiles:
    read = NotesFiles(1, {"mail": 1})
    for number, raw in enumerate(_raw(body), 1):
        mail = BytesParser(policy=email.policy.default).parsebytes(raw)
        _take(read, mail, f"{where}: mail {number}", origin)
    return read


def _raw(body: bytes) -> Iterator[bytes]:
    starts = [found.start() for found in _FROM.finditer(body)]
    if not starts:
        yield body
    for start, end in zip(starts, [*starts[1:], len(body)], strict=True):
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", body[start:end].partition(b"\n")[2])


def _take(read: NotesFiles, mail: Message, where: str, origin: str) -> None:
    subject = " ".join(_header(mail, "Subject").split())
    text = _text(mail)
    said, rest = _said(text)
    bare = re.sub(r"^(?:\s*\[[^\]]*\])+\s*", "", subject)
    if _REPLY.match(bare) or not _IS_MINUTES.search(bare) or not said.strip():
        read.leave(where, f"{subject}\n\n{text}".strip())
        return
    read.leave(where, rest)
    day = _day(bare, said, _sent(mail))
    if day is None:
        read.findings.append(notice("notes-undated", where))
    key = _header(mail, "Message-ID").strip().strip("<>") or f"{day} {bare}"
    read.notes.append(BroughtNotes(where, f"{origin}#{key}"[:1_000], said, day, title_of(bare)))


def _said(text: str) -> tuple[str, str]:
    """What its sender wrote, and what is quoted, signed or added by the list."""
    said: list[str] = []
    rest: list[str] = []
    is_over = False
    for line in text.split("\n"):
        is_over = is_over or line == _SIGNATURE or bool(_LIST_FOOTER.match(line))
        (rest if is_over or _QUOTED.match(line) or _WROTE.match(line) else said).append(line)
    return "\n".join(said).strip("\n") + "\n", "\n".join(rest)


def _text(mail: Message) -> str:
    part = mail.get_body(("plain", "html")) if isinstance(mail, EmailMessage) else None
    try:
        content = part.get_content() if part else ""
    except (LookupError, ValueError, KeyError, AttributeError):
        content = part.get_payload(decode=True) if part else ""
    text = (
        text_of(content) if isinstance(content, bytes) else text_of(str(content).encode("utf-8", "replace"))
    )
    return markdown_of(text) if part is not None and part.get_content_type() == "text/html" else text


def _header(mail: Message, name: str) -> str:
    try:
        return str(mail.get(name, "") or "").replace("\0", "")
    except (ValueError, IndexError, TypeError, AttributeError):  # the parser's own on malformed ones
        return ""


def _sent(mail: Message) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(_header(mail, "Date")).date()
    except (ValueError, TypeError, IndexError):
        return None


def _day(subject: str, text: str, sent: dt.date | None) -> dt.date | None:
    """Of the subject, or of the first lines; a day without its year is the last one before it was sent."""
    said = [one for line in (subject, *first_lines(text)) for one in days_in(line)[:1]]
    return next((day for one in said if (day := _held(one, sent))), None)


def _held(said: DaySaid, sent: dt.date | None) -> dt.date | None:
    if said.year and not said.is_either:
        return said.in_year()
    return days_of([Heading(said)], sent)[0] if sent else None
