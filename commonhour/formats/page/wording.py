"""Small choices of words: a call's title in front of its time, a quotation, paragraphs made of parts."""

import re
from dataclasses import replace

from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Line, Span

_VERB_END = re.compile(
    r"\b(?:meets?|gathers?|holds?|convenes?|comes? together|takes place|happens|is|are|um|le|el)$", re.I
)


def names_no_call(title: str, group: str) -> bool:
    """True for what stands before a time and is no title: nothing, "We meet", "The Docs WG meets", "The Docs WG"."""
    bare = re.sub(r"^(?:the|our)\s+", "", title.strip(), flags=re.I)
    return not bare or bool(_VERB_END.search(bare)) or bare.casefold() == group.casefold()


def without_links(label: Line) -> Line:
    """A label without its links and the brackets round them: "Meeting ([calendar](…))" is Meeting."""
    text = "".join(span.text for span in label.spans if not span.url)
    return Line(label.number, [Span(re.sub(r"\(\s*\)", "", text))])


def before_time(text: str) -> str:
    found = re.search(
        r"\s*[-–—(,:]?\s*\b(?:every|each|on|mon|tue|wed|thu|fri|sat|sun|weekly|bi-?weekly|fortnightly|monthly|(?:first|second|third|fourth|last) |\d)",
        text,
        re.I,
    )
    return text[: found.start()] if found else ""


def quoted(when: When, text: str) -> When:
    plain = re.sub(r"\s*\(?\bConvert to your time ?zone\b\)?\.?", "", text).strip()
    return replace(when, text=plain or when.text)


def paragraphs(parts: list[str]) -> list[str]:
    """Consecutive bullets belong to one list."""
    done: list[str] = []
    for part in parts:
        if part.startswith("- ") and done and done[-1].startswith("- ") and "\n\n" not in done[-1]:
            done[-1] += f"\n{part}"
        elif part:
            done.append(part)
    return done
