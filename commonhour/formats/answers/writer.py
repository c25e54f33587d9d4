"""Writes a file of answers: everything an import asks, as it stands, with the choices beside it in plain words."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonhour.core.answers.answers import (
    CONFIRM,
    FACTS,
    KEEP,
    OPEN,
    REJECT,
    WHEN_NEEDED,
    Answers,
    GroupAnswer,
)
from commonhour.core.answers.codes import codes, is_typed, letters_of, zones_of
from commonhour.core.answers.starts import assumed_starts
from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.speech.questions import question_sentence
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.undecided.readings import Reading

_PLAIN = re.compile(r"[A-Za-z0-9][\w./=;,+ -]*(?<! )", re.ASCII)
_HEAD = """# What becomes of what was read. Change what is not right, then import with --answers and the name of this file.
# A line left as it is changes nothing; so does one that is taken out. “open” waits for an answer."""
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Stand:
    """What one file is to become: the draft as it was read, the answers so far, the facts of the community that are
    taken, and the groups that are left out."""

    name: str
    draft: Draft
    answers: Answers
    taken: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


def write_answers(stands: list[Stand]) -> str:
    lines = [_HEAD]
    for stand in stands:
        parts = [*_community(stand), *_groups(stand), *_letters(stand), *_starts(stand), *_meetings(stand)]
        lines += ["", f"{_quoted(stand.name)}:", *(f"  {line}" for line in parts)]
    return "\n".join(lines) + "\n"


def _community(stand: Stand) -> Iterator[str]:
    draft = stand.draft
    values = {name: getattr(draft.community, name) for name in FACTS} | {"tzid": draft.tzid}
    if draft.kind != "page" or not any(values.values()):
        return
    yield "# The community's own facts: take or leave. Open takes what is new here, or was changed on the same page."
    yield "community:"
    for name in FACTS:
        if values[name]:
            said = stand.answers.community.get(name)
            what = "is taken" if name in stand.taken else "is not taken"
            yield f"  {name}: {OPEN if said is None else 'take' if said else 'leave'}  # {_short(values[name])} {what}"


def _groups(stand: Stand) -> Iterator[str]:
    if not stand.draft.groups:
        return
    yield "# Groups: keep, reject, {merge: slug of the group it belongs to}, or {rename: another name}."
    yield "groups:"
    for group in stand.draft.groups:
        standing = GroupAnswer(REJECT if group.slug in stand.left_out else KEEP)
        yield f"  {_quoted(group.slug)}: {_group(stand.answers.groups.get(group.slug, standing))}  # {_short(group.name)}, {_line(group.where)}"


def _letters(stand: Stand) -> Iterator[str]:
    asking: dict[str, list[DraftSeries]] = {}
    for series in stand.draft.series:
        if word := letters_of(series):
            asking.setdefault(word, []).append(series)
    if asking:
        yield "# What letters mean, for all meetings that ask about them."
        yield "letters:"
    for word, several in asking.items():
        choices = dict.fromkeys(code for series in several for code in zones_of(series))
        yield f"  # {word}, in {len(several)} of them: {', '.join(choices)}"
        yield f"  {_quoted(word)}: {_quoted(stand.answers.letters.get(word, OPEN))}"


def _starts(stand: Stand) -> Iterator[str]:
    starts = assumed_starts(stand.draft)
    if starts:
        yield f"# First dates that nobody gave: {CONFIRM}, or another date, such as 2026-12-01."
        yield "starts:"
    for start in starts:
        slug = start.series.slug
        first, often = start.finding.facts["first"], rule_sentence(start.schedule)
        yield f"  {_quoted(slug)}: {_quoted(stand.answers.starts.get(slug, OPEN))}  # {first}: {often}"


def _meetings(stand: Stand) -> Iterator[str]:
    asking = [one for one in stand.draft.series if one.question]
    if asking:
        yield "# When each meets: one of the readings of its words, written as they are before the colon."
        yield f"# Or {WHEN_NEEDED}: it has no regular time. With a length: {{reading: …, minutes: 60}}."
        yield "# Or its time: {rule: FREQ=WEEKLY;BYDAY=TU, start: 2026-12-01T15:00, zone: Europe/Berlin, minutes: 60}."
        yield "meetings:"
    for series in asking:
        yield f"  # {_short(series.title)}, {_line(series.where)}: {_short(question_sentence(series.question) if series.question else '', 300)}"
        for code, reading in codes(series.readings).items():
            yield f"  #   {code}: {_reading(reading)}"
        yield f"  {_quoted(series.slug)}: {_meeting(stand, series)}"


def _reading(reading: Reading) -> str:
    return _short(" / ".join(rule_sentence(one) for one in reading.schedules), 300)


def _group(answer: GroupAnswer) -> str:
    return f"{{{answer.verb}: {_quoted(answer.to, flow=True)}}}" if answer.to else answer.verb


def _meeting(stand: Stand, series: DraftSeries) -> str:
    answer = stand.answers.meetings.get(series.slug)
    if answer is None:
        return OPEN
    if is_typed(answer.reading):
        start, zone, rule = answer.reading.split(" ", 2)
        parts = {"rule": rule, "start": start, "zone": zone}
    elif answer.minutes:
        parts = {"reading": answer.reading}
    else:
        return _quoted(answer.reading)
    said = "".join(f"{name}: {_quoted(part, flow=True)}, " for name, part in parts.items())
    return f"{{{said}minutes: {answer.minutes}}}"


def _quoted(text: str, *, flow: bool = False) -> str:
    """As YAML reads it back; within braces a comma would end it."""
    is_plain = _PLAIN.fullmatch(text) and text not in ("null", "Null", "NULL") and not (flow and "," in text)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _line(where: str) -> str:
    return f"line {where.rpartition(':')[2]}"


def _short(text: str, most: int = _WIDTH) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
