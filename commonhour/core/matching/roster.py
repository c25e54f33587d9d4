"""A Roster: the groups of one community, and which words tell each from all the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commonhour.core.matching.naming import Weight, Word, fold, is_number, words

_INITIALS_LEAST = 3  # "OM" could be anything
_EVERYWHERE_LEAST = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A group as matching sees it. `urls` and `chats` are its channels' links and names ("#wg-metrics");
    `lead` is the organisation that leads it, whose name people leave out."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a group: `need` are the words a title must have to give it in full, in `order`."""

    group: str
    text: str
    need: frozenset[str]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    known: dict[str, Known]
    names: tuple[Name, ...]
    holders: dict[str, frozenset[str]]  # word → slugs of the groups that have it
    initials: dict[str, Name]  # "eeg" → the one name it stands for
    ignorable: frozenset[str]  # words that say nothing in this community's titles

    def is_distinctive(self, text: str) -> bool:
        """True for a word only one group has."""
        return len(self.holders.get(text, ())) == 1

    def words_of(self, slug: str) -> set[str]:
        return {word for word, slugs in self.holders.items() if slug in slugs}

    def has_larger(self, name: Name) -> bool:
        """True when another group's name has all these words and more."""
        return any(other.group != name.group and other.need > name.need for other in self.names)

    def title_of(self, slug: str) -> str:
        return self.known[slug].name if slug in self.known else slug


def roster(known: Sequence[Known], *, community: str = "", titles: Iterable[str] = ()) -> Roster:
    """The groups, with the words of the community's own name and of most titles set aside."""
    names = _told_apart([name for group in known for name in _names(group)])
    names += _without_lead(names, {group.slug: group.lead for group in known})
    holders: dict[str, set[str]] = {}
    for name in names:
        for word in name.need:
            holders.setdefault(word, set()).add(name.group)
    ignorable = {word.text for word in words(community)} | _everywhere(titles)
    return Roster(
        known={group.slug: group for group in known},
        names=tuple(names),
        holders={word: frozenset(slugs) for word, slugs in holders.items()},
        initials=_initials(names, set(holders)),
        ignorable=frozenset(ignorable - set(holders)),
    )


def _names(group: Known) -> list[Name]:
    texts = dict.fromkeys([group.name, *group.aliases, group.slug])
    found: dict[frozenset[str], Name] = {}
    for text in texts:
        order = tuple(dict.fromkeys(word.text for word in _telling(text)))
        if order:
            found.setdefault(frozenset(order), Name(group.slug, text, frozenset(order), order))
    return list(found.values())


def _telling(text: str) -> list[Word]:
    """The words a name cannot do without. "Community Team" needs both: any call may be a community call."""
    all_words = [word for word in words(text) if word.weight is not Weight.STOP] or list(words(text))
    left = [
        word
        for word in all_words
        if word.weight not in (Weight.TYPE, Weight.SOFT) and not is_number(word.text)
    ]
    return left if any(word.weight is Weight.PLAIN for word in left) else all_words


def _told_apart(names: list[Name]) -> list[Name]:
    """Where one name's words are all in another's, words such as "community", then "team", are needed after all."""
    for dropped in ({Weight.TYPE, Weight.STOP}, {Weight.STOP}):
        fewest = dropped == {Weight.STOP}
        names = [
            _with_lighter(name, dropped) if _is_inside_another(name, names, equal=fewest) else name
            for name in names
        ]
    return names


def _is_inside_another(name: Name, names: list[Name], *, equal: bool) -> bool:
    others = (other.need for other in names if other.group != name.group)
    return any(name.need == need if equal else name.need <= need for need in others)


def _with_lighter(name: Name, dropped: set[Weight]) -> Name:
    order = tuple(dict.fromkeys(word.text for word in words(name.text) if word.weight not in dropped))
    return replace(name, need=frozenset(order), order=order) if set(order) > name.need else name


def _without_lead(names: list[Name], leads: dict[str, str]) -> list[Name]:
    """Names without the organisation in front of them, where that leaves them unlike every other group's."""
    shorter = []
    for name in names:
        lead = {word.text for word in words(leads[name.group])}
        left = name.need - lead
        others = (other.need for other in names if other.group != name.group)
        if lead & name.need and left and not any(left <= need for need in others):
            shorter.append(replace(name, need=left, order=tuple(w for w in name.order if w in left)))
    return shorter


def _initials(names: list[Name], taken: set[str]) -> dict[str, Name]:
    found: dict[str, list[Name]] = {}
    for name in names:
        for letters in _initials_of(name) - taken:
            found.setdefault(letters, []).append(name)
    return {letters: some[0] for letters, some in found.items() if len({name.group for name in some}) == 1}


def _initials_of(name: Name) -> set[str]:
    raw = [word.surface for word in words(name.text)]
    telling = [word.surface for word in words(name.text) if word.weight is not Weight.STOP]
    spelled = fold(name.text).replace("&", " ").replace("-", " ").split()
    kinds = (raw, telling, spelled, name.order)
    found = {"".join(fold(word)[:1] for word in kind) for kind in kinds if len(kind) >= _INITIALS_LEAST}
    return {letters for letters in found if len(letters) >= _INITIALS_LEAST and letters.isalnum()}


def _everywhere(titles: Iterable[str]) -> set[str]:
    """Words in at least half of all titles: the community's name, or a habit."""
    all_titles = [{word.text for word in words(title)} for title in titles]
    counts = Counter(text for title in all_titles for text in title)
    return {text for text, n in counts.items() if n >= max(_EVERYWHERE_LEAST, len(all_titles) / 2)}
