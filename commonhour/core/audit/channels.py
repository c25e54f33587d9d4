"""Contradictions about channels, calendars, speakers and addresses: one thing written in two ways."""

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence

from commonhour.core.audit.claim import AddressClaim, CalendarClaim, ChannelClaim, Claims, SpeakerClaim
from commonhour.core.audit.copied import copied_chats
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import fold, words

_ALIKE = 0.6
_SLIP = 0.88
_LEAST_ADDRESS = 12
_LETTERS = 2


def other_contradictions(claims: Claims, owners: frozenset[str] = frozenset()) -> list[Finding]:
    """Everything that is not about a call's time."""
    return [
        *_channels(claims.channels, owners),
        *copied_chats(claims.chat_links),
        *_calendars(claims.calendars),
        *_speakers(claims.speakers, owners),
        *_addresses(claims.addresses),
    ]


def _channels(claims: Sequence[ChannelClaim], owners: frozenset[str]) -> list[Finding]:
    """A group's only channel of a kind, called otherwise in another place where it is the only one, too."""
    pages: dict[tuple[object, str], dict[str, dict[str, ChannelClaim]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for claim in claims:
        if claim.subject.is_named:
            pages[claim.subject.key(owners), claim.kind][claim.place.page].setdefault(
                _bare(claim.name), claim
            )
    found = []
    for by_page in pages.values():
        only = [next(iter(names.values())) for names in by_page.values() if len(names) == 1]
        found += [_channel(one, two) for one, two in _pairs(only)]
    return found


def _pairs(claims: list[ChannelClaim]) -> list[tuple[ChannelClaim, ChannelClaim]]:
    """Each two names once, by the first place of each."""
    firsts: dict[str, ChannelClaim] = {}
    for claim in claims:
        firsts.setdefault(_bare(claim.name), claim)
    return list(itertools.pairwise(firsts.values()))


def _channel(one: ChannelClaim, two: ChannelClaim) -> Finding:
    ratio = difflib.SequenceMatcher(None, _bare(one.name), _bare(two.name)).ratio()
    code = "channel-name-differs" if ratio >= _ALIKE else "contradiction"
    return notice(
        code, one.place.where, "channel", subject=one.kind, other=two.place.where,
        name=one.subject.name, kind=one.kind, here=one.name, there=two.name, place=two.place.where,
    )  # fmt: skip


def _bare(name: str) -> str:
    return re.sub(r"[\s_]+", "-", fold(name).strip().lstrip("#").rstrip("/"))


def _calendars(claims: Sequence[CalendarClaim]) -> list[Finding]:
    """One calendar shown in one zone here and in another one there."""
    zones: dict[str, dict[str, list[CalendarClaim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        zones[claim.url][claim.tzid].append(claim)
    return [
        _calendar(ones, twos)
        for by_zone in zones.values()
        for ones, twos in itertools.pairwise(by_zone.values())
    ]


def _calendar(ones: list[CalendarClaim], twos: list[CalendarClaim]) -> Finding:
    one, two = ones[0], twos[0]
    return notice(
        "contradiction",
        one.place.where,
        "calendar-zones",
        here=one.tzid,
        there=two.tzid,
        place=two.place.where,
        other=two.place.where,
        also=tuple(claim.place.where for claim in (*ones[1:], *twos[1:])),
    )


def _speakers(claims: Sequence[SpeakerClaim], owners: frozenset[str]) -> list[Finding]:
    together: dict[object, list[SpeakerClaim]] = defaultdict(list)
    for claim in claims:
        together[claim.date, claim.subject.key(owners), fold(claim.name)].append(claim)
    return [
        notice(
            "contradiction",
            one.place.where,
            "speaker",
            name=one.name,
            here=one.organisation,
            there=two.organisation,
            place=two.place.where,
            other=two.place.where,
        )
        for same in together.values()
        for one, two in itertools.combinations(same, 2)
        if one.place.page != two.place.page and not _share_a_word(one.organisation, two.organisation)
    ]


def _share_a_word(one: str, two: str) -> bool:
    ones, twos = ({word.text for word in words(text)} for text in (one, two))
    return not ones or not twos or bool(ones & twos)


def _addresses(claims: Sequence[AddressClaim]) -> list[Finding]:
    """Two addresses a slip of the pen apart. The rarer one is the slip."""
    places: dict[str, list[AddressClaim]] = defaultdict(list)
    for claim in claims:
        places[claim.address.casefold()].append(claim)
    ordered = sorted(places, key=lambda address: -len(places[address]))
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for address in ordered:  # a slip changes no digit and no top-level domain
        alike[re.sub(r"\D", "", address), address.rpartition(".")[2]].append(address)
    return [
        _address(places[slip][0], places[right][0])
        for near in alike.values()
        for right, slip in itertools.combinations(near, 2)
        if _is_slip(right, slip)
    ]


def _address(slip: AddressClaim, right: AddressClaim) -> Finding:
    """Names the hosts only: an address may be a person's."""
    here, there = (claim.address.partition("@")[2] for claim in (slip, right))
    place = right.place.where
    if here == there:
        return notice("contradiction", slip.place.where, "address", other=place, place=place)
    return notice(
        "contradiction", slip.place.where, "address-host", other=place, place=place, here=here, there=there
    )


def _is_slip(one: str, two: str) -> bool:
    """Letters turned round, doubled or left out: the same letters but for two."""
    if min(len(one), len(two)) < _LEAST_ADDRESS or len(set(one) ^ set(two)) > _LETTERS:
        return False
    (name, _, host), (other, _, there) = one.partition("@"), two.partition("@")
    return all(
        a == b or difflib.SequenceMatcher(None, a, b).ratio() >= _SLIP
        for a, b in ((host, there), (name, other))
    )
