"""Lists and tables of groups told by structure alone: items that repeat a name with facts, under any heading."""

import re
from dataclasses import dataclass

from commonhour.core.places.channels import channel_kind, channel_name
from commonhour.core.places.links import is_absolute
from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Cell,
    Item,
    Line,
    Paragraph,
    Section,
    Table,
    cell_text,
    cut,
    joined,
)
from commonhour.formats.page.facts import says_when, split_label, undecorated
from commonhour.formats.page.people import people_in_sentence
from commonhour.formats.page.recognise import is_container, is_known_label, is_only_furniture, item_kinds
from commonhour.formats.page.secrets import SCHEME
from commonhour.formats.page.tables import (
    header_names,
    is_fact_table,
    is_people_table,
    is_session_table,
)
from commonhour.formats.page.vocabulary import GROUP_WORD, MEETING_WORD, ONE_GROUP, WHEN, role_of
from commonhour.formats.words.sentence import read_when

STRONG = {"time", "people", "chat", "list", "notes", "goal", "calendar", "video"}
_CHANNELS = STRONG | {"repo", "docs", "recordings", "forum"}
_TELLING = {"time", "people", "goal", "notes"}
_NAME_WORDS = 9
_CELL_WORDS = 30
_BETWEEN = re.compile(r"^[\s:–—\-·•|,.]+")
_BRACKET = re.compile(r"^\s*(\([^()]{2,40}\))")
_PLAIN_NAME = re.compile(r"^([A-Z\d][\w&/+.'-]*(?: [\w&/+.'-]+){0,4})(?= \(| [–—-] | · )")
_ONLY_BETWEEN = re.compile(r"^\s*(?:[:–—\-·•|,(]|$)")
_NOT_A_GROUP = re.compile(
    r"^(?:date|day|when|time|release|version|milestone|project|package|repo\w*|module|library|talk|title|topic|session"
    r"|name|who|person|speaker|role|feature|year|month|week|platform|channel|tool|country|city)s?$", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list taken apart: what it is about, and what is said about it."""

    name: str
    head: Line
    rest: Line
    is_marked: bool  # the name is bold or a link


def entry_of(item: Item) -> Entry:
    """Name and rest: the bold text or the link it opens with, else what stands before the colon."""
    line = item.line
    label, rest = split_label(line)
    end = line.bold or _end_of_leading_link(line)
    if not end and not label.spans and (found := _PLAIN_NAME.match(line.text)):
        before = next(iter(line.spans)).text
        head, behind = cut(line, len(before) - len(before.lstrip()) + found.end(1))
        return Entry(undecorated(head.text), head, _without_sign(behind), is_marked=False)
    if not end:
        if not label.spans and item.children and len(line.text.split()) <= _NAME_WORDS:
            return Entry(undecorated(line.text), line, Line(line.number), is_marked=False)
        return Entry(undecorated(label.text), label, rest, is_marked=False)
    head, behind = cut(line, end)
    text = "".join(span.text for span in behind.spans)
    has_label = bool(label.spans) and len(label.text) >= len(head.text.rstrip(" :"))
    if has_label and not _ONLY_BETWEEN.match(text) and len(label.text.split()) <= len(head.text.split()) + 3:
        return Entry(undecorated(label.text), label, rest, is_marked=True)
    first = behind.spans[0] if behind.spans else None
    bracket = _BRACKET.match(first.text) if first and not first.url else None
    if bracket and not says_when(read_when(bracket.group(1))):
        head, behind = cut(line, end + bracket.end())
    return Entry(undecorated(head.text), head, _without_sign(behind), is_marked=True)


def _end_of_leading_link(line: Line) -> int:
    length = 0
    for span in line.spans:
        length += len(span.text)
        if undecorated(span.text):
            return length if span.url else 0
    return 0


def _without_sign(line: Line) -> Line:
    text = line.spans[0].text if line.spans and not line.spans[0].url else ""
    found = _BETWEEN.match(text)
    return cut(line, found.end())[1] if found else line


def is_name(name: str) -> bool:
    """True for what may be a group's name: no fact's label, no date, no person's role, no sentence."""
    if not re.search(r"[^\W\d_]{2}|^[^\W\d_]\w*$", name) or not 0 < len(name.split()) <= _NAME_WORDS:
        return False
    times = read_when(name)
    name = re.sub(r"\s*\([^()]*\)$", "", name)
    return not (is_known_label(name) or times.date or times.start or re.search(r"[.!?]$|://", name))


def entry_kinds(item: Item) -> set[str]:
    """The kinds of facts an entry states besides its name."""
    kinds = text_kinds(entry_of(item).rest)
    for child in item.children:
        kinds |= item_kinds(child) | text_kinds(child.line)
    return kinds


def text_kinds(line: Line) -> set[str]:
    """What a line or cell speaks of: when, who, and what its links lead to."""
    kinds = {channel_kind(s.url, s.text) for s in line.links if is_absolute(s.url) and SCHEME not in s.url}
    if line.text and len(line.text.split()) <= _CELL_WORDS:
        kinds |= {"time"} if says_when(read_when(line.text)) else set()
        kinds |= {"people"} if people_in_sentence(line.text, [line]) else set()
        kinds |= (
            {"chat"}
            if re.search(r"(?<![\w/#&])#[a-z]", line.text, re.I) and channel_name("", line.text)
            else set()
        )
    return kinds & _CHANNELS


def is_entry(item: Item) -> bool:
    """True for a named item with at least one fact that only a group has, or a group's word and any fact."""
    entry = entry_of(item)
    if not is_name(entry.name) or any(span.url.startswith("#") for span in entry.head.links):
        return False
    kinds = entry_kinds(item)
    if entry.is_marked or item.children:
        return bool(kinds & STRONG or (kinds and GROUP_WORD.search(entry.name)))
    return len(kinds) >= 2 and bool(kinds & STRONG)


def lists_groups(bullets: Bullets, section: Section) -> bool:
    """True for a list most of whose items, two at least, are entries; the calls of one group are none."""
    entries = [item for item in bullets.items if is_entry(item)]
    if is_only_furniture(section.name):
        entries = [item for item in entries if "time" in entry_kinds(item) or _names_group(item)]
    if len(entries) < 2 or 2 * len(entries) < len(bullets.items) or not _is_sure(entries, section):
        return False
    if role_of(section.name) or (ONE_GROUP.search(section.name) and not is_container(section)):
        return False
    names = [entry_of(item).name for item in entries]
    return is_container(section) or not all(MEETING_WORD.search(name) for name in names)


def paragraphs_as_items(section: Section) -> list[Block]:
    """The blocks of a section; where its paragraphs repeat a bold name with facts, each becomes a list's item."""
    items = {id(b): _item_of(b) for b in section.blocks if isinstance(b, Paragraph)}
    entries = {key: item for key, item in items.items() if item.line.bold and is_entry(item)}
    if not lists_groups(Bullets(list(entries.values()), ""), section):
        return section.blocks
    listed = Bullets(list(entries.values()), "\n".join(item.source for item in entries.values()))
    first = next(iter(entries))
    kept = [listed if id(block) == first else block for block in section.blocks]
    return [block for block in kept if id(block) not in entries]


def _names_group(item: Item) -> bool:
    return bool(GROUP_WORD.search(entry_of(item).name))


def _is_sure(entries: list[Item], section: Section) -> bool:
    """False for a list of nothing but chats and lists, "General: #general", unless something is called a group."""
    if is_container(section) or GROUP_WORD.search(section.name):
        return True
    return any(_names_group(item) or entry_kinds(item) & _TELLING for item in entries)


def _item_of(paragraph: Paragraph) -> Item:
    """Lines that each open with a label are facts below the first; others are one wrapped text."""
    first, *rest = paragraph.lines
    if rest and all(split_label(line)[0].spans for line in rest):
        return Item([first], paragraph.source, [Item([line], line.text) for line in rest])
    return Item(paragraph.lines, paragraph.source)


def is_listed(item: Item) -> bool:
    """True for an item that is a group because it stands in a list of groups."""
    entry = entry_of(item)
    has_more = bool(entry.rest.text or entry.rest.links or item.children)
    return is_name(entry.name) and has_more and (entry.is_marked or is_entry(item))


def tables_groups(table: Table) -> bool:
    """True for a table whose rows name something different each and state facts of two kinds, one only a group's."""
    names = header_names(table)
    if len(names) < 2 or len(table.rows) < 1 or _NOT_A_GROUP.match(names[0]):
        return False
    if is_session_table(table) or is_people_table(table) or is_fact_table(table):
        return False
    firsts = [undecorated(cell_text(row.cells[0])) for row in table.rows if row.cells]
    if len(set(firsts)) < len(firsts) or not all(map(is_name, filter(None, firsts))):
        return False
    columns = [
        kinds for index in range(1, len(names)) if (kinds := _column_kinds(table, index, names[index]))
    ]
    return len(columns) >= 2 and any(kinds & STRONG for kinds in columns)


def _column_kinds(table: Table, index: int, name: str) -> set[str]:
    cells = [row.cells[index] for row in table.rows if index < len(row.cells) and row.cells[index]]
    found = [_cell_kinds(cell, name) for cell in cells]
    filled = [kinds for kinds in found if kinds]
    return set().union(*filled) if filled and 2 * len(filled) >= len(cells) else set()


def _cell_kinds(cell: Cell, name: str) -> set[str]:
    line = joined(cell)
    if role_of(name) and len(line.text.split()) <= _CELL_WORDS:
        return {"people"}
    times = read_when(line.text)
    if WHEN.match(name) and times.start and (times.days or times.cadence.kind):
        return {"time"}
    return text_kinds(line)
