"""One group read from wherever it stands: a section with what is below it, a bullet, a row, a sentence."""

import re

from commonhour.core.draft import DraftSeries
from commonhour.core.undecided.question import Question
from commonhour.formats.page.about import prose_channels, read_about
from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Card,
    Item,
    Line,
    Mark,
    Paragraph,
    Section,
    Table,
    joined,
)
from commonhour.formats.page.cards import is_group_card, read_card, report_unknown
from commonhour.formats.page.entries import Entry, header_names, labelled_rows
from commonhour.formats.page.evidence import (
    block_kinds,
    is_contents,
    is_known_label,
    is_part,
    is_structure,
    says_how_often,
    section_kinds,
)
from commonhour.formats.page.facts import GroupReader
from commonhour.formats.page.marks import schedule_of
from commonhour.formats.page.people import people_in_sentence
from commonhour.formats.page.sessions import read_sessions
from commonhour.formats.page.shortcodes import without_places
from commonhour.formats.page.tables import (
    NAME_COLUMN,
    is_call_table,
    is_fact_table,
    is_people_table,
    is_session_table,
    names_groups,
    read_calls,
    read_people,
    table_entries,
)
from commonhour.formats.page.vocabulary import (
    BARE_CONTAINER,
    FURNITURE,
    PLACE,
    SEVERAL,
    is_place,
    region_of,
    role_of,
    state_of,
)  # fmt: skip
from commonhour.formats.page.wording import says_when, sentences, split_label, undecorated
from commonhour.formats.words.parity import parity_in
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.unread import stops_in

_BESIDE_LINK_WORDS = 3
_TIME_WORDS = 40
_ROLE_WORDS = 5


def read_entry(entry: Entry, group: GroupReader) -> None:
    """Reads an item, a row, a column, a card or a sentence about one group."""
    for link in entry.head.links:
        group.unlabelled(Line(entry.number, [link]))
    if entry.rest.text:
        read_about(entry.rest, group)
    for block in entry.below:
        if isinstance(block, Bullets):
            if not _editions(block.items, group):
                for item in block.items:
                    group.item(item)
        else:
            read_blocks([block], group, "")


def _editions(items: list[Item], group: GroupReader) -> bool:
    """Nested bullets that only name regions: one series for each edition."""
    if any(PLACE.sub("", item.line.text).strip(" &/,and") for item in items):
        return False
    for item in items:
        text = item.line.text
        series = DraftSeries(
            "", f"{group.group.name} ({text})", region=text, question=Question("no-time-said")
        )
        group.reading.understood.add(item.number)
        group.reading.place(series, item.number)
        group.reading.find("no-time", item.number, title=series.title)
        group.series.append(series)
    return True


def read_group_section(section: Section, group: GroupReader, context: str) -> None:
    """Reads everything under a group's heading; `context` is the text of the headings above."""
    read_blocks(section.blocks, group, f"{context} {section.name}")
    for child in section.children:
        _read_subsection(child, group, f"{context} {section.name}")


def _read_subsection(section: Section, group: GroupReader, context: str, role: str = "") -> None:
    group.reading.understood.add(section.number)
    is_about_more = sum(not is_place(c.name) for c in section.children) > 1 and not is_part(section)
    if (is_about_more and not any(role_of(c.name) for c in section.children)) or _is_foreign(section):
        group.prose.append(section_markdown(section))
        return
    own = role_of(section.name) if len(section.name.split()) <= _ROLE_WORDS else ""
    role = role if role == "emeritus" else own or role
    before, calls, times = len(group.prose), len(group.series), len(group.calls.times)
    parts = len(group.parts)
    outer, group.calls.rhythm = group.calls.rhythm, rhythm_in(section.name) or group.calls.rhythm
    read_blocks(section.blocks, group, f"{context} {section.name}", role)
    group.calls.rhythm = outer
    if state := state_of(section.name):
        group.calls.pause(calls, times)
        group.parts[parts:] = [(part, state) for part, _ in group.parts[parts:]]
    if len(group.calls.times) > times and region_of(section.name):
        group.calls.edition(section.name, times)
    if len(group.prose) > before and not _is_time_prose(group, before):
        group.prose.insert(before, f"{'#' * section.level} {section.name}")
    for child in section.children:
        _read_subsection(child, group, f"{context} {section.name}", role)


def rhythm_in(heading: str) -> str:
    """A heading that says how often: "Biweekly sync"."""
    return heading if read_when(heading).cadence.kind else ""


