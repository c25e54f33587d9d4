"""What speaks for a group: the kinds of facts that stand at a name, and whether the name can be one."""

import re
from collections.abc import Iterable

from commonhour.core.places.channels import channel_kind, channel_name
from commonhour.core.places.links import is_absolute
from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Item,
    Line,
    Paragraph,
    Section,
    Table,
    cell_text,
    joined,
    lines_in,
)
from commonhour.formats.page.entries import NAME_WORDS, Entry, header_names, is_weekday
from commonhour.formats.page.people import people_in_sentence, person_of_bullet
from commonhour.formats.page.secrets import SCHEME
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
    is_label_word,
    kept,
    role_of,
)  # fmt: skip
from commonhour.formats.page.wording import says_when, sentences, split_label, undecorated, without_brackets
from commonhour.formats.words.sentence import read_when

STRONG = frozenset({"time", "people", "chat", "list", "notes", "goal", "calendar", "video"})
TELLING = frozenset({"time", "people", "goal", "notes"})
_KINDS = STRONG | {"repo", "docs", "recordings", "forum"}
_SENTENCE_WORDS = 40
_LINK_LINE_WORDS = 14
_RHYTHM_WORDS = 9
_STRUCTURE = re.compile(r"\b(?:contacts?|leadership|communication|channels?|meetings?)\b", re.I)
_ONE_GROUP_NAMED = re.compile(rf"^(?:(?:the|our) )?(?!{ONE_GROUP.pattern})\w.*{ONE_GROUP.pattern}$", re.I)
_CALLED_A_GROUP = re.compile(rf"(?: \([^)]*\))?\s+(?:{GROUP_WORD.pattern})", re.I)
_SIDES = (  # "How to join?", "Joining a call", "Meetings and notes", "Link to the call", "Our calendar"
    re.compile(
        r"\?$|^(?:how|what|who|whom|where|why|which|can|do|ways) (?:\w+ )*(?:to|do|we|is|are|i|you)\b", re.I
    ),
    re.compile(
        r"^(?:join|get|see|read|find|watch|add|subscribe|submit|propose|check|view|ask|become)\b", re.I
    ),
    re.compile(r"^\w+ing (?:a|an|in|to|the|with|your|our|new|for|up|of|on)\b", re.I),
    re.compile(rf"^(?:(?:our|{GROUP_WORD.pattern}) )?meetings?\s*(?:,|&|/|and\b)", re.I),
    re.compile(rf"\b(?:to|for|of) (?:the|our|this) {MEETING_WORD.pattern}", re.I),
    re.compile(rf"\b(?:a|an|each|every|new) {GROUP_WORD.pattern}", re.I),
    re.compile(
        r"\b(?:calendar|recordings?|minutes|notes|agendas?|mailing lists?|channels?|playlist|repository|repo)$",
        re.I,
    ),
)


@kept
def is_known_label(name: str) -> bool:
    """True for a label that names a fact, and so no group."""
    patterns = (KNOWN_CHANNEL, WHEN, GOALS, STATE_LABEL, REGION_LABEL, LEAD_LABEL, SCOPE)
    return bool(any(p.match(name) for p in patterns) or _names_role(name) or CALL_FOR_PROPOSALS.search(name))


def _names_role(name: str) -> bool:
    """True for "Maintainers", and not for a call named after a role ("Maintainer Roundtable")."""
    return bool(role_of(name)) and not MEETING_WORD.search(name)


@kept
def is_aspect(name: str) -> bool:
    """True for what names one side of something else: "Time and Location", "Facilitators", "How to join?"."""
    is_label = is_known_label(name) and not NAMED_CALL.match(name)
    if is_label or any(pattern.search(name) for pattern in _SIDES):
        return True
    is_named = is_call(name) and not GROUP_WORD.search(name)
    return is_plain(name) and not is_named and not _ONE_GROUP_NAMED.match(without_brackets(name))


def is_plain(name: str) -> bool:
    """True for a name of nothing but words that every page uses: "Working group meetings", "Community Meeting"."""
    rest = GROUP_WORD.sub(" ", name)
    words = re.findall(r"[^\W_][\w'’-]*", FURNITURE.sub(" ", rest))
    return bool(re.search(r"\w", rest)) and all(map(is_label_word, words))


