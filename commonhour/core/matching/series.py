"""Matching: which group a calendar's call belongs to. Nothing is guessed: one winner with a reason, or a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonhour.core.draft import Match
from commonhour.core.matching.naming import words
from commonhour.core.matching.roster import Known, Roster, roster
from commonhour.core.matching.text_evidence import Pointer, by_category, by_description, pointers
from commonhour.core.matching.title_naming import Naming, Titles, naming
from commonhour.errors.telling import Fault, fault

__all__ = ["Candidate", "Known", "Match", "match_series"]

# A call for everybody stays everybody's, whatever its text mentions.
_FOR_ALL = {
    "allhand",
    "allhands",
    "townhall",
    "plenary",
    "assembly",
    "summit",
    "conference",
    "fosdem",
    "webinar",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call to be given to a group. `chosen` is a person's explicit choice, `before` where it was put earlier, `own`
    the group whose calls its file holds."""

    uid: str
    title: str
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    chosen: str | None = None
    before: str | None = None
    own: str | None = None


def match_series(
    candidates: Sequence[Candidate], groups: Sequence[Known], *, community: str = ""
) -> list[Match]:
    """One Match for each candidate, in their order. An uncertain one has no group and says why and who is near.

    `community` is the community's own name, whose words say nothing about the group.
    """
    titles = tuple(dict.fromkeys(candidate.title for candidate in candidates))
    known = roster(groups, community=community, titles=titles)
    run = Titles(titles)
    return [_match(candidate, known, run) for candidate in candidates]


def _match(candidate: Candidate, known: Roster, titles: Titles) -> Match:
    def certain(group: str, reason: Fault) -> Match:
        return Match(candidate.uid, candidate.title, group, reason, True)

    if candidate.chosen:
        return certain(candidate.chosen, fault("chosen-group", group=known.title_of(candidate.chosen)))
    if candidate.before:
        return certain(candidate.before, fault("group-before", group=known.title_of(candidate.before)))
    named = naming(candidate.title, known, titles)
    decided = _decide(named, candidate, known)
    if isinstance(decided, Pointer):
        return certain(decided.group, decided.reason)
    if candidate.own:
        return certain(candidate.own, fault("file-group", group=known.title_of(candidate.own)))
    return Match(candidate.uid, candidate.title, None, decided, False)


def _decide(named: Naming, candidate: Candidate, known: Roster) -> Pointer | Fault:
    """The group and the reason; or, when it is not certain, the reason alone."""
    if named.group and named.is_full:
        return Pointer(named.group, named.reason)
    text = candidate.description
    hints = by_category(candidate.categories, known)
    hints += [
        p for p in pointers(candidate.title, text, candidate.url, known) if p.group not in _groups(hints)
    ]
    if _is_for_all(candidate.title):
        return named.reason
    if not hints and named.is_silent:
        hints = by_description(text, known)
    return _weighed(named, hints, known)


def _weighed(named: Naming, hints: list[Pointer], known: Roster) -> Pointer | Fault:
    """The title's word against the text's: they must not contradict each other."""
    if len(hints) > 1:
        return fault("text-points-to", groups=[known.title_of(hint.group) for hint in hints[:3]])
    if named.group:
        return _agreeing(named, hints, known)
    if hints and (not named.near or hints[0].group in named.near):
        return hints[0]
    if hints:
        return fault("text-points-elsewhere", reason=named.reason, group=known.title_of(hints[0].group))
    return named.reason


def _agreeing(named: Naming, hints: list[Pointer], known: Roster) -> Pointer | Fault:
    if hints and hints[0].group != named.group:
        return fault("text-disagrees", reason=named.reason, group=known.title_of(hints[0].group))
    return Pointer(named.group or "", named.reason)


def _groups(hints: list[Pointer]) -> set[str]:
    return {hint.group for hint in hints}


def _is_for_all(title: str) -> bool:
    return bool({word.text for word in words(title)} & _FOR_ALL)
