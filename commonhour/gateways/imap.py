"""Reads the community's mailbox (IMAP): what nobody has read yet, and marks what was taken."""

import contextlib
import re
import ssl
from collections.abc import Iterator
from imaplib import IMAP4

from imap_tools import (
    AND,
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailBoxStartTls,
    MailBoxUnencrypted,
    MailMessageFlags,
)

from commonhour.core.limits import MAIL_BYTES
from commonhour.errors import GatewayError
from commonhour.gateways.mailbox import Mailbox

SECONDS = 20.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
_FAILURES = (OSError, IMAP4.error, ImapToolsError, EOFError)


class OpenMailbox:
    """One conversation with the server. Everything raises GatewayError."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box

    def unread(self, most: int) -> list[str]:
        """The ids of so many mails that nobody has read, the oldest first."""
        with _told():
            return self._box.uids(AND(seen=False))[:most]

    def read(self, uid: str) -> tuple[bytes, bool]:
        """The mail, and whether it is whole: of one that is too large it is the head. It stays unread. b"" when it is gone."""
        with _told():
            size = _SIZE.search(self._fetch(uid, "RFC822.SIZE"))
            is_whole = size is not None and int(size[1]) <= MAIL_BYTES
            return self._fetch(uid, "BODY.PEEK[]" if is_whole else "BODY.PEEK[HEADER]"), is_whole

    def put_away(self, uid: str) -> None:
        """It was taken: from now on it is read."""
        with _told():
            self._box.flag([uid], [MailMessageFlags.SEEN], True)

    def _fetch(self, uid: str, what: str) -> bytes:
        status, found = self._box.client.uid("fetch", uid, f"({what})")
        if status != "OK":
            raise IMAP4.error(status)
        for one in found:
            if isinstance(one, tuple):
                return bytes(one[1])
        return next((one for one in found if isinstance(one, bytes)), b"")


@contextlib.contextmanager
def opened(place: Mailbox) -> Iterator[OpenMailbox]:
    """Raises GatewayError."""
    with _told():
        box = _connected(place)
    try:
        with _told():
            _enter(box, place)
        yield OpenMailbox(box)
    finally:
        with contextlib.suppress(*_FAILURES):
            box.logout()


def _enter(box: BaseMailBox, place: Mailbox) -> None:
    try:
        box.login(place.user, place.password, initial_folder=None)
    except (IMAP4.error, ImapToolsError) as error:
        raise GatewayError("mailbox-login", permanent=False) from error
    try:
        box.folder.set(place.folder)
    except (IMAP4.error, ImapToolsError) as error:
        raise GatewayError("mailbox-folder", permanent=False) from error


def _connected(place: Mailbox) -> BaseMailBox:
    if place.security == "tls":
        return MailBox(place.host, place.port, timeout=SECONDS, ssl_context=ssl.create_default_context())
    if place.security == "starttls":
        return MailBoxStartTls(
            place.host, place.port, timeout=SECONDS, ssl_context=ssl.create_default_context()
        )
    return MailBoxUnencrypted(place.host, place.port, timeout=SECONDS)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What the server says may hold an address, so it is told nowhere."""
    try:
        yield
    except _FAILURES as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise GatewayError("mailbox-away", permanent=False, why=str(why)[:200]) from error
