"""Which group a title names: one winner with a margin, or nobody, with the reason."""

from dataclasses import dataclass

from commonhour.core.matching.naming import Weight, weight, words
from commonhour.core.matching.roster import Name, Roster
from commonhour.core.matching.title_reading import Reading, read_title
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


def naming(title: str, roster: Roster, other_titles: tuple[str, ...] = ()) -> Naming:
    """Who the title names. `other_titles` are those of the same run: a word they use otherwise proves nothing."""
    reading = read_title(title, roster)
    winners = _fulls(reading, roster)
    if _is_joint(title, reading, winners):
        return _joint(roster, winners, reading)
    if len(winners) > 1:
        near = _groups_of(winners)
        return Naming(None, fault("title-ambiguous", near=_titles(near, roster)), near=near)
    if winners and _is_everyday(winners[0], title):
        return Naming(None, fault("title-everyday", name=winners[0].text), near=(winners[0].group,))
    if winners:
        return _full(winners[0], reading, roster)
    return _partial(reading, roster, other_titles)


def _fulls(reading: Reading, roster: Roster) -> list[Name]:
    """The names the title has in full, one for a group; a longer one wins over one that is inside it."""
    given, sure = reading.given, reading.surely_given
    full = [name for name in roster.names if name.need <= given and (name.need & sure or len(name.need) == 1)]
    largest: dict[str, Name] = {}
    for name in sorted(full, key=lambda name: -len(name.need)):
        largest.setdefault(name.group, name)
    names = list(largest.values())
    return [name for name in names if not any(_says_more(other, name, reading) for other in names)]


def _says_more(larger: Name, name: Name, reading: Reading) -> bool:
    """A longer name wins over one inside it. "Community Metrics" wins over "Metrics" only as written, since any
    metrics call may be a "metrics community call"."""
    if not larger.need > name.need:
        return False
    if any(weight(word) in (Weight.PLAIN, Weight.NEUTRAL) for word in larger.need - name.need):
        return True
    ordered = [sense.text for sense in reading.senses if sense.text in larger.need]
    return tuple(ordered) == larger.order


def _is_joint(title: str, reading: Reading, winners: list[Name]) -> bool:
    """ "Joint …", or two short names side by side that together look like a third: "Security / Metrics"."""
    if {word.text for word in words(title)} & _JOINT - reading.given:
        return True
    return bool(winners) and any(mark in title for mark in (" x ", " + "))


def _full(name: Name, reading: Reading, roster: Roster) -> Naming:
    group = roster.title_of(name.group)
    foreign = _foreign(reading, name.group, roster)
    if foreign:
        near = (name.group, *(slug for slug in foreign if slug != name.group))
        others = _titles(near[1:], roster)
        return Naming(None, fault("title-names-also", group=group, others=others), near=near)
    if _stands_alone(name, reading, roster):
        # Three letters may be chance: the text may still contradict them.
        spelt_out = all(sense.by is not name for sense in reading.senses)
        return Naming(name.group, _reason(name, reading, roster), is_full=spelt_out, near=(name.group,))
    extra = [sense.surface for sense in reading.unexplained[:3]]
    return Naming(None, fault("title-has-more", group=group, words=extra), near=(name.group,))


def _is_everyday(name: Name, title: str) -> bool:
    """True for a "Community" group and a title that does not say "group", "team" or the like."""
    if len(name.need) > 1 or weight(name.order[0]) in (Weight.PLAIN, Weight.NEUTRAL):
        return False
    return not {word.text for word in words(title)} & _KINDS


def _foreign(reading: Reading, group: str, roster: Roster) -> list[str]:
    """The groups that other words of the title point to."""
    elsewhere = _telling(reading.given, group, roster) - roster.words_of(group)
    return sorted({slug for word in elsewhere for slug in roster.holders[word]})


def _telling(given: frozenset[str], group: str, roster: Roster) -> frozenset[str]:
    """Without words such as "review", which another group may be called but any call may be."""
    own = roster.words_of(group)
    return frozenset(word for word in given if word in own or weight(word) is Weight.PLAIN)


def _stands_alone(name: Name, reading: Reading, roster: Roster) -> bool:
    """True when nothing near the name could make it the name of something else."""
    if not reading.unexplained:
        return True
    if roster.has_larger(name):
        return False
    segments = reading.segments if len(name.need) > 1 else reading.segments[:1]
    if any(_is_exactly(name, reading.segment(number)) for number in segments):
        return True
    return len(name.need) > 1 and name.need <= reading.surely_given and _is_unbroken(name, reading)


