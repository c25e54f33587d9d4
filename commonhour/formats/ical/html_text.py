"""HTML and entities in the texts of a calendar, as Google and Outlook write them, as plain text.

Not by an HTML parser: those take minutes over a line that is nothing but tags left open.
"""

import html
import re

_TAG = re.compile(
    r"(?i)<(/?)(p|br|div|section|span|a|ul|ol|li|dl|dt|dd|b|i|u|em|strong|small|sup|sub|html|head|title|body|table|tbody|"
    r"thead|tfoot|tr|td|th|h[1-6]|font|center|hr|pre|code|blockquote|img|meta|style|script|html-blob|o:p)(\s[^<>]*)?/?>"
)
_HREF = re.compile(r"""(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8}\d{0,2});")
_BEFORE = {
    **dict.fromkeys(("br", "div", "section", "tr", "hr", "pre", "ul", "ol", "dt", "dd"), "\n"),
    **dict.fromkeys(("p", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"), "\n\n"),
    "li": "\n- ", "td": " ", "th": " ",
}  # fmt: skip
_BEHIND = {
    "p": "\n\n",
    "div": "\n",
    "ul": "\n\n",
    "ol": "\n\n",
    "table": "\n\n",
    **{f"h{n}": "\n\n" for n in range(1, 7)},
}
_UNSEEN = ("style", "script", "head")


def plain(text: str) -> str:
    """The text without tags and entities; its own line breaks stay where it has no tags."""
    if "<" not in text or not _TAG.search(text):
        return without_entities(text)
    lines = without_entities(_without_tags(_without_comments(text))).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def without_entities(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0]).replace("\xa0", " ")


def _without_comments(text: str) -> str:
    """The text without `<!-- … -->`; one that nobody closed stays, as words may follow it."""
    parts, position = [], 0
    while (opened := text.find("<!--", position)) >= 0 and (closed := text.find("-->", opened + 4)) >= 0:
        parts.append(text[position:opened])
        position = closed + len("-->")
    return "".join([*parts, text[position:]])


def _without_tags(text: str) -> str:
    parts: list[str] = []
    position, unseen = 0, ""
    links: list[tuple[str, int]] = []  # address, and where its words begin
    for tag in _TAG.finditer(text):
        if not unseen:
            parts.append(text[position : tag.start()])
        position, name = tag.end(), tag[2].lower()
        if unseen or name in _UNSEEN:
            unseen = "" if tag[1] and name == unseen else unseen or ("" if tag[1] else name)
        elif name == "a":
            _link(parts, links, tag)
        else:
            parts.append((_BEHIND if tag[1] else _BEFORE).get(name, ""))
    return "".join([*parts, "" if unseen else text[position:]])


def _link(parts: list[str], links: list[tuple[str, int]], tag: re.Match[str]) -> None:
    """ "Notes (https://notes.example.org)", or the address alone where the words are the same."""
    if not tag[1]:
        href = _HREF.search(tag[3] or "")
        links[:] = [(next(filter(None, href.groups()), "") if href else "", len(parts))]
    elif links:
        address, begins = links.pop()
        shown = "".join(parts[begins:]).strip()
        is_same = "." in shown and address.rstrip("/").endswith(shown.rstrip("/"))
        told = f"{shown} ({address})" if shown and address else shown or address
        parts[begins:] = [address if is_same else told]
