"""Small choices of words: a label and what follows it, a call's title in front of its time, sentences of a line."""

import re
from dataclasses import replace

from commonhour.core.undecided.when import When
from commonhour.formats.page.blocks import Line, Span, cut
from commonhour.formats.page.vocabulary import MEETING_WORD, kept
from commonhour.formats.words.sentence import read_when

_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_COLON = re.compile(r":(?=\s|$)|：")
_DECORATION = re.compile(r"^[^\w#@(\[“\"'<&/.]+|^\.+(?!\w)", re.U)
_TRAILING = re.compile(r"(?<![^\w)\]\"”'’!?.%+#@/>&;])[^\w)\]\"”'’!?.%+#@/>&;]++$", re.U)
_LABEL_WORDS = 9
_SENTENCE = re.compile(r"(?<=[\w)\]]{2}[.!?])\s+(?=[A-Z])")

_VERB_END = re.compile(
    r"\b(?:meets?|gathers?|holds?|convenes?|comes? together|takes? place|happens?|occurs?|is|are|um|le|el)$",
    re.I,
)


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


@kept
def undecorated(text: str) -> str:
    """The text without emoji, bullets and stars in front and behind."""
    return _TRAILING.sub("", _DECORATION.sub("", text)).strip()


def without_brackets(name: str) -> str:
    return _BRACKETS.sub("", name)


def says_when(when: When) -> bool:
    """True for words that set a call's time, not just any number or weekday."""
    return bool(when.start and (when.days or when.cadence.kind or when.date or when.zone.text))


def sentences(line: Line) -> list[Line]:
    """A line of prose cut where a sentence ends."""
    text = "".join(span.text for span in line.spans)
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    parts, done = [], 0
    for end in ends:
        before, line = cut(line, end - done)
        done += sum(len(span.text) for span in before.spans)
        parts.append(before)
    return [part for part in [*parts, line] if part.text or part.links]


def names_no_call(title: str, group: str) -> bool:
    """True for what stands before a time and is no title: nothing, "We meet", "The Docs WG meets", "The Docs WG"."""
    bare = re.sub(r"^(?:the|our)\s+", "", title.strip(), flags=re.I)
    return not bare or bool(_VERB_END.search(bare)) or bare.casefold() == group.casefold()


def without_links(label: Line) -> Line:
    """A label without its links and the brackets round them: "Meeting ([calendar](…))" is Meeting."""
    text = "".join(span.text for span in label.spans if not span.url)
    return Line(label.number, [Span(re.sub(r"\(\s*\)", "", text))])


def before_time(text: str) -> str:
    found = re.search(
        r"\s*[-–—(,:]?\s*\b(?:every|each|on|mon|tue|wed|thu|fri|sat|sun|weekly|bi-?weekly|fortnightly|monthly|(?:first|second|third|fourth|last) |\d)",
        text,
        re.I,
    )
    return text[: found.start()] if found else ""


def quoted(when: When, text: str) -> When:
    plain = re.sub(r"\s*\(?\bConvert to your time ?zone\b\)?\.?", "", text).strip()
    return replace(when, text=plain or when.text)


def paragraphs(parts: list[str]) -> list[str]:
    """Consecutive bullets belong to one list."""
    done: list[str] = []
    for part in parts:
        if part.startswith("- ") and done and done[-1].startswith("- ") and "\n\n" not in done[-1]:
            done[-1] += f"\n{part}"
        elif part:
            done.append(part)
    return done


def is_struck(text: str) -> bool:
    """True for words that are struck out: "~~Tuesdays 15:00 UTC~~"."""
    return bool(re.fullmatch(r"\W*?(~{1,2})[^~]+\1\W*", text))


_CALL_END = re.compile(
    r";\s+|,\s+(?=(?:every|each|odd|even|weekly|bi-?weekly|(?:mon|tues?|wed|thu|fri|sat|sun)\w*)\b)", re.I
)
_ONE_OF = re.compile(r"\b(?:alternat\w+|rotat\w+|either|or)\b", re.I)


def calls_in(line: Line) -> list[Line]:
    """A line cut into its calls when each part gives day, hour and zone by itself; else the line alone."""
    text = "".join(span.text for span in line.spans)
    ends = [found.end() for found in _CALL_END.finditer(text)]
    if not ends or _ONE_OF.search(text):
        return [line]
    parts, rest = [], line
    for end, before in zip(ends, [0, *ends], strict=False):
        part, rest = cut(rest, end - before)
        parts.append(
            Line(line.number, [*part.spans[:-1], Span(part.spans[-1].text.rstrip(" ,;"), part.spans[-1].url)])
        )
    said = [read_when(part.text) for part in (*parts, rest)]
    return [*parts, rest] if all(one.start and one.days and one.zone.text for one in said) else [line]


def is_whole(times: When) -> bool:
    """True for words that set a recurring call by themselves."""
    return bool(times.start and times.days and (times.zone.text or times.cadence.kind))


def call_title(sentence: str, heading: str) -> str:
    """What a sentence calls its call: "We have a weekly development meeting" is Development meeting; else the heading."""
    found = _CALLED.search(sentence)
    words = [word for word in (found[1] if found else "").split() if not _UNSAYING.fullmatch(word)]
    if found and words:
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:], found[2]])
    return heading if MEETING_WORD.search(heading) else ""


_CALLED = re.compile(rf"\b(?:a|an|the|our)\s+((?:[\w-]+\s+){{0,3}}?)({MEETING_WORD.pattern})", re.I)
_UNSAYING = re.compile(
    r"(?:bi-?)?(?:weekly|monthly)|fortnightly|daily|regular\w*|recurring|public|open|live|virtual|online|short|next|zoom|video|\d+.*",
    re.I,
)
