"""A Subject: which call or group a claim is about, by the words that tell it from others and by its regions."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonhour.core.matching.naming import Weight, is_number, stem, words


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split()))


_REGIONS = {
    "apac": "apac", "asia": "apac", "asian": "apac", "anz": "apac", "emea": "emea", "eu": "europe", "europe": "europe",
    "european": "europe", "amer": "amer", "americas": "amer", "america": "amer", "us": "amer", "usa": "amer",
    "latam": "latam", "africa": "africa", "east": "east", "west": "west", "atlantic": "atlantic", "pacific": "pacific",
}  # fmt: skip
# What stands in names and headings without saying which call is meant.
_SAYS_NOTHING = _stems(
    "agenda note minute next last upcoming schedule scheduled overview welcome archive recording recorded "
    "zoom slack google team webex jitsi live online remote hybrid virtual confirmed tentative updated new "
    "old reminder time format info information detail session general main official current past public "
    "friendly timezone call date when home page readme index january february march april may june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec utc gmt "
    "cet cest est edt pst pdt et pt am pm link attend week month year today weekly biweekly monthly "
    "series held take place happen"
)
# Who meets, where the name of the community stands above: its board and its public meeting are two calls.
_BODIES = _stems("board council committee subcommittee public staff")
# Who meets, by what they are; and what they do.
_WHO = _stems(
    "wg sig tag ug team group subgroup taskforce chapter board council committee subcommittee squad"
)
_MEETINGS = _stems(
    "meeting call meet meetup sync session standup hangout gathering officehour townhall allhand event webinar"
)
# Headings under which facts of the call above them stand.
_PARTS = _stems(
    "communication channel contact chair member goal resource rsvp topic guest presentation full other "
    "coming soon role moderator structure duration about participation join planning lead leadership "
    "organizer logistic communications participate scope work involved get how description mission "
    "charter item action attendee attendance participant speaker calendar location place venue where mechanic "
    "cadence frequency attending joining dial detail instruction question faq contribute contributing start "
    "started operation governance process policy rule organization membership mission purpose responsibility"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """`name` is for people. Two subjects are one when their telling words and their regions are the same."""

    name: str
    words: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    @property
    def is_named(self) -> bool:
        return bool(self.words)

    def key(self, owners: frozenset[str] = frozenset()) -> tuple[frozenset[str], frozenset[str]]:
        """What claims are put together by. `owners` are words of the community's own name, which tell nothing
        apart where something else stands beside them."""
        return self.words - owners or self.words, self.regions


def subject(name: str, above: Subject | None = None) -> Subject:
    """The subject a label or heading names; one that names nothing itself ("Triage meeting", "Communication
    Channels") is a part of what stands `above` it."""
    telling = [word for word in words(name) if not _is_empty(word.text)]
    regions = frozenset(_REGIONS[word.text] for word in telling if word.text in _REGIONS)
    own = [word for word in telling if word.text not in _REGIONS and word.weight is not Weight.STOP]
    names = {word.text for word in own if word.weight is Weight.PLAIN and word.text not in _PARTS}
    soft = {word.text for word in own if word.weight is Weight.NEUTRAL} | _bodies(name)
    if _is_aspect(name):
        names, soft = set(), set()
    is_own_name = _says_who(name) or (above and names & above.words)
    if above and above.is_named and names and not is_own_name:
        return Subject(f"{above.name}: {name}", above.words | names | soft, regions or above.regions)
    if names or above is None:
        return Subject(name, frozenset(names | soft) if names else frozenset(), regions)
    if not soft and not regions:
        return above
    return Subject(
        f"{above.name}: {name}", above.words | soft if above.words else frozenset(), regions or above.regions
    )


def _is_aspect(name: str) -> bool:
    """ "Meeting mechanics", "Call details": what a meeting has, and not the one that meets."""
    found = [word for word in words(name) if word.weight is not Weight.STOP]
    is_meeting = [word.text in _MEETINGS for word in found]
    return len(found) > 1 and is_meeting[0] and not any(is_meeting[1:]) and not _says_who(name)


def _says_who(name: str) -> bool:
    """A name that says what it names: "SIG Storage", "Metrics call". Others only tell parts of one page apart."""
    found = [word.text for word in words(name)]
    return bool(found) and (found[-1] in _MEETINGS or not _WHO.isdisjoint(found))


def _bodies(name: str) -> set[str]:
    """The body a name consists of, with nothing beside it but that it meets: "Board meeting"."""
    telling = [word for word in words(name) if word.weight not in (Weight.STOP, Weight.TYPE)]
    found = {word.text for word in telling}
    return found if found <= _BODIES else set()


def _is_empty(text: str) -> bool:
    return text in _SAYS_NOTHING or is_number(text)


_OWNER_TAILS = (
    "",
    "s",
    "group",
    "project",
    "foundation",
    "community",
    "org",
    "hq",
    "io",
    "dev",
    "-io",
    "-project",
    "-community",
)


def owner_words(labels: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """The words of `names` that are the community's own: "todo" where links lead to todogroup.org."""
    hosts = {label.casefold() for label in labels if len(label) > 3}
    found = {word.text for name in names for word in words(name) if len(word.text) > 2}
    return frozenset(word for word in found if any(word + tail in hosts for tail in _OWNER_TAILS))
