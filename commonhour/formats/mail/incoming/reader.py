"""Reads one mail that came in: from its bytes to who, what, and what kind of mail it is."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from email.message import EmailMessage

from commonhour.core.letter import Described, MailKind, ReadMail
from commonhour.core.places.addresses import hide_addresses
from commonhour.core.places.secrets import guard
from commonhour.formats.mail.incoming.bounces import came_back
from commonhour.formats.mail.incoming.bounded import content, parsed
from commonhour.formats.mail.incoming.headers import addresses, header
from commonhour.formats.mail.incoming.invitation import Invitation, invitation_in
from commonhour.formats.mail.incoming.kinds import is_of_program, kind_by_headers, may_be_answered
from commonhour.formats.mail.incoming.languages import language_of
from commonhour.formats.mail.incoming.texts import text_of, written
from commonhour.formats.mail.incoming.times import time_said

_PREFIX = re.compile(
    r"\s*(?:(?:re|aw|sv|fw|fwd|wg|rv|tr|invitation|updated invitation|invitación|einladung|招待|meeting invitation)\s*[:：]\s*|\[[^\]]{1,40}\]\s*)+", re.I
)  # fmt: skip
# What Google puts behind the title: "… @ Thu Dec 3, 2026 4pm - 5pm (CET) (ana@example.org)".
_GOOGLE = re.compile(r"\s@\s(?:weekly|every|monthly|daily|annually|\w{3}\.?,?\s|\w{3} \d).*$", re.I)
_WEB = re.compile(r"https?://[^\s<>\"')\]]{3,2000}")
_ABOUT = 5_000


def read_mail(
    body: bytes, *, now: dt.datetime, tzid: str, own: Collection[str], return_path: str | None = None, is_whole: bool = True,
) -> ReadMail:  # fmt: skip
    """Never fails. Of a mail that was too large to be fetched `body` is the head. `tzid` counts for an hour without a zone, `own` are the hub's addresses in small letters, `return_path` is
    the sender of the envelope, None to believe the header that the receiving server wrote."""
    mail, problems = parsed(body)
    problems = problems if is_whole else ("mail-too-large",)
    name, sender = _sender(mail)
    digest = _digest(body, header(mail, "Message-ID"))
    try:
        return _read(
            mail, problems, digest, name, sender, now=now, tzid=tzid, own=own, return_path=return_path
        )
    except Exception:  # whatever the standard library falls on: the mail still lands before people
        said = (*problems, "mail-unreadable")
        return ReadMail(digest, MailKind.WORDS, sender, name, header(mail, "Subject"), problems=said)


def _read(
    mail: EmailMessage, problems: tuple[str, ...], digest: str, name: str, sender: str, *, now: dt.datetime, tzid: str,
    own: Collection[str], return_path: str | None,
) -> ReadMail:  # fmt: skip
    invitation, unread = (None, ()) if problems else invitation_in(mail, tzid, now)
    text = written(text_of(mail)) if not problems else ""
    path = _return_path(mail) if return_path is None else return_path
    invites = invitation is not None and invitation.method in ("REQUEST", "PUBLISH", "CANCEL")
    kind = kind_by_headers(mail, sender, path, own, invites=invites)
    described = _described(mail, invitation, text, now) if kind is None else None
    return ReadMail(
        digest, kind or _kind(invitation, described), sender, name, header(mail, "Subject"), text,
        language_of(text, header(mail, "Content-Language")), (*problems, *unread), described,
        came_back(mail) if kind is MailKind.BOUNCE else None,
        kind is None and sender not in own and may_be_answered(mail, sender, path),
    )  # fmt: skip


def _kind(invitation: Invitation | None, described: Described | None) -> MailKind:
    if invitation is None or invitation.method in ("REQUEST", "PUBLISH"):
        return MailKind.MEETING if described and (described.schedule or described.typed) else MailKind.WORDS
    return MailKind.CANCEL if invitation.method == "CANCEL" else MailKind.REPLY


def _described(
    mail: EmailMessage, invitation: Invitation | None, text: str, now: dt.datetime
) -> Described | None:
    """By its invitation, or by words that say when."""
    if invitation:
        return invitation.described
    said = time_said(text, now)
    if said is None:
        return None
    about, joins = guard(text)
    links = [join.url for join in joins if join.url] or _WEB.findall(text)
    title = _GOOGLE.sub("", _PREFIX.sub("", header(mail, "Subject"))).strip()
    return Described(
        title[:200], hide_addresses(about)[0][:_ABOUT], links[0].rstrip(".,;") if links else "", said.typed, said.schedule
    )  # fmt: skip


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """The one it says it is from; for a program that writes in somebody's name, whom it names for answers."""
    found = addresses(mail, "From")
    if len(found) != 1 or len(mail.get_all("From") or ()) != 1:
        return "", ""
    answers = addresses(mail, "Reply-To")
    if is_of_program(found[0][1]) and len(answers) == 1:
        return answers[0][0] or found[0][0], answers[0][1]
    return found[0]


def _return_path(mail: EmailMessage) -> str | None:
    """As the receiving server wrote it, on top; "" for the empty one."""
    said = header(mail, "Return-Path")
    return said.strip().strip("<>").lower() if mail.get("Return-Path") is not None else None


def _digest(body: bytes, message_id: str) -> str:
    """Of its Message-ID and what it says, not of the way it came, nor of how lines end there."""
    said = (content(body) or body).replace(b"\r\n", b"\n").rstrip()
    return hashlib.sha256(message_id.encode("utf-8", "replace") + b"\n" + said).hexdigest()
