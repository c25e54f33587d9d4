"""HTML of a pad or an office document as Markdown: headings, lists, links and emphasis; nothing of its looks."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

_BLOCKS = {
    "p", "div", "section", "article", "table", "caption", "tr", "ul", "ol", "dl", "dt", "dd", "pre", "blockquote", "header",
    "footer", "main", "nav", "aside", "figure", "figcaption", "address", "details", "summary", "fieldset", "form",
}  # fmt: skip
_CLOSE = {"tr", "dt", "dd"}  # no empty line around them
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "s": "~~", "del": "~~"}
_DEEPEST = 12  # levels of a list; what is deeper stands at this one
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*")
_TAG_STOPS = re.compile(r""">|=\s*(["'])""")
_UNREAD = {tag: re.compile(rf"</{tag}", re.I) for tag in ("script", "style", "title")}
_ATTRIBUTE = re.compile(r"""([^\s=/]+)(?:\s*=\s*("[^"]*"|'[^']*'|\S*))?""")
_ITEM_MARK = re.compile(r"(?:^|\n) *(?:-|\d+\.) $")


def markdown_of(text: str) -> str:
    """Never raises; what stands outside of known tags is kept as text. Time grows with the text, whatever stands in it."""
    writer = _Writer()
    for tag, said in _tokens(text):
        if not tag:
            writer.say(said)
        elif tag.startswith("/"):
            writer.end(tag[1:])
        else:
            writer.start(tag, said)
    lines = "\n".join(line.rstrip() for line in "".join(writer.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Each tag ("p", "/p") with its attributes, and between them ("", text). From a tag, a comment or a script that never ends
    on, all is text."""
    at = 0
    while (opens := text.find("<", at)) >= 0:
        yield "", _unescaped(text[at:opens])
        name = _NAME.match(text, opens + 1)
        if name is None and text[opens + 1 : opens + 2] not in ("!", "?"):
            yield "", "<"
            at = opens + 1
            continue
        end = _tag_end(text, name.end()) if name else _comment_end(text, opens)
        at = _behind_unread(text, name[0].lower(), end) if name and end >= 0 else end
        if at < 0:
            at = opens
            break
        if name:
            yield name[0].lower(), text[name.end() : end - 1]
    yield "", _unescaped(text[at:])


def _tag_end(text: str, at: int) -> int:
    """Behind its ">"; one between quotes is none. -1 where it has none."""
    while found := _TAG_STOPS.search(text, at):
        if not found[1]:
            return found.end()
        at = text.find(found[1], found.end()) + 1
        if not at:
            return -1
    return -1


def _comment_end(text: str, opens: int) -> int:
    mark = "-->" if text.startswith("<!--", opens) else ">"
    found = text.find(mark, opens + 2)
    return found + len(mark) if found >= 0 else -1


def _behind_unread(text: str, tag: str, at: int) -> int:
    """Where the text goes on behind a script, a style or the title of the window; -1 where that never ends."""
    if tag not in _UNREAD:
        return at
    end = _UNREAD[tag].search(text, at)
    return end.start() if end else -1


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits
        return text


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    _tail: str = ""  # the last signs of all parts
    _lists: list[int] = field(default_factory=list)  # the number of the next item; 0 for bullets
    _link: tuple[str, int] | None = None  # where it leads, and the part it begins with
    _pre: int = 0

    def start(self, tag: str, attributes: str) -> None:
        if tag in ("ul", "ol"):
            self._break(1)
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._item()
        elif re.fullmatch(r"h[1-6]", tag):
            self._break(2)
            self._put("#" * int(tag[1]) + " ")
        elif tag == "br":
            self._put("\n")
        elif tag == "hr":
            self._break(2)
            self._put("---\n\n")
        elif tag in ("td", "th"):
            self._put(" | " if self._is_in_line() else "")
        elif tag == "a":
            self._end_link()
            self._link = (_address(attributes), len(self.parts))
        elif tag in _BLOCKS:
            self._block(tag)
            self._pre += tag == "pre"
        elif tag in _EMPHASIS:
            self._put(_EMPHASIS[tag])

    def end(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._break(1 if self._lists else 2)
        elif re.fullmatch(r"h[1-6]", tag):
            self._break(2)
        elif tag == "a":
            self._end_link()
        elif tag in _BLOCKS:
            self._block(tag)
            self._pre = max(0, self._pre - (tag == "pre"))
        elif tag in _EMPHASIS:
            mark = _EMPHASIS[tag]
            if self.parts and self.parts[-1] == mark:
                self.parts.pop()
                self._tail = self._tail[: -len(mark)]
            else:
                self._put(mark)

    def say(self, data: str) -> None:
        if self._pre:
            self._put(data.replace("\r\n", "\n").replace("\xa0", " "))
            return
        text = _SPACE.sub(" ", data)
        if text.strip() or self._is_in_line():
            self._put(text if self._is_in_line() else text.lstrip())

    def _item(self) -> None:
        self._break(1)
        depth = min(max(0, len(self._lists) - 1), _DEEPEST)
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self._put("    " * depth + (f"{number}. " if number else "- "))

    def _end_link(self) -> None:
        """No link stands in another."""
        if self._link is None:
            return
        (address, start), self._link = self._link, None
        text = "".join(self.parts[start:]).strip()
        if address and text and text != address:
            self.parts[start:] = []
            self._put(f"[{text}]({address})")

    def _block(self, tag: str) -> None:
        self._break(1 if self._lists or tag in _CLOSE else 2)

    def _break(self, ends: int) -> None:
        """At least so many ends of lines, unless a mark of a list waits for its text."""
        if self._tail and not _ITEM_MARK.search(self._tail):
            have = len(self._tail) - len(self._tail.rstrip("\n"))
            self._put("\n" * max(0, ends - have))

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self._tail = (self._tail + text[-64:])[-64:]

    def _is_in_line(self) -> bool:
        return bool(self._tail) and not self._tail.endswith(("\n", "- "))


def _address(attributes: str) -> str:
    """Where a link leads; office documents send each through a page of their own."""
    said = {found[1].lower(): found[2] or "" for found in _ATTRIBUTE.finditer(attributes)}
    href = _unescaped(said.get("href", "").strip("\"'")).strip()
    try:
        parts = urlsplit(href)
        is_sent_on = (parts.hostname or "").endswith("google.com") and parts.path == "/url"
    except ValueError:  # "http://[x"
        return ""
    if is_sent_on:
        return (parse_qs(parts.query).get("q") or [""])[0]
    return href if href.startswith(("https://", "http://", "mailto:")) else ""
