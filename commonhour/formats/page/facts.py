"""The facts of one group: its labelled lines, bullets and cells, sorted into goals, people, channels, calls, times."""

import re
from dataclasses import dataclass, field, replace

from commonhour.core.draft import (
    DraftCallForProposals,
    DraftChannel,
    DraftGroup,
    DraftPerson,
    DraftSeries,
    DraftSession,
)
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Item, Line, Span
from commonhour.formats.page.calls import CallReader
from commonhour.formats.page.channels import channels_in
from commonhour.formats.page.entries import Entry
from commonhour.formats.page.evidence import says_how_often
from commonhour.formats.page.goals import goals_in
from commonhour.formats.page.people import people_in, person_of_bullet
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import SCHEME
from commonhour.formats.page.vocabulary import (
    CALL_FOR_PROPOSALS,
    FIRST_LABEL,
    GOALS,
    KNOWN_CHANNEL,
    LEAD_LABEL,
    NAMED_CALL,
    NOT_YET,
    REGION_LABEL,
    SCOPE,
    STATE_LABEL,
    WHEN,
    region_of,
    role_of,
    state_of,
)  # fmt: skip
from commonhour.formats.page.wording import (
    before_time,
    calls_in,
    paragraphs,
    says_when,
    split_label,
    undecorated,
    without_links,
)
from commonhour.formats.words.parity import parity_in
from commonhour.formats.words.sentence import read_when

_LINK_LINE_WORDS = 14
_STATE_WORDS = 8


