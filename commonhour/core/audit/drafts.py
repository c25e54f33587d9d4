"""What a draft contradicts in itself: passed goals, copied channels, names spelt in two ways, counts that are off."""

import datetime as dt
import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commonhour.core.draft import Draft, DraftChannel, DraftGroup
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import stem

_GENERIC = {
    "wg",
    "sig",
    "dev",
    "users",
    "user",
    "discuss",
    "general",
    "community",
    "list",
    "working",
    "group",
    "team",
    "the",
    "project",
}
_SIMILAR = 0.55
_MOST_NAMED = 20  # groups of one first name: enough of a question
_NEAR = 0.7  # of two words: a slip
_NUMBER_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
_COUNT = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})(?:\s*\(\d+\))?\s+((?:[\w-]+\s+){{0,3}}?)(working groups?|special interest groups?|groups?|sigs|wgs"
    r"|chapters|committees|programmes?|programs?)\b", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    """A draft, and where each of its things stands."""

    draft: Draft
    where: Callable[[object], str]
    today: dt.date


def draft_findings(
    draft: Draft, where: Callable[[object], str], today: dt.date, state_of: Callable[[str], str]
) -> Iterator[Finding]:
    """Everything in a draft that disagrees with itself or with today. `where` says where a goal, channel, person or
    space stands, `state_of` which state of a group some words name."""
    look = _Look(draft, where, today)
    yield from _passed_goals(look)
    yield from _copied_channels(look)
    yield from _channel_names(look)
    yield from _same_names(look)
    yield from _counts(look, state_of)


def _passed_goals(look: _Look) -> Iterator[Finding]:
    for group in look.draft.groups:
        for goal in group.goals:
            if goal.due and goal.due < look.today and group.state != "concluded":
                yield notice(
                    "goal-date-passed", look.where(goal), subject=group.slug, name=group.name,
                    due=goal.due.isoformat(), text=goal.text,
                )  # fmt: skip


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9]+", text.casefold()) if w not in _GENERIC}


def _copied_channels(look: _Look) -> Iterator[Finding]:
    users: dict[tuple[str, str], list[tuple[DraftGroup, DraftChannel]]] = defaultdict(list)
    for group in look.draft.groups:
        for channel in group.channels:
            if channel.kind in ("chat", "list") and channel.name:
                users[channel.kind, channel.name.casefold().lstrip("#")].append((group, channel))
    for (_, name), pairs in users.items():
        fits = [len(_words(name) & _words(group.name)) for group, _ in pairs]
        best = max(fits)
        if fits.count(best) > 1 or len({group.slug for group, _ in pairs}) < 2:
            continue
        owner = pairs[fits.index(best)][0]
        for (group, channel), fit in zip(pairs, fits, strict=True):
            if fit == 0:
                yield notice(
                    "copied-channel", look.where(channel), subject=group.slug, name=group.name,
                    channel=channel.name, owner=owner.name,
                )  # fmt: skip


def _channel_names(look: _Look) -> Iterator[Finding]:
    for group in look.draft.groups:
        lists = [c for c in group.channels if c.kind == "list" and c.name]
        chats = [c for c in group.channels if c.kind == "chat" and c.name]
        for mail in lists:
            for chat in chats:
                if _differs(mail.name, chat.name):
                    yield notice(
                        "channel-name-differs", look.where(chat), "list-and-chat", subject=group.slug,
                        name=group.name, list=mail.name, chat=chat.name,
                    )  # fmt: skip


def _differs(one: str, other: str) -> bool:
    """Alike but not the same: neither name's words contain the other's, and where they share a word, another one is
    spelt almost alike; a list and a chat may have prefixes of their own."""
    a, b = ({stem(word) for word in _words(name)} for name in (one, other))
    if not a or not b or a <= b or b <= a or "".join(sorted(a)) == "".join(sorted(b)):
        return False
    if a & b and not _is_near(a - b, b - a):
        return False
    joined = (
        "".join(re.findall(r"[a-z0-9]+", one.casefold())),
        "".join(re.findall(r"[a-z0-9]+", other.casefold())),
    )
    return difflib.SequenceMatcher(None, *joined).ratio() >= _SIMILAR


def _is_near(ones: set[str], others: set[str]) -> bool:
    return any(difflib.SequenceMatcher(None, a, b).ratio() >= _NEAR for a in ones for b in others)


def _same_names(look: _Look) -> Iterator[Finding]:
    places: dict[str, list[tuple[DraftGroup, str, str]]] = defaultdict(list)
    for group in look.draft.groups:
        for person in group.people:
            if len(person.name.split()) == 1 and not person.url:
                places[person.name.casefold()].append((group, look.where(person), person.name))
    for found in places.values():
        groups = list(dict.fromkeys(group.name for group, _, _ in found[:_MOST_NAMED]))
        if len(groups) < 2:
            continue
        for _, place, name in found[:_MOST_NAMED]:
            yield notice("same-name", place, name=name, groups=groups)


def _counts(look: _Look, state_of: Callable[[str], str]) -> Iterator[Finding]:
    for space in look.draft.spaces:
        groups = [g for g in look.draft.groups if g.space == space.slug]
        for found in _COUNT.finditer(space.description):
            number = found.group(1).casefold()
            number_said = _NUMBER_WORDS.get(number, int(number) if number.isdigit() else -1)
            fitting = [g for g in groups if _is_counted(g, found.group(2), found.group(3), state_of)]
            if fitting and number_said != len(fitting):
                said = found.group().strip()
                yield notice(
                    "count-mismatch", look.where(space), subject=space.slug, text=said, count=len(fitting)
                )


def _is_counted(group: DraftGroup, words: str, noun: str, state_of: Callable[[str], str]) -> bool:
    state = state_of(words) or ("active" if re.search(r"\b(?:active|current)\b", words, re.I) else "")
    kind = {"chapter": "chapter", "committe": "committee", "program": "programme"}.get(
        noun.casefold().rstrip("s").rstrip("e").removesuffix("m") + ""
    )
    if "working" in noun.casefold():
        kind = "working-group"
    return (not state or group.state == state) and (kind is None or group.kind == kind)
