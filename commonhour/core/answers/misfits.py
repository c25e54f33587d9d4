"""Answers that do not fit a draft: to something it does not have, or of a kind that it cannot be."""

from collections import Counter
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
    GroupAnswer,
)
from commonhour.core.answers.codes import (
    codes,
    is_date,
    is_typed,
    letters_of,
    reading_of,
    typed_reading,
    zone_code,
    zones_of,
)
from commonhour.core.answers.grouping import target
from commonhour.core.answers.starts import assumed_starts, may_start
from commonhour.core.draft import Draft
from commonhour.errors import RefusedInput
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
    known, names = {group.slug for group in draft.groups}, _names(draft, answers)
    for slug, answer in answers.groups.items():
        is_known, needs_more = answer.verb in (KEEP, REJECT, MERGE, RENAME), answer.verb in (MERGE, RENAME)
        if slug not in known:
            yield Misfit("groups", slug, fault("answer-no-group", name=slug))
        elif needs_more and not answer.to:
            yield Misfit("groups", slug, fault("answer-no-name", name=slug, verb=answer.verb))
        elif answer.verb == RENAME and names[answer.to.casefold()] > 1:
            yield Misfit("groups", slug, fault("answer-same-name", name=slug, text=answer.to))
        elif not is_known or needs_more != bool(answer.to):
            yield Misfit("groups", slug, fault("answer-no-verb", name=slug, text=answer.verb))
        elif answer.verb == MERGE and answer.to not in {*known, *elsewhere}:
            yield Misfit("groups", slug, fault("answer-no-target", name=slug, target=answer.to))
        elif answer.verb == MERGE and target(slug, answers.groups) in (None, slug):
            yield Misfit("groups", slug, fault("answer-lost-target", name=slug, target=answer.to))


def _names(draft: Draft, answers: Answers) -> Counter[str]:
    """What the groups will be called, and how many of them so."""
    given = ((one, answers.groups.get(one.slug, GroupAnswer(KEEP))) for one in draft.groups)
    kept = ((one, answer) for one, answer in given if answer.verb not in (REJECT, MERGE))
    return Counter((answer.to if answer.verb == RENAME else one.name).casefold() for one, answer in kept)


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
        elif said != CONFIRM and not is_date(said):
            yield Misfit("starts", slug, fault("answer-no-date", text=said))
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
        elif is_typed(answer.reading):
            try:
                typed_reading(answer.reading)
            except RefusedInput as error:
                yield Misfit("meetings", slug, fault(error.code, **error.facts))
        elif answer.reading != WHEN_NEEDED and reading_of(series.readings, answer.reading) is None:
            known = "; ".join([*codes(series.readings), WHEN_NEEDED])
            reason = fault("answer-no-reading", name=slug, text=answer.reading, known=known)
            yield Misfit("meetings", slug, reason)


def overruled(draft: Draft, answers: Answers) -> Iterator[Misfit]:
    """Meetings that are answered with another zone than their letters: a meeting's own answer counts."""
    for series in draft.series:
        word, own = letters_of(series), answers.meetings.get(series.slug)
        reading = reading_of(series.readings, own.reading) if own else None
        zone = zone_code(reading.facts["zone"]) if reading and "zone" in reading.facts else ""
        if zone and answers.letters.get(word, zone) != zone:
            facts = {"name": series.slug, "zone": zone, "word": word, "other": answers.letters[word]}
            yield Misfit("meetings", series.slug, fault("answer-overrules", **facts))
