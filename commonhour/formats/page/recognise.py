"""Which sections and bullets of a page are groups, told by the shape of what they say."""

import re

from commonhour.core.places.channels import channel_kind, channel_name
from commonhour.core.places.links import is_absolute
from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Card,
    Item,
    Line,
    Paragraph,
    Section,
    Table,
    cell_text,
)
from commonhour.formats.page.facts import says_when, split_label, undecorated
from commonhour.formats.page.people import person_of_bullet
from commonhour.formats.page.vocabulary import (
    BARE_CONTAINER,
    CALL_FOR_PROPOSALS,
    FURNITURE,
    GOALS,
    GROUP_WORD,
    KNOWN_CHANNEL,
    LEAD_LABEL,
    MEETING_WORD,
    NAMED_CALL,
    ONE_GROUP,
    REGION_LABEL,
    SCOPE,
    SEVERAL,
    STATE_LABEL,
    WHEN,
    role_of,
)  # fmt: skip
from commonhour.formats.words.sentence import read_when

_CHANNELS = {"notes", "repo", "chat", "list", "forum", "docs", "recordings", "video", "calendar"}
_SAYING = {"goal", "people"}
_LINK_LINE_WORDS = 14
_PROSE_WORDS = 15
STRUCTURE = re.compile(r"\b(?:contacts?|leadership|communication|channels?|meetings?)\b", re.I)


def is_known_label(name: str) -> bool:
    """True for a label that names a fact, and so no group."""
    patterns = (KNOWN_CHANNEL, WHEN, GOALS, STATE_LABEL, REGION_LABEL, LEAD_LABEL, SCOPE)
    return bool(any(p.match(name) for p in patterns) or _names_role(name) or CALL_FOR_PROPOSALS.search(name))


def _names_role(name: str) -> bool:
    """True for "Maintainers", and not for a call named after a role ("Maintainer Roundtable")."""
    return bool(role_of(name)) and not MEETING_WORD.search(name)


def has_shape_of_group(item: Item) -> bool:
    """True for a bullet "Name: [link](…)" whose name is no fact's label; beside a group's bullet it is one too."""
    label, rest = split_label(item.line)
    name = item_name(item)
    return bool(label.spans and name and rest.links) and not is_known_label(name) and not _is_page_link(item)


def fact_kinds(blocks: list[Block]) -> set[str]:
    """The kinds of facts that labelled lines, bullets and tables state: goal, people, time, or a channel's kind."""
    kinds: set[str] = set()
    for block in blocks:
        if isinstance(block, Bullets):
            for item in block.items:
                kinds |= item_kinds(item)
        elif isinstance(block, Paragraph):
            for line in block.lines:
                label, rest = split_label(line)
                if label.spans and is_known_label(undecorated(label.text)):
                    kinds |= _line_kinds(undecorated(label.text), rest)
        elif isinstance(block, Table):
            kinds |= _table_kinds(block)
    return kinds


def item_kinds(item: Item) -> set[str]:
    label, rest = split_label(item.line)
    name = undecorated(label.text)
    role = role_of(name or item.line.text)
    if item.children and not rest.text and role and person_of_bullet(item.children[0].line, role):
        return {"people"}
    if item.children and not rest.text and GOALS.match(name):
        return {"goal"}
    return _line_kinds(name, rest)


def _line_kinds(name: str, rest: Line) -> set[str]:
    if GOALS.match(name) and rest.text:
        return {"goal"}
    times = read_when(rest.text)
    if (WHEN.match(name) and times.says_something) or says_when(times):
        return {"time"}
    if (
        role_of(name)
        and rest.text
        and len(rest.text.split()) < 30
        and not any("/" in s.text for s in rest.links)
    ):
        return {"people"}
    outside = sum(len(span.text.split()) for span in rest.spans if not span.url)
    if outside > _LINK_LINE_WORDS:
        return set()
    kinds = {channel_kind(s.url, f"{name} {s.text}") for s in rest.links if is_absolute(s.url)}
    if channel_name("", rest.text) and not rest.links:
        kinds.add("chat")
    return kinds & _CHANNELS


def _table_kinds(table: Table) -> set[str]:
    kinds: set[str] = set()
    if any(role_of(cell_text(cell)) for cell in table.header.cells):
        kinds.add("people")
    for row in table.rows:
        if len(row.cells) >= 2 and row.cells[0] and row.cells[1]:
            kinds |= _line_kinds(cell_text(row.cells[0]), row.cells[1][0])
    return kinds


def is_container(section: Section) -> bool:
    """True for a heading that announces several groups ("Working Groups", "Member Meetings")."""
    return bool(SEVERAL.search(section.name) or BARE_CONTAINER.match(section.name))


