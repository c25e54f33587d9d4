"""The facts of one group: its labelled lines, bullets and cells, sorted into goals, people, channels, calls, times."""

import re
from dataclasses import dataclass, field

from commonhour.core.draft import (
    DraftCallForProposals,
    DraftChannel,
    DraftGroup,
    DraftPerson,
    DraftSeries,
    DraftSession,
)
from commonhour.core.slugs import unique_slug
from commonhour.core.undecided.question import Question
from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Item, Line, Span
from commonhour.formats.page.channels import channels_in
from commonhour.formats.page.goals import goals_in
from commonhour.formats.page.people import people_in, person_of_bullet
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import SCHEME
from commonhour.formats.page.undecided import decide_prose
from commonhour.formats.page.vocabulary import (
    CALL_FOR_PROPOSALS,
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
from commonhour.formats.page.wording import before_time, names_no_call, paragraphs, quoted, without_links
from commonhour.formats.words.sentence import read_when

_COLON = re.compile(r":(?=\s|$)|：")
_DECORATION = re.compile(r"^[^\w#@(\[“\"'<&/]+", re.U)
_TRAILING = re.compile(r"(?<![^\w)\]\"”'’!?.%+#@/>&;])[^\w)\]\"”'’!?.%+#@/>&;]++$", re.U)
_LABEL_WORDS = 9
_LINK_LINE_WORDS = 14


def split_label(line: Line) -> tuple[Line, Line]:
    """What stands before the first colon outside a link, without leading signs, and the rest. No colon: no label."""
    before: list[Span] = []
    for index, span in enumerate(line.spans):
        found = None if span.url else _COLON.search(span.text)
        if found:
            before.append(Span(span.text[: found.start()]))
            rest = [Span(span.text[found.end() :]), *line.spans[index + 1 :]]
            label = Line(line.number, before)
            is_label = 0 < len(label.text.split()) <= _LABEL_WORDS and not re.search(r"[.!?]\s", label.text)
            return (label, Line(line.number, rest)) if is_label else (Line(line.number), line)
        before.append(span)
    return Line(line.number), line


def undecorated(text: str) -> str:
    """The text without emoji, bullets and stars in front and behind."""
    return _TRAILING.sub("", _DECORATION.sub("", text)).strip()


def says_when(when: When) -> bool:
    """True for words that set a call's time, not just any number or weekday."""
    return bool(when.start and (when.days or when.cadence.kind or when.date or when.zone.text))


@dataclass(slots=True)
class GroupReader:
    """Collects what the lines about one group say; `finish` makes the draft's group and series of it."""

    reading: PageReading
    group: DraftGroup
    line: int
    series: list[DraftSeries] = field(default_factory=list)
    calls_for_proposals: list[DraftCallForProposals] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    times: list[tuple[When, int, bool]] = field(default_factory=list)
    sessions: list[DraftSession] = field(default_factory=list)
    is_next: bool = False

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
        elif role and all(person_of_bullet(c.line, role) for c in item.children):
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
            self._call(Line(rest.number, [Span(f"{name}: "), *rest.spans]))
        elif (SCOPE.match(name) and len(rest.text.split()) > _LINK_LINE_WORDS) or not self._channels(
            rest, name
        ):
            self.prose.append(f"{name}: {rest.markdown}")
        return True

    def unlabelled(self, line: Line, item: Item | None = None) -> None:
        """Reads a line without a label: a time, a call, a link or two, or prose."""
        times = read_when(line.text)
        if says_when(times):
            self._meeting(undecorated(before_time(line.text)), line, times)
        elif CALL_FOR_PROPOSALS.search(line.text) and line.links:
            self._call(line)
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
            person = person_of_bullet(rest, role)
            people = [person] if person else []
        for person in people:
            self.add_person(person, rest.number)
        return bool(people)

    def person(self, item: Item, role: str) -> bool:
        """Reads a bullet under a role's heading; False when it is no person."""
        person = person_of_bullet(item.line, role)
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
        times = read_when(rest.text)
        if WHEN.match(name) and not (NAMED_CALL.match(name) and says_when(times)):
            return self._own_time(name, rest, times)
        if says_when(times):
            self._meeting(name, rest, times)
        return says_when(times)

    def _own_time(self, name: str, rest: Line, times: When) -> bool:
        """A line such as "When: Thursdays at 17:00 UTC", about the group's only call."""
        if times.says_something:
            is_next = bool(re.search(r"\bnext\b", name, re.I)) or self.is_next
            self.times.append((times, rest.number, is_next))
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

    def _meeting(self, title: str, line: Line, times: When) -> None:
        """A call of its own: a bullet such as "Regular meeting: Thursdays at 17:00 UTC"."""
        self.reading.understood.add(line.number)
        title = self.group.name if names_no_call(title, self.group.name) else title
        series = DraftSeries("", title, region=region_of(title), description=line.markdown)
        self.reading.place(series, line.number)
        decide_prose(series, quoted(times, line.text), line.number, self.reading, is_next=self.is_next)
        self.series.append(series)

    def _call(self, line: Line) -> None:
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
        self.group.slug = unique_slug(self.group.name, self.reading.taken("groups"), "group")
        self.group.where = self.reading.where(self.line)
        self.reading.place(self.group, self.line)
        draft.groups.append(self.group)
        if not self.series and self._should_meet():
            self._add_series()
        for series in self.series:
            series.group = self.group.slug
            named = series.slug
            series.slug = unique_slug(series.title, self.reading.taken("series"), self.group.slug)
            series.where = self.reading.where(self.reading.line_of(series) or self.line)
            for session in self.sessions:
                session.series = series.slug if named and session.series == named else session.series
            draft.series.append(series)
        if self.series:
            self.series[0].calls_for_proposals += self.calls_for_proposals
        else:
            self.group.channels += [
                DraftChannel("other", call.label, "", call.url) for call in self.calls_for_proposals
            ]

    def _should_meet(self) -> bool:
        return bool(self.calls_for_proposals) or (
            self.group.state != "concluded" and self.group.kind != "chapter"
        )

    def _whole_time(self) -> tuple[When, int, bool]:
        """The first time said; with "Day", "Time" and "Frequency" apart, all of them together."""
        first, line, is_next = self.times[0]
        if is_next or (first.start and (first.days or first.cadence.kind or first.date)):
            return self.times[0]
        parts = [times.text for times, _, is_other in self.times if not is_other]
        return read_when(", ".join(dict.fromkeys(parts))), line, is_next

    def _add_series(self) -> None:
        series = DraftSeries("", self.group.name, region=self.group.region)
        times, line, is_next = self._whole_time() if self.times else (When(), self.line, False)
        if self.group.state == "paused" and not times.says_something:
            series.question = Question("group-paused")
        else:
            decide_prose(series, times, line, self.reading, is_next=is_next)
        self.series.append(series)
