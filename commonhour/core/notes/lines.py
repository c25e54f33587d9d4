"""The lines of notes that speak: without code, comments and quotes, each with its depth, its box and its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

LONGEST = 8000  # characters; what is longer was not typed in a meeting and is no mark
_TAB = 4  # columns
# Behind it at most a language: "```x```" is code in a line, and "~~~~said" or "~~~~[said]" is struck out by an editor.
_FENCE = re.compile(r"^[ \t]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?(`{3,}|~{3,})(?=[^`~\[\]*]{0,60}$)")
_TILDES = re.compile(r"^[ \t]*~{3,}[ \t\r]*$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*)$")
_RULE = re.compile(r"^ {0,3}([=-])\1{2,}[ \t\r]*$")
_ITEM = re.compile(r"^(?:[-*+•‣▪◦・●○–][ \t]+|[・●○■◆][ \t]*|\d{1,3}[.)][ \t]+)")
_BOX = re.compile(r"^\[([ xX✓✔]?)\][ \t]+(?=\S)")
_STRONG = re.compile(r"^(\*\*|__)([^*_]{1,100})\1[ \t]*[:：]?$")
_LABEL = re.compile(r"^(?:\*\*|__)?[^\W\d_][^:：.]{0,59}(?:[:：]|--|—)(?:\*\*|__)?$")
BELOW_HEADINGS = 7  # the level of a line that is bold, or ends in a colon, above a list


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is from 1; `indent` are columns before the bullet or word; `level` is of a heading (1 to 6), 7 of a line that
    stands like one, 0 else. `is_done` is of a box, None where there is none."""

    number: int
    indent: int
    text: str
    level: int = 0
    is_item: bool = False
    is_done: bool | None = None

    @property
    def is_blank(self) -> bool:
        return not self.text


def speaking_lines(text: str) -> Iterator[Line]:
    """In order. A fence of backticks that is never closed hides the rest, as it does on a page; one of tildes is what an editor
    left of struck out words."""
    fence, is_comment = "", False
    lines = text.split("\n")
    last = max((number for number, raw in enumerate(lines, 1) if _TILDES.match(raw)), default=0)
    for number, raw in enumerate(lines, 1):
        mark = _FENCE.match(raw)
        if fence:
            if mark and mark[1].startswith(fence) and not raw.strip(" \t\r`~"):
                fence = ""
            continue
        if mark and not is_comment and (mark[1][0] == "`" or number < last):
            fence = mark[1]
            continue
        was_comment, is_comment = is_comment, _is_open(raw, is_comment)
        if was_comment or _RULE.match(raw) or raw.lstrip().startswith(("<!--", ">")) or len(raw) > LONGEST:
            continue
        yield _underlined(_line(number, raw), lines[number] if number < len(lines) else "")


def _underlined(line: Line, below: str) -> Line:
    """A heading is also what has a line of "=" or "-" below it."""
    rule = (
        _RULE.match(below)
        if line.text and not (line.is_item or line.level in range(1, BELOW_HEADINGS))
        else None
    )
    return replace(line, level=1 if rule[1] == "=" else 2) if rule else line


def _is_open(raw: str, is_comment: bool) -> bool:
    """Whether a comment of HTML goes on behind this line."""
    opened, closed = raw.rfind("<!--"), raw.rfind("-->")
    return opened > closed or (is_comment and closed < 0)


def _line(number: int, raw: str) -> Line:
    if heading := _HEADING.match(raw):
        return Line(number, 0, heading[2].rstrip("# \t\r"), level=len(heading[1]))
    words = raw.expandtabs(_TAB).strip()
    indent = len(raw.expandtabs(_TAB)) - len(raw.expandtabs(_TAB).lstrip())
    item = _ITEM.match(words)
    words = words[item.end() :].lstrip() if item else words
    box = _BOX.match(words) if item else None
    if box:
        return Line(number, indent, words[box.end() :], is_item=True, is_done=bool(box[1].strip()))
    if item:
        return Line(number, indent, words, is_item=True)
    is_like_heading = indent < _TAB and (_STRONG.match(words) or _LABEL.match(words))
    return Line(number, indent, words, level=BELOW_HEADINGS if is_like_heading else 0)
