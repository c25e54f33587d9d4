"""The meetings page: what the hand-kept page said, alive."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from commonhour.core.layout import Day, agenda
from commonhour.models import (
    CallForProposals,
    Channel,
    Community,
    Group,
    Import,
    Session,
    Source,
    Space,
)
from commonhour.reads.changed_dates import ChangedDate, changed_dates
from commonhour.reads.group import GroupCard, group_cards
from commonhour.reads.line import Line, lines
from commonhour.reads.scope import Scope

SHOWN = 40
DAYS = dt.timedelta(days=14)


@dataclass(frozen=True)
class SpacePart:
    """A space with its groups; the last one, without a space, holds the rest."""

    space: Space | None
    groups: list[GroupCard]

    @property
    def living(self) -> list[GroupCard]:
        return [card for card in self.groups if not card.group.has_concluded]

    @property
    def concluded(self) -> list[GroupCard]:
        return [card for card in self.groups if card.group.has_concluded]


@dataclass(frozen=True)
class MeetingsPage:
    community: Community
    next: Line | None
    days: list[Day[Line]]
    more: int
    parts: list[SpacePart]
    calls_for_proposals: list[CallForProposals]
    sessions: list[Session]
    channels: list[Channel]
    sources: list[Source]
    changed: list[ChangedDate]
    unplaced: list[dict[str, str]]
    active: int

    @property
    def links(self) -> list[Channel]:
        """The community's channels but for the address of its own mailbox, which is a button."""
        return [channel for channel in self.channels if not channel.url.startswith("mailto:")]


def meetings_page(scope: Scope, now: dt.datetime, tzid: str) -> MeetingsPage:
    """The page for a reader in zone `tzid`, in a fixed number of queries."""
    rows = scope.occurrences().with_series()
    soon = lines(rows.filter(end__gt=now, start__lt=now + DAYS).order_by("start", "id"), SHOWN + 1)
    following = next((line for line in soon if not line.is_cancelled), None)
    following = following or _first(rows.filter(end__gt=now).confirmed().order_by("start", "id"))
    cards = group_cards(now, list(Group.objects.select_related("space", "parent")))
    return MeetingsPage(
        community=Community.the(),
        next=following,
        days=agenda(soon[:SHOWN], tzid),
        more=max(0, len(soon) - SHOWN),
        parts=_parts(cards, scope),
        calls_for_proposals=[call for card in cards for call in card.calls_for_proposals],
        sessions=list(Session.objects.select_related("series").order_by("-date")[:12]),
        channels=list(Channel.objects.filter(group=None)),
        sources=list(Source.objects.all()),
        changed=changed_dates(now),
        unplaced=_unplaced(),
        active=sum(card.group.kind == "working-group" and card.group.state == "active" for card in cards),
    )


def _parts(cards: list[GroupCard], scope: Scope) -> list[SpacePart]:
    by_space: dict[int | None, list[GroupCard]] = defaultdict(list)
    for card in cards:
        by_space[card.group.space_id].append(card)
    spaces = [space for space in Space.objects.all() if not scope.space or space.slug == scope.space]
    parts = [SpacePart(space, by_space[space.pk]) for space in spaces]
    return parts + ([SpacePart(None, by_space[None])] if by_space[None] and not scope.space else [])


def _unplaced() -> list[dict[str, str]]:
    last = Import.objects.filter(kind="page").first()
    return list(last.unplaced) if last else []


def _first(rows: object) -> Line | None:
    found = lines(rows, 1)  # type: ignore[arg-type]
    return found[0] if found else None
