"""Bytes to text: what is refused as no Markdown page, and text that was decoded wrongly on its way to us."""

import re
import unicodedata

import ftfy

from commonhour.core.limits import LINE_BYTES, PAGE_MARKS, STAFF_BODY_BYTES
from commonhour.errors import RefusedInput, TooLarge

_HTML_START = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]++|-(?!->))*+-->\s*+)*+<(?:!doctype|html|head)\b", re.I | re.S
)
_CALENDAR_START = re.compile(r"^\s*BEGIN:VCALENDAR", re.I)
_MARKS = "[]!`*_~<>|&\\"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]")


def page_text(body: str | bytes, where: str) -> str:
    """The text of a page with "\\n" line ends. Raises RefusedInput for what is no Markdown, TooLarge over the limit."""
    size = len(body) if isinstance(body, bytes) else len(body.encode("utf-8", "surrogatepass"))
    if size > STAFF_BODY_BYTES:
        raise TooLarge("page-too-large", most=STAFF_BODY_BYTES // 2**20, where=where)
    text = _decoded(body, where) if isinstance(body, bytes) else body
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise RefusedInput("empty-page", where=where)
    _refuse_long_lines(text, where)
    _refuse_many_marks(text, where)
    if _NOT_TEXT.search(text):
        raise RefusedInput("binary-page", where=where)
    if _HTML_START.match(text):
        raise RefusedInput("html-page", where=where)
    if _CALENDAR_START.match(text):
        raise RefusedInput("calendar-no-page", where=where)
    return text


def _refuse_long_lines(text: str, where: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_BYTES:
            raise TooLarge("page-line-too-long", most=LINE_BYTES // 1024, where=f"{where}:{number}")


def _refuse_many_marks(text: str, where: str) -> None:
    """What Markdown's parser takes its time for, counted before it begins; only a page that has many is looked at by line."""
    left = PAGE_MARKS
    if sum(map(text.count, _MARKS)) <= left:
        return
    for number, line in enumerate(text.split("\n"), 1):
        left -= sum(map(line.count, _MARKS))
        if left < 0:
            raise TooLarge("page-too-many-marks", most=PAGE_MARKS, where=f"{where}:{number}")


def _decoded(body: bytes, where: str) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(body, "utf-16", where)
    if b"\x00" in body:
        raise RefusedInput("binary-page", where=where)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(body, "cp1252", where)


def _decode(body: bytes, encoding: str, where: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedInput("binary-page", where=where) from error


def mended(line: str) -> str:
    """The line with mis-decoded runs put right: UTF-8 that was read as Mac Roman, Latin-1 or Windows-1252."""
    if line.isascii():
        return line
    better = ftfy.fix_encoding(line)
    return better if better != line else _NOT_ASCII.sub(_mac_roman_mended, line)


def _mac_roman_mended(run: re.Match[str]) -> str:
    text = run.group()
    try:
        better = text.encode("mac_roman").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
    return better if all(_is_likely(c) for c in better) and _is_convincing(better) else text


def _is_convincing(better: str) -> bool:
    """Two signs may make a letter of any script by chance; an emoji, a Latin letter or several letters do not."""
    return len(better) > 2 or all(c < "\u0250" for c in better) or any(c >= "\u2000" for c in better)


def _is_likely(character: str) -> bool:
    """True for letters, punctuation and symbols that stand by themselves, and for the joiners inside an emoji."""
    return character in "\u200d\ufe0f" or (character.isprintable() and not unicodedata.combining(character))
