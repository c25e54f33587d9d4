"""Who owns the facts of a page: which of its names are groups, judged by what stands at them and beside them."""

import re
from collections import Counter
from dataclasses import dataclass, field

from commonhour.formats.page.blocks import (
    Block,
    Card,
    Paragraph,
    Section,
    joined,
    lines_in,
)
from commonhour.formats.page.entries import Entry, section_entry, under_weekday
from commonhour.formats.page.evidence import (
    STRONG,
    block_kinds,
    is_aspect,
    is_call,
    is_container,
    is_furniture,
    is_name,
    is_only_furniture,
    is_part,
    is_plain,
    names_itself,
    names_owner,
    side_kinds,
)
from commonhour.formats.page.lists import Page, Part, paragraphs_as_items, parts_of, shares_name_with_calls
from commonhour.formats.page.naming import group_name, one_of
from commonhour.formats.page.vocabulary import (
    BARE_CONTAINER,
    CALL_FOR_PROPOSALS,
    GROUP_WORD,
    KNOWN_CHANNEL,
    MEETING_WORD,
    MEETINGS_PAGE,
    ONE_GROUP,
    SEVERAL,
    SEVERAL_GROUPS,
    WHEN,
    is_place,
)  # fmt: skip
from commonhour.formats.page.wording import undecorated
from commonhour.formats.words.sentence import read_when

_ONE_TEAM = re.compile(r"\b(?:team|group)\W*$", re.I)
_SAYING = {"goal", "people"}
_PROSE_WORDS = 15