def is_call(name: str) -> bool:
    """True for a name that ends in a word for a meeting: "Community Sync"."""
    words = without_brackets(name).split()
    return bool(words) and bool(MEETING_WORD.fullmatch(words[-1]))


def names_owner(name: str) -> bool:
    """True for a title or heading whose thing may meet: no side of another, no list of several."""
    several = SEVERAL.search(name) or BARE_CONTAINER.match(name)
    return bool(name) and not several and not is_aspect(name) and is_name(name)


@kept
def is_name(name: str) -> bool:
    """True for what may be a group's name: no fact's label, no date, no person's role, no sentence."""
    bare = without_brackets(name)
    if not re.search(r"[^\W\d_]{2}|^[^\W\d_]\w*$", name) or not 0 < len(bare.split()) <= NAME_WORDS:
        return False
    times = read_when(bare)
    is_label = is_known_label(bare) and not NAMED_CALL.match(bare)
    return not (
        is_label or _SIDES[-1].search(bare) or times.date or times.start or re.search(r"[.!?]$|://", bare)
    )


def names_itself(name: str, lines: Iterable[Line]) -> bool:
    """True when what is said calls it a group: "The Website working group focuses on …"."""
    for text in (line.text.casefold() for line in lines):
        start = text.find(name.casefold())
        while start >= 0:
            if _CALLED_A_GROUP.match(text, start + len(name)):
                return True
            start = text.find(name.casefold(), start + 1)
    return False


def text_kinds(line: Line) -> set[str]:
    """What a line of text or a cell speaks of: when, who, and what its links lead to."""
    kinds = {channel_kind(s.url, s.text) for s in line.links if is_absolute(s.url) and SCHEME not in s.url}
    for sentence in sentences(line):
        if len(sentence.text.split()) <= _SENTENCE_WORDS:
            kinds |= {"time"} if says_when(read_when(sentence.text)) else set()
            kinds |= {"people"} if people_in_sentence(sentence.text, [line]) else set()
    if re.search(r"(?<![\w/#&])#[a-z]", line.text, re.I) and channel_name("", line.text):
        kinds.add("chat")
    return kinds & _KINDS


def label_kinds(name: str, rest: Line) -> set[str]:
    """What a labelled line states; a line that is mostly prose states no channel."""
    if GOALS.match(name) and rest.text:
        return {"goal"}
    times = read_when(rest.text)
    is_once = times.date is not None and times.date.year and not times.cadence.kind
    if not is_once and ((WHEN.match(name) and times.says_something) or says_when(times)):
        return {"time"}
    is_short = len(rest.text.split()) < 30 and not any("/" in s.text for s in rest.links)
    if role_of(name) and rest.text and is_short:
        return {"people"}
    if sum(len(span.text.split()) for span in rest.spans if not span.url) > _LINK_LINE_WORDS:
        return set()
    kinds = {channel_kind(s.url, f"{name} {s.text}") for s in rest.links if is_absolute(s.url)}
    if channel_name("", rest.text) and not rest.links:
        kinds.add("chat")
    return kinds & _KINDS


def says_how_often(text: str) -> bool:
    """True for a few words that give no hour: "(bi-weekly)", "first and third Tuesday of each month"."""
    return bool(len(text.split()) <= _RHYTHM_WORDS and read_when(text).cadence.kind)


def item_kinds(item: Item) -> set[str]:
    """What a bullet states with what is nested below it, when its label names a fact."""
    label, rest = split_label(item.line)
    name = undecorated(label.text)
    role = role_of(name or item.line.text)
    if item.children and not rest.text and role and person_of_bullet(item.children[0].line, role):
        return {"people"}
    if item.children and not rest.text and GOALS.match(name):
        return {"goal"}
    return label_kinds(name, rest)


def entry_kinds(entry: Entry) -> set[str]:
    """The kinds of facts an entry states besides its name."""
    kinds = text_kinds(entry.rest) | ({"time"} if says_how_often(entry.rest.text) else set())
    for item in entry.items:
        kinds |= item_kinds(item) | text_kinds(item.line)
    return kinds


