"""Rules in bullets and prose: "APAC & EMEA calls: Thursdays, 12:00 GMT", "The Security WG meets every Tuesday …"."""

import re
from collections.abc import Iterator

from commonhour.core.audit.claim import ON_DEMAND, CallClaim, Clock
from commonhour.core.audit.subject import Subject, subject
from commonhour.core.undecided.when import When
from commonhour.formats.claims.clocks import clock_of, converter_clock, may_tell_time, odd_ones, rhythm_said
from commonhour.formats.claims.document import SENTENCE_END, Document, resolved, said_date, said_lines
from commonhour.formats.claims.oddities import odd_hour
from commonhour.formats.page.blocks import Line, Section, joined
from commonhour.formats.page.undecided import report_doubts
from commonhour.formats.page.wording import split_label, undecorated
from commonhour.formats.words.hours import plain_hour
from commonhour.formats.words.sentence import read_when

_ON_DEMAND = re.compile(
    r"\bon[- ]demand\b(?! (?:video|recording))|\brather than (?:\w+ )?on a fixed (?:calendar|schedule)|\bno (?:fixed|regular) (?:meeting )?(?:calendar|schedule|meetings)",
    re.I,
)
_MEETS = re.compile(
    r"^(?:the |our )?(?!(?:we|they|it|there|th(?:is|e?se|at)|all|these)\b)((?:[\w&+./-]+ ){1,6}?)"
    r"(?:currently |usually |now |also )?(?:meets?|gathers|takes? place|(?:is|are|will be) (?:held|scheduled))\b",
    re.I,
)
_NEXT = re.compile(r"^\W*next\b(?!\s+steps?)", re.I)
_IS_WRAPPED = 40  # characters: a shorter line ends where its author ended it


def read_rules(document: Document, section: Section, about: Subject) -> None:
    for line in _sentences(section):
        _rule(document, section, about, line)


def _sentences(section: Section) -> Iterator[Line]:
    """The lines of a section's own text; one that goes on in the next one, as in a charter, with that."""
    lines = [line for line, is_nested in said_lines(section) if not is_nested]
    while lines:
        line = lines.pop(0)
        if lines and _goes_on(line, lines[0]):
            behind = lines.pop(0)
            line = joined([line, behind])
            line.number = behind.number  # where the hour stands
        yield line


def _goes_on(line: Line, behind: Line) -> bool:
    """A line without an hour that ends in the middle of a sentence, which is a rule with the hour right below it."""
    text = line.text
    if (
        behind.number != line.number + 1
        or len(text) < _IS_WRAPPED
        or text.endswith((".", "!", "?", ":", ";"))
    ):
        return False
    if not may_tell_time(behind.text) or split_label(behind)[0].spans or not read_when(behind.text).start:
        return False
    said = SENTENCE_END.split(text)[-1]
    return not read_when(said).start and _is_rule(read_when(f"{said} {behind.text}"))


def _rule(document: Document, section: Section, about: Subject, line: Line) -> None:
    """A call that recurs: "APAC & EMEA Touchpoints: Thursdays, 12:00 PM GMT"."""
    place = document.place(line.number)
    text, twice = plain_hour(_sentence_of_rule(line.text))
    is_on_demand = bool(_ON_DEMAND.search(text))
    if not (may_tell_time(text) or is_on_demand):
        return
    label, times = split_label(line)[0], read_when(text)
    if is_on_demand and not times.start:
        document.claims.calls.append(CallClaim(about, place, cadence=ON_DEMAND))
        return
    _check_next(document, section, line, times)
    if not _is_rule(times):
        return
    if twice:
        odd_hour(document, line.number, twice)
    name = undecorated(label.text) or _named_in(text)
    whose = subject(name, about) if name else subject(_regions_of(text), about)
    clock = clock_of(times)
    document.claims.calls.append(CallClaim(whose, place, clock, frozenset(times.days), rhythm_said(times)))
    report_doubts(whose.name, times, line.number, document.reading, is_next=False)
    _check_converter(document, line, clock)


def _sentence_of_rule(text: str) -> str:
    """The one sentence of several that is a rule, else all of them: it names who meets, and no other hour is in it."""
    rules = [one for one in SENTENCE_END.split(text) if may_tell_time(one) and _is_rule(read_when(one))]
    return rules[0] if len(rules) == 1 else text


def _is_rule(times: When) -> bool:
    return bool(times.start and times.cadence.kind and (times.days or times.zone.text))


def _named_in(sentence: str) -> str:
    """What a sentence says meets: "The Security WG meets every…"; nothing for "We meet"."""
    found = _MEETS.match(sentence)
    return found[1].strip() if found else ""


def _check_next(document: Document, section: Section, line: Line, times: When) -> None:
    partial = said_date(times)
    if partial and _NEXT.match(line.text):
        date = resolved(document, section, partial, times.days)
        if date and date < document.reading.today:
            document.reading.find("past-next-meeting", line.number, "next", when=date.isoformat())


def _check_converter(document: Document, line: Line, clock: Clock | None) -> None:
    """An hour that a link to a converter gives otherwise."""
    link = converter_clock(line)
    if clock and link and clock.zones and link.zones:
        for one, two in odd_ones([clock, link], document.reading.today):
            document.reading.find("contradiction", line.number, "converter", one=one.text, two=two.text)


def _regions_of(text: str) -> str:
    return " ".join(re.findall(r"\b(?:APAC|EMEA|AMER|LATAM|Europe|Asia|Americas?)\b(?!/)", text))
