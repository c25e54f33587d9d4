"""Reads a page of our own making back, line by line, by the comments the writer left; odd lines as facts or prose."""

import re
from dataclasses import dataclass, field, replace

from commonhour.core.draft import (
    CHANNEL_KINDS,
    DraftCallForProposals,
    DraftChannel,
    DraftGoal,
    DraftGroup,
    DraftPerson,
    DraftSeries,
    DraftSpace,
)  # fmt: skip
from commonhour.core.slugs import unique_slug
from commonhour.core.undecided.question import told
from commonhour.formats.page.blocks import Bullets, Paragraph
from commonhour.formats.page.calls import CallReader
from commonhour.formats.page.facts import GroupReader
from commonhour.formats.page.lines import iso_date, split_at, split_link, unescaped
from commonhour.formats.page.linkrepair import repaired_links
from commonhour.formats.page.markdown import BlockParser
from commonhour.formats.page.marks import (
    mark_body,
    mark_name,
    mark_values,
    override_of,
    schedule_of,
)
from commonhour.formats.page.ours_lists import read_session, read_source
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.shortcodes import without_shortcodes
from commonhour.formats.page.undecided import reread_question

_BULLET = re.compile(r"^(\s*)[*+-]\s+(.*\S)\s*$")
_HEADING = re.compile(r"^(#{1,6})(?:\s+(.*\S))?\s*$")
_DUE = re.compile(r"^(.*\S)\s+\(due (\d{4}-\d{2}-\d{2})\)$")


def is_ours(lines: list[str]) -> bool:
    return any(mark_name(body) == "page" for line in lines[:60] if (body := mark_body(line)) is not None)


def read_ours(lines: list[str], first: int, reading: PageReading) -> None:
    """Adds what a written page says to the reading's draft."""
    _Page(reading).read(lines, first)