@dataclass(slots=True)
class Owners:
    """What is asked of every part of a page; each answer is kept."""

    page: Page
    aspects: set[str]  # headings that return below several siblings
    # By the id of a block or a section: each is asked for several times.
    _parts: dict[int, list[Part]] = field(default_factory=dict)
    _groups: dict[int, bool] = field(default_factory=dict)
    _kinds: dict[int, set[str]] = field(default_factory=dict)
    _announcing: dict[int, bool] = field(default_factory=dict)
    _stated: dict[int, list[set[str]]] = field(default_factory=dict)

    def parts(self, block: Block, section: Section) -> list[Part]:
        """A block as the groups it tells of and what stands between them."""
        if id(block) not in self._parts:
            self._parts[id(block)] = parts_of(block, section, self.page)
        return self._parts[id(block)]

    def has_groups(self, block: Block, section: Section) -> bool:
        return any(isinstance(part, Entry) for part in self.parts(block, section))

    def groups_below(self, section: Section) -> bool:
        """True when groups stand directly in a section."""
        return any(self.is_group(child, section) for child in section.children) or any(
            self.has_groups(block, section) for block in section.blocks
        )

    def is_side(self, section: Section) -> bool:
        """True for a heading such as "Meeting times" whose lines say when something named above it meets."""
        name = undecorated(section.name)
        is_plain_name = BARE_CONTAINER.match(name) or is_aspect(name)
        return bool(is_plain_name) and "time" in self.kinds(section) and not self.groups_below(section)

    def is_about_one(self, root: Section) -> bool:
        """True for a page about one group or call, whose headings are sides of it."""
        if not self.page.title or SEVERAL_GROUPS.search(self.page.title) or is_plain(self.page.title):
            return False
        if ONE_GROUP.search(self.page.title) or (_ONE_TEAM.search(self.page.title) and self.kinds(root)):
            return not self._has_parts_of_its_own(root)
        is_one_call = is_call(self.page.title) and not SEVERAL.search(self.page.title)
        return is_one_call and "time" in self.kinds(root) and not any(map(self.groups_below, root.walk()))

    def _has_parts_of_its_own(self, root: Section) -> bool:
        """A page called after one group that lists several: below a heading for them, or each with all of its facts."""
        whole = [c for c in root.children if self.is_group(c, root) and len(_all_kinds(c) & STRONG) > 2]
        return len(whole) > 1 or any(
            is_container(s) and sum(self.is_group(c, s) for c in s.children) > 1 for s in root.walk()
        )

    def kinds(self, section: Section) -> set[str]:
        """The kinds of facts in a section and its sides, without those of the groups it lists."""
        if id(section) not in self._kinds:
            self._kinds[id(section)] = self._stated_in(section)
        return self._kinds[id(section)]

    def _stated_in(self, section: Section) -> set[str]:
        kinds = block_kinds([block for block in section.blocks if not self.has_groups(block, section)])
        for child in section.children:
            kinds |= side_kinds(child, self.kinds(child) if is_part(child) else set())
        return kinds

    def is_group(self, section: Section, parent: Section) -> bool:
        """True when a section is about one group: its facts are of several kinds, or its place and name say so."""
        if id(section) not in self._groups:
            self._groups[id(section)] = self._is_group(section, parent)
        return self._groups[id(section)]

    def _is_group(self, section: Section, parent: Section) -> bool:
        name = group_name(section_entry(section).head.text).name
        if names_itself(name, [joined(list(lines_in(section.blocks[:1])))]):
            return True
        if name.casefold() in self.aspects or not self._may_be_named(name):
            return False
        if not shares_name_with_calls(section) and self._lists_groups(section):
            return False
        if sum(self.is_group(child, section) for child in section.children) > 1:
            return False
        kinds = self.kinds(section)
        has_calendar = any(isinstance(b, Card) and b.code.is_calendar for b in section.blocks)
        if has_calendar and not kinds & _SAYING:
            return False
        if re.match(r"next\b", undecorated(section.name), re.I) and "time" in kinds:
            return True
        if self._announces_groups(parent):
            return self._is_named_among_groups(section, name, kinds) or self._states_the_same(section, parent)
        if shares_name_with_calls(section):
            return True
        if not self.page.is_about_meetings:
            return False
        if self._only_announces(section, kinds):
            return False
        return self._is_named_alone(section, name, kinds)

    def _states_the_same(self, section: Section, parent: Section) -> bool:
        """True for "Governance" beside "Harbour Crew" with the same kinds of facts."""
        if id(parent) not in self._stated:
            named = [child for child in parent.children if not is_aspect(child.name)]
            stated = {frozenset(self.kinds(child)) for child in named}
            self._stated[id(parent)] = [set(kinds) for kinds in stated]
        kinds = self.kinds(section)
        return bool(kinds) and is_name(section.name) and kinds in self._stated[id(parent)]

    @staticmethod
    def _may_be_named(name: str) -> bool:
        return bool(
            re.search(r"[^\W\d_]{2}", name)
            and not BARE_CONTAINER.match(name)
            and not CALL_FOR_PROPOSALS.search(name)
            and not re.search(r"[?!]$", name)
            and not read_when(name).date
            and (GROUP_WORD.search(name) or not re.search(r"\b20\d\d\b", name))
        )

    def _announces_groups(self, parent: Section) -> bool:
        """True below "Working Groups"; for a page's title when no heading and nothing above them lists the groups."""
        if id(parent) not in self._announcing:
            self._announcing[id(parent)] = self._announces(parent)
        return self._announcing[id(parent)]

    def _announces(self, parent: Section) -> bool:
        if parent.heading:
            return is_container(parent)
        is_listed = any(SEVERAL_GROUPS.search(child.name) for child in parent.children)
        return (
            bool(SEVERAL_GROUPS.search(self.page.title)) and not is_listed and not self._lists_groups(parent)
        )

    @staticmethod
    def _only_announces(section: Section, kinds: set[str]) -> bool:
        """A heading in the plural; where its own lines say when, it is one team's "meetings"."""
        return is_container(section) and not (
            "time" in kinds and GROUP_WORD.search(section.name) and not is_plain(section.name)
        )

    @staticmethod
    def _is_named_among_groups(section: Section, name: str, kinds: set[str]) -> bool:
        if is_aspect(name):
            is_noun = KNOWN_CHANNEL.match(name) and kinds & {*_SAYING, "time"}
            return bool(is_noun or ("time" in kinds and len(kinds) > 2 and not WHEN.match(name)))
        if kinds:
            is_bare = is_only_furniture(MEETING_WORD.sub("", section.name))
            return bool(len(kinds) >= 2 or kinds & {"people", "goal", "time"} or not is_bare)
        return not is_only_furniture(name) and _prose_words(section) > 0 and not section.children

    @staticmethod
    def _is_named_alone(section: Section, name: str, kinds: set[str]) -> bool:
        if is_aspect(name) or re.fullmatch(r"\w+ing", name) or is_place(name):
            return False
        if is_furniture(name):
            saying = _SAYING if is_only_furniture(name) else _SAYING | {"time"}
            return bool(kinds & saying and len(kinds) >= 2)
        has_word = bool(ONE_GROUP.search(name) or MEETING_WORD.search(name))
        return (
            len(kinds) >= 2
            or bool(has_word and kinds)
            or (
                bool(MEETING_WORD.search(name))
                and _prose_words(section) > _PROSE_WORDS
                and not section.children
            )
        )

    def _lists_groups(self, section: Section) -> bool:
        """True when a section's own blocks are about groups; one sentence alone may be about the section's own."""
        told = [b for b in section.blocks if self.has_groups(b, section)]
        prose = [
            p
            for b in told
            if isinstance(b, Paragraph)
            for p in self.parts(b, section)
            if isinstance(p, Entry)
        ]
        return len(prose) > 1 or any(not isinstance(block, Paragraph) for block in told)


def owners_of(root: Section, title: str, path: str) -> Owners:
    """`path` is the page's address or file, which may say that it is about meetings."""
    words = " ".join([title, path, *(section.name for section in root.walk())])
    page = Page(title, bool(MEETINGS_PAGE.search(words)))
    for section in root.walk():
        section.blocks = under_weekday(section)
        section.blocks = paragraphs_as_items(section)
    return Owners(page, _returning(root))


def _returning(root: Section) -> set[str]:
    """Names of headings that stand below several sections side by side: "About", "How to take part"."""
    found: set[str] = set()
    for section in root.walk():
        below = Counter(
            name for child in section.children for name in {c.name.casefold() for c in child.children}
        )
        found |= {undecorated(name) for name, count in below.items() if count > 1}
    return found


def _prose_words(section: Section) -> int:
    return sum(len(line.text.split()) for b in section.blocks if isinstance(b, Paragraph) for line in b.lines)


def _all_kinds(section: Section) -> set[str]:
    """Of a section with all that stands below it."""
    return set[str]().union(*(block_kinds(s.blocks) for s in section.walk()))


def owner_of(heading: str, above: list[str]) -> str:
    """Whom the facts below a plain heading are about: a call it names, else the nearest name above; "" for nobody."""
    if is_call(heading) and len(heading.split()) > 1 and not is_aspect(heading):
        return undecorated(heading)
    names = (one_of(undecorated(name)) for name in reversed(above))
    return next((name for name in names if names_owner(name)), "")
