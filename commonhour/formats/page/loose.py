"""What a page says outside its groups: the calendar's links, recordings, calls for proposals, prose."""

import re
from dataclasses import dataclass, field

from commonhour.core.draft import DraftCallForProposals, DraftChannel, DraftSeries, DraftSpace
from commonhour.core.places.calendars import calendar_sources
from commonhour.core.places.links import is_absolute
from commonhour.formats.page.blocks import (
    Block,
    Bullets,
    Card,
    Item,
    Line,
    Paragraph,
    Section,
    Table,
    joined,
    said_in,
)
from commonhour.formats.page.cards import report_unknown
from commonhour.formats.page.channels import channels_in, email_in
from commonhour.formats.page.evidence import is_contents
from commonhour.formats.page.group import source_of, state_said
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import SCHEME
from commonhour.formats.page.sessions import read_sessions
from commonhour.formats.page.shortcodes import without_places
from commonhour.formats.page.tables import is_session_table
from commonhour.formats.page.undecided import decide_prose
from commonhour.formats.page.vocabulary import CALL_FOR_PROPOSALS, MEETING_WORD, state_of
from commonhour.formats.page.wording import call_title, is_whole, sentences
from commonhour.formats.words.sentence import read_when

_LINE_WORDS = 12
_CALL_WORDS = 40
_LINK_KINDS = {"recordings", "calendar", "notes", "chat", "list", "forum", "repo"}
_MEETS = re.compile(rf"\b(?:meets?|gathers?|convenes?|comes? together)\b|{MEETING_WORD.pattern}", re.I)
_FOR_ALL = re.compile(
    r"\b(?:all|every|each)\b[\w -]{0,30}\b(?:groups?|sigs?|wgs?|teams?|committees?)\b", re.I
)
_INVITES_MAIL = re.compile(r"\b(?:e-?mail|mail|contact|write|reach|send|add|questions?)\b", re.I)


def _stand_alone(lines: list[Line]) -> bool:
    """True for lines that were broken on purpose: each opens with a sign, or is a link with little beside it."""
    return all(
        not line.text[:1].isalnum() or (len(line.links) == 1 and line.text == line.links[0].text)
        for line in lines
    )


