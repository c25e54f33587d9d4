"""What a draft contradicts in itself: passed goals, copied channels, names spelt in two ways, counts that are off."""

import difflib
import re
from collections import defaultdict

from commonhour.core.draft import DraftChannel, DraftGroup
from commonhour.formats.page.reading import Reading
from commonhour.formats.page.vocabulary import state_of

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


def check(reading: Reading) -> None:
    """Adds a finding for everything in the draft that disagrees with itself or with today."""
    _passed_goals(reading)
    _copied_channels(reading)
    _channel_names(reading)
    _same_names(reading)
    _counts(reading)


def _passed_goals(reading: Reading) -> None:
    for group in reading.draft.groups:
        for goal in group.goals:
            if goal.due and goal.due < reading.today and group.state != "concluded":
                reading.find(
                    "goal-date-passed", reading.line_of(goal), f"A goal of {group.name} was due on {goal.due.isoformat()}: “{goal.text}”.",
                    "Say whether it was reached, or give it a new date.",
                )  # fmt: skip


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"[a-z0-9]+", text.casefold()) if w not in _GENERIC}


def _copied_channels(reading: Reading) -> None:
    users: dict[tuple[str, str], list[tuple[DraftGroup, DraftChannel]]] = defaultdict(list)
    for group in reading.draft.groups:
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
                reading.find(
                    "copied-channel", reading.line_of(channel),
                    f"{group.name} has the channel {channel.name}, which is also that of {owner.name} and fits that name better.",
                    f"Give the channel of {group.name}.",
                )  # fmt: skip


def _channel_names(reading: Reading) -> None:
    for group in reading.draft.groups:
        lists = [c for c in group.channels if c.kind == "list" and c.name]
        chats = [c for c in group.channels if c.kind == "chat" and c.name]
        for mail in lists:
            for chat in chats:
                if _differs(mail.name, chat.name):
                    reading.find(
                        "channel-name-differs", reading.line_of(chat),
                        f"{group.name}: the list is called {mail.name} and the chat {chat.name}. One of them may be misspelt.",
                        "Check which name is right.",
                    )  # fmt: skip


def _differs(one: str, other: str) -> bool:
    """Alike but not the same: neither name's words contain the other's."""
    a, b = _words(one), _words(other)
    if not a or not b or a <= b or b <= a or "".join(sorted(a)) == "".join(sorted(b)):
        return False
    joined = (
        "".join(re.findall(r"[a-z0-9]+", one.casefold())),
        "".join(re.findall(r"[a-z0-9]+", other.casefold())),
    )
    return difflib.SequenceMatcher(None, *joined).ratio() >= _SIMILAR


def _same_names(reading: Reading) -> None:
    places: dict[str, list[tuple[DraftGroup, int, str]]] = defaultdict(list)
    for group in reading.draft.groups:
        for person in group.people:
            if len(person.name.split()) == 1 and not person.url:
                places[person.name.casefold()].append((group, reading.line_of(person), person.name))
    for found in places.values():
        groups = list(dict.fromkeys(group.name for group, _, _ in found))
        if len(groups) < 2:
            continue
        for _, line, name in found:
            reading.find(
                "same-name", line, f"“{name}” stands in {' and '.join(groups)}: one person or two?", "Write the full name, or a link to a profile.",
            )  # fmt: skip


def _counts(reading: Reading) -> None:
    for space in reading.draft.spaces:
        groups = [g for g in reading.draft.groups if g.space == space.slug]
        for found in _COUNT.finditer(space.description):
            number = found.group(1).casefold()
            said = _NUMBER_WORDS.get(number, int(number) if number.isdigit() else -1)
            fitting = [g for g in groups if _is_counted(g, found.group(2), found.group(3))]
            if fitting and said != len(fitting):
                reading.find(
                    "count-mismatch", reading.line_of(space),
                    f"“{found.group().strip()}”: the page lists {len(fitting)}.", "Leave the number out; the directory counts.",
                )  # fmt: skip


def _is_counted(group: DraftGroup, words: str, noun: str) -> bool:
    state = state_of(words) or ("active" if re.search(r"\b(?:active|current)\b", words, re.I) else "")
    kind = {"chapter": "chapter", "committe": "committee", "program": "programme"}.get(
        noun.casefold().rstrip("s").rstrip("e").removesuffix("m") + ""
    )
    if "working" in noun.casefold():
        kind = "working-group"
    return (not state or group.state == state) and (kind is None or group.kind == kind)
