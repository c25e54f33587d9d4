"""Reading notes: what was decided, who does what, what was said and who was there."""

import datetime as dt
import re
from collections.abc import Set
from dataclasses import dataclass, field

from commonhour.core.notes.boxes import (
    asks_for_scribe,
    is_agenda,
    is_question,
    is_reference,
    is_report,
    without_day,
)
from commonhour.core.notes.lines import Line, speaking_lines
from commonhour.core.notes.marks import (
    ACTION,
    AGENDA,
    DECISION,
    INFO,
    PRESENT,
    REGRETS,
    STEPS,
    TOPIC,
    Mark,
    as_heading,
    heading_kind,
    mark_of,
    opens_decisions,
)  # fmt: skip
from commonhour.core.notes.names import folk_in
from commonhour.core.notes.owners import doer_of, take_owner
from commonhour.core.notes.presence import presence_in
from commonhour.core.notes.said import Decided, Info, NotesRead, ToDo, Topic
from commonhour.core.notes.sections import Section
from commonhour.core.notes.tables import cells_of, row_of
from commonhour.core.notes.tasks import asks_to_take, is_nothing, task_behind, task_in, to_do
from commonhour.core.notes.verbs import GIVEN, word_set
from commonhour.core.notes.votes import motion_of, outcome_of, result_of, says_decided

_TALK = word_set("discuss review update present talk introduce explain report vote continue get keep")
_SAID_BY = re.compile(r"[-–—] ?[^@)\]]*$")  # a name behind a dash may be who said it
_SHORT = 6  # words: "TAC vote passes" says what passed in the line above


def read_notes(text: str, *, day: dt.date | None = None) -> NotesRead:
    """What stands in the text, in the order of its lines. `day` of the meeting completes dates such as "by Friday". Never raises."""
    lines = [as_heading(line) for line in speaking_lines(text) if not line.is_blank]
    presence = presence_in(lines)
    names = folk_in((line.text for line in lines), presence.names[PRESENT])
    reading = _read(lines, names, day)
    owners = frozenset(one.owner.casefold() for one in reading.actions if one.owner)
    if owners - names:  # who is given something in one line is known in all
        reading = _read(lines, names | owners, day)
    return NotesRead(
        tuple(reading.topics),
        tuple(reading.infos),
        tuple(reading.decisions),
        tuple(sorted(reading.actions, key=lambda one: one.line)),
        tuple(presence.names[PRESENT]),
        presence.counts[PRESENT],
        tuple(presence.names[REGRETS]),
        presence.counts[REGRETS],
    )


def _read(lines: list[Line], names: Set[str], day: dt.date | None) -> "_Reading":
    reading = _Reading(names, day)
    for line in lines:
        reading.take(line)
    reading.take_boxes()
    return reading


