"""A group's page: what it wants, when it meets next, how often, who runs it, where it talks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F, Q

from commonhour.core.hues import hue_of
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.errors import Gone, NotFound
from commonhour.models import CallForProposals, Channel, Goal, Group, Membership, Occurrence, Series, Session
from commonhour.reads.history import PastChange, history
from commonhour.reads.published_notes import NotesRow, last_notes, noted_among
from commonhour.reads.series import Cadence, cadences
from commonhour.reads.shapes.channel import ChannelShape
from commonhour.reads.shapes.group import GoalShape, GroupName, GroupShape, MemberShape
from commonhour.reads.shapes.proposals import ProposalsShape, shown
from commonhour.reads.shapes.series import SeriesShape
from commonhour.reads.shapes.session import SessionShape

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class GroupCard:
    """A group as the meetings page lists it; `meetings` are its series, each with its schedules."""

    group: GroupShape
    goals: list[GoalShape]
    channels: list[ChannelShape]
    people: list[MemberShape]
    next: ListedDate | None
    meetings: list[tuple[SeriesShape, list[Cadence]]]
    calls_for_proposals: list[ProposalsShape]

    @property
    def more_goals(self) -> int:
        return len(self.goals) - 1

    @property
    def paused(self) -> list[SeriesShape]:
        return [series for series, _ in self.meetings if series.state == "paused"]

    @property
    def undecided(self) -> list[SeriesShape]:
        return [series for series, _ in self.meetings if series.question]


@dataclass(frozen=True)
class GroupPage:
    """Of the last `due` dates it `met` on so many, and `noted` of these have published notes."""

    card: GroupCard
    upcoming: list[ListedDate]
    past: list[ListedDate]
    children: list[GroupName]
    sessions: list[SessionShape]
    notes: list[NotesRow]
    met: int
    noted: int
    due: int
    history: list[PastChange]


def all_cards(now: dt.datetime) -> list[GroupCard]:
    """Every group's, in a fixed number of queries."""
    return _cards(now, list(Group.objects.select_related("space", "parent")))


def _cards(now: dt.datetime, groups: list[Group]) -> list[GroupCard]:
    ids = [group.pk for group in groups]
    goals = _by_group((row.group_id, GoalShape.of(row)) for row in Goal.objects.filter(group__in=ids))
    channels = _by_group(
        (row.group_id, ChannelShape.of(row)) for row in Channel.objects.filter(group__in=ids)
    )
    members = Membership.objects.filter(group__in=ids, until=None).select_related("person")
    people = _by_group((row.group_id, MemberShape.of(row)) for row in members)
    asked = CallForProposals.objects.filter(series__group__in=ids).select_related("series__group")
    proposals = _by_group(
        (row.series.group_id, one) for row in asked if row.series for one in shown([row], now)
    )
    meetings = _meetings(ids)
    following = next_of_groups(now, [group.slug for group in groups])
    return [
        GroupCard(
            GroupShape.of(group), goals[group.pk], channels[group.pk], people[group.pk],
            following.get(group.slug), meetings[group.pk], proposals[group.pk],
        )
        for group in groups
    ]  # fmt: skip


def _meetings(groups: list[int]) -> dict[int, list[tuple[SeriesShape, list[Cadence]]]]:
    """Of each group also what it holds together with another."""
    held = list(
        Series.co_groups.through.objects.filter(group__in=groups).values_list("series_id", "group_id")
    )
    wanted = Q(group__in=groups) | Q(pk__in=[key for key, _ in held])
    rows = list(Series.objects.filter(wanted).select_related("group"))
    found = cadences([row.pk for row in rows])
    holders = [(row.pk, row.group_id) for row in rows if row.group_id in groups] + held
    shown = {row.pk: (SeriesShape.of(row), found[row.pk]) for row in rows}
    return _by_group((group, shown[key]) for key, group in dict.fromkeys(holders) if key in shown)


def next_of_groups(now: dt.datetime, slugs: list[str]) -> dict[str, ListedDate]:
    """The next date of each group that takes place, also of what it holds together with another. Five queries, however
    many groups."""
    rows = Occurrence.objects.attached().confirmed().filter(end__gt=now)
    own = rows.filter(series__group__slug__in=slugs).first_of_each("series__group_id").listed()
    held = Series.co_groups.through.objects.filter(group__slug__in=slugs)
    holders = defaultdict(list)
    for series, group in held.values_list("series__slug", "group__slug"):
        holders[series].append(group)
    shared = rows.filter(series__slug__in=list(holders)).first_of_each("series_id").listed()
    soonest: dict[str, ListedDate] = {}
    for one in sorted([*own, *shared], key=lambda date: date.start):
        for group in {one.group, *holders[one.series]}:
            soonest.setdefault(group, one)
    return soonest


def group_page(slug: str, now: dt.datetime) -> GroupPage:
    group = Group.every.select_related("space", "parent").filter(slug=slug).first()
    if group is None:
        raise NotFound("no-such-group")
    if group.removed_at is not None:
        raise Gone("group-removed", name=group.name)
    rows = Occurrence.objects.attached().within(Scope(groups=(slug,)))
    over = rows.filter(end__lte=now).order_by("-start")
    # Of what began before the hub knew of it, nobody has said here whether it took place.
    known = over.filter(start__gt=F("schedule__created_at")).listed(6)
    return GroupPage(
        card=_cards(now, [group])[0],
        upcoming=rows.upcoming(now).listed(6),
        past=over.listed(6),
        children=[GroupName(child.slug, child.name, hue_of(child.pk)) for child in group.children.all()],
        sessions=[
            SessionShape.of(row) for row in Session.objects.filter(series__group=group).latest_first()[:10]
        ],
        notes=last_notes(group=slug),
        met=sum(not one.is_cancelled for one in known),
        noted=noted_among([one.id for one in known if not one.is_cancelled]),
        due=len(known),
        history=history(group=group.pk),
    )


def next_path(scope: Scope, now: dt.datetime) -> str | None:
    """Where `/next` leads: the page of the next date that takes place."""
    found = Occurrence.objects.within(scope).upcoming(now).confirmed().first_listed()
    return found.path if found else None


def _by_group(pairs: Iterable[tuple[int | None, Shape]]) -> dict[int, list[Shape]]:
    found: dict[int, list[Shape]] = defaultdict(list)
    for group, shape in pairs:
        found[group or 0].append(shape)
    return found
