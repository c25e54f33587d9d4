"""The meetings page: what the hand-kept page said, alive."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from commonhour.core.layout import Day, agenda
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.models import CallForProposals, Channel, Import, Occurrence, Session, Source, Space
from commonhour.reads.changed_dates import ChangedDate, ChangedSeries, changed_dates, changed_series
from commonhour.reads.group import GroupCard, all_cards
from commonhour.reads.shapes.channel import ChannelShape
from commonhour.reads.shapes.proposals import ProposalsShape, shown
from commonhour.reads.shapes.session import SessionShape

SHOWN = 40
DAYS = dt.timedelta(days=14)


@dataclass(frozen=True)
class SpacePart:
    """A space with its groups; the last one, without a name, holds the rest."""

    name: str
    description: str
    groups: list[GroupCard]

    @property
    def living(self) -> list[GroupCard]:
        return [card for card in self.groups if not card.group.has_concluded]

    @property
    def concluded(self) -> list[GroupCard]:
        return [card for card in self.groups if card.group.has_concluded]


@dataclass(frozen=True, slots=True)
class OutsideCalendar:
    """Where people find it, and its zone ("" when that is not known)."""

    url: str
    tzid: str


@dataclass(frozen=True)
class MeetingsPage:
    next: ListedDate | None
    days: list[Day[ListedDate]]
    more: int
    parts: list[SpacePart]
    calls_for_proposals: list[ProposalsShape]
    sessions: list[SessionShape]
    channels: list[ChannelShape]
    sources: list[OutsideCalendar]
    changed: list[ChangedDate]
    changed_series: list[ChangedSeries]
    unplaced: list[dict[str, str]]
    active: int

    @property
    def links(self) -> list[ChannelShape]:
        """The community's channels but for the address of its own mailbox, which is a button."""
        return [channel for channel in self.channels if not channel.url.startswith("mailto:")]


def meetings_page(scope: Scope, now: dt.datetime, tzid: str) -> MeetingsPage:
    """The page for a reader in zone `tzid`, in a fixed number of queries."""
    rows = Occurrence.objects.within(scope).upcoming(now)
    soon = rows.filter(start__lt=now + DAYS).listed(SHOWN + 1)
    following = next((one for one in soon if not one.is_cancelled), None)
    cards = all_cards(now)
    sessions = Session.objects.latest_first()[:12]
    return MeetingsPage(
        next=following or rows.confirmed().first_listed(),
        days=agenda(soon[:SHOWN], tzid),
        more=max(0, len(soon) - SHOWN),
        parts=_parts(cards, scope),
        calls_for_proposals=shown(CallForProposals.objects.select_related("series__group"), now),
        sessions=[SessionShape.of(row) for row in sessions],
        channels=[ChannelShape.of(row) for row in Channel.objects.filter(group=None)],
        sources=[OutsideCalendar(*facts) for facts in Source.objects.linked().values_list("url", "tzid")],
        changed=changed_dates(now),
        changed_series=changed_series(now),
        unplaced=_unplaced(),
        active=sum(card.group.kind == "working-group" and card.group.state == "active" for card in cards),
    )


def _parts(cards: list[GroupCard], scope: Scope) -> list[SpacePart]:
    by_space: dict[str, list[GroupCard]] = defaultdict(list)
    for card in cards:
        by_space[card.group.space.slug if card.group.space else ""].append(card)
    spaces = [space for space in Space.objects.all() if not scope.spaces or space.slug in scope.spaces]
    parts = [SpacePart(space.name, space.description, by_space[space.slug]) for space in spaces]
    return parts + ([SpacePart("", "", by_space[""])] if by_space[""] and not scope.spaces else [])


def _unplaced() -> list[dict[str, str]]:
    last = Import.last_page()
    return last.left_over if last else []
