"""Text as whoever reads it will see it: no way of writing an address or a code keeps it from being found."""

import html
import re
import unicodedata
from urllib.parse import unquote

# What may be written otherwise than it reads: entities, percent and quoted-printable escapes, backslashes, other shapes of
# letters, signs without width, and addresses made harmless for machines.
_IS_WRITTEN_OTHERWISE = re.compile(
    r"&#?\w+;|%[0-9a-f]{2}|=(?:3D|2E|2F|3A|3F|26|40)|\\|[^\x00-\u024f]|\xad|[\[(](?:\.|dot)[\])]|hxxp|<wbr|<!--",
    re.I,
)
_WITHOUT_WIDTH = re.compile(
    "[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_QUOTED_PRINTABLE = re.compile(r"=(3D|2E|2F|3A|3F|26|40)")
_LETTER = re.compile(r"\\u\{?([0-9a-f]{4})\}?|\\x([0-9a-f]{2})", re.I)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_END = re.compile(r"\\[nN](?![a-z])")
_DOT = re.compile(r"\s?[\[(](?:\.|dot)[\])]\s?", re.I)
_NO_TEXT = re.compile(r"<wbr\s*/?>|<!--.{0,200}?-->", re.I)
_MOST_LAYERS = 4  # an address in a redirect in a mail that was forwarded


def decoded(text: str) -> str:
    """The text without its escapes, however many layers of them; the same text when it has none."""
    for _ in range(_MOST_LAYERS):
        if not _IS_WRITTEN_OTHERWISE.search(text):
            return text
        plain = _one_layer(text)
        if plain == text:
            return text
        text = plain
    return text


def _one_layer(text: str) -> str:
    text = html.unescape(text) if "&" in text else text
    if not text.isascii():
        text = (
            unicodedata.normalize("NFKC", _WITHOUT_WIDTH.sub("", text)).replace("。", ".").replace("⁄", "/")
        )
    if "\\" in text:
        text = _LETTER.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
        text = _ESCAPED.sub(r"\1", _LINE_END.sub(" ", text))
    if "%" in text:
        text = unquote(text, errors="ignore")
    text = _QUOTED_PRINTABLE.sub(lambda found: chr(int(found[1], 16)), text)
    text = _DOT.sub(".", _NO_TEXT.sub("", text))
    return re.sub(r"hxxp", "http", text, flags=re.I)
