"""Broken Markdown links, put right line by line so that every line keeps its number."""

import re

from commonhour.core.places.links import is_schemeless_host
from commonhour.formats.page.reading import PageReading

_LINK_TEXT = r"\[((?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*)\]"
_URL_BEHIND = re.compile(_LINK_TEXT + r"\(\s*\)\s*<?(https?://[^\s<>)|]+)>?")
_SPACE_BETWEEN = re.compile(_LINK_TEXT + r"[ \t]+\((https?://[^\s()]+)\)")
_TURNED_ROUND = re.compile(r"(?<!\])\(([^()\[\]\n]+)\)\[(https?://[^\s\[\]]+)\]")
_SPACE_INSIDE = re.compile(_LINK_TEXT + r"\((?:\s+(https?://[^\s()]+)\s*|(https?://[^\s()]+)\s+)\)")
_SPLIT_SCHEME = re.compile(_LINK_TEXT + r"\((https?)(?::\s+//|:/(?!/)|//)([^\s()]+)\)")
_UNCLOSED = re.compile(_LINK_TEXT + r"\((https?://[^\s()<>|]+)(?=\s*(?:\||$))")
_EMPTY = re.compile(r"(?<!!)" + _LINK_TEXT + r"\(\s*(?:#\s*)?\)")
_TARGET = re.compile(r"(\]\(\s*<?)([^\s()<>]+)(>?\s*(?:[\"'][^\"'\n]*[\"']\s*)?\))")
_FENCE = re.compile(r"^\s*(```|~~~)")

_SYNTAX = (_URL_BEHIND, _SPACE_BETWEEN, _SPACE_INSIDE, _UNCLOSED)


def repaired_links(lines: list[str], first: int, reading: PageReading) -> list[str]:
    """The lines with their links repaired and a finding for each, but for code and comments, which nobody sees;
    `first` is the number of the first line."""
    done, is_code, is_comment = [], False, False
    for number, (line, below) in enumerate(zip(lines, [*lines[1:], ""], strict=True), first):
        if _FENCE.match(line) and not is_comment:
            is_code = not is_code
        may_have_links = "](" in line or "] (" in line or ")[" in line
        is_seen = not is_code and not is_comment
        done.append(_line(line, below, number, reading) if may_have_links and is_seen else line)
        is_comment = not is_code and _leaves_open(line, is_comment)
    return done


def _leaves_open(line: str, is_comment: bool) -> bool:
    """Whether a comment goes on behind a line."""
    opened, closed = line.rfind("<!--"), line.rfind("-->")
    return opened > closed or (is_comment and closed < 0)


def _line(line: str, below: str, number: int, reading: PageReading) -> str:
    better = line
    is_closed_below = below.lstrip().startswith(")")  # a link may end on the next line
    for pattern in _SYNTAX[:-1] if is_closed_below else _SYNTAX:
        better = pattern.sub(lambda m: f"[{m.group(1)}]({m.group(2) or m.group(m.lastindex or 2)})", better)
    better = _TURNED_ROUND.sub(r"[\1](\2)", better)
    better = _SPLIT_SCHEME.sub(r"[\1](\2://\3)", better)
    if better != line:
        reading.find("broken-link-syntax", number)
    return _TARGET.sub(lambda m: _with_scheme(m, number, reading), _without_empty(better, number, reading))


def _without_empty(line: str, number: int, reading: PageReading) -> str:
    found = _EMPTY.search(line)
    if not found:
        return line
    reading.find("empty-link", number, text=found.group(1))
    return _EMPTY.sub(r"\1", line)


def _with_scheme(found: re.Match[str], number: int, reading: PageReading) -> str:
    url = found.group(2)
    if not is_schemeless_host(url):
        return found.group()
    reading.find("relative-link", number, "scheme", url=url)
    return f"{found.group(1)}https://{url}{found.group(3)}"