@dataclass(slots=True)
class GroupReader:
    """Collects what the lines about one group say; `finish` makes the draft's group and series of it."""

    reading: PageReading
    group: DraftGroup
    line: int
    calls: CallReader
    calls_for_proposals: list[DraftCallForProposals] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    sessions: list[DraftSession] = field(default_factory=list)
    # Groups of its own with their state, for the walk to read.
    parts: list[tuple[Entry, str]] = field(default_factory=list)

    @property
    def series(self) -> list[DraftSeries]:
        return self.calls.series

    def item(self, item: Item) -> None:
        """Reads a bullet and what is nested below it."""
        line = item.line
        label, rest = split_label(line)
        name = undecorated(without_links(label).text or label.text)
        if self._nested_facts(name, rest, item):
            return
        if not label.spans or not self.fact(name, rest, label):
            self.unlabelled(line, item)
        for child in item.children:
            self.item(child)

    def _nested_facts(self, name: str, rest: Line, item: Item) -> bool:
        """A label alone, its values nested below: goals, people of a role, meetings."""
        name = name or undecorated(item.line.text)
        if not item.children or (rest.text and rest is not item.line and name != undecorated(item.line.text)):
            return False
        role = role_of(name)
        if GOALS.match(name):
            for child in item.children:
                self._goals(child.line)
        elif role and all(person_of_bullet(c.line, role, self.reading.today) for c in item.children):
            for child in item.children:
                self.person(child, role)
        else:
            return False
        self.reading.understood.add(item.number)
        return True

    def fact(self, name: str, rest: Line, label: Line) -> bool:
        """Reads a labelled fact; False when the label says nothing to us and no link stands behind it."""
        self.reading.understood.add(rest.number)
        self._label_links(label)
        if NOT_YET.match(rest.text) and not rest.links:
            return bool(rest.text) or not KNOWN_CHANNEL.match(name)
        if GOALS.match(name):
            self._goals(rest)
        elif self._attribute(name, rest.text) or self._people(name, rest) or self._when(name, rest):
            return True
        elif CALL_FOR_PROPOSALS.search(f"{name} {rest.text}") and rest.links:
            self._proposals(Line(rest.number, [Span(f"{name}: "), *rest.spans]))
        elif (SCOPE.match(name) and len(rest.text.split()) > _LINK_LINE_WORDS) or not self._channels(
            rest, name
        ):
            self.prose.append(f"{name}: {rest.markdown}")
        return True

    def unlabelled(self, line: Line, item: Item | None = None) -> None:
        """Reads a line without a label: a time, a call, a link or two, or prose."""
        times = read_when(line.text)
        if says_when(times):
            self.calls.add_line(undecorated(before_time(line.text)), line, times)
        elif CALL_FOR_PROPOSALS.search(line.text) and line.links:
            self._proposals(line)
        elif self.series and len(line.text.split()) < _STATE_WORDS and state_of(line.text):
            self.calls.pause(len(self.series) - 1, len(self.calls.times))
            self.prose.append(line.markdown)
        elif says_how_often(line.text) or (times.starts and self.series):
            self.calls.say(times, line.number)
            self.prose.append(line.markdown)
        elif not self._channels(line, ""):
            self.prose.append(f"- {line.markdown}" if item else line.markdown)

    def _label_links(self, label: Line) -> None:
        for span in label.links:
            self.add_channels(channels_in(Line(label.number, [span]), "", self.reading))

    def _attribute(self, name: str, text: str) -> bool:
        if REGION_LABEL.match(name):
            self.group.region = region_of(text) or text
        elif STATE_LABEL.match(name) and (state_of(text) or re.search(r"\bactive\b", text, re.I)):
            self.group.state = state_of(text) or "active"
        elif LEAD_LABEL.match(name) and len(text.split()) < 5:
            self.group.lead_organisation = text
        elif role_of(name) and state_of(text) and len(text.split()) < 3:
            self.group.state = state_of(text)
        else:
            return False
        return True

    def _goals(self, line: Line) -> None:
        self.reading.understood.add(line.number)
        for goal in goals_in(line.text):
            self.reading.place(goal, line.number)
            self.group.goals.append(goal)

    def _people(self, name: str, rest: Line) -> bool:
        role = role_of(name)
        people = people_in([rest], rest.text, role) if role else []
        if role and not people and len(rest.links) == 1:
            person = person_of_bullet(rest, role, self.reading.today)
            people = [person] if person else []
        for person in people:
            self.add_person(person, rest.number)
        return bool(people)

    def person(self, item: Item, role: str) -> bool:
        """Reads a bullet under a role's heading; False when it is no person."""
        person = person_of_bullet(item.line, role, self.reading.today)
        if person is None:
            return False
        self.reading.understood.add(item.number)
        self.add_person(person, item.number)
        for child in item.children:
            self.item(child)
        return True

    def add_person(self, person: DraftPerson, number: int) -> None:
        self.reading.place(person, number)
        self.group.people.append(person)

    def _when(self, name: str, rest: Line) -> bool:
        times = _times(name, rest.text)
        if (
            WHEN.match(name)
            and not (NAMED_CALL.match(name) and says_when(times))
            and len(calls_in(rest)) == 1
        ):
            return self._own_time(name, rest, times)
        if says_when(times):
            self.calls.add_line(parity_in(name)[1].strip(), rest, times)
        return says_when(times)

    def _own_time(self, name: str, rest: Line, times: When) -> bool:
        """A line such as "When: Thursdays at 17:00 UTC", about the group's only call."""
        if times.says_something:
            self.calls.say(times, rest.number, is_next=bool(re.search(r"\bnext\b", name, re.I)))
            self.prose.append(f"{name}: {rest.markdown}")
            links = [span for span in rest.links if not span.url.startswith(SCHEME)]
            self.add_channels(channels_in(Line(rest.number, links), name, self.reading))
        elif state_of(rest.text) and len(rest.text.split()) < 5:
            self.group.state = state_of(rest.text)
            self.prose.append(f"{name}: {rest.markdown}")
            return True
        elif rest.text and not rest.links:
            self.reading.find("unreadable-time", rest.number, text=rest.text[:80])
        return times.says_something

    def _proposals(self, line: Line) -> None:
        self.reading.understood.add(line.number)
        for span in line.links:
            self.calls_for_proposals.append(DraftCallForProposals(line.text, span.url))

    def _channels(self, line: Line, label: str) -> bool:
        outside = sum(len(span.text.split()) for span in line.spans if not span.url)
        if outside > _LINK_LINE_WORDS and not KNOWN_CHANNEL.match(label):
            return False
        channels = channels_in(line, label, self.reading)
        self.add_channels(channels)
        if channels:
            self.reading.understood.add(line.number)
        return bool(channels)

    def add_channels(self, channels: list[DraftChannel]) -> None:
        for channel in channels:
            if channel.url.startswith(SCHEME):
                self.prose.append(f"[{channel.label}]({channel.url})")
            elif (channel.url, channel.label, channel.name) not in [
                (c.url, c.label, c.name) for c in self.group.channels
            ]:
                self.group.channels.append(channel)

    def finish(self) -> None:
        """Gives the group its place in the draft, and a series where it has none."""
        draft = self.reading.draft
        self.group.description = "\n\n".join(paragraphs(self.prose)).strip("\n").rstrip()
        known = self.reading.group_called(self.group)
        if known is not None:
            self._join(known)
            return
        self.group.slug = self.reading.slug("groups", self.group.name, "group")
        self.group.where = self.reading.where(self.line)
        self.reading.place(self.group, self.line)
        draft.groups.append(self.group)
        self.reading.named[self.group.name.casefold()] = self.group
        is_meeting = self.group.state != "concluded" and self.group.kind != "chapter"
        self.calls.settle(self.line, should_meet=is_meeting or bool(self.calls_for_proposals))
        self._place_series()
        if self.series:
            self.series[0].calls_for_proposals += self.calls_for_proposals
        else:
            self.group.channels += [
                DraftChannel("other", call.label, "", call.url) for call in self.calls_for_proposals
            ]

    def _join(self, known: DraftGroup) -> None:
        """A group that the page names a second time is one group, with what is said in both places."""
        mine = self.group
        self.group = self.calls.group = known
        known.description = "\n\n".join(text for text in (known.description, mine.description) if text)
        known.state = mine.state if known.state == "active" else known.state
        known.people += [one for one in mine.people if one not in known.people]
        known.goals += [one for one in mine.goals if one not in known.goals]
        known.channels += [one for one in mine.channels if one not in known.channels]
        self.calls.settle(self.line, should_meet=bool(self.calls.times))
        if self.series:
            self.reading.forget_unsaid(known)
        self._place_series()

    def _place_series(self) -> None:
        draft = self.reading.draft
        for series in self.series:
            series.group = self.group.slug
            named = series.slug
            series.slug = self.reading.slug("series", series.title, self.group.slug)
            series.where = self.reading.where(self.reading.line_of(series) or self.line)
            for session in self.sessions:
                session.series = series.slug if named and session.series == named else session.series
            draft.series.append(series)


def _times(label: str, text: str) -> When:
    """What a labelled line says about when, with the zone or rhythm that stands in its label."""
    often = read_when(label)
    said = f"starting {text}" if FIRST_LABEL.match(label) else text
    times = read_when(f"{label}: {said}" if often.cadence.kind or parity_in(label)[0] else said)
    return replace(times, zone=often.zone) if times.start and not times.zone.text else times