@dataclass(slots=True)
class LooseReader:
    """Reads sections that are about no single group into the community, or into `space` when they stand in one."""

    reading: PageReading
    calls_for_proposals: list[tuple[str, DraftCallForProposals, int]] = field(
        default_factory=list
    )  # heading, call, line
    prose: list[str] = field(default_factory=list)  # of the community
    series: list[DraftSeries] = field(default_factory=list)  # of no single group
    state: str = ""  # of all that the page is about: "This working group was concluded in 2024."
    is_shared: bool = False  # one of them is every group's call

    def blocks(self, blocks: list[Block], section: Section, space: DraftSpace | None) -> None:
        """Reads blocks; prose goes below the section's heading unless the section is the space itself."""
        prose: list[str] = []
        self.state = next((state for line in said_in(blocks) if (state := state_said(line.text))), self.state)
        for line in said_in(blocks) if not state_of(section.name) else ():
            self._calls(line, section)
        is_calendar = "calendar" in section.name.lower() or any(
            isinstance(b, Card) and b.code.is_calendar for b in blocks
        )
        for block in blocks:
            text = self._block(block, section, is_calendar=is_calendar)
            if text:
                prose.append(text)
        self.add_prose(prose, section, space)

    def add_prose(self, prose: list[str], section: Section, space: DraftSpace | None) -> None:
        if not prose:
            if section.heading:
                self.reading.understood.add(section.number)
            return
        is_own = space is not None and space.name == section.name
        heading = [f"{'#' * section.level} {section.name}"] if section.heading and not is_own else []
        text = "\n\n".join([*heading, *prose])
        if space is not None:
            space.description = f"{space.description}\n\n{text}".strip()
        else:
            self.prose.append(text)

    def _block(self, block: Block, section: Section, *, is_calendar: bool) -> str:
        if isinstance(block, Card):
            report_unknown(block.code, self.reading)
        elif isinstance(block, Bullets):
            return self._bullets(block, section)
        elif isinstance(block, Paragraph):
            return self._paragraph(block, section, is_calendar=is_calendar)
        elif isinstance(block, Table) and is_session_table(block):
            read_sessions(block, section.name, [], self.reading)
        else:
            return source_of(block)
        return ""

    def _paragraph(self, paragraph: Paragraph, section: Section, *, is_calendar: bool) -> str:
        lines = paragraph.lines if _stand_alone(paragraph.lines) else [joined(paragraph.lines)]
        kept = [line for line in lines if not self._line(line, section, is_calendar=is_calendar)]
        if len(kept) == len(lines):
            return without_places(paragraph.source).strip()
        return "\n".join(line.markdown for line in kept)

    def _line(self, line: Line, section: Section, *, is_calendar: bool) -> bool:
        """True when a short line with one link or one address became a channel of the community."""
        outside = sum(len(span.text.split()) for span in line.spans if not span.url)
        email = email_in(line.text)
        is_proposal = CALL_FOR_PROPOSALS.search(f"{section.name} {line.text}") and len(line.links) == 1
        if is_proposal and outside <= _CALL_WORDS and not line.links[0].url.startswith(SCHEME):
            self._propose(line, section)
            return True
        if len(line.links) > 1 or outside > _LINE_WORDS:
            self._mail(line.text, email)
            return False
        if email and not line.links:
            return self._contact(line, email)
        return bool(line.links) and self._channel(line, is_calendar=is_calendar)

    def _calls(self, line: Line, section: Section) -> None:
        """A sentence about a call of the whole community, or of all its groups."""
        for sentence in sentences(line):
            times = read_when(sentence.text)
            if section.heading and read_when(section.name).cadence.kind and times.start:
                times = read_when(f"{sentence.text}, {section.name}")
            is_meeting = _MEETS.search(f"{sentence.text} {section.name}")
            if not (is_meeting and is_whole(times) and len(sentence.text.split()) < _CALL_WORDS):
                continue
            title = (
                call_title(sentence.text, section.name) or self.reading.draft.community.title or section.name
            )
            series = DraftSeries("", title, description=sentence.markdown)
            self.reading.place(series, sentence.number)
            decide_prose(series, times, sentence.number, self.reading)
            self.series.append(series)
            self.is_shared = self.is_shared or bool(_FOR_ALL.search(sentence.text))

    def _propose(self, line: Line, section: Section) -> None:
        self.reading.understood.add(line.number)
        self.calls_for_proposals.append(
            (section.name, DraftCallForProposals(line.text, line.links[0].url), line.number)
        )

    def _mail(self, text: str, email: str) -> None:
        if email and not self.reading.draft.community.contact_email and _INVITES_MAIL.search(text):
            self.reading.draft.community.contact_email = email

    def _contact(self, line: Line, email: str) -> bool:
        self._mail(line.text, email)
        self._add(DraftChannel("other", line.text, email, f"mailto:{email}"), line.number)
        return True

    def _channel(self, line: Line, *, is_calendar: bool) -> bool:
        link = line.links[0]
        if link.url.startswith("mailto:"):
            return self._contact(line, link.url.removeprefix("mailto:").split("?")[0])
        channel = channels_in(line, "", self.reading)[0]
        is_sentence = line.text.endswith(".") and len(line.text.split()) > 8
        if not is_absolute(link.url) or link.url.startswith(SCHEME):
            return False
        if not (
            is_calendar
            or bool(calendar_sources(link.url))
            or (channel.kind in _LINK_KINDS and not is_sentence)
        ):
            return False
        channel.label = line.text or channel.label or channel.name
        self._add(channel, line.number)
        return True

    def _bullets(self, bullets: Bullets, section: Section) -> str:
        if is_contents(bullets):
            self.reading.understood.update(part.number for item in bullets.items for part in item.walk())
            return ""
        kept = [text for item in bullets.items if (text := self._item(item, section))]
        return without_places(bullets.source) if len(kept) == len(bullets.items) else "\n".join(kept)

    def _item(self, item: Item, section: Section) -> str:
        """Reads a bullet; the Markdown of what became no channel and no call."""
        taken = self._line(item.line, section, is_calendar=False)
        below = [text for child in item.children if (text := self._item(child, section))]
        nested = "\n".join(f"    {line}" for text in below for line in text.split("\n"))
        own = f"- {item.line.markdown}" if not taken else ""
        return "\n".join(part for part in (own, nested if own else nested.replace("    - ", "- ")) if part)

    def _add(self, channel: DraftChannel, number: int) -> None:
        self.reading.understood.add(number)
        self.reading.place(channel, number)
        self.reading.draft.community.channels.append(channel)

    def finish(self) -> None:
        """Puts the community's calls into the draft, and gives each call for proposals to the series its heading names, else to the community."""
        draft = self.reading.draft
        if self.is_shared:
            self.reading.forget_unsaid()
        for series in self.series:
            series.slug = self.reading.slug("series", series.title, "call")
            series.where = self.reading.where_of(series)
            draft.series.append(series)
        draft.community.description = "\n\n".join(self.prose).strip("\n").rstrip()
        for heading, call, number in self.calls_for_proposals:
            words = heading.casefold()
            home = next((s for s in draft.series if words and s.title.casefold() in words), None)
            if home is not None:
                home.calls_for_proposals += [call] if call not in home.calls_for_proposals else []
            else:
                self._add(DraftChannel("other", call.label, "", call.url), number)
