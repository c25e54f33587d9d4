"""Sends mail through the server of COMMONHOUR_MAIL_URL, or keeps it in the data folder when there is none."""

import contextlib
import os
import smtplib
import ssl
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from commonhour.errors import GatewayError

SECONDS = 20.0
# What is wrong with the server and not with the one mail: all others would meet the same.
OF_SERVER = frozenset({"mail-server-away", "mail-server-login", "mail-server-tls", "mail-sender-refused"})

# RFC 5321 §4.2.1: with 4xx it may go later, with 5xx never.
_FOR_GOOD = 500
_REFUSED = 400
_TOO_LARGE = 552  # to MAIL FROM, which says how large the mail is (RFC 1870)


class Mailer(Protocol):
    def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Returns when the other side has taken it. Raises GatewayError."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`security` is "tls" from the first byte, "starttls" or nothing is sent, or "" for STARTTLS where it is offered."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: str = ""


def mail_server(url: str) -> MailServer:
    """smtp://user:password@host:587?tls=required, or smtps://host. Raises ValueError for anything else."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or set(asked) - {"tls"}:
        raise ValueError("smtp://HOST:PORT or smtps://HOST:PORT is wanted")
    if asked.get("tls", ["required"]) != ["required"]:
        raise ValueError("tls can only be “required”")
    security = "tls" if parts.scheme == "smtps" else "starttls" if "tls" in asked else ""
    port = parts.port or {"tls": 465, "starttls": 587}.get(security, 25)
    return MailServer(
        parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), security
    )


def mail_sender(text: str) -> str:
    """An address without a name. Raises ValueError."""
    try:
        return Address(addr_spec=text).addr_spec
    except (ValueError, IndexError, MessageError) as error:
        raise ValueError("an e-mail address is wanted, and nothing beside it") from error


def mail_addresses(text: str) -> tuple[str, ...]:
    """ "meetings@example.org, cfp@example.org", in small letters. Raises ValueError."""
    return tuple(mail_sender(one.strip()).lower() for one in text.split(",") if one.strip())


class Connection:
    """One conversation with a mail server, for many mails."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def ask(self, sender: str) -> None:
        """Whether mail of this sender is taken. Raises GatewayError."""
        try:
            status, says = self._smtp.mail(sender)
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayError("mail-server-away", permanent=False, why=_why(error)) from error
        self._reset()
        if status >= _REFUSED:
            raise _sender_refused(sender, status, says)

    def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        try:
            is_ascii = f"{sender}{to}".isascii()
            # `send_message` would put ">" in front of a line that begins with "From".
            whole = mail.as_bytes(policy=SMTP if is_ascii else SMTPUTF8)
            self._smtp.sendmail(sender, [to], whole, () if is_ascii else ("SMTPUTF8", "BODY=8BITMIME"))
        except smtplib.SMTPRecipientsRefused as error:
            raise _recipient_refused(*error.recipients[to]) from error
        except smtplib.SMTPResponseException as error:
            self._reset()
            status = error.smtp_code
            if isinstance(error, smtplib.SMTPSenderRefused) and _FOR_GOOD <= status != _TOO_LARGE:
                raise _sender_refused(sender, status, error.smtp_error) from error
            raise GatewayError(
                "mail-refused", permanent=status >= _FOR_GOOD, status=status, says=_text(error.smtp_error)
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise GatewayError("mail-address-unwritable", permanent=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayError("mail-server-away", permanent=False, why=_why(error)) from error

    def _reset(self) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()


@contextlib.contextmanager
def connected(server: MailServer) -> Iterator[Connection]:
    """Raises GatewayError, of a code in OF_SERVER."""
    try:
        smtp = _open(server)
    except smtplib.SMTPAuthenticationError as error:
        raise GatewayError("mail-server-login", permanent=False, status=error.smtp_code) from error
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
        raise GatewayError("mail-server-tls", permanent=False, why=_why(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise GatewayError("mail-server-away", permanent=False, why=_why(error)) from error
    try:
        yield Connection(smtp)
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def _open(server: MailServer) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=tls)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        smtp.ehlo()
        if server.security == "starttls" or (not server.security and smtp.has_extn("starttls")):
            smtp.starttls(context=tls)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


class MailFolder:
    """Keeps mails as files, named for their Message-ID: the same mail once more is the same file. A folder of this
    machine: with several machines each has what its own workers kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fd, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(fd, "wb") as file:
                file.write(bytes(mail))
            Path(name).replace(self.path_of(mail["Message-ID"]))
        except OSError as error:
            raise GatewayError("mail-folder", permanent=False, why=_why(error)) from error

    def forget(self, ids: Iterable[object]) -> None:
        """Mails that were kept under these ids are there no more."""
        for one in ids:
            self.path_of(str(one)).unlink(missing_ok=True)

    def path_of(self, message_id: str) -> Path:
        return self.folder / f"{message_id.strip('<>').split('@')[0]}.eml"


def _recipient_refused(status: int, says: bytes | str) -> GatewayError:
    """What the server's own policy refuses says nothing of the address."""
    permanent, said = status >= _FOR_GOOD, _text(says)
    if _is_of_policy(said):
        return GatewayError("mail-refused", permanent=permanent, status=status, says=said)
    return GatewayError("mail-address-refused", permanent=permanent, status=status, says=said)


def _sender_refused(sender: str, status: int, says: bytes | str) -> GatewayError:
    return GatewayError(
        "mail-sender-refused", permanent=False, sender=sender, status=status, says=_text(says)
    )


def _is_of_policy(says: str) -> bool:
    """True of "5.7.1 Relaying denied" and its like, which say nothing about the address (RFC 3463 §3.8)."""
    return says.startswith("5.7.")


def _text(says: bytes | str) -> str:
    return (says.decode("utf-8", "replace") if isinstance(says, bytes) else says)[:200]


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:200]
