"""Markdown as plain text for searching and excerpts: quick, as a hundred thousand notes are read again at once."""

import re

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,200}\")?\)")
_LINE_MARKS = re.compile(
    r"(?m)^[ \t]*(?:(?:[#>]+|[-*+]|\d{1,3}[.)])[ \t]+)+(?:\[[ xX]\][ \t]+)?|^[ \t]*(?:[-*_=~`|:][ \t]*){3,}$"
)
_MARKS = re.compile(r"\*\*|__|~~|`+|(?<!\w)[*_]|[*_](?!\w)|<!--.*?-->|\|")


def plain(markdown: str) -> str:
    """Without links' addresses, emphasis, and the signs in front of lines."""
    text = _LINK.sub(r"\1", markdown)
    return _MARKS.sub(" " if "|" in text else "", _LINE_MARKS.sub("", text)).strip()