@dataclass(slots=True)
class _Page:
    reading: PageReading
    heading: str = ""
    list_name: str = ""
    block: str = "page"  # the last mark: page, space, group, series, sessions, calendar
    space: DraftSpace | None = None
    group: DraftGroup | None = None
    series: DraftSeries | None = None
    fence: str = ""
    kept: list[str] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)

    def read(self, lines: list[str], first: int) -> None:
        for number, line in enumerate(lines, first):
            body = mark_body(line)
            if self.fence:
                self._fenced(line, body, number)
            elif body is not None:
                self._mark(body, number)
            elif line.strip():
                self._line(line, number)
        self._finish()

    def _fenced(self, line: str, body: str | None, number: int) -> None:
        if body != "end":
            self.kept.append(line)
            return
        text = "\n".join(self.kept).strip("\n")
        if self.fence == "unplaced":
            self.reading.unplaced(number - len(self.kept), text)
        else:
            self._prose(text)
        self.fence, self.kept = "", []

    def _prose(self, text: str) -> None:
        home = {"space": self.space, "group": self.group, "series": self.series}.get(
            self.block
        ) or self.reading.draft.community
        home.description = f"{home.description}\n\n{text}".strip("\n")

    def _mark(self, body: str, number: int) -> None:
        name, values = mark_name(body), mark_values(body)
        if name in ("text", "unplaced"):
            self.fence = name
        elif name == "page":
            self.reading.draft.community.tzid = values.get("tzid", "")
        elif name == "no-space":
            self.space = self.group = None
        elif name == "no-group":
            self.group, self.heading = None, ""
        elif name == "changed":
            self._changed(body)
        elif name == "question" and self.series:
            reread_question(self.series, body, self.reading)
        elif name == "session":
            self.reading.draft.sessions[-1].series = values.get("series")
        elif name == "space":
            self._open_space(values, number)
        elif name == "group":
            self._open_group(values, number)
        elif name == "series":
            self._open_series(values, number)
        elif not name:
            self._schedule(body)
        else:
            self.block = name
        self.list_name = ""

    def _open_space(self, values: dict[str, str], number: int) -> None:
        spaces = self.reading.draft.spaces
        slug = values.get("slug") or unique_slug(self.heading, {s.slug for s in spaces}, "space")
        self.space = DraftSpace(slug, self.heading, position=int(values.get("position") or len(spaces)))
        self._new(self.space, values, number)
        spaces.append(self.space)
        self.group, self.series, self.block, self.heading = None, None, "space", ""

    def _open_group(self, values: dict[str, str], number: int) -> None:
        groups = self.reading.draft.groups
        slug = values.get("slug") or unique_slug(self.heading, {g.slug for g in groups}, "group")
        self.group = DraftGroup(
            slug, self.heading, values.get("kind") or "other", parent=values.get("parent")
        )
        self.group.space = self.space.slug if self.space else None
        self.group.where = self.reading.where(number - 1)
        self._new(self.group, values, number - 1)
        groups.append(self.group)
        self.series, self.block, self.heading = None, "group", ""

    def _open_series(self, values: dict[str, str], number: int) -> None:
        all_series = self.reading.draft.series
        title = self.heading or (self.group.name if self.group else "")
        slug = values.get("slug") or unique_slug(title, {s.slug for s in all_series}, "series")
        home = values.get("group") or (self.group.slug if self.group else None)
        self.series = DraftSeries(slug, title, home, where=self.reading.where(number))
        self._new(self.series, values, number)
        all_series.append(self.series)
        self.block, self.heading = "series", ""

    def _new(self, thing: object, values: dict[str, str], number: int) -> None:
        position = values.get("position", "")
        self.reading.place(thing, number)
        self.order[id(thing)] = int(position) if position.isdigit() else 10**6

    def _schedule(self, body: str) -> None:
        schedule = schedule_of(body)
        if schedule and self.series:
            self.series.schedules.append(schedule)

    def _changed(self, body: str) -> None:
        override = override_of(body)
        if override and self.series and self.series.schedules:
            last = self.series.schedules[-1]
            self.series.schedules[-1] = replace(last, overrides=(*last.overrides, override))

    def _line(self, line: str, number: int) -> None:
        heading = _HEADING.match(line)
        if heading:
            self.heading, self.list_name = unescaped(heading.group(2) or ""), ""
            return
        if line.lstrip().startswith("{{<"):
            return
        bullet = _BULLET.match(line)
        if not bullet or not self._bullet(bullet.group(2), bool(bullet.group(1)), number):
            self._foreign(line, number)

    def _bullet(self, text: str, is_nested: bool, number: int) -> bool:
        if not is_nested and text in ("Contact", "Channels", "Goals", "People"):
            self.list_name = text
            return True
        if self.block == "sessions":
            return read_session(text, number, self.reading, is_nested=is_nested)
        if is_nested and self.block == "series" and not self.list_name:
            return split_at(text, ":")[0] in ("Cancelled", "Moved", "Changed")
        if is_nested:
            return bool(self.list_name) and self._listed(text, number)
        self.list_name = ""
        if self.block == "calendar":
            return read_source(text, self.reading)
        name, value = split_at(text, ":")
        return (
            self._series_fact(name, value.strip())
            if self.block == "series"
            else self._group_fact(name, value.strip())
        )

    def _listed(self, text: str, number: int) -> bool:
        community = self.reading.draft.community
        if self.list_name == "Contact":
            community.contact_email = unescaped(text)
        elif self.list_name == "Channels":
            return self._channel(text, number)
        elif self.group is None:
            return False
        elif self.list_name == "Goals":
            self._goal(text, number)
        else:
            self._person(text, number)
        return True

    def _channel(self, text: str, number: int) -> bool:
        kind, rest = split_at(text, ":")
        if kind not in CHANNEL_KINDS:
            return False
        label, url, behind = split_link(rest.strip())
        _, name = split_at(behind, "“")
        channel = DraftChannel(kind, label, unescaped(name.strip().removesuffix("”")), url)
        self.reading.place(channel, number)
        (self.group or self.reading.draft.community).channels.append(channel)
        return True

    def _goal(self, text: str, number: int) -> None:
        found = _DUE.match(text)
        goal = DraftGoal(
            unescaped(found.group(1) if found else text), iso_date(found.group(2)) if found else None
        )
        self.reading.place(goal, number)
        if self.group:
            self.group.goals.append(goal)

    def _person(self, text: str, number: int) -> None:
        role, rest = split_at(text, ":")
        name, url, behind = split_link(rest.strip())
        person = DraftPerson(name, unescaped(role), unescaped(behind.removeprefix(",")), url)
        self.reading.place(person, number)
        if self.group:
            self.group.people.append(person)

    def _group_fact(self, name: str, value: str) -> bool:
        if self.group is None or self.block != "group":
            return False
        field_name = {"State": "state", "Region": "region", "Lead organisation": "lead_organisation"}.get(
            name
        )
        if field_name:
            setattr(self.group, field_name, unescaped(value))
        return bool(field_name) or name == "Part of"

    def _series_fact(self, name: str, value: str) -> bool:
        if self.series is None:
            return False
        if name == "Region":
            self.series.region = unescaped(value)
        elif name == "Page":
            self.series.url = split_link(value)[1]
        elif name == "Categories":
            while value:
                category, value = split_at(value, ",")
                self.series.categories.append(unescaped(category))
        elif name == "To be decided":
            self.series.question = told(unescaped(value))
        elif name == "Call for proposals":
            label, url, _ = split_link(value)
            self.series.calls_for_proposals.append(DraftCallForProposals(label, url))
        return name in ("Region", "Page", "Categories", "To be decided", "Call for proposals", "Meets")

    def _foreign(self, line: str, number: int) -> None:
        """A line somebody added by hand: a fact of the group it stands in, or unplaced."""
        text, codes = without_shortcodes(repaired_links([line.strip()], number, self.reading)[0])
        blocks = BlockParser([text], number, codes).blocks()
        if self.group is None:
            self.reading.unplaced(number, " ".join(text.split()))
            return
        reader = GroupReader(self.reading, self.group, number, CallReader(self.reading, self.group))
        for block in blocks:
            if isinstance(block, Bullets):
                for item in block.items:
                    reader.item(item)
            elif isinstance(block, Paragraph):
                reader.prose.append(block.source)
        self.group.description = "\n\n".join(filter(None, [self.group.description, *reader.prose]))
        if self.series:
            self.series.calls_for_proposals += reader.calls_for_proposals

    def _finish(self) -> None:
        """Groups stand under their spaces and series under their groups; this gives both their own order back."""
        draft = self.reading.draft
        draft.groups.sort(key=lambda group: self.order.get(id(group), 0))
        draft.series.sort(key=lambda series: self.order.get(id(series), 0))