@dataclass(slots=True)
class _Reading:
    names: Set[str]
    day: dt.date | None
    topics: list[Topic] = field(default_factory=list)
    infos: list[Info] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    actions: list[ToDo] = field(default_factory=list)
    boxes: list[tuple[Line, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    motion: str = ""

    def take(self, line: Line) -> None:
        self.sections = [one for one in self.sections if one.holds(line)]
        self.above = [one for one in self.above if one.indent < line.indent]
        mark = mark_of(line.text)
        if line.level:
            self.motion = ""
        if self._ends_vote(line):
            self.motion = ""
        elif mark and mark.text:
            self._take_mark(line, mark)
        elif opens_decisions(line):
            self.sections.append(Section(DECISION, line.level, line.indent, line.is_item))
        elif mark or line.level:
            self._open(line, mark)
        elif line.text.startswith("|") and self._kind in (ACTION, DECISION):
            self._take_row(line, self.sections[-1])
        elif line.is_done is not None:
            is_entry = bool(self.sections) and self.sections[-1].is_entry(line)
            self.boxes.append((line, self._kind if is_entry or self._kind == AGENDA else ""))
        else:
            self._take_words(line)
        self.above.append(line)

    def _ends_vote(self, line: Line) -> bool:
        """Whether a motion some lines above has its result here; then that is decided."""
        self.motion = motion_of(line.text) or self.motion
        outcome = outcome_of(line.text) if self.motion else ""
        if outcome:
            self.decisions.append(Decided(line.number, f"{self.motion}: {line.text}", outcome))
        return bool(outcome)

    @property
    def _kind(self) -> str:
        return self.sections[-1].kind if self.sections else ""

    def _open(self, line: Line, mark: Mark | None) -> None:
        kind = mark.kind if mark else heading_kind(line.text)
        if kind:
            about = mark.about if mark else ""
            self.sections.append(Section(kind, line.level, line.indent, line.is_item, about=about))

    def _take_mark(self, line: Line, mark: Mark) -> None:
        if is_nothing(mark.text) or (line.level and mark.kind in (PRESENT, REGRETS)):
            return
        said = (line.number, mark.text, self.names, self.day)
        task = task_in(*said) if mark.kind in (DECISION, STEPS) else None
        if task and doer_of(mark.text, self.names):
            self._add(task)
        elif mark.kind == DECISION:
            self._decide(line, mark.text, mark.word)
            if found := task or task_behind(*said):
                self._add(found)
        elif mark.kind in (ACTION, STEPS) and not is_question(mark.text) and not self._is_talk(mark):
            self._add(
                to_do(line.number, mark.text, mark.about, self.names, self.day, is_done=bool(line.is_done))
            )
        elif mark.kind == INFO:
            self.infos.append(Info(line.number, mark.text))
        elif mark.kind == TOPIC:
            self.topics.append(Topic(line.number, mark.text))

    def _is_talk(self, mark: Mark) -> bool:
        """ "AI" is also what many a meeting is about, and "AR" who speaks: there it takes somebody, or something people are given to do."""
        if mark.word.casefold() not in ("ai", "ais", "ar", "task", "tasks") or mark.about:
            return False
        return not (
            doer_of(mark.text, self.names)
            or _begins_with_verb(mark.text)
            or take_owner(mark.text, self.names)[1]
            or (" to " in mark.text[:60] and mark.word.casefold() != "ar")
        )

    def _take_words(self, line: Line) -> None:
        section = self.sections[-1] if self.sections else None
        is_entry = bool(section and section.kind in (ACTION, DECISION, STEPS) and section.is_entry(line))
        task = task_in(line.number, line.text, self.names, self.day)
        is_said = is_entry and not is_nothing(line.text) and not is_question(line.text)
        if section and is_said and self._take_entry(line, section, task):
            return
        if not task and line.is_item and line.indent and _begins_with_verb(line.text):
            task = self._assigned(line)
        if task and (asks_to_take(line.text) or not is_question(line.text)) and not self._is_role():
            self._add(task)
        is_doer = bool(doer_of(line.text, self.names))
        if not is_doer and says_decided(line.text) and (_is_sentence(line.text) or self.above):
            self._decide(line, self._with_above(line), "")

    def _is_role(self) -> bool:
        """Whether the line above asks who writes down this meeting."""
        return bool(self.above) and asks_for_scribe(self.above[-1].text)

    def _take_entry(self, line: Line, section: Section, task: ToDo | None) -> bool:
        """Whether the line is what the list it stands in says. Behind a gap another list may have begun: there it must look like it."""
        is_like_task = bool(task) or _begins_with_verb(line.text)
        if section.kind == DECISION:
            is_what = not task and not section.is_behind_gap and not line.text.endswith("done")
        elif section.kind == ACTION:
            is_what = not line.text.endswith(":") and (is_like_task or not section.is_behind_gap)
        else:
            is_what = is_like_task or (section.is_item and not is_report(line.text))
        if is_what and section.kind == DECISION:
            self._decide(line, line.text, "")
        elif is_what:
            self._add(to_do(line.number, line.text, section.about, self.names, self.day))
        return is_what

    def _take_row(self, line: Line, section: Section) -> None:
        cells = cells_of(line.text)
        row = row_of(section.head, cells) if section.head else None
        section.head = section.head or cells
        if not row or is_nothing(row.text):
            return
        if section.kind == DECISION:
            self._decide(line, row.text, "")
            return
        said = f"{row.text} by {row.due}" if row.due else row.text  # a day is read where it is due
        found = to_do(line.number, said, row.owner, self.names, self.day, is_done=row.is_done)
        text = found.text if found.due else row.text
        self._add(ToDo(line.number, text, row.owner or found.owner, found.due, found.is_done))

    def _assigned(self, line: Line) -> ToDo | None:
        """ "Write the blog (Ana)" below a topic; "Discuss the blog (Ana)" says who speaks about it."""
        is_talk = line.text.split()[0].casefold() in _TALK
        item = to_do(line.number, line.text, "", self.names, self.day)
        is_behind = item.owner and item.text != line.text and line.text.startswith(item.text[:20])
        is_said_by = bool(_SAID_BY.search(line.text[-90:]))
        return item if is_behind and not (is_talk or is_said_by) else None

    def _decide(self, line: Line, text: str, word: str) -> None:
        if not is_question(text):
            result = "rejected" if word == "rejected" else result_of(text)
            self.decisions.append(Decided(line.number, text, result))

    def _with_above(self, line: Line) -> str:
        """A bare "Motion passes" with what was put to the vote, the line it is set in below."""
        if self.above and len(line.text.split()) <= _SHORT:
            return f"{self.above[-1].text.rstrip(':')}: {line.text}"
        return line.text

    def _add(self, action: ToDo) -> None:
        self.actions.append(action)

    def _names_doer(self, text: str) -> bool:
        """ "@ana write" does; "@ana has a prototype" only tells of her."""
        bare = without_day(text)
        return bool(doer_of(bare, self.names)) or (
            bare.startswith("@") and _begins_with_verb(bare.partition(" ")[2])
        )

    def take_boxes(self) -> None:
        """A box is something to do, but where the text keeps its agenda in boxes: there only one that names who does it."""
        loose = [line.text for line, kind in self.boxes if kind != ACTION and not self._names_doer(line.text)]
        is_list_of_issues = is_agenda(loose)
        for line, kind in self.boxes:
            text = without_day(line.text)
            is_named = self._names_doer(text)
            is_plain = not (is_list_of_issues or kind == AGENDA or is_reference(text) or is_question(text))
            if not is_nothing(text) and (kind == ACTION or is_named or is_plain):
                self._add(to_do(line.number, text, "", self.names, self.day, is_done=bool(line.is_done)))


def _is_sentence(text: str) -> bool:
    """More than a word; Japanese has no spaces."""
    return " " in text or not text.isascii()


def _begins_with_verb(text: str) -> bool:
    return text.split()[0].casefold().strip(",:") in GIVEN if text.split() else False
