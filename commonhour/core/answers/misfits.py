"""Answers that do not fit a draft: to something it does not have, or of a kind that it cannot be."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace

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
)
from commonhour.core.answers.codes import codes, letters_of, reading_of, zones_of
from commonhour.core.answers.grouping import target
from commonhour.core.answers.starts import assumed_starts, may_start
from commonhour.core.draft import Draft
from commonhour.errors.telling import Fault, fault


@dataclass(frozen=True, slots=True)
class Misfit:
    """`part` and `key` say which answer it is."""

    part: str
    key: str
    reason: Fault


def misfits(draft: Draft, answers: Answers, elsewhere: Collection[str] = ()) -> Iterator[Misfit]:
    """`elsewhere` are the slugs of the groups that a group may be merged into beside those of the draft."""
    for name in answers.community.keys() - set(FACTS):
        yield Misfit("community", name, fault("answer-no-fact", name=name, known=", ".join(FACTS)))
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
        is_known, needs_more = answer.verb in (KEEP, REJECT, MERGE, RENAME), answer.verb in (MERGE, RENAME)
        if slug not in known:
            yield Misfit("groups", slug, fault("answer-no-group", name=slug))
        elif not is_known or needs_more != bool(answer.to):
            yield Misfit("groups", slug, fault("answer-no-verb", name=slug, text=answer.verb))
        elif answer.verb == MERGE and answer.to not in {*known, *elsewhere}:
            yield Misfit("groups", slug, fault("answer-no-target", name=slug, target=answer.to))
        elif answer.verb == MERGE and target(slug, answers.groups) in (None, slug):
            yield Misfit("groups", slug, fault("answer-lost-target", name=slug, target=answer.to))


def _of_letters(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    asked: dict[str, dict[str, None]] = {}
    for series in draft.series:
        asked.setdefault(letters_of(series), {}).update(dict.fromkeys(zones_of(series)))
    for word, code in answers.letters.items():
        if not word or word not in asked:
            yield Misfit("letters", word, fault("answer-no-letters", name=word))
        elif code not in asked[word]:
            known = ", ".join(asked[word])
            yield Misfit("letters", word, fault("answer-no-zone", name=word, text=code, known=known))


def _of_starts(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    """Seen with the other answers given, as one of those may be what assumed a start."""
    known = {one.series.slug: one for one in assumed_starts(answered(draft, replace(answers, starts={})))}
    for slug, said in answers.starts.items():
        if slug not in known:
            yield Misfit("starts", slug, fault("answer-no-start", name=slug))
        elif said != CONFIRM and not may_start(known[slug].schedule, said):
            yield Misfit("starts", slug, fault("answer-wrong-start", name=slug, text=said))


def _of_meetings(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    asked = {one.slug: one for one in draft.series}
    for slug, answer in answers.meetings.items():
        series = asked.get(slug)
        if series is None:
            yield Misfit("meetings", slug, fault("answer-no-meeting", name=slug))
        elif series.question is None:
            yield Misfit("meetings", slug, fault("answer-not-asked", name=slug))
        elif answer.reading != WHEN_NEEDED and reading_of(series.readings, answer.reading) is None:
            known = "; ".join([*codes(series.readings), WHEN_NEEDED])
            reason = fault("answer-no-reading", name=slug, text=answer.reading, known=known)
            yield Misfit("meetings", slug, reason)
