"""Copied chats: a page links, beside its group's own channel, that of another group without its name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from commonhour.core.audit.claim import ChatLinkClaim
from commonhour.core.finding import Finding, notice
from commonhour.core.matching.naming import words


def copied_chats(links: Sequence[ChatLinkClaim]) -> list[Finding]:
    """Who writes the name of another group's channel means it; who links it as "Slack channel" has copied the line."""
    pages: dict[str, list[ChatLinkClaim]] = defaultdict(list)
    named: dict[str, list[ChatLinkClaim]] = defaultdict(list)
    unnamed = {link.url for link in links if not link.name}
    for link in links:
        pages[link.place.page].append(link)
        if link.name and link.subject.is_named and link.url in unnamed:
            named[link.url].append(link)
    owners = {
        url: [one for one in named if _is_own(one, pages[one.place.page])] for url, named in named.items()
    }
    found = (_copied(link, pages[link.place.page], owners[link.url]) for link in links if link.url in owners)
    return list(dict.fromkeys(one for one in found if one))


def _is_own(link: ChatLinkClaim, page: list[ChatLinkClaim]) -> bool:
    """The chat of the group it is named under, and not of everybody: none there fits that group better."""
    return all(_fit(other, link) <= _fit(link, link) for other in page)


def _copied(link: ChatLinkClaim, here: list[ChatLinkClaim], there: list[ChatLinkClaim]) -> Finding | None:
    is_named_here = any(other.url == link.url and other.name for other in here)
    for own, owner in () if link.name or is_named_here else _pairs(here, there):
        is_anothers = bool(owner.subject.words - own.subject.words) and _fit(owner, owner) >= _fit(owner, own)
        if own.url != link.url and is_anothers and _fit(own, own) > _fit(owner, own):
            return notice(
                "copied-channel", link.place.where, subject=own.subject.name, other=owner.place.where,
                name=own.subject.name, channel=owner.name, owner=owner.subject.name,
            )  # fmt: skip
    return None


def _pairs(
    here: list[ChatLinkClaim], there: list[ChatLinkClaim]
) -> Iterator[tuple[ChatLinkClaim, ChatLinkClaim]]:
    return ((own, owner) for own in here if own.name and own.subject.is_named for owner in there)


def _fit(channel: ChatLinkClaim, group: ChatLinkClaim) -> int:
    """How many words of a channel's name are the group's."""
    return len({word.text for word in words(channel.name)} & group.subject.words)
