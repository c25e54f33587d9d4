"""Which group a title names: one winner with a margin, or nobody, with the reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from commonhour.core.matching.naming import Weight, weight, words
from commonhour.core.matching.roster import Name, Roster
from commonhour.core.matching.title_reading import TitleWords, read_title
from commonhour.errors.telling import Fault, fault

_JOINT = {"joint", "jointly", "joined", "combined", "shared", "cross", "vs", "versus", "x", "plus"}
_KINDS = {"wg", "sig", "tag", "ug", "group", "team", "subgroup", "squad"}
_HEAD_LEAST = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """`group` is the winner or None; `is_full` says that its whole name is there. `near` are the groups it could
    mean, empty when the title is silent about all of them."""

    group: str | None
    reason: Fault
    is_full: bool = False
    near: tuple[str, ...] = ()
    is_silent: bool = False


@dataclass
class Titles:
    """All titles of one run. Each is read once, and only when the first one gives part of a name."""

    titles: tuple[str, ...] = ()
    _by_word: dict[str, list[tuple[str, TitleWords]]] | None = None
    _other: dict[tuple[Name, frozenset[str]], list[str]] = field(default_factory=dict)

    def use_otherwise(self, own: frozenset[str], name: Name, roster: Roster) -> list[str]:
        """Titles that have one of these words in a company the group does not explain ("Book club"); two are enough."""
        if (name, own) not in self._other:
            explained = roster.words_of(name.group)
            found = (
                title
                for title, read in self._with(own, roster)
                if not name.need <= read.given and (read.unexplained or not read.given <= explained)
            )
            self._other[(name, own)] = list(islice(dict.fromkeys(found), 2))
        return self._other[(name, own)]

    def _with(self, own: frozenset[str], roster: Roster) -> Iterator[tuple[str, TitleWords]]:
        if self._by_word is None:
            self._by_word = defaultdict(list)
            for title in self.titles:
                read = read_title(title, roster)
                for word in read.given:
                    self._by_word[word].append((title, read))
        found = self._by_word
        return (one for word in sorted(own) for one in found.get(word, ()))


def naming(title: str, roster: Roster, titles: Titles | None = None) -> Naming:
    """Who the title names. `titles` are those of the same run: a word that others use otherwise proves nothing."""
    title_words = read_title(title, roster)
    winners = _fulls(title_words, roster)
    if _is_joint(title, title_words, winners):
        return _joint(roster, winners, title_words)
    if len(winners) > 1:
        near = _groups_of(winners)
        return Naming(None, fault("title-ambiguous", near=_titles(near, roster)), near=near)
    if winners and _is_everyday(winners[0], title):
        return Naming(None, fault("title-everyday", name=winners[0].text), near=(winners[0].group,))
    if winners:
        return _full(winners[0], title_words, roster)
    return _partial(title, title_words, roster, titles or Titles())


def _fulls(title_words: TitleWords, roster: Roster) -> list[Name]:
    """The names the title has in full, one for a group; a longer one wins over one that is inside it."""
    given, sure = title_words.given, title_words.surely_given
    full = [name for name in roster.names if name.need <= given and (name.need & sure or len(name.need) == 1)]
    largest: dict[str, Name] = {}
    for name in sorted(full, key=lambda name: -len(name.need)):
        largest.setdefault(name.group, name)
    names = list(largest.values())
    return [name for name in names if not any(_says_more(other, name, title_words) for other in names)]


def _says_more(larger: Name, name: Name, title_words: TitleWords) -> bool:
    """A longer name wins over one inside it. "Community Metrics" wins over "Metrics" only as written, since any
    metrics call may be a "metrics community call"."""
    if not larger.need > name.need:
        return False
    if any(weight(word) in (Weight.PLAIN, Weight.NEUTRAL) for word in larger.need - name.need):
        return True
    ordered = [sense.text for sense in title_words.senses if sense.text in larger.need]
    return tuple(ordered) == larger.order


def _is_joint(title: str, title_words: TitleWords, winners: list[Name]) -> bool:
    """ "Joint …", or two short names side by side that together look like a third: "Security / Metrics"."""
    if {word.text for word in words(title)} & _JOINT - title_words.given:
        return True
    return bool(winners) and any(mark in title for mark in (" x ", " + "))


def _full(name: Name, title_words: TitleWords, roster: Roster) -> Naming:
    group = roster.title_of(name.group)
    foreign = _foreign(title_words, name.group, roster)
    if foreign:
        near = (name.group, *(slug for slug in foreign if slug != name.group))
        others = _titles(near[1:], roster)
        return Naming(None, fault("title-names-also", group=group, others=others), near=near)
    if _stands_alone(name, title_words, roster):
        # Three letters may be chance: the text may still contradict them.
        spelt_out = all(sense.by is not name for sense in title_words.senses)
        return Naming(name.group, _reason(name, title_words, roster), is_full=spelt_out, near=(name.group,))
    extra = [sense.surface for sense in title_words.unexplained[:3]]
    return Naming(None, fault("title-has-more", group=group, words=extra), near=(name.group,))


def _is_everyday(name: Name, title: str) -> bool:
    """True for a "Community" group and a title that does not say "group", "team" or the like."""
    if len(name.need) > 1 or weight(name.order[0]) in (Weight.PLAIN, Weight.NEUTRAL):
        return False
    return not {word.text for word in words(title)} & _KINDS


def _foreign(title_words: TitleWords, group: str, roster: Roster) -> list[str]:
    """The groups that other words of the title point to."""
    elsewhere = _telling(title_words.given, group, roster) - roster.words_of(group)
    return sorted({slug for word in elsewhere for slug in roster.holders[word]})


def _telling(given: frozenset[str], group: str, roster: Roster) -> frozenset[str]:
    """Without words such as "review", which another group may be called but any call may be."""
    own = roster.words_of(group)
    return frozenset(word for word in given if word in own or weight(word) is Weight.PLAIN)


def _stands_alone(name: Name, title_words: TitleWords, roster: Roster) -> bool:
    """True when nothing near the name could make it the name of something else."""
    if not title_words.unexplained:
        return True
    if roster.has_larger(name):
        return False
    segments = title_words.segments if len(name.need) > 1 else title_words.segments[:1]
    if any(_is_exactly(name, title_words.segment(number)) for number in segments):
        return True
    return len(name.need) > 1 and name.need <= title_words.surely_given and _is_unbroken(name, title_words)


def _is_exactly(name: Name, part: TitleWords) -> bool:
    return not part.unexplained and name.need <= part.given


def _is_unbroken(name: Name, title_words: TitleWords) -> bool:
    """True when its words stand together with no unknown word among or directly before them: "Cloud OSPO Metrics"
    may be another thing than "OSPO Metrics", while "OSPO Metrics writing sprint" is theirs."""
    own = [n for n, sense in enumerate(title_words.senses) if sense.stands_for & name.need]
    first, last = own[0], own[-1]
    if any(not sense.stands_for for sense in title_words.senses[first : last + 1]):
        return False
    if first == 0:
        return True
    before, start = title_words.senses[first - 1], title_words.senses[first]
    return before.segment != start.segment or start.place - before.place > 1


def _partial(title: str, title_words: TitleWords, roster: Roster, titles: Titles) -> Naming:
    """A title that gives only part of a name, every word of which only one group can be meant by."""
    if not title_words.given:
        return Naming(None, fault("title-silent"), is_silent=True)
    near = _near(title_words, roster)
    if not title_words.unexplained:
        found = [name for name in roster.names if _is_enough(name, title_words, roster)]
        own = _own(title_words.surely_given, roster)
        if len({name.group for name in found}) == 1 and not (
            set(titles.use_otherwise(own, found[0], roster)) - {title}
        ):
            part = " ".join(sense.surface for sense in title_words.senses)
            group = roster.title_of(found[0].group)
            reason = fault("title-part", group=group, part=part)
            return Naming(found[0].group, reason, near=(found[0].group,))
    surfaces = [sense.surface for sense in title_words.senses if sense.stands_for]
    reason = fault("title-too-little", words=surfaces, near=_titles(near, roster))
    distinctive = tuple(
        sorted({s for w in title_words.given if roster.is_distinctive(w) for s in roster.holders[w]})
    )
    return Naming(None, reason, near=distinctive)


def _is_enough(name: Name, title_words: TitleWords, roster: Roster) -> bool:
    """More than half of its words, one of them its own; or all of its several own words; or of two words the
    head ("Book" of "OSPO Book")."""
    if not _telling(title_words.given, name.group, roster) <= roster.words_of(name.group):
        return False
    given = name.need & title_words.given
    own = _own(given & title_words.surely_given, roster)
    if not own:
        return False
    is_head = len(name.need) == 2 and name.order[-1] in own and len(name.order[-1]) >= _HEAD_LEAST
    has_all_own = len(own) > 1 and own == _own(name.need, roster)
    return is_head or has_all_own or len(given) * 2 > len(name.need)


def _own(given: frozenset[str], roster: Roster) -> frozenset[str]:
    """The words among these that mean one group only."""
    return frozenset(w for w in given if roster.is_distinctive(w) and weight(w) is Weight.PLAIN)


def _near(title_words: TitleWords, roster: Roster) -> tuple[str, ...]:
    """The groups a title shares words with, the closest first."""
    score = {
        name.group: len(name.need & title_words.given) / len(name.need)
        for name in roster.names
        if name.need & title_words.given
    }
    return tuple(sorted(score, key=lambda slug: (-score[slug], slug)))


def _joint(roster: Roster, winners: list[Name], title_words: TitleWords) -> Naming:
    near = _groups_of(winners) or _near(title_words, roster)
    if not near:
        return Naming(None, fault("title-joint"))
    return Naming(None, fault("title-joint-of", near=_titles(near, roster)), near=near)


def _groups_of(names: list[Name]) -> tuple[str, ...]:
    return tuple(sorted({name.group for name in names}))


def _reason(name: Name, title_words: TitleWords, roster: Roster) -> Fault:
    group = roster.title_of(name.group)
    short = next((sense.surface for sense in title_words.senses if sense.by is name), "")
    if short:
        return fault("title-names-initials", group=group, short=short)
    if name.text not in (group, name.group):
        return fault("title-names-other", group=group, name=name.text)
    return fault("title-names", group=group)


def _titles(slugs: tuple[str, ...], roster: Roster) -> list[str]:
    return [roster.title_of(slug) for slug in slugs]
