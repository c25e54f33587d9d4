"""The walk through a page's sections: which are spaces, which are groups, and what stands between them."""

import sys
from dataclasses import dataclass, field

from commonhour.core.draft import DraftSpace
from commonhour.core.slugs import unique_slug
from commonhour.formats.page.blocks import Block, Line, Section, Span, Table, said_in
from commonhour.formats.page.calls import CallReader
from commonhour.formats.page.entries import Entry, is_weekday, section_entry
from commonhour.formats.page.evidence import is_container
from commonhour.formats.page.facts import GroupReader
from commonhour.formats.page.group import read_entry, read_group_section, rhythm_in
from commonhour.formats.page.loose import LooseReader
from commonhour.formats.page.naming import PART_OF, new_group, one_of
from commonhour.formats.page.owners import Owners, owner_of, owners_of
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.vocabulary import GROUP_WORD, kind_of_group, region_of, state_of
from commonhour.formats.page.wording import sentences


@dataclass(slots=True)
class PageWalk:
    reading: PageReading
    loose: LooseReader
    owners: Owners
    sides: dict[str, GroupReader] = field(
        default_factory=dict
    )  # of what several headings speak of, by its name

    def page(self, root: Section) -> None:
        """Reads the whole tree: a page about one group, or one about several."""
        if self.owners.is_about_one(root):
            number = root.number or 1
            reader = self._open(Line(number, [Span(one_of(self.owners.page.title))]), None, "", number)
            read_group_section(root, reader, self.owners.page.title)
            self._finish(reader, root, None)
        else:
            self._section(root, None, "active", [self.owners.page.title])
        for reader in self.sides.values():
            reader.group.state = self.loose.state or reader.group.state
            self._finish(reader, root, None)
        self.loose.finish()

    def _section(self, section: Section, space: DraftSpace | None, state: str, above: list[str]) -> None:
        """`above` are the title and headings the section stands below."""
        is_about_groups = (
            is_container(section) or GROUP_WORD.search(section.name) or len(section.name.split()) < 3
        )
        state = state_of(section.name) or state if is_about_groups else state
        if section.heading and self.owners.groups_below(section) and not is_weekday(section.name):
            space = self._space(section)
        loose: list[Block] = []
        for block in section.blocks:
            for part in self.owners.parts(block, section):
                if isinstance(part, Entry):
                    self._entry(part, section, space, state)
                else:
                    loose.append(part)
            if isinstance(block, Table) and self.owners.has_groups(block, section):
                self.reading.understood.add(block.number)
        self.loose.blocks(loose, section, space)
        for child in section.children:
            if self.owners.is_group(child, section):
                self._group_section(child, section, space, state)
            elif self.owners.is_side(child) and (owner := owner_of(child.name, [*above, section.name])):
                self._side(child, owner, space, state)
            else:
                self._section(child, space, state, [*above, section.name])

    def _side(self, section: Section, owner: str, space: DraftSpace | None, state: str) -> None:
        """Reads a heading such as "Meeting times" into what it is a side of."""
        if owner not in self.sides:
            heading = Line(section.number, [Span(owner)])
            self.sides[owner] = self._open(heading, space, section.name, section.number, state)
        self.reading.understood.add(section.number)
        reader = self.sides[owner]
        before = len(reader.series), len(reader.calls.times)
        reader.calls.rhythm = rhythm_in(section.name)
        read_group_section(section, reader, self.owners.page.title)
        if state_of(section.name):
            reader.calls.pause(*before)

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
    ) -> GroupReader:
        group, said = new_group(heading.text, space.slug if space else None, context, state)
        self.reading.understood.add(number)
        return GroupReader(
            self.reading, group, number, CallReader(self.reading, group, said.is_next, said.rhythm)
        )

    def _group_section(self, section: Section, parent: Section, space: DraftSpace | None, state: str) -> None:
        entry = section_entry(section)
        reader = self._open(entry.head, space, parent.name, section.number, state)
        read_entry(Entry(entry.head, entry.rest), reader)
        read_group_section(section, reader, f"{self.owners.page.title} {parent.name}")
        self._finish(reader, section, space)

    def _finish(self, reader: GroupReader, section: Section, space: DraftSpace | None) -> None:
        """Puts a group into the draft, and behind it the groups that were found among its facts."""
        reader.finish()
        for part, state in reader.parts:
            self._entry(part, section, space, state, reader.group.slug)

    def _entry(
        self, entry: Entry, section: Section, space: DraftSpace | None, state: str, parent: str | None = None
    ) -> None:
        rest = entry.rest
        named = Line(entry.number, [Span(entry.name)])
        reader = self._open(named, space, f"{section.name} {rest.text}", entry.number, state)
        reader.group.kind = kind_of_group(reader.group.name, f"{rest.text} {section.name}")
        reader.group.region = region_of(reader.group.name, rest.text)
        reader.group.parent = parent
        reader.calls.rhythm = reader.calls.rhythm or rhythm_in(section.name)
        read_entry(Entry(entry.head, self._without_parent(rest, reader, space), entry.below), reader)
        reader.finish()

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
        known = self.reading.named.get(name.casefold())
        if known is None:
            reader = self._open(Line(number, [Span(name)]), space, "", number)
            reader.finish()
            known = reader.group
        return known.slug


def _state_for_all(section: Section, reading: PageReading, end: int) -> None:
    """Finds what a section states for every call below it, as far as the section goes."""
    ends = [child.number for child in section.children[1:]] + [end]
    for line in said_in(section.blocks):
        for sentence in sentences(line):
            reading.state(sentence.text, line.number, end)
    for child, last in zip(section.children, ends, strict=False):
        _state_for_all(child, reading, last)


def read_sections(root: Section, reading: PageReading, title: str) -> None:
    """Reads the tree of a page into the draft; `title` is the page's own, or made of its file's name."""
    community = reading.draft.community
    intro = [community.description] if community.description else []
    _state_for_all(root, reading, sys.maxsize)
    owners = owners_of(root, title, community.path)
    PageWalk(reading, LooseReader(reading, prose=intro), owners).page(root)
