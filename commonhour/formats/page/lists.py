"""Which bullets, rows, cards and sentences of a section are groups, judged by their facts and by what stands beside them."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from commonhour.core.places.channels import channel_kind
from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Card,
    Item,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    joined,
)
from commonhour.formats.page.cards import card_name, is_group_card
from commonhour.formats.page.entries import Entry, item_entry, paragraph_item
from commonhour.formats.page.evidence import (
    TELLING,
    entry_kinds,
    is_aspect,
    is_container,
    is_entry,
    is_fact,
    is_name,
    is_only_furniture,
    is_page_link,
    names_itself,
    names_owner,
)
from commonhour.formats.page.tables import table_entries
from commonhour.formats.page.vocabulary import (
    BARE_CONTAINER,
    GROUP_WORD,
    MEETING_WORD,
    ONE_GROUP,
    SEVERAL_GROUPS,
    role_of,
)  # fmt: skip
from commonhour.formats.page.wording import says_when, sentences, split_label, undecorated
from commonhour.formats.words.sentence import read_when

Part: TypeAlias = Entry | Block
_OF_OTHERS = re.compile(r"^\W*(?:related|similar|upstream|partner|external)\b", re.I)
_ADVERB = re.compile(r"\s+(?:typically|usually|currently|generally|normally|regularly|also|will)$", re.I)
_SUBJECT_WORDS = 7
_FIRST_WORDS = 80  # characters
_SUBJECT = re.compile(
    r"^(?:(?:the|our)\s+)?(.{2,80}?)(?:,? which)?\s+(?:meets?|gathers?|holds?|convenes?|comes? together|takes? place|happens?"
    r"|(?:is|are) (?:held|on|every)|(?:has|have) (?:its|their|a|an) (?:\w+ )?(?:meetings?|calls?|syncs?))\b", re.I
)  # fmt: skip
_PRONOUN = re.compile(
    r"^(?:we|it|they|this|that|these|those|he|she|you|everyone|members?|each|all|both|there|who|"
    r"(?:this|the|our|each|every) (?:group|team|committee|community|call|meeting)|(?:working )?groups?|teams?|community|meetings?|calls?"
    rf"|(?:all|each|every|these|those|most|some|both)\b.*{GROUP_WORD.pattern}.*)$", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """`title` is the page's own, or made of its file's name."""

    title: str
    is_about_meetings: bool


def parts_of(block: Block, section: Section, page: Page) -> list[Part]:
    """A block as the groups it tells of and what stands between them."""
    if isinstance(block, Card) and is_group_card(block.code):
        return [Entry(Line(block.number, [Span(card_name(block.code))]), Line(block.number), [block])]
    if isinstance(block, Table):
        return [*table_entries(block, in_container=is_container(section))] or [block]
    if isinstance(block, Paragraph):
        return _in_prose(block, section, page)
    return _in_list(block, section, page) if isinstance(block, Bullets) else [block]


def _in_list(bullets: Bullets, section: Section, page: Page) -> list[Part]:
    entries = [item_entry(item) for item in bullets.items]
    names = [entry.name.casefold() for entry in entries if entry.name]
    if (
        _OF_OTHERS.match(section.name)
        or 2 * sum(map(is_fact, bullets.items)) >= len(entries)
        or 2 * len(set(names)) <= len(names) > 1
    ):
        return [bullets]
    if _links_to_groups(bullets, entries, section):
        return [
            Bullets([item], item.source) if role_of(entry.name) else entry
            for item, entry in zip(bullets.items, entries, strict=True)
        ]
    is_list = lists_groups(entries, section)
    if not is_list and not any(
        _is_group_item(i, e, section, page) for i, e in zip(bullets.items, entries, strict=True)
    ):
        return [bullets]
    return [
        entry
        if _is_group_item(item, entry, section, page) or (is_list and _is_listed(entry))
        else Bullets([item], item.source)
        for item, entry in zip(bullets.items, entries, strict=True)
    ]


def _is_group_item(item: Item, entry: Entry, section: Section, page: Page) -> bool:
    """True when a bullet is about a group, whatever stands beside it."""
    if is_page_link(item.line):
        return False
    if entry.is_marked and is_container(section) and GROUP_WORD.search(entry.rest.text[:_FIRST_WORDS]):
        return is_name(entry.name) or names_itself(entry.name, [entry.rest])
    label, rest = split_label(item.line)
    name = undecorated(label.text) or (entry.name if entry.head.links else "")
    is_side = is_aspect(section.name) and not is_container(section)
    if not is_name(name) or is_only_furniture(section.name) or is_side:
        return False
    if is_aspect(name) or name.casefold() == section.name.casefold():
        return False
    has_word = MEETING_WORD.search(f"{name} {rest.text}") or GROUP_WORD.search(name)
    is_listing = is_container(section)
    if label.spans and says_when(read_when(rest.text)):
        return is_listing and not (BARE_CONTAINER.match(section.name) and names_owner(page.title))
    if label.spans:
        has_link = any(channel_kind(s.url) != "recordings" for s in rest.links)
        return page.is_about_meetings and has_link and bool(has_word or is_listing or entry_kinds(entry))
    return page.is_about_meetings and bool(has_word) and bool(item.children or is_listing)


def lists_groups(entries: list[Entry], section: Section) -> bool:
    """True for a list most of whose items, two at least, are entries; the calls of one group are none."""
    found = [entry for entry in entries if is_entry(entry)]
    if is_only_furniture(section.name):
        found = [e for e in found if "time" in entry_kinds(e) or GROUP_WORD.search(e.name)]
    if len(found) < 2 or 2 * len(found) < len(entries) or not _is_sure(found, section):
        return False
    is_side = is_aspect(section.name) and not is_container(section) and not GROUP_WORD.search(section.name)
    if is_side or (ONE_GROUP.search(section.name) and not is_container(section)):
        return False
    return is_container(section) or not all(MEETING_WORD.search(entry.name) for entry in found)


def _in_prose(paragraph: Paragraph, section: Section, page: Page) -> list[Part]:
    """The groups of a paragraph by name, each with its sentences; what precedes the first stays a paragraph."""
    found: list[tuple[str, list[Line]]] = [("", [])]
    for sentence in sentences(joined(paragraph.lines)):
        name = _subject(sentence, section, page)
        if name:
            found.append((name, []))
        found[-1][1].append(sentence)
    if len(found) == 1:
        return [paragraph]
    return [
        Entry(Line(lines[0].number, [Span(name)]), Line(lines[0].number), [_paragraph(lines)]) if name else _paragraph(lines)
        for name, lines in found
        if lines
    ]  # fmt: skip


def _subject(sentence: Line, section: Section, page: Page) -> str:
    """The group a sentence says the time of, by name; "" when it speaks of none or only by a pronoun."""
    found = _SUBJECT.match(sentence.text)
    if not found or not says_when(read_when(sentence.text)):
        return ""
    name = _ADVERB.sub("", found.group(1)).strip(" *_,")
    is_linked = any(name == span.text.strip() for span in sentence.links)
    is_titled = name.casefold() in f"{page.title} {section.name}".casefold()
    has_word = GROUP_WORD.search(name) or (MEETING_WORD.search(name) and page.is_about_meetings)
    is_named = len(name.split()) <= _SUBJECT_WORDS and any(word[:1].isupper() for word in name.split())
    return name if is_named and not _PRONOUN.match(name) and (has_word or is_linked or is_titled) else ""


def _paragraph(lines: list[Line]) -> Paragraph:
    return Paragraph(lines, " ".join(line.markdown for line in lines))


def _links_to_groups(bullets: Bullets, entries: list[Entry], section: Section) -> bool:
    """True below "Working Groups" for bullets that are each the name of one, linked to a page of its own."""
    named = [entry for entry in entries if is_name(entry.name)]
    return (
        bool(SEVERAL_GROUPS.search(section.name))
        and len(named) > len(entries) / 2
        and all(
            item.line.links
            and not is_page_link(item.line)
            and entry.head.links
            and not item.children
            and len(item.line.text) < _FIRST_WORDS
            for item, entry in zip(bullets.items, entries, strict=True)
        )
    )


def _is_sure(entries: list[Entry], section: Section) -> bool:
    """False for a list of nothing but chats and lists, "General: #general", unless something is called a group."""
    if is_container(section) or GROUP_WORD.search(section.name):
        return True
    return any(GROUP_WORD.search(e.name) or entry_kinds(e) & TELLING for e in entries)


def _is_listed(entry: Entry) -> bool:
    """True for an item that is a group because it stands in a list of groups."""
    has_more = bool(entry.rest.text or entry.rest.links or entry.below or entry.head.links)
    return (is_name(entry.name) and has_more and entry.is_marked) or is_entry(entry)


def paragraphs_as_items(section: Section) -> list[Block]:
    """The blocks of a section; where its paragraphs repeat a bold name with facts, each becomes a list's item."""
    items = {id(b): paragraph_item(b) for b in section.blocks if isinstance(b, Paragraph)}
    named = {key: item for key, item in items.items() if item.line.bold and is_entry(item_entry(item))}
    if not lists_groups([item_entry(item) for item in named.values()], section):
        return section.blocks
    listed = Bullets(list(named.values()), "\n".join(item.source for item in named.values()))
    first = next(iter(named))
    kept = [listed if id(block) == first else block for block in section.blocks]
    return [block for block in kept if id(block) not in named]


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
