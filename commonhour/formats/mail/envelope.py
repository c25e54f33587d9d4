"""The mail around a message: headers that programs understand, plain text first, and the same in HTML."""

import datetime as dt
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

from commonhour.core.message import Message
from commonhour.core.speech.words import Words
from commonhour.formats.mail.html import as_html
from commonhour.formats.mail.plain import as_text


class _OnOneLine(UnstructuredHeader):
    """Addresses that programs read: folded they would be encoded words (RFC 2047), which nobody decodes there."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # a part of the header's own class


class _Subject(UnstructuredHeader):
    """Folded as Python's older class does it: that of `email.policy` loses spaces where encoded words meet."""

    def fold(self, *, policy: Policy) -> str:
        name, text = self.name, str(self)  # type: ignore[attr-defined]
        folded = Header(text, "us-ascii" if text.isascii() else "utf-8", header_name=name)
        return f"{name}: {folded.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "list-id"):
    _HEADERS.map_to_type(_name, _OnOneLine)  # type: ignore[arg-type]
_HEADERS.map_to_type("subject", _Subject)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom. `unsubscribe` is an address that ends it with one POST (RFC 8058), "" for mail that nobody
    subscribed to; `list_id` names what it belongs to (RFC 2919). `calendar` is an iTIP object for the receiver's calendar
    (RFC 6047) and `method` what it asks."""

    sender_name: str
    sender: str
    to: str
    message_id: str
    at: dt.datetime
    language: str = "en"
    tzid: str = "UTC"
    unsubscribe: str = ""
    list_id: str = ""
    footer: Message | None = None
    calendar: str = ""
    method: str = ""


def as_mail(message: Message, envelope: Envelope, words: Words) -> EmailMessage:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(" ".join(envelope.sender_name.split()), addr_spec=envelope.sender)
    mail["To"] = Address(addr_spec=envelope.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(envelope.at)
    mail["Message-ID"] = envelope.message_id
    mail["Content-Language"] = envelope.language
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    if envelope.list_id:
        mail["List-Id"] = f"<{envelope.list_id}>"
    if envelope.unsubscribe:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_text(message, envelope, words), cte="quoted-printable")
    html = as_html(message, envelope.footer, envelope.tzid, words, envelope.language)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if envelope.calendar:  # the last alternative: as an attachment Gmail updates nothing
        mail.add_alternative(
            envelope.calendar, subtype="calendar", cte="base64", params={"method": envelope.method}
        )
    return mail


def _text(message: Message, envelope: Envelope, words: Words) -> str:
    text = as_text(message, envelope.tzid, words)
    if envelope.footer is None:
        return text
    return f"{text}\n-- \n{as_text(envelope.footer, envelope.tzid, words)}"
