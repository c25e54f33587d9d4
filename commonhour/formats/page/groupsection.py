"""A section about one group, read block by block, its subsections included."""

import re

from commonhour.formats.page.about import prose_channels
from commonhour.formats.page.blocks import Block, Bullets, Card, Line, Mark, Paragraph, Section, Table
from commonhour.formats.page.cards import report_unknown
from commonhour.formats.page.facts import GroupReader, says_when, split_label, undecorated
from commonhour.formats.page.marks import schedule_of
from commonhour.formats.page.people import people_in_sentence
from commonhour.formats.page.recognise import (
    STRUCTURE,
    fact_kinds,
    is_contents,
    is_known_label,
    section_kinds,
)
from commonhour.formats.page.sessions import read_sessions
from commonhour.formats.page.shortcodes import without_places
from commonhour.formats.page.tables import (
    is_fact_table,
    is_people_table,
    is_session_table,
    read_facts,
    read_people,
)
from commonhour.formats.page.vocabulary import BARE_CONTAINER, FURNITURE, SEVERAL, role_of
from commonhour.formats.words.sentence import read_when

_SENTENCE_WORDS = 3
_TIME_WORDS = 40
_SENTENCE_END = re.compile(r"(?<=[A-Za-z)\d]{2}[.!?])\s+(?=[A-Z])")


def read_group_section(section: Section, group: GroupReader, context: str) -> None:
    """Reads everything under a group's heading; `context` is the text of the headings above."""
    read_blocks(section.blocks, group, f"{context} {section.name}")
    for child in section.children:
        _read_subsection(child, group, f"{context} {section.name}")


def _read_subsection(section: Section, group: GroupReader, context: str) -> None:
    group.reading.understood.add(section.number)
    is_about_more = (
        len(section.children) > 1 and not role_of(section.name) and not _is_structure(section.name)
    )
    if (is_about_more and not any(role_of(c.name) for c in section.children)) or _is_foreign(section):
        group.prose.append(section_markdown(section))
        return
    role = role_of(section.name) if len(section.name.split()) <= 5 else ""
    before = len(group.prose)
    read_blocks(section.blocks, group, f"{context} {section.name}", role)
    if len(group.prose) > before and not _is_time_prose(group, before):
        group.prose.insert(before, f"{'#' * section.level} {section.name}")
    for child in section.children:
        _read_subsection(child, group, f"{context} {section.name}")


def _is_structure(name: str) -> bool:
    return bool(BARE_CONTAINER.match(name) or STRUCTURE.search(name))


def _is_foreign(section: Section) -> bool:
    """Sections about other groups, or prose with headings of its own that states no fact."""
    if SEVERAL.search(section.name) and not BARE_CONTAINER.match(section.name):
        return True
    if any(isinstance(block, Table) and is_session_table(block) for block in section.blocks):
        return False
    known = role_of(section.name) or _is_structure(section.name) or FURNITURE.search(section.name)
    return not known and not section_kinds(section)


def _is_time_prose(group: GroupReader, before: int) -> bool:
    return any(re.match(r"(?:when|dates?|times?)\b", part, re.I) for part in group.prose[before : before + 1])


def section_markdown(section: Section) -> str:
    """A section as Markdown again."""
    parts = [f"{'#' * section.level} {section.name}"] if section.heading else []
    parts += [without_places(text) for block in section.blocks if (text := source_of(block))]
    return "\n\n".join([*parts, *(section_markdown(child) for child in section.children)])


def source_of(block: Block) -> str:
    return block.source if isinstance(block, Paragraph | Bullets | Table) else ""


def read_blocks(blocks: list[Block], group: GroupReader, context: str, role: str = "") -> None:
    """Reads blocks of one group; under the heading of a role its bullets are people."""
    for block in blocks:
        match block:
            case Paragraph():
                read_paragraph(block, group)
            case Bullets():
                _read_bullets(block, group, role)
            case Table():
                _read_table(block, group, context)
            case Card():
                report_unknown(block.code, group.reading)
            case Mark():
                schedule = schedule_of(block.text)
                if schedule and group.series:
                    group.series[-1].schedules.append(schedule)
                    group.series[-1].question = None


def _read_bullets(bullets: Bullets, group: GroupReader, role: str) -> None:
    if is_contents(bullets):
        group.reading.understood.update(item.number for top in bullets.items for item in top.walk())
        return
    if not role and not fact_kinds([bullets]) and not any(_has_facts_below(bullets)):
        group.prose.append(without_places(bullets.source))
        return
    for item in bullets.items:
        if not role or not group.person(item, role):
            group.item(item)


def _has_facts_below(bullets: Bullets) -> list[bool]:
    return [
        bool(line.links) or is_known_label(undecorated(split_label(item.line)[0].text) or item.line.text)
        for item in bullets.items
        for line in item.lines
    ]


def read_paragraph(paragraph: Paragraph, group: GroupReader) -> None:
    """Reads a paragraph of one group: lines of facts, or prose with its times, people and places."""
    if _is_fact_paragraph(paragraph):
        for line in paragraph.lines:
            label, rest = split_label(line)
            if not label.spans or not group.fact(undecorated(label.text), rest, label):
                group.unlabelled(line)
        return
    text = " ".join(line.text for line in paragraph.lines)
    for sentence in _SENTENCE_END.split(text):
        times = read_when(sentence)
        if says_when(times) and len(sentence.split()) < _TIME_WORDS:
            group.times.append((times, paragraph.number, group.is_next))
        for person in people_in_sentence(sentence, paragraph.lines):
            group.add_person(person, paragraph.number)
    for line in paragraph.lines:
        for channel in prose_channels(line):
            group.reading.place(channel, line.number)
            if channel.url not in [c.url for c in group.group.channels] or not channel.url:
                group.add_channels([channel])
    group.prose.append(without_places(paragraph.source))


def _is_fact_paragraph(paragraph: Paragraph) -> bool:
    for line in paragraph.lines:
        label, rest = split_label(line)
        if label.spans and is_known_label(undecorated(label.text)) and (rest.text or rest.links):
            return True
    return all(_is_link_line(line) for line in paragraph.lines)


def _is_link_line(line: Line) -> bool:
    outside = sum(len(span.text.split()) for span in line.spans if not span.url)
    return bool(line.links) and outside <= _SENTENCE_WORDS and not line.text.endswith(".")


def _read_table(table: Table, group: GroupReader, context: str) -> None:
    if is_session_table(table):
        for series in group.series:
            series.slug = series.slug or series.title
        before = len(group.reading.draft.sessions)
        read_sessions(table, context, group.series, group.reading)
        group.sessions += group.reading.draft.sessions[before:]
    elif is_people_table(table):
        read_people(table, group)
    elif is_fact_table(table) or len(table.header.cells) == 2:
        read_facts(table, group)
    else:
        group.prose.append(table.source)
