"""Hugo shortcodes: taken out of the text, their attributes read, their place kept by a comment."""

import re
from dataclasses import dataclass, field

# Possessive, and stopped by the next opening: one that never closes must not be searched to the page's end each time.
_SHORTCODE = re.compile(
    r"\{\{([<%])\s*+(/?)\s*+([\w.-]++(?:/[\w.-]++)*+)"
    r"((?:\"(?:[^\"\\]|\\.)*+\"|`[^`]*+`|[^\"`{>%]++|\{(?!\{[<%])|[>%](?!\}\}))*+)[>%]\}\}",
    re.S,
)
_REF = re.compile(r"\]\(\s*+\{\{[<%]\s*+(?:rel)?ref\s++\"?([^\"\s]{1,500}?)\"?\s*+[>%]\}\}([^)]{0,500})\)")
_JEKYLL = re.compile(r"\{%-?\s(?:[^%{]++|%(?!\})|\{(?!%))*+%\}|^\{:[^\n]*\}[ \t]*$", re.M)
_ATTRIBUTE = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`|([^\s\"`=]+))")
_PLACE = re.compile(r"<!--shortcode:(\d{1,6})-->")
_PRESENTATION = re.compile(
    r"spacer|space|gap|divider|separator|rule|break|br|clear|toc|anchor|columns?|rows?|grid|blocks?|sections?"
    r"|details|tabs?|tabpane|card-?pane|cards?-?container|steps|box|panel|alert|callout|notice|note|tip|hint"
    r"|warning|info|lead|figure|img|image|icon|youtube|vimeo|include|readfile|wide|center|container|style|div|raw",
    re.I,
)  # fmt: skip


@dataclass(slots=True)
class Shortcode:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)  # positional ones are "0", "1" …
    line: int = 0
    is_closing: bool = False

    @property
    def is_ours(self) -> bool:
        return self.name.startswith("common-hour")

    @property
    def is_calendar(self) -> bool:
        return "calendar" in self.name.lower()

    @property
    def is_presentation(self) -> bool:
        return self.is_closing or bool(_PRESENTATION.fullmatch(re.split(r"[/_.-]", self.name.lower())[-1]))

    def visible(self) -> dict[str, str]:
        """The attributes a reader of the page may see as text."""
        return {key: value for key, value in self.attributes.items() if _is_text(key, value)}


def _is_text(key: str, value: str) -> bool:
    hidden = re.search(
        r"(^|_)(url|href|src|link|id|class|style|width|height|color|colour|icon|size|type|target|align)$", key
    )
    return (
        not hidden
        and bool(re.search(r"[^\W\d_]{2}", value))
        and not re.match(r"(https?:|/|\.|#[0-9a-f]{3,6}$)", value)
    )


def without_shortcodes(text: str) -> tuple[str, list[Shortcode]]:
    """The text with `<!--shortcode:N-->` for each shortcode, on the same number of lines."""
    codes: list[Shortcode] = []
    text = _REF.sub(r"](\1\2)", text)
    return _SHORTCODE.sub(lambda m: _kept(m, codes), text), codes


def _kept(found: re.Match[str], codes: list[Shortcode]) -> str:
    line = found.string.count("\n", 0, found.start()) + 1
    attributes = _attributes(found.group(4).rstrip().removesuffix("/"))
    codes.append(Shortcode(found.group(3), attributes, line, found.group(2) == "/"))
    return f"<!--shortcode:{len(codes) - 1}-->" + "\n" * found.group().count("\n")


def _attributes(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, quoted, raw, bare in _ATTRIBUTE.findall(text):
        values[key or str(len(values))] = re.sub(r"\\(.)", r"\1", quoted) if quoted else raw or bare
    return values


def shortcode_numbers(html: str) -> list[int]:
    return [int(number) for number in _PLACE.findall(html)]


def without_places(text: str) -> str:
    """The text without the comments that keep a shortcode's place."""
    return _PLACE.sub("", text)


def without_template_tags(text: str) -> str:
    """The text without Liquid tags and Kramdown attribute lines, which show nothing by themselves."""
    return _JEKYLL.sub(lambda m: "\n" * m.group().count("\n"), text)