def _is_foreign(section: Section) -> bool:
    """Sections about other groups, or prose with headings of its own that states no fact."""
    if (
        SEVERAL.search(section.name)
        and not BARE_CONTAINER.match(section.name)
        and not block_kinds(section.blocks)
    ):
        return True
    if any(isinstance(block, Table) and is_session_table(block) for block in section.blocks):
        return False
    known = role_of(section.name) or is_structure(section.name) or FURNITURE.search(section.name)
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
    """Reads blocks of one group; under the heading of a role, or behind "The organizers are:", bullets are people."""
    announced = ""
    for block in blocks:
        match block:
            case Paragraph():
                read_paragraph(block, group)
            case Bullets():
                _read_bullets(block, group, role or announced)
            case Table():
                _read_table(block, group, context, role)
            case Card():
                if is_group_card(block.code):
                    read_card(block.code, group)
                else:
                    report_unknown(block.code, group.reading)
            case Mark():
                schedule = schedule_of(block.text)
                if schedule and group.series:
                    group.series[-1].schedules.append(schedule)
                    group.series[-1].question = None
        announced = _announced_role(block) if isinstance(block, Paragraph) else ""


def _announced_role(paragraph: Paragraph) -> str:
    text = joined(paragraph.lines).text
    if not text.endswith(":"):
        return ""
    words = re.split(r"[,;(]|\b(?:of|who|that|for|in|are|is)\b", text, maxsplit=1)[0]
    return role_of(words)


def _read_bullets(bullets: Bullets, group: GroupReader, role: str) -> None:
    if is_contents(bullets):
        group.reading.understood.update(item.number for top in bullets.items for item in top.walk())
        return
    is_dated = (
        2 * sum(bool(read_when(item.line.text).date) for item in bullets.items) > len(bullets.items) > 1
    )
    if is_dated or (not role and not block_kinds([bullets]) and not any(_has_facts_below(bullets))):
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
    if paragraph.is_code:
        group.prose.append(without_places(paragraph.source))
        return
    if _is_fact_paragraph(paragraph):
        for line in paragraph.lines:
            label, rest = split_label(line)
            if not label.spans or not group.fact(undecorated(label.text), rest, label):
                group.unlabelled(line)
        return
    for sentence in sentences(joined(paragraph.lines)):
        times = read_when(sentence.text)
        if says_when(times) and len(sentence.text.split()) < _TIME_WORDS:
            group.calls.say(times, sentence.number)
        elif state := state_said(sentence.text):
            group.group.state = state
        elif stops := stops_in(sentence.text):
            group.calls.doubts.append(stops)
        elif says_how_often(sentence.text) or parity_in(sentence.text)[0]:
            group.calls.say(times, sentence.number)
        for person in people_in_sentence(sentence.text, paragraph.lines):
            group.add_person(person, paragraph.number)
    for line in paragraph.lines:
        for channel in prose_channels(line):
            group.reading.place(channel, line.number)
            if channel.url not in [c.url for c in group.group.channels] or not channel.url:
                group.add_channels([channel])
    group.prose.append(without_places(paragraph.source))


def state_said(sentence: str) -> str:
    """The state of "This working group is currently inactive"; "" for a sentence about anything else."""
    found = _STATE_SAID.search(sentence)
    return state_of(found[1]) if found else ""


_STATE_SAID = re.compile(
    r"\b(?:groups?|wg|sig|committee|meetings?|calls?)\b.*?\b(?:is|are|was|were|been)(?: (?:currently|now|temporarily|officially))*"
    r" (paused|on hold|(?:on |in )?hiatus|dormant|inactive|suspended|retired|concluded|disbanded|dissolved)\b", re.I
)  # fmt: skip


def _is_fact_paragraph(paragraph: Paragraph) -> bool:
    for line in paragraph.lines:
        label, rest = split_label(line)
        if label.spans and is_known_label(undecorated(label.text)) and (rest.text or rest.links):
            return True
    return all(_is_link_line(line) for line in paragraph.lines)


def _is_link_line(line: Line) -> bool:
    outside = sum(len(span.text.split()) for span in line.spans if not span.url)
    return bool(line.links) and outside <= _BESIDE_LINK_WORDS and not line.text.endswith(".")


def _read_table(table: Table, group: GroupReader, context: str, role: str) -> None:
    if is_session_table(table):
        for series in group.series:
            series.slug = series.slug or series.title
        before = len(group.reading.draft.sessions)
        read_sessions(table, context, group.series, group.reading)
        group.sessions += group.reading.draft.sessions[before:]
    elif is_people_table(table) or (role and any(NAME_COLUMN.match(n) for n in header_names(table))):
        read_people(table, group, role)
    elif names_groups(table) and (parts := table_entries(table, in_container=True)):
        group.reading.understood.add(table.number)
        group.parts += [(part, "active") for part in parts]
    elif is_call_table(table):
        read_calls(table, group)
    elif is_fact_table(table) or len(table.header.cells) == 2:
        group.reading.understood.update([table.number, *(row.number for row in table.rows)])
        for item in labelled_rows(table):
            group.item(item)
    else:
        group.prose.append(table.source)
