"""Reading a title against the roster: which of its words stand for which words of the groups' names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from commonhour.core.matching.naming import Weight, Word, fold, is_one_edit, is_slip_of_noise, words
from commonhour.core.matching.roster import Name, Roster

_PREFIX_LEAST = 3
_TYPO_LEAST = 6
_ENDINGS = ("ing", "ed", "er", "al", "ment", "ation", "ly")


@dataclass(frozen=True, slots=True)
class Sense:
    """One telling word of a title. `stands_for` are words of names, empty when it explains nothing; `is_sure` is
    False for a prefix or a slip of the pen; `by` is the name whose initials it gives."""

    place: int
    segment: int
    surface: str
    text: str
    stands_for: frozenset[str]
    is_sure: bool = True
    by: Name | None = None


@dataclass(frozen=True, slots=True)
class TitleWords:
    senses: tuple[Sense, ...]

    @property
    def given(self) -> frozenset[str]:
        return _union(sense.stands_for for sense in self.senses)

    @property
    def surely_given(self) -> frozenset[str]:
        return _union(sense.stands_for for sense in self.senses if sense.is_sure)

    @property
    def unexplained(self) -> tuple[Sense, ...]:
        return tuple(sense for sense in self.senses if not sense.stands_for)

    def segment(self, number: int) -> "TitleWords":
        return TitleWords(tuple(sense for sense in self.senses if sense.segment == number))

    @property
    def segments(self) -> list[int]:
        return list(dict.fromkeys(sense.segment for sense in self.senses))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def read_title(title: str, roster: Roster) -> TitleWords:
    """The telling words of a title in order; words that say nothing about the group are left out."""
    found: list[Sense] = []
    all_words = words(title)
    is_shouted = title == title.upper() or title == title.lower()
    place = 0
    while place < len(all_words):
        pair = _pair(all_words, place, roster)
        sense = pair or _sense(all_words[place], place, roster, is_shouted)
        if sense is not None:
            found.append(sense)
        place += 2 if pair else 1
    return _in_context(TitleWords(tuple(found)), roster)


def _in_context(title_words: TitleWords, roster: Roster) -> TitleWords:
    """A word that could begin several is the one that completes a name the rest of the title has: the "Eng" of
    "Research Software Eng"."""
    sure = title_words.surely_given
    settled = []
    for sense in title_words.senses:
        missing = {
            next(iter(name.need - sure))
            for name in roster.names
            if name.need & sure and len(name.need - sure) == 1 and not sense.stands_for
        }
        likely = [word for word in missing if _is_like(sense.text, word)]
        settled.append(
            replace(sense, stands_for=frozenset(likely), is_sure=False) if len(likely) == 1 else sense
        )
    return TitleWords(tuple(settled))


def _pair(all_words: tuple[Word, ...], place: int, roster: Roster) -> Sense | None:
    """Two words that a name writes as one: "on boarding" for "onboarding"."""
    if place + 1 >= len(all_words):
        return None
    one, two = all_words[place], all_words[place + 1]
    joined = one.text + two.text
    if one.text in roster.holders or joined not in roster.holders:
        return None
    return Sense(place, one.segment, f"{one.surface} {two.surface}", joined, frozenset({joined}))


def _sense(word: Word, place: int, roster: Roster, is_shouted: bool) -> Sense | None:
    def sense(stands_for: Iterable[str], *, is_sure: bool = True, by: Name | None = None) -> Sense:
        return Sense(place, word.segment, word.surface, word.text, frozenset(stands_for), is_sure, by)

    text = word.text
    if text in roster.holders:
        return sense({text})
    if word.weight is not Weight.PLAIN or text in roster.ignorable:
        return None
    initials = roster.initials.get(fold(word.surface))
    if initials and (word.surface.isupper() or is_shouted):
        return sense(initials.need, by=initials)
    joined = _joined(text, roster)
    if joined:
        return sense(joined)
    nearly = _nearly(text, roster)
    if nearly is None and is_slip_of_noise(text):
        return None
    return sense({nearly} if nearly else (), is_sure=not nearly)


def _joined(text: str, roster: Roster) -> frozenset[str]:
    """Two or three neighbouring words of a name, written as one: "careerpath"; or their beginnings: "devrel"."""
    parts = {
        name.order[start : start + length]
        for name in roster.names
        for length in (2, 3)
        for start in range(len(name.order) - length + 1)
    }
    whole = [part for part in parts if "".join(part) == text]
    found = whole or [part for part in parts if len(part) == 2 and _is_clipped(text, *part)]
    return frozenset(found[0]) if len(found) == 1 else frozenset()


def _is_clipped(text: str, first: str, second: str) -> bool:
    cuts = range(_PREFIX_LEAST, len(text) - _PREFIX_LEAST + 1)
    return any(first.startswith(text[:cut]) and second.startswith(text[cut:]) for cut in cuts)


def _nearly(text: str, roster: Roster) -> str | None:
    """The one word of any name that this is a prefix, another form or a misspelling of."""
    for is_like in (_is_prefix, _is_form, _is_slip):
        found = [word for word in roster.holders if is_like(text, word)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_like(text: str, word: str) -> bool:
    return _is_prefix(text, word) or _is_form(text, word) or _is_slip(text, word)


def _is_prefix(text: str, word: str) -> bool:
    return len(text) >= _PREFIX_LEAST and word.startswith(text)


def _is_form(text: str, word: str) -> bool:
    """ "metering" for "meter", "tooling" for "tools" """
    stem = word[:-1] if word.endswith("e") else word
    return len(word) >= 4 and any(text == stem + ending for ending in _ENDINGS)


def _is_slip(text: str, word: str) -> bool:
    """One letter wrong, missing, too many, or two exchanged; never the first, which people get right."""
    if min(len(text), len(word)) < _TYPO_LEAST - 1 or max(len(text), len(word)) < _TYPO_LEAST:
        return False
    return text[0] == word[0] and is_one_edit(text, word)
