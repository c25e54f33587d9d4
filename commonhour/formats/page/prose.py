"""Groups a paragraph speaks of: "The Kernel Working Group meets every Friday at 14:00 Berlin time; notes in …"."""

import re

from commonhour.formats.page.about import prose_channels
from commonhour.formats.page.blocks import Line, Paragraph, Section, cut, joined
from commonhour.formats.page.facts import says_when
from commonhour.formats.page.people import people_in_sentence
from commonhour.formats.page.recognise import is_only_furniture
from commonhour.formats.page.vocabulary import BARE_CONTAINER, GROUP_WORD, MEETING_WORD, SEVERAL
from commonhour.formats.words.sentence import read_when

_SENTENCE = re.compile(r"(?<=[\w)\]]{2}[.!?])\s+(?=[A-Z])")
_SUBJECT = re.compile(
    r"^(?:(?:the|our)\s+)?(.{2,80}?)(?:,? which)?\s+(?:meets?|gathers?|holds?|convenes?|comes? together|takes? place|happens?"
    r"|(?:is|are) (?:held|on|every)|(?:has|have) (?:its|their|a|an) (?:\w+ )?(?:meetings?|calls?|syncs?))\b", re.I
)  # fmt: skip
_PRONOUN = re.compile(
    r"^(?:we|it|they|this|that|these|those|he|she|you|everyone|members?|each|all|both|there|who|"
    r"(?:this|the|our|each|every) (?:group|team|committee|community|call|meeting)|(?:working )?groups?|teams?|community|meetings?|calls?)$", re.I
)  # fmt: skip
_NAME_WORDS = 7


def prose_groups(paragraph: Paragraph, *, on_meetings_page: bool) -> list[tuple[str, Paragraph]]:
    """The groups of a paragraph by name, each with its sentences; what precedes the first stands under ""."""
    found: list[tuple[str, list[Line]]] = [("", [])]
    for sentence in _sentences(joined(paragraph.lines)):
        name = _subject(sentence, on_meetings_page=on_meetings_page)
        if name:
            found.append((name, []))
        found[-1][1].append(sentence)
    return [(name, _paragraph(lines)) for name, lines in found if lines]


def speaks_of_groups(paragraph: Paragraph, *, on_meetings_page: bool) -> bool:
    lines = _sentences(joined(paragraph.lines))
    return any(_subject(line, on_meetings_page=on_meetings_page) for line in lines)


def _sentences(line: Line) -> list[Line]:
    text = "".join(span.text for span in line.spans)
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    parts, done = [], 0
    for end in ends:
        before, line = cut(line, end - done)
        done += sum(len(span.text) for span in before.spans)
        parts.append(before)
    return [part for part in [*parts, line] if part.text or part.links]


def _subject(sentence: Line, *, on_meetings_page: bool) -> str:
    """The group a sentence says the time of, by name; "" when it speaks of none or only by a pronoun."""
    found = _SUBJECT.match(sentence.text)
    if not found or not says_when(read_when(sentence.text)):
        return ""
    name = found.group(1).strip(" *_,")
    is_linked = any(name == span.text.strip() for span in sentence.links)
    has_word = GROUP_WORD.search(name) or (MEETING_WORD.search(name) and on_meetings_page)
    is_name = len(name.split()) <= _NAME_WORDS and any(word[:1].isupper() for word in name.split())
    return name if is_name and not _PRONOUN.match(name) and (has_word or is_linked) else ""


def _paragraph(lines: list[Line]) -> Paragraph:
    return Paragraph(lines, " ".join(line.markdown for line in lines))


def is_prose_group(section: Section) -> bool:
    """True for a heading whose prose says when its group meets, and who leads it or where it writes."""
    name = section.name
    if not section.heading or section.children or SEVERAL.search(name) or is_only_furniture(name):
        return False
    if (
        (BARE_CONTAINER.match(name) and len(name.split()) < 2)
        or re.search(r"[?!]$", name)
        or len(name.split()) > _NAME_WORDS
    ):
        return False
    lines = [s for b in section.blocks if isinstance(b, Paragraph) for s in _sentences(joined(b.lines))]
    has_time = any(says_when(read_when(line.text)) for line in lines)
    has_more = any(prose_channels(line) or people_in_sentence(line.text, [line]) for line in lines)
    return has_time and (has_more or bool(MEETING_WORD.search(name) or GROUP_WORD.search(name)))