def block_kinds(blocks: list[Block]) -> set[str]:
    """The kinds of facts that labelled lines, bullets and tables state."""
    kinds: set[str] = set()
    for block in blocks:
        if isinstance(block, Bullets):
            for item in block.items:
                kinds |= item_kinds(item)
        elif isinstance(block, Paragraph):
            kinds |= set() if block.is_code else _paragraph_kinds(block)
        elif isinstance(block, Table):
            kinds |= _table_kinds(block)
    return kinds


def _paragraph_kinds(paragraph: Paragraph) -> set[str]:
    """Prose that says when something meets also states who, and where else; other prose states nothing."""
    labels = [(undecorated(label.text), rest) for label, rest in map(split_label, paragraph.lines)]
    kinds = set[str]().union(*(label_kinds(name, rest) for name, rest in labels if is_known_label(name)))
    prose = text_kinds(joined(paragraph.lines))
    return kinds | (prose if "time" in prose else set())


def _table_kinds(table: Table) -> set[str]:
    kinds: set[str] = set()
    if any(role_of(name) for name in header_names(table)):
        kinds.add("people")
    for row in table.rows:
        if len(row.cells) >= 2 and row.cells[0] and row.cells[1]:
            kinds |= label_kinds(cell_text(row.cells[0]), joined(row.cells[1]))
    return kinds


def section_kinds(section: Section) -> set[str]:
    """The kinds of facts in a section and in those below it that are only sides of it."""
    kinds = block_kinds(section.blocks)
    for child in section.children:
        kinds |= side_kinds(child, section_kinds(child) if is_part(child) else set())
    return kinds


def side_kinds(section: Section, kinds: set[str]) -> set[str]:
    """With the people that bullets below a role's heading are."""
    has_people = role_of(section.name) and any(isinstance(b, Bullets) for b in section.blocks)
    return kinds | {"people"} if has_people else kinds


def is_part(section: Section) -> bool:
    """True for a subsection about its group's people, channels or calls, and so no group of its own."""
    name = undecorated(section.name)
    return is_aspect(name) or is_structure(name) or _is_theme(section)


def is_structure(name: str) -> bool:
    return bool(BARE_CONTAINER.match(name) or _STRUCTURE.search(name))


def _is_theme(section: Section) -> bool:
    """A heading that only announces the next call's topic, with its date below: it has decoration on both sides."""
    return undecorated(section.name) != section.name and "time" in block_kinds(section.blocks)


def is_container(section: Section) -> bool:
    """True for a heading that announces several groups ("Working Groups", "Member Meetings")."""
    return any((SEVERAL.search(section.name), BARE_CONTAINER.match(section.name), is_weekday(section.name)))


def is_furniture(name: str) -> bool:
    rest = re.sub(r"\b(?:our|community|the|public|open)\b", " ", name, flags=re.I)
    return bool(FURNITURE.search(rest if rest.strip() else name)) and not ONE_GROUP.search(name)


def is_only_furniture(name: str) -> bool:
    """True for a heading that says nothing but "Links", "Mailing Lists", "Help and Support"."""
    return bool(FURNITURE.search(name)) and not re.sub(
        r"\b(?:and|our|the|other|of)\b", "", FURNITURE.sub("", name), flags=re.I
    ).strip(" &/-")


def is_page_link(line: Line) -> bool:
    return bool(line.links) and all(span.url.startswith("#") for span in line.links)


def is_contents(bullets: Bullets) -> bool:
    """True for a table of contents: every bullet is a link to a heading of the page."""
    lines = list(lines_in([bullets]))
    return len(lines) > 1 and all(is_page_link(line) and len(line.links) == 1 for line in lines)


def is_entry(entry: Entry) -> bool:
    """True for a name with at least one fact that only a group has, or with a group's word and any fact."""
    if any(span.url.startswith("#") for span in entry.head.links):
        return False
    if not is_name(entry.name):
        return bool(
            entry.is_marked and len(entry.name.split()) <= 4 and names_itself(entry.name, [entry.rest])
        )
    kinds = entry_kinds(entry)
    if entry.is_marked or entry.below:
        return bool(kinds & STRONG or (kinds and GROUP_WORD.search(entry.name)))
    return len(kinds) >= 2 and bool(kinds & STRONG)


def is_fact(item: Item) -> bool:
    """True for a bullet whose label names a fact."""
    label, _ = split_label(item.line)
    name = undecorated(label.text)
    return bool(label.spans) and is_known_label(name) and not NAMED_CALL.match(name)
