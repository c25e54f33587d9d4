"""The walk through a page's sections: which are spaces, which are groups, and what stands between them."""

from dataclasses import dataclass, field

from commonhour.core.draft import DraftSeries, DraftSpace
from commonhour.core.slugs import unique_slug
from commonhour.core.undecided.question import Question
from commonhour.formats.page.about import read_about
from commonhour.formats.page.blocks import Block, Bullets, Card, Item, Line, Paragraph, Section, Span, Table
from commonhour.formats.page.cards import card_name, is_group_card, read_card
from commonhour.formats.page.facts import GroupReader, says_when
from commonhour.formats.page.groupsection import read_group_section, read_paragraph
from commonhour.formats.page.listing import (
    entry_of,
    is_listed,
    lists_groups,
    paragraphs_as_items,
    tables_groups,
)
from commonhour.formats.page.loose import LooseReader
from commonhour.formats.page.naming import PART_OF, new_group
from commonhour.formats.page.prose import is_prose_group, prose_groups, speaks_of_groups
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.recognise import (
    has_shape_of_group,
    is_container,
    is_group,
    is_group_item,
    shares_name_with_calls,
)
from commonhour.formats.page.tables import has_group_columns, has_group_rows, read_columns, read_rows
from commonhour.formats.page.vocabulary import (
    BARE_CONTAINER,
    MEETINGS_PAGE,
    ONE_GROUP,
    PLACE,
    SEVERAL,
    kind_of_group,
    region_of,
    state_of,
)  # fmt: skip
from commonhour.formats.words.sentence import read_when


