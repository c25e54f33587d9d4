"""Mails of ours that came back for good: which one it was (RFC 3464, and as Exim says it)."""

import re
from email.message import EmailMessage
from typing import Any

from commonhour.core.letter import CameBack
from commonhour.formats.mail.incoming.headers import clean, header

_MESSAGE_ID = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{1,200}>)")
_LOOKED_AT = 128 * 1024  # bytes in which the returned mail's head is looked for


def came_back(mail: EmailMessage) -> CameBack | None:
    """None for what may still arrive, and where nobody can tell which mail it was."""
    ours = _returned_id(mail)
    blocks: list[Any] = [
        block
        for part in mail.walk()
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list)
        for block in part.get_payload()
    ]
    failed = [block for block in blocks if _has_failed(block)]
    if not ours or not (failed or mail.get("X-Failed-Recipients") is not None):
        return None
    return CameBack(ours, header(failed[0], "Diagnostic-Code")[:200] if failed else "")


def _has_failed(block: Any) -> bool:
    return header(block, "Action").lower() == "failed" and header(block, "Status").startswith("5.")


def _returned_id(mail: EmailMessage) -> str:
    """The Message-ID of the mail that is told about."""
    for part in mail.walk():
        if part is not mail and part.get("Message-ID") is not None:
            return header(part, "Message-ID")
    for part in mail.walk():
        if part.get_content_type() in ("text/rfc822-headers", "text/plain"):
            payload = part.get_payload(decode=True)
            text = (
                clean(payload[:_LOOKED_AT].decode("utf-8", "replace")) if isinstance(payload, bytes) else ""
            )
            if found := _MESSAGE_ID.search(text):
                return found[1]
    return ""
