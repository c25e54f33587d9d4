"""What a rehearsed import came to, as the rows say that it made: so a preview shows what saving does."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonhour.actions.upstream.calls import series_key
from commonhour.actions.upstream.run import Run
from commonhour.core.answers.answers import FACTS, Answers
from commonhour.core.draft import Draft
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.question import Question, question_of
from commonhour.formats.answers import Stand
from commonhour.models import Community, Group, Series


@dataclass(frozen=True, slots=True)
class ForeseenFact:
    """A fact of the community: `there` as the file has it, `here` before the import and `then` after it."""

    there: str
    here: str
    then: str


@dataclass(frozen=True, slots=True)
class ForeseenGroup:
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ForeseenSeries:
    """Without schedules and question it meets when needed."""

    title: str
    group: str
    schedules: tuple[Schedule, ...]
    question: Question | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """By the slugs of the draft. What was removed or left out here before is not in it."""

    facts: Mapping[str, ForeseenFact]
    groups: Mapping[str, ForeseenGroup]
    series: Mapping[str, ForeseenSeries]


@dataclass(frozen=True, slots=True)
class Before:
    """What there was before the rehearsal."""

    facts: Mapping[str, str]
    groups: frozenset[int]

    @classmethod
    def now(cls) -> "Before":
        return cls(_facts(Community.the()), frozenset(Group.objects.values_list("pk", flat=True)))


def foreseen(run: Run, before: Before) -> Foreseen:
    there, then = _stated(run.draft), _facts(Community.the())
    return Foreseen(
        {name: ForeseenFact(there[name], before.facts[name], then[name]) for name in FACTS if there[name]},
        dict(_groups(run, before)),
        dict(_series(run)),
    )


def foreseen_alone(draft: Draft) -> Foreseen:
    """Without a hub everything is new."""
    names = {group.slug: group.name for group in draft.groups}
    return Foreseen(
        {name: ForeseenFact(value, "", value) for name, value in _stated(draft).items() if value},
        {slug: ForeseenGroup(name, True) for slug, name in names.items()},
        {
            one.slug: ForeseenSeries(
                one.title, names.get(one.group or "", ""), tuple(one.schedules), one.question, True
            )
            for one in draft.series
        },
    )


def stand_of(name: str, draft: Draft, answers: Answers, found: Foreseen) -> Stand:
    """The draft as it was read, and what of it will be there."""
    taken = frozenset(name for name, fact in found.facts.items() if fact.then == fact.there)
    gone = {group.slug for group in draft.groups} - found.groups.keys() - answers.groups.keys()
    return Stand(name, draft, answers, taken, frozenset(gone))


def _stated(draft: Draft) -> dict[str, str]:
    facts = {name: getattr(draft.community, name) for name in FACTS} if draft.kind == "page" else dict.fromkeys(FACTS, "")  # fmt: skip
    return {**facts, "tzid": draft.tzid}


def _facts(community: Community) -> dict[str, str]:
    return {name: getattr(community, name) for name in FACTS}


def _groups(run: Run, before: Before) -> list[tuple[str, ForeseenGroup]]:
    refs = {there.slug: run.memory.ref("group", there.slug) for there in run.draft.groups}
    rows = Group.objects.in_bulk([ref.object_id for ref in refs.values() if ref])
    return [
        (slug, ForeseenGroup(row.name, row.pk not in before.groups))
        for slug, ref in refs.items()
        if ref and (row := rows.get(ref.object_id))
    ]


def _series(run: Run) -> list[tuple[str, ForeseenSeries]]:
    keys = {there.slug: series_key(there) if run.holds_calls else there.slug for there in run.draft.series}
    refs = {slug: run.memory.ref("series", key) for slug, key in keys.items()}
    rows = (
        Series.objects.select_related("group")
        .prefetch_related("schedules__overrides")
        .in_bulk([ref.object_id for ref in refs.values() if ref])
    )
    return [
        (slug, _as_it_will_be(row, run))
        for slug, ref in refs.items()
        if ref and (row := rows.get(ref.object_id))
    ]


def _as_it_will_be(row: Series, run: Run) -> ForeseenSeries:
    schedules = tuple(one.as_core() for one in row.schedules.all())
    group = row.group.name if row.group else ""
    question = None if schedules else question_of(row.question)
    return ForeseenSeries(row.title, group, schedules, question, row.pk in run.fresh)
