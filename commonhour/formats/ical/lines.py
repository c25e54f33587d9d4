"""Content lines on the way out: escaped, free of control characters, folded at 75 octets (RFC 5545 §3.1, §3.3.11)."""

import datetime as dt
import re
from collections.abc import Iterable

from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import UTC
from commonhour.formats.ical.values import without_controls

_FOLD = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# Characters a URI may not hold (RFC 3986); a quote or a line end here could start something else.
_NOT_IN_URI = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")


def escape(text: str) -> str:
    """TEXT that cannot end its own line: line ends become \\n, other control characters are left out."""
    return without_controls(text).translate(_ESCAPES)


def uri(text: str) -> str:
    """A URI with everything a URI may not hold percent-encoded."""
    clean = without_controls(text).replace("\n", "").strip()
    return _NOT_IN_URI.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), clean)


def utc(moment: dt.datetime) -> str:
    """An instant as `20261126T160000Z`."""
    return f"{wall_text(moment.astimezone(UTC).replace(tzinfo=None))}Z"


def fold(line: str) -> bytes:
    """The line in pieces of at most 75 octets, cut only between characters, with its CRLF."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= _FOLD:
        return octets + b"\r\n"
    pieces, start, room = [], 0, _FOLD
    while start < len(octets):
        end = min(start + room, len(octets))
        # 10xxxxxx goes on with a character that began before.
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, _FOLD - 1
    return b"\r\n ".join(pieces) + b"\r\n"


def joined(lines: Iterable[str]) -> bytes:
    """The bytes of several lines."""
    return b"".join(map(fold, lines))
