"""Answers that do not fit a draft: to something it does not have, or of a kind that it cannot be."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from commonhour.core.answers.answered import answered
from commonhour.core.answers.answers import (
    CONFIRM,
    FACTS,
    KEEP,
    MERGE,
    REJECT,
    RENAME,
    WHEN_NEEDED,
    Answers,
    GroupAnswer,
)
from commonhour.core.answers.codes import codes, letters_of, reading_of, zones_of
from commonhour.core.answers.grouping import target
from commonhour.core.answers.starts import assumed_starts, may_start
from commonhour.core.draft import Draft, DraftSeries


@dataclass(frozen=True, slots=True)
class Misfit:
    """`part` and `key` say which answer it is; `code` and `facts` why it does not fit."""

    part: str
    key: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def misfits(draft: Draft, answers: Answers, elsewhere: Collection[str] = ()) -> Iterator[Misfit]:
    """`elsewhere` are the slugs of the groups that a group may be merged into beside those of the draft."""
    yield from (Misfit("community", one, "answer-no-fact", {"name": one, "known": ", ".join(FACTS)}) for one in answers.community if one not in FACTS)  # fmt: skip
    yield from _of_groups(draft, answers, elsewhere)
    yield from _of_letters(draft, answers)
    yield from _of_starts(draft, answers)
    yield from _of_meetings(draft, answers)


def fitting(draft: Draft, answers: Answers, elsewhere: Collection[str] = ()) -> Answers:
    """The answers that do fit: what an earlier page was told holds for this one where it has the same to ask."""
    gone = {(one.part, one.key) for one in misfits(draft, answers, elsewhere)}
    parts = {
        part.name: {
            key: one for key, one in getattr(answers, part.name).items() if (part.name, key) not in gone
        }
        for part in fields(answers)
    }
    return replace(answers, **parts)


def _of_groups(draft: Draft, answers: Answers, elsewhere: Collection[str]) -> Iterator[Misfit]:
    known = {group.slug for group in draft.groups}
    for slug, answer in answers.groups.items():
        if slug not in known:
            yield Misfit("groups", slug, "answer-no-group", {"name": slug})
        elif answer.verb not in (KEEP, REJECT, MERGE, RENAME) or (answer.verb in (MERGE, RENAME)) != bool(
            answer.to
        ):
            yield Misfit("groups", slug, "answer-no-verb", {"name": slug, "text": answer.verb})
        elif answer.verb == MERGE:
            yield from _of_merge(slug, answer, answers, {*known, *elsewhere})


def _of_merge(slug: str, answer: GroupAnswer, answers: Answers, known: Collection[str]) -> Iterator[Misfit]:
    if answer.to not in known:
        yield Misfit("groups", slug, "answer-no-target", {"name": slug, "target": answer.to})
    elif target(slug, answers.groups) in (None, slug):
        yield Misfit("groups", slug, "answer-lost-target", {"name": slug, "target": answer.to})


def _of_letters(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    asked: dict[str, set[str]] = {}
    for series in draft.series:
        asked.setdefault(letters_of(series), set()).update(zones_of(series))
    for word, code in answers.letters.items():
        if word not in asked or not word:
            yield Misfit("letters", word, "answer-no-letters", {"name": word})
        elif code not in asked[word]:
            yield Misfit("letters", word, "answer-no-zone", {"name": word, "text": code, "known": ", ".join(sorted(asked[word]))})  # fmt: skip


def _of_starts(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    """Seen with the other answers given, as one of those may be what assumed a start."""
    known = {one.series.slug: one for one in assumed_starts(answered(draft, replace(answers, starts={})))}
    for slug, said in answers.starts.items():
        if slug not in known:
            yield Misfit("starts", slug, "answer-no-start", {"name": slug})
        elif said != CONFIRM and not may_start(known[slug].schedule, said):
            yield Misfit("starts", slug, "answer-wrong-start", {"name": slug, "text": said})


def _of_meetings(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    known = {one.slug: one for one in draft.series}
    for slug, answer in answers.meetings.items():
        series = known.get(slug)
        if series is None:
            yield Misfit("meetings", slug, "answer-no-meeting", {"name": slug})
        elif series.question is None:
            yield Misfit("meetings", slug, "answer-not-asked", {"name": slug})
        elif answer.reading != WHEN_NEEDED and reading_of(series.readings, answer.reading) is None:
            yield Misfit("meetings", slug, "answer-no-reading", {"name": slug, "text": answer.reading, "known": _known(series)})  # fmt: skip


def _known(series: DraftSeries) -> str:
    return "; ".join([*codes(series.readings), WHEN_NEEDED])