@dataclass(slots=True)
class PageWalk:
    reading: PageReading
    loose: LooseReader
    title: str
    on_meetings_page: bool = False
    known: dict[int, bool] = field(default_factory=dict)  # by id of a block: is it about groups?

    def page(self, root: Section) -> None:
        """Reads the whole tree: a page about one group, or one about several."""
        for section in root.walk():
            section.blocks = paragraphs_as_items(section)
        words = " ".join([self.title, self.reading.draft.community.path, *(s.name for s in root.walk())])
        self.on_meetings_page = bool(MEETINGS_PAGE.search(words))
        if self._is_about_one(root):
            reader, _ = self._open(Line(root.number or 1, [Span(self.title)]), None, "", root.number or 1)
            read_group_section(root, reader, self.title)
            reader.finish()
        else:
            self._section(root, None, "active")
        self.loose.finish()

    def _is_about_one(self, root: Section) -> bool:
        if not self.title or SEVERAL.search(self.title):
            return False
        if ONE_GROUP.search(self.title):
            return not any(
                is_container(s) and sum(self._is_group(c, s) for c in s.children) > 1 for s in root.walk()
            )
        if any(self._groups_below(s) for s in root.walk() if not BARE_CONTAINER.match(s.name)):
            return False
        calls = [s for s in root.walk() if BARE_CONTAINER.match(s.name)]
        items = [i for s in calls for b in s.blocks if isinstance(b, Bullets) for i in b.items]
        return any(says_when(read_when(item.line.text)) for item in items)

    def _groups_below(self, section: Section) -> bool:
        """True when groups stand directly in a section."""
        return any(self._is_group(child, section) for child in section.children) or any(
            self._has_groups(block, section) for block in section.blocks
        )

    def _is_group(self, child: Section, parent: Section) -> bool:
        if not shares_name_with_calls(child) and self._lists_groups(child):
            return False
        in_container = parent.heading is not None and is_container(parent)
        if is_group(child, in_container=in_container, on_meetings_page=self.on_meetings_page):
            return True
        return self.on_meetings_page and is_prose_group(child)

    def _lists_groups(self, section: Section) -> bool:
        """True when a section's own blocks are about groups; one sentence alone may be about the section's own."""
        blocks = [block for block in section.blocks if self._has_groups(block, section)]
        prose = [
            pair for block in blocks if isinstance(block, Paragraph)
            for pair in prose_groups(block, on_meetings_page=self.on_meetings_page) if pair[0]
        ]  # fmt: skip
        return len(prose) > 1 or any(not isinstance(block, Paragraph) for block in blocks)

    def _has_groups(self, block: Block, section: Section) -> bool:
        """Asked for every block several times, and slow to tell for a long list."""
        if id(block) not in self.known:
            self.known[id(block)] = self._tells_groups(block, section)
        return self.known[id(block)]

    def _tells_groups(self, block: Block, section: Section) -> bool:
        if isinstance(block, Card):
            return is_group_card(block.code)
        if isinstance(block, Table):
            is_known = has_group_columns(block) or (self.on_meetings_page and has_group_rows(block))
            return is_known or tables_groups(block)
        if isinstance(block, Paragraph):
            return speaks_of_groups(block, on_meetings_page=self.on_meetings_page)
        if not isinstance(block, Bullets):
            return False
        return any(self._is_group_item(item, section) for item in block.items) or lists_groups(block, section)

    def _is_group_item(self, item: Item, section: Section) -> bool:
        return is_group_item(item, section, on_meetings_page=self.on_meetings_page)

    def _section(self, section: Section, space: DraftSpace | None, state: str) -> None:
        state = state_of(section.name) or state if is_container(section) else state
        if section.heading and self._groups_below(section):
            space = self._space(section)
        loose: list[Block] = []
        for block in section.blocks:
            if self._has_groups(block, section):
                self._group_block(block, section, space, state)
            else:
                loose.append(block)
        self.loose.blocks(loose, section, space)
        for child in section.children:
            if self._is_group(child, section) and not self._is_wrapper(child):
                self._group_section(child, section, space, state)
            else:
                self._section(child, space, state)

    def _is_wrapper(self, section: Section) -> bool:
        return any(self._is_group(child, section) for child in section.children) and is_container(section)

    def _space(self, section: Section) -> DraftSpace:
        draft = self.reading.draft
        slug = unique_slug(section.name, {s.slug for s in draft.spaces}, "space")
        space = DraftSpace(slug, section.name, position=len(draft.spaces))
        self.reading.understood.add(section.number)
        self.reading.place(space, section.number)
        draft.spaces.append(space)
        return space

    def _open(
        self, heading: Line, space: DraftSpace | None, context: str, number: int, state: str = "active"
    ) -> tuple[GroupReader, bool]:
        group, is_next = new_group(heading.text, space.slug if space else None, context, state)
        self.reading.understood.add(number)
        return GroupReader(self.reading, group, number, is_next=is_next), is_next

    def _group_section(self, section: Section, parent: Section, space: DraftSpace | None, state: str) -> None:
        heading = section.heading or Line(section.number)
        reader, _ = self._open(heading, space, parent.name, section.number, state)
        for link in heading.links:
            reader.unlabelled(Line(section.number, [link]))
        read_group_section(section, reader, f"{self.title} {parent.name}")
        reader.finish()

    def _group_block(self, block: Block, section: Section, space: DraftSpace | None, state: str) -> None:
        def open_group(heading: Line, number: int) -> GroupReader:
            return self._open(heading, space, section.name, number, state)[0]

        if isinstance(block, Card):
            reader = open_group(Line(block.number, [Span(card_name(block.code))]), block.number)
            read_card(block.code, reader)
            reader.finish()
        elif isinstance(block, Paragraph):
            self._prose_groups(block, section, space, state)
        elif isinstance(block, Table) and has_group_columns(block):
            read_columns(block, open_group)
        elif isinstance(block, Table):
            read_rows(block, open_group)
        elif isinstance(block, Bullets):
            self._group_items(block, section, space, state)

    def _prose_groups(self, block: Paragraph, section: Section, space: DraftSpace | None, state: str) -> None:
        for name, paragraph in prose_groups(block, on_meetings_page=self.on_meetings_page):
            if not name:
                self.loose.blocks([paragraph], section, space)
                continue
            number = paragraph.number
            reader, _ = self._open(Line(number, [Span(name)]), space, section.name, number, state)
            read_paragraph(paragraph, reader)
            reader.finish()

    def _group_items(self, bullets: Bullets, section: Section, space: DraftSpace | None, state: str) -> None:
        is_list = lists_groups(bullets, section)
        for item in bullets.items:
            is_one = self._is_group_item(item, section) or has_shape_of_group(item)
            if is_one or (is_list and is_listed(item)):
                self._group_item(item, section, space, state)
            else:
                self.loose.blocks([Bullets([item], item.source)], section, space)

    def _group_item(self, item: Item, section: Section, space: DraftSpace | None, state: str) -> None:
        entry = entry_of(item)
        label, rest = entry.head, entry.rest
        name = entry.name
        reader, _ = self._open(
            Line(item.number, [Span(name)]), space, f"{section.name} {rest.text}", item.number, state
        )
        reader.group.kind = kind_of_group(name, f"{rest.text} {section.name}")
        reader.group.region = region_of(name, rest.text)
        rest = self._without_parent(rest, reader, space)
        for link in label.links:
            reader.unlabelled(Line(item.number, [link]))
        if rest.text:
            read_about(rest, reader)
        if not self._editions(item, reader):
            for child in item.children:
                reader.item(child)
        reader.finish()

    def _editions(self, item: Item, reader: GroupReader) -> bool:
        """Nested bullets that only name regions: one series for each edition."""
        texts = [child.line.text for child in item.children]
        if not texts or any(PLACE.sub("", text).strip(" &/,and") for text in texts):
            return False
        for child, text in zip(item.children, texts, strict=True):
            series = DraftSeries(
                "", f"{reader.group.name} ({text})", region=text, question=Question("no-time-said")
            )
            self.reading.understood.add(child.number)
            self.reading.place(series, child.number)
            self.reading.find("no-time", child.number, title=series.title)
            reader.series.append(series)
        return True

    def _without_parent(self, rest: Line, reader: GroupReader, space: DraftSpace | None) -> Line:
        """Takes "part of X Chapter" out of a line and makes the chapter the group's parent."""
        spans = []
        for span in rest.spans:
            found = None if span.url else PART_OF.search(span.text)
            if found:
                reader.group.parent = self._chapter(found.group(1), space, rest.number)
                self.reading.understood.add(rest.number)
                span = Span(PART_OF.sub("", span.text))
            spans.append(span)
        return Line(rest.number, spans)

    def _chapter(self, name: str, space: DraftSpace | None, number: int) -> str:
        known = next((g for g in self.reading.draft.groups if g.name.casefold() == name.casefold()), None)
        if known is None:
            reader, _ = self._open(Line(number, [Span(name)]), space, "", number)
            reader.finish()
            known = reader.group
        return known.slug
