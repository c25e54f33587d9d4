"""Minutes posted to a mailing list: an mbox, an archive of a month or one mail. Quoted text and signatures are left out."""

import datetime as dt
import email.errors
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesParser
from itertools import pairwise

from commonhour.core.finding import notice
from commonhour.core.notes.brought import BroughtNotes, NotesFiles, numbered
from commonhour.core.notes.days import DaySaid, days_in
from commonhour.core.notes.ordering import AHEAD, Heading, days_of
from commonhour.formats.notes.dating import first_lines, title_of
from commonhour.formats.notes.hypertext import markdown_of
from commonhour.formats.notes.source import text_of

# "From ana@example.org Thu Nov 26 18:00:00 2026", then a header; archives of lists write "ana at example.org".
_FROM = re.compile(
    rb"^From [^\n]{1,200}?[ \t](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d(?::\d\d)?"
    rb"(?: [A-Z+-]\S{0,9})? \d{4}[^\n]{0,100}\r?\n[!-9;-~]+:",
    re.M,
)
_IS_MINUTES = re.compile(
    r"\b(?:minutes|notes|meetbot|meeting summary|summary of|acta|protokoll|compte[- ]rendu|meeting)\b|議事録",
    re.I,
)
_REPLY = re.compile(r"\s*(?:re|aw|sv|fwd?)\s*:", re.I)
_QUOTED = re.compile(r"[ \t]*>")
_WROTE = re.compile(r"(?:On|Am|Le|El) .{5,120}(?:wrote|schrieb|a écrit|escribió)\s*:\s*$")
_SIGNATURE = "-- "
_LIST_FOOTER = re.compile(r"_{30,}\s*$")
_HEAD = 64_000  # bytes: what servers write above the subject is long
_SUBJECT = 300
# What Python's parser of mails raises on malformed ones.
_BROKEN = (
    RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError, email.errors.MessageError,
)  # fmt: skip


def is_mails(body: bytes) -> bool:
    head = body[:_HEAD]
    if _FROM.match(head):
        return bool(re.search(rb"(?mi)^(?:subject|date):", head))
    return bool(re.match(rb"(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*){3}", head)) and all(
        re.search(rb"(?mi)^" + name, head) for name in (b"subject:", b"from:", b"date:")
    )


def read_mails(body: bytes, where: str, origin: str) -> NotesFiles:
    """Of one that cannot be read all is left over."""
    read, seen = NotesFiles(1, {"mail": 1}), dict[str, int]()
    for number, raw in enumerate(_raw(body), 1):
        place = f"{where}: mail {number}"
        try:
            read.take(_mail(raw, place, origin, seen))
        except _BROKEN:
            read.leave(place, text_of(raw))
    return read


def _raw(body: bytes) -> Iterator[bytes]:
    """What stands above the first is a mail of its own: of a file of one mail it is all."""
    starts = {found.start() for found in _FROM.finditer(body)}
    for start, end in pairwise(sorted({0, *starts, len(body)})):
        raw = body[start:end]
        if start in starts:
            raw = re.sub(rb"(?m)^>(>*From )", rb"\1", raw.partition(b"\n")[2])
        if raw.strip():
            yield raw


def _mail(raw: bytes, where: str, origin: str, seen: dict[str, int]) -> NotesFiles:
    read = NotesFiles()
    mail = BytesParser(policy=email.policy.default).parsebytes(raw)
    subject = " ".join(_header(mail, "Subject").split())
    body = mail.get_body(("plain", "html")) if isinstance(mail, EmailMessage) else None
    text = _text(body) if body else ""
    said, rest = _said(text)
    bare = re.sub(r"^(?:\s*\[[^\]]*\])+\s*", "", subject)[:_SUBJECT]
    if _REPLY.match(bare) or not _IS_MINUTES.search(bare) or not said.strip():
        read.leave(where, f"{subject}\n\n{text}".strip())
    else:
        read.leave(where, rest)
        day = _day(bare, said, _sent(mail))
        if day is None:
            read.findings.append(notice("notes-undated", where))
        key = _header(mail, "Message-ID").strip().strip("<>") or numbered(f"{day} {bare}", seen)
        read.notes.append(BroughtNotes(where, f"{origin}#{key}"[:1_000], said, day, title_of(bare)))
    for other in _others(mail, body):
        read.leave(where, other)
    return read


def _others(part: Message, body: Message | None) -> Iterator[str]:
    """What a mail holds beside its body: texts word for word, mails within by their subject too, the rest by name."""
    if part.is_multipart():
        within: list[Message] = part.get_payload()  # type: ignore[assignment]
        is_said_twice = part.get_content_type() == "multipart/alternative" and body in within
        for one in within:
            if part.get_content_type() == "message/rfc822":
                yield _header(one, "Subject")
            if not (is_said_twice and one.get_content_type() in ("text/html", "multipart/related")):
                yield from _others(one, body)
    elif part.get_content_maintype() == "text" and part is not body:
        yield _text(part)
    elif part is not body:
        yield f"{part.get_filename('')} ({part.get_content_type()})".strip()


def _said(text: str) -> tuple[str, str]:
    """What its sender wrote, and what is quoted, signed or added by the list."""
    said: list[str] = []
    rest: list[str] = []
    is_over = False
    for line in text.split("\n"):
        is_over = is_over or line == _SIGNATURE or bool(_LIST_FOOTER.match(line))
        (rest if is_over or _QUOTED.match(line) or _WROTE.match(line) else said).append(line)
    return "\n".join(said).strip("\n") + "\n", "\n".join(rest)


def _text(part: Message) -> str:
    try:
        content = part.get_content()  # type: ignore[attr-defined]
    except _BROKEN:
        content = part.get_payload(decode=True) or b""
    text = (
        text_of(content) if isinstance(content, bytes) else text_of(str(content).encode("utf-8", "replace"))
    )
    return markdown_of(text) if part.get_content_type() == "text/html" else text


def _header(mail: Message, name: str) -> str:
    try:
        return str(mail.get(name, "") or "").replace("\0", "")
    except _BROKEN:
        return ""


def _sent(mail: Message) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(_header(mail, "Date")).date()
    except (ValueError, TypeError, IndexError):
        return None


def _day(subject: str, text: str, sent: dt.date | None) -> dt.date | None:
    """Of the subject, or of the first lines; a day without its year is the last one before it was sent. None long after that."""
    said = [one for line in (subject, *first_lines(text)) for one in days_in(line)[:1]]
    last = sent + AHEAD if sent else dt.date.max
    return next((day for one in said if (day := _held(one, sent)) and day <= last), None)


def _held(said: DaySaid, sent: dt.date | None) -> dt.date | None:
    if said.year and not said.is_either:
        return said.in_year()
    return days_of([Heading(said)], sent)[0] if sent else None
