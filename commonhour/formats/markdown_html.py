"""Markdown that people typed, as safe HTML: no raw HTML passes, links carry no referrer."""

import functools
from html import unescape
from typing import Any

import nh3
from django.utils.html import strip_tags
from markdown_it import MarkdownIt

from commonhour.formats.bare_links import link_bare

_TAGS = {"p", "br", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "hr",
         "table", "thead", "tbody", "tr", "th", "td", "del"}  # fmt: skip
ALLOWED: dict[str, Any] = {
    "tags": _TAGS, "attributes": {"a": {"href", "title"}, "ol": {"start"}},
    "url_schemes": {"http", "https", "mailto"}, "link_rel": "nofollow noopener",
}  # fmt: skip
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
_parser.core.ruler.push("link_bare", link_bare)


@functools.lru_cache(maxsize=2048)
def html_of(text: str) -> str:
    """Sanitised HTML of a Markdown text."""
    return nh3.clean(_parser.render(text), **ALLOWED)


@functools.lru_cache(maxsize=2048)
def inline_html_of(text: str) -> str:
    """One line of Markdown without its paragraph: emphasis, code and links only."""
    return nh3.clean(_parser.renderInline(text), tags={"em", "strong", "code", "a"}, attributes={"a": {"href"}},
                     url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener")  # fmt: skip


@functools.lru_cache(maxsize=2048)
def plain_words(text: str) -> str:
    """A Markdown text without its markup, so that a template escapes it wherever it stands: its HTML is safe, but not
    between the quotes of an attribute."""
    return unescape(strip_tags(html_of(text)))
