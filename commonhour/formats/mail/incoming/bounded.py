"""A mail is measured before anything parses it: bytes, lines, parts and nesting. What is over a limit is read by its head."""

import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy

from commonhour.core import limits

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\r\r")
_PART = re.compile(rb"(?:^|[\r\n])--")
# Each part within parts needs one of these, however it is written.
_NESTS = re.compile(rb"(?i)boundary[^=\r\n]{0,20}=|message\s{0,20}/")


class _Bounded(EmailPolicy):
    """Of a header that is longer than people write them the beginning is read: the standard library takes time with the
    square of its length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse([line[: limits.MAIL_HEAD_BYTES] for line in sourcelines])
        return name, value[: limits.MAIL_HEADER_CHARACTERS]


_POLICY = _Bounded()


def parsed(body: bytes) -> tuple[EmailMessage, tuple[str, ...]]:
    """The mail, or its head alone with the codes of why."""
    problem = _over(body)
    try:
        if not problem:
            return _parse(body), ()
        return _parse(_head(body)), (problem,)
    except Exception:  # the standard library's reader meets headers on which it falls
        return EmailMessage(_POLICY), ("mail-unreadable",)


def _parse(body: bytes) -> EmailMessage:
    mail: EmailMessage = BytesParser(policy=_POLICY).parsebytes(body)  # type: ignore[assignment]
    return mail


def content(body: bytes) -> bytes:
    """What stands below the head."""
    end = _END_OF_HEAD.search(body)
    return body[end.end() :] if end else b""


def _head(body: bytes) -> bytes:
    end = _END_OF_HEAD.search(body, 0, limits.MAIL_HEAD_BYTES)
    return body[: end.start()] if end else body[: limits.MAIL_HEAD_BYTES].rpartition(b"\n")[0]


def _over(body: bytes) -> str:
    """The code of the first limit that it is over, or ""."""
    if len(body) > limits.MAIL_BYTES or max(body.count(b"\n"), body.count(b"\r")) > limits.MAIL_LINES:
        return "mail-too-large"
    end = _END_OF_HEAD.search(body)
    if (end.start() if end else len(body)) > limits.MAIL_HEAD_BYTES:
        return "mail-head-too-large"
    is_deep = len(_NESTS.findall(body)) > 2 * limits.MAIL_NESTING
    return "mail-too-deep" if is_deep or len(_PART.findall(body)) > limits.MAIL_PARTS else ""
