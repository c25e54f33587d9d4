"""HTML of a pad or an office document as Markdown: headings, lists, links and emphasis; nothing of its looks."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

_SILENT = {"script", "style", "head", "title", "noscript", "svg"}
_BLOCKS = {"p", "div", "section", "article", "table", "tr", "ul", "ol", "pre", "blockquote"}
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "s": "~~", "del": "~~"}
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")


def markdown_of(html: str) -> str:
    """Never raises; what stands outside of known tags is kept as text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "\n".join(line.rstrip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._lists: list[int] = []  # the number of the next item; 0 for bullets
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in ("ul", "ol"):
            self._break(1)
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._item()
        elif re.fullmatch(r"h[1-6]", tag):
            self._break(2)
            self.parts.append("#" * int(tag[1]) + " ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "hr":
            self._break(2)
            self.parts.append("---\n\n")
        elif tag in ("td", "th"):
            self.parts.append(" | " if self._is_in_line() else "")
        elif tag == "a":
            self._links.append((_address(dict(attrs).get("href") or ""), len(self.parts)))
        elif tag in _BLOCKS:
            self._break(1 if self._lists or tag == "tr" else 2)
        elif tag in _EMPHASIS:
            self.parts.append(_EMPHASIS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._break(1 if self._lists else 2)
        elif re.fullmatch(r"h[1-6]", tag):
            self._break(2)
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        elif tag in _BLOCKS:
            self._break(1 if self._lists or tag == "tr" else 2)
        elif tag in _EMPHASIS:
            mark = _EMPHASIS[tag]
            if self.parts and self.parts[-1] == mark:
                self.parts.pop()
            else:
                self.parts.append(mark)

    def handle_data(self, data: str) -> None:
        text = _SPACE.sub(" ", data)
        if not self._silent and (text.strip() or self._is_in_line()):
            self.parts.append(text if self._is_in_line() else text.lstrip())

    def _item(self) -> None:
        self._break(1)
        depth = max(0, len(self._lists) - 1)
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self.parts.append("    " * depth + (f"{number}. " if number else "- "))

    def _link(self, address: str, start: int) -> None:
        text = "".join(self.parts[start:]).strip()
        if address and text and text != address:
            self.parts[start:] = [f"[{text}]({address})"]

    def _break(self, ends: int) -> None:
        """At least so many ends of lines, unless a mark of a list waits for its text."""
        tail = "".join(self.parts[-3:])
        if not tail or re.search(r"(?:^|\n) *(?:-|\d+\.) $", tail):
            return
        have = len(tail) - len(tail.rstrip("\n"))
        self.parts.append("\n" * max(0, ends - have))

    def _is_in_line(self) -> bool:
        return bool(self.parts) and not "".join(self.parts[-2:]).endswith(("\n", "- "))


def _address(href: str) -> str:
    """Where a link leads; office documents send each through a page of their own."""
    parts = urlsplit(href) if "://" in href else None
    if parts and (parts.hostname or "").endswith("google.com") and parts.path == "/url":
        return (parse_qs(parts.query).get("q") or [""])[0]
    return href if href.startswith(("https://", "http://", "mailto:")) else ""