def _is_exactly(name: Name, part: Reading) -> bool:
    return not part.unexplained and name.need <= part.given


def _is_unbroken(name: Name, reading: Reading) -> bool:
    """True when its words stand together with no unknown word among or directly before them: "Cloud OSPO Metrics"
    may be another thing than "OSPO Metrics", while "OSPO Metrics writing sprint" is theirs."""
    own = [n for n, sense in enumerate(reading.senses) if sense.stands_for & name.need]
    first, last = own[0], own[-1]
    if any(not sense.stands_for for sense in reading.senses[first : last + 1]):
        return False
    if first == 0:
        return True
    before, start = reading.senses[first - 1], reading.senses[first]
    return before.segment != start.segment or start.place - before.place > 1


def _partial(reading: Reading, roster: Roster, other_titles: tuple[str, ...]) -> Naming:
    """A title that gives only part of a name, every word of which only one group can be meant by."""
    if not reading.given:
        return Naming(None, fault("title-silent"), is_silent=True)
    near = _near(reading, roster)
    if not reading.unexplained:
        found = [name for name in roster.names if _is_enough(name, reading, roster)]
        if len({name.group for name in found}) == 1 and not _used_otherwise(
            found[0], reading, roster, other_titles
        ):
            part = " ".join(sense.surface for sense in reading.senses)
            group = roster.title_of(found[0].group)
            reason = fault("title-part", group=group, part=part)
            return Naming(found[0].group, reason, near=(found[0].group,))
    surfaces = [sense.surface for sense in reading.senses if sense.stands_for]
    reason = fault("title-too-little", words=surfaces, near=_titles(near, roster))
    distinctive = tuple(
        sorted({s for w in reading.given if roster.is_distinctive(w) for s in roster.holders[w]})
    )
    return Naming(None, reason, near=distinctive)


def _is_enough(name: Name, reading: Reading, roster: Roster) -> bool:
    """More than half of its words, one of them its own; or all of its several own words; or of two words the
    head ("Book" of "OSPO Book")."""
    if not _telling(reading.given, name.group, roster) <= roster.words_of(name.group):
        return False
    given = name.need & reading.given
    own = _own(given & reading.surely_given, roster)
    if not own:
        return False
    is_head = len(name.need) == 2 and name.order[-1] in own and len(name.order[-1]) >= _HEAD_LEAST
    has_all_own = len(own) > 1 and own == _own(name.need, roster)
    return is_head or has_all_own or len(given) * 2 > len(name.need)


def _used_otherwise(name: Name, reading: Reading, roster: Roster, other_titles: tuple[str, ...]) -> bool:
    """True when another title has one of these words in a company the group does not explain ("Book club")."""
    own = _own(reading.surely_given, roster)
    readings = (read_title(title, roster) for title in other_titles)
    partly = (other for other in readings if own & other.given and not name.need <= other.given)
    return any(other.unexplained or not other.given <= roster.words_of(name.group) for other in partly)


def _own(given: frozenset[str], roster: Roster) -> frozenset[str]:
    """The words among these that mean one group only."""
    return frozenset(w for w in given if roster.is_distinctive(w) and weight(w) is Weight.PLAIN)


def _near(reading: Reading, roster: Roster) -> tuple[str, ...]:
    """The groups a title shares words with, the closest first."""
    score = {
        name.group: len(name.need & reading.given) / len(name.need)
        for name in roster.names
        if name.need & reading.given
    }
    return tuple(sorted(score, key=lambda slug: (-score[slug], slug)))


def _joint(roster: Roster, winners: list[Name], reading: Reading) -> Naming:
    near = _groups_of(winners) or _near(reading, roster)
    if not near:
        return Naming(None, fault("title-joint"))
    return Naming(None, fault("title-joint-of", near=_titles(near, roster)), near=near)


def _groups_of(names: list[Name]) -> tuple[str, ...]:
    return tuple(sorted({name.group for name in names}))


def _reason(name: Name, reading: Reading, roster: Roster) -> Fault:
    group = roster.title_of(name.group)
    short = next((sense.surface for sense in reading.senses if sense.by is name), "")
    if short:
        return fault("title-names-initials", group=group, short=short)
    if name.text not in (group, name.group):
        return fault("title-names-other", group=group, name=name.text)
    return fault("title-names", group=group)


def _titles(slugs: tuple[str, ...], roster: Roster) -> list[str]:
    return [roster.title_of(slug) for slug in slugs]