def is_group(section: Section, *, in_container: bool, on_meetings_page: bool) -> bool:
    """True when a section is about one group: its facts are of several kinds, or its place and name say so."""
    name = undecorated(section.name)
    if (
        not name
        or BARE_CONTAINER.match(name)
        or CALL_FOR_PROPOSALS.search(name)
        or not re.search(r"[^\W\d_]{2}", name)
    ):
        return False
    if (
        any(isinstance(b, Card) and b.code.is_calendar for b in section.blocks)
        and not section_kinds(section) & _SAYING
    ):
        return False
    kinds = section_kinds(section)
    if re.match(r"next\b", name, re.I) and "time" in kinds:
        return True
    if in_container:
        return _is_named_group(section, kinds)
    if shares_name_with_calls(section):
        return True
    if is_container(section) or not on_meetings_page:
        return False
    if _is_furniture(name):
        saying = _SAYING if is_only_furniture(name) else _SAYING | {"time"}
        return bool(kinds & saying and len(kinds) >= 2)
    has_word = bool(ONE_GROUP.search(name) or MEETING_WORD.search(name))
    return (
        len(kinds) >= 2
        or bool(has_word and kinds)
        or (bool(MEETING_WORD.search(name)) and _prose_words(section) > _PROSE_WORDS and not section.children)
    )


def _is_named_group(section: Section, kinds: set[str]) -> bool:
    if kinds:
        is_bare = is_only_furniture(MEETING_WORD.sub("", section.name))
        return bool(len(kinds) >= 2 or kinds & {"people", "goal", "time"} or not is_bare)
    return not _is_furniture(section.name) and _prose_words(section) > 0 and not section.children


def is_part(section: Section) -> bool:
    """True for a subsection that is about its group's people, channels or calls, and so no group of its own."""
    name = section.name
    return bool(BARE_CONTAINER.match(name) or role_of(name) or STRUCTURE.search(name)) or _is_theme(section)


def _is_theme(section: Section) -> bool:
    """A heading that only announces the next call's topic, with its date below: it has decoration on both sides."""
    return undecorated(section.name) != section.name and "time" in fact_kinds(section.blocks)


def section_kinds(section: Section) -> set[str]:
    """The kinds of facts in a section and in its subsections that are no groups of their own."""
    kinds = fact_kinds(section.blocks)
    for child in section.children:
        kinds |= fact_kinds(child.blocks) if is_part(child) else set()
        if role_of(child.name) and any(isinstance(b, Bullets) for b in child.blocks):
            kinds.add("people")
    return kinds


def _is_furniture(name: str) -> bool:
    rest = re.sub(r"\b(?:our|community|the|public|open)\b", " ", name, flags=re.I)
    return bool(FURNITURE.search(rest if rest.strip() else name)) and not ONE_GROUP.search(name)


def is_only_furniture(name: str) -> bool:
    """True for a heading that says nothing but "Links", "Mailing Lists", "Help and Support"."""
    return bool(FURNITURE.search(name)) and not re.sub(
        r"\b(?:and|our|the|other|of)\b", "", FURNITURE.sub("", name), flags=re.I
    ).strip(" &/-")


def _prose_words(section: Section) -> int:
    return sum(len(line.text.split()) for b in section.blocks if isinstance(b, Paragraph) for line in b.lines)


def shares_name_with_calls(section: Section) -> bool:
    """True for a heading whose bullets are its own calls: "Touchpoints", with "APAC Touchpoints: Thursdays, 12:00"."""
    words = {_stem(w) for w in re.findall(r"[^\W\d_]{3,}", GROUP_WORD.sub(" ", section.name))}
    words -= {"meeting", "call", "our", "the", "and", "working"}
    items = [item for block in section.blocks if isinstance(block, Bullets) for item in block.items]
    calls = [item for item in items if says_when(read_when(item.line.text))]
    names = [
        {_stem(w) for w in re.findall(r"[^\W\d_]{3,}", split_label(item.line)[0].text)} for item in calls
    ]
    return bool(words and names) and all(words & name for name in names)


def _stem(word: str) -> str:
    return word.lower().removesuffix("s")


def item_name(item: Item) -> str:
    """What a bullet calls the thing it is about: its label, or its only link."""
    label, _ = split_label(item.line)
    if label.spans:
        return undecorated(label.text)
    links = item.line.links
    return (
        undecorated(links[0].text)
        if links and undecorated(item.line.text).startswith(undecorated(links[0].text))
        else ""
    )


def is_group_item(item: Item, section: Section, *, on_meetings_page: bool) -> bool:
    """True when a bullet of a section that lists groups is about one of them."""
    name = item_name(item)
    label, rest = split_label(item.line)
    if (
        not name
        or len(name.split()) > 9
        or (is_known_label(name) and not NAMED_CALL.match(name))
        or _is_page_link(item)
        or is_only_furniture(section.name)
    ):
        return False
    has_word = MEETING_WORD.search(f"{name} {rest.text}") or GROUP_WORD.search(name)
    is_listing = is_container(section)
    if label.spans:
        if says_when(read_when(rest.text)):
            return is_listing
        has_link = any(channel_kind(s.url) != "recordings" for s in rest.links)
        return on_meetings_page and has_link and bool(has_word or is_listing or _nested_kinds(item))
    return on_meetings_page and bool(has_word) and bool(item.children or is_listing)


def _nested_kinds(item: Item) -> set[str]:
    kinds: set[str] = set()
    for child in item.children:
        kinds |= item_kinds(child)
    return kinds


def _is_page_link(item: Item) -> bool:
    return bool(item.line.links) and all(span.url.startswith("#") for span in item.line.links)


def is_contents(bullets: Bullets) -> bool:
    """True for a table of contents: every bullet is a link to a heading of the page."""
    items = [part for item in bullets.items for part in item.walk()]
    return len(items) > 1 and all(_is_page_link(item) and len(item.line.links) == 1 for item in items)
