"""Markdown as plain text for searching and excerpts: quick, as a hundred thousand notes are read again at once."""

import re

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,200}\")?\)")
_TAGS = re.compile(r"<!--.{0,2000}?-->|</?[a-zA-Z][^<>]{0,500}>", re.DOTALL)
_LINE_MARKS = re.compile(
    r"(?m)^[ \t]*(?:(?:[#>]+|[-*+]|\d{1,3}[.)])[ \t]+)+(?:\[[ xX]\][ \t]+)?|^[ \t]*(?:[-*_=~`|:][ \t]*){3,}$"
)
_MARKS = re.compile(r"\*\*|__|~~|`+|(?<!\w)[*_]|[*_](?!\w)|\|")


def plain(markdown: str) -> str:
    """Without links' addresses, emphasis, tags, and the signs in front of lines."""
    text = _LINK.sub(r"\1", _TAGS.sub(" ", markdown) if "<" in markdown else markdown)
    return _MARKS.sub(" " if "|" in text else "", _LINE_MARKS.sub("", text)).strip()
