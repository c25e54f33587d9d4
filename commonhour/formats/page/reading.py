"""What is known while one page is being read: the draft so far, its findings, and which line said what."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from commonhour.core.draft import Draft, DraftGroup, DraftJoin, Unplaced
from commonhour.core.finding import notice
from commonhour.core.slugs import unique_slug
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.when import When
from commonhour.formats.words.for_all import ForAll, stated_for_all


@dataclass(slots=True)
class PageReading:
    draft: Draft
    file: str
    today: dt.date
    joins: list[DraftJoin] = field(default_factory=list)
    joins_at: list[int] = field(default_factory=list)  # the line of each
    understood: set[int] = field(default_factory=set)  # lines whose words became structure
    timed: set[int] = field(default_factory=set)  # lines whose hour a call has, or that were told
    heard: list[When] = field(default_factory=list)  # the words of every call
    stated: list[tuple[range, ForAll]] = field(default_factory=list)  # what holds for all the lines below it
    named: dict[str, DraftGroup] = field(default_factory=dict)  # the groups so far, by their names
    _lines: dict[int, tuple[object, int]] = field(default_factory=dict)  # kept, as an id may come again
    _taken: dict[str, set[str]] = field(default_factory=dict)

    def completed(self, when: When, line: int) -> When:
        """The words of a line with what the nearest sentence above it states for every call."""
        for lines, stated in reversed(self.stated):
            if line in lines and stated.zone.text and not when.zone.text and (when.start or stated.start):
                when = replace(when, zone=stated.zone, start=when.start or stated.start)
        return when

    def where(self, line: int) -> str:
        return f"{self.file}:{line}"

    def find(self, code: str, line: int, case: str = "", /, *, subject: str = "", **facts: Any) -> None:
        self.draft.note(notice(code, self.where(line), case, subject=subject, **facts))

    def slug(self, noun: Literal["groups", "series"], text: str, fallback: str) -> str:
        """A slug that no other group or series of the page has."""
        taken = self._taken.setdefault(noun, set())
        taken.add(slug := unique_slug(text, taken, fallback))
        return slug

    def group_called(self, group: DraftGroup) -> DraftGroup | None:
        """The group of the same name that was read before, in the same space or in none."""
        known = self.named.get(group.name.casefold())
        is_same = known and (known.space == group.space or not known.space or not group.space)
        return known if is_same else None

    def forget_unsaid(self, group: DraftGroup | None = None) -> None:
        """Takes back that no time was said, of one group or of all: it is said after all."""
        draft, asked = self.draft, Question("no-time-said")
        draft.series = [
            one for one in draft.series if one.question != asked or (group and one.group != group.slug)
        ]
        draft.findings = [
            one
            for one in draft.findings
            if one.code != "no-time" or (group and one.facts.get("title") != group.name)
        ]

    def unplaced(self, line: int, text: str) -> None:
        words = " ".join(text.split())
        if words:
            self.draft.unplaced.append(Unplaced(self.where(line), words))

    def label(self, line: int, text: str) -> None:
        words = " ".join(text.split())
        if words:
            self.draft.labels.append(Unplaced(self.where(line), words))

    def place(self, thing: object, line: int) -> None:
        """Remembers the line a channel, goal, person, group or series was read from."""
        self._lines[id(thing)] = (thing, line)

    def line_of(self, thing: object) -> int:
        return self._lines[id(thing)][1] if id(thing) in self._lines else 0

    def where_of(self, thing: object) -> str:
        return self.where(self.line_of(thing))

    def state(self, sentence: str, line: int, end: int) -> None:
        """Remembers a sentence about every call from its line to `end`."""
        stated = stated_for_all(sentence)
        if stated:
            self.stated.append((range(line, end), stated))
