"""The linear look at a file before anything parses it: bytes, lines, nesting and components are counted here."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonhour.core import limits
from commonhour.core.places.secrets import beginning
from commonhour.errors import RefusedInput, TooLarge

_LINE_END = re.compile(r"\r\n|\n|\r")
_BOUNDARY = re.compile(r"(?i)^(BEGIN|END)[ \t]*:[ \t]*([A-Z][A-Z0-9-]*)[ \t]*$")
# A name of another kind counts as a component's only where it is written as one: "End: tomorrow" is text.
_COMPONENTS = frozenset(
    [
        "VCALENDAR",
        "VEVENT",
        "VTODO",
        "VJOURNAL",
        "VFREEBUSY",
        "VTIMEZONE",
        "STANDARD",
        "DAYLIGHT",
        "VALARM",
        "VAVAILABILITY",
        "AVAILABLE",
        "PARTICIPANT",
        "VLOCATION",
        "VRESOURCE",
        "VPOLL",
        "VCARD",
    ]
)
# What a picture or a document in a line of its own begins with.
_INLINE = re.compile(r"(?i)^[A-Z-]+(?:;[^:]*(?:ENCODING=\"?B(?:ASE64)?\b|VALUE=\"?BINARY)|(?:;[^:]*)?:data:)")
_INLINE_HEAD = 2_000  # characters that are looked at, and kept
_TEMPLATE_START = re.compile(r"^\s*(?:\{%|\{\{|<%|<\?php)")
_TEMPLATE_VALUE = re.compile(r"(?i)^(?:DTSTART|DTEND|UID|RRULE|DTSTAMP)\b[^:\n]*:.*(?:\{\{|\{%|<%)")
_HTML = re.compile(r"(?i)^\s*<(?:!doctype|html|head|body|\?xml|!--|div|script)")
# Old exports fold between two bytes of one character; the fold moves behind it, so lines keep their numbers.
_CUT_CHARACTER = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n[ \t])([\x80-\xbf]{1,3})")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One unfolded line (RFC 5545 §3.1) and the number of the first file line it came from."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a file turned out to be: its lines, and the encoding they were read in."""

    lines: list[ContentLine]
    encoding: str


def scan(body: bytes, *, where: str, max_bytes: int = limits.STAFF_BODY_BYTES) -> Scanned:
    """The unfolded lines of a calendar that is within every limit and whose BEGINs and ENDs match.

    Raises TooLarge over a limit of `core/limits.py` and RefusedInput for what is no calendar at all.
    """
    if len(body) > max_bytes:
        raise TooLarge("file-too-large", bytes=len(body), most=max_bytes, where=where)
    text, encoding = decode(body)
    _refuse_other_things(text, where)
    lines = list(_unfolded(text, where))
    _check_structure(lines, where)
    return Scanned(lines, encoding)


def decode(body: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: by its byte order mark, else UTF-8, else Windows Latin-1."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    # Without a mark, UTF-16 still shows itself: every other byte of "BEGIN" is zero.
    if body[:4:2] == b"BE":
        return body.decode("utf-16-le", "replace"), "utf-16-le"
    if body[1:4:2] == b"BE" and body[:1] == b"\0":
        return body.decode("utf-16-be", "replace"), "utf-16-be"
    for candidate in (body, _CUT_CHARACTER.sub(rb"\1\3\2", body)):
        try:
            return candidate.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            continue
    return body.decode("cp1252", "replace"), "cp1252"


def _refuse_other_things(text: str, where: str) -> None:
    if not text.strip("\0 \t\r\n\ufeff"):
        raise RefusedInput("empty-file", where=where)
    if _HTML.match(text):
        raise RefusedInput("web-page-no-calendar", where=where)
    if text.lstrip().startswith("---"):
        raise RefusedInput("template-with-front-matter", where=f"{where}:1")


def _unfolded(text: str, where: str) -> Iterator[ContentLine]:
    """RFC 5545 §3.1: a line break followed by a space or tab is no line break. Blank lines are skipped, and of
    what is attached within the file its head is kept."""
    start, parts, size = 1, [""], 0
    for number, raw in enumerate(_physical(text), start=1):
        if raw[:1] in (" ", "\t") and size:
            parts.append(raw[1:])
            size += len(raw) - 1
        elif raw.strip("\0\ufeff \t"):
            if size:
                yield ContentLine(start, _whole(parts, size, start, where))
            start, parts, size = number, [raw.lstrip("\ufeff")], len(raw)
        if size > limits.LINE_BYTES:
            parts = [_head_of_inline("".join(parts), start, where)]
            size = len(parts[0])
    if size:
        yield ContentLine(start, _whole(parts, size, start, where))


def _head_of_inline(line: str, start: int, where: str) -> str:
    head = line[:_INLINE_HEAD]
    if not _INLINE.match(head):
        raise _long_line(start, where)
    return head


def _physical(text: str) -> Iterator[str]:
    position = 0
    for match in _LINE_END.finditer(text):
        yield text[position : match.start()]
        position = match.end()
    yield text[position:]


def _whole(parts: list[str], size: int, start: int, where: str) -> str:
    line = "".join(parts)
    # A character takes at most four bytes: only lines that could be too long are measured.
    if size * 4 > limits.LINE_BYTES and len(line.encode("utf-8", "replace")) > limits.LINE_BYTES:
        line = _head_of_inline(line, start, where)
    if ("{" in line or "<" in line) and (_TEMPLATE_START.match(line) or _TEMPLATE_VALUE.match(line)):
        raise RefusedInput("template-no-calendar", where=f"{where}:{start}")
    return line


def _long_line(start: int, where: str) -> TooLarge:
    return TooLarge("line-too-long", most=limits.LINE_BYTES, where=f"{where}:{start}")


def boundary(text: str) -> tuple[str, str] | None:
    """("BEGIN" or "END", component name) of a line that opens or closes a component, else None."""
    match = _BOUNDARY.match(text) if text[:1] in "BbEe" else None
    if match is None or (match[2].upper() not in _COMPONENTS and not text.isupper()):
        return None
    return match[1].upper(), match[2].upper()


def _check_structure(lines: list[ContentLine], where: str) -> None:
    """Counts components and nesting, and refuses BEGIN and END that do not match (a truncated download)."""
    stack: list[tuple[str, int]] = []
    components = 0
    for line in lines:
        mark = boundary(line.text)
        if mark is None:
            continue
        place, (kind, name) = f"{where}:{line.number}", mark
        if kind == "BEGIN":
            components += name != "VALARM"  # alarms are nobody's but the exporter's, and are dropped
            stack.append((name, line.number))
            _check_counts(components, len(stack), place)
        else:
            _close(stack, name, place)
    if not components:
        raise RefusedInput("no-begin-calendar", where=where)
    if stack:
        raise RefusedInput("file-cut-off", name=beginning(stack[-1][0], 40), where=f"{where}:{stack[-1][1]}")


def _check_counts(components: int, depth: int, place: str) -> None:
    if components > limits.COMPONENTS:
        raise TooLarge("too-many-components", most=limits.COMPONENTS, where=place)
    if depth > limits.NESTING:
        raise TooLarge("nested-too-deep", most=limits.NESTING, where=place)


def _close(stack: list[tuple[str, int]], name: str, place: str) -> None:
    if not stack:
        raise RefusedInput("end-closes-nothing", name=beginning(name, 40), where=place)
    opened, line = stack.pop()
    if opened != name:
        raise RefusedInput(
            "end-matches-not", name=beginning(name, 40), opened=beginning(opened, 40), line=line, where=place
        )
