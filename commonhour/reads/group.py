"""A group's page: what it wants, when it meets next, how often, who runs it, where it talks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import F, Min

from commonhour.core.schedule.schedule import CANCELLED
from commonhour.errors import NotFound
from commonhour.models import CallForProposals, Channel, Goal, Group, Membership, Occurrence, Series, Session
from commonhour.reads.history import PastChange, history
from commonhour.reads.line import Line, lines
from commonhour.reads.scope import Scope
from commonhour.reads.series import Cadence, cadences

Row = TypeVar("Row", Goal, Channel, Membership, Series)


@dataclass(frozen=True)
class GroupCard:
    """A group as the meetings page lists it."""

    group: Group
    goals: list[Goal]
    channels: list[Channel]
    people: list[Membership]
    next: Line | None
    series: list[Series]
    calls_for_proposals: list[CallForProposals]
    cadences: dict[int, list[Cadence]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.group.path

    @property
    def more_goals(self) -> int:
        return len(self.goals) - 1

    @property
    def meetings(self) -> list[tuple[Series, list[Cadence]]]:
        """Each series with its schedules."""
        return [(series, self.cadences.get(series.pk, [])) for series in self.series]

    @property
    def undecided(self) -> list[Series]:
        return [series for series in self.series if series.question]


@dataclass(frozen=True)
class GroupPage:
    card: GroupCard
    upcoming: list[Line]
    past: list[Line]
    children: list[Group]
    sessions: list[Session]
    met: int
    due: int
    history: list[PastChange]


def group_cards(now: dt.datetime, groups: list[Group]) -> list[GroupCard]:
    """Cards of these groups, in a fixed number of queries."""
    ids = [group.pk for group in groups]
    goals = _by_group(Goal.objects.filter(group_id__in=ids))
    channels = _by_group(Channel.objects.filter(group_id__in=ids))
    people = _by_group(Membership.objects.filter(group_id__in=ids, until=None).select_related("person"))
    series = _by_group(Series.objects.filter(group_id__in=ids))
    calls: dict[int, list[CallForProposals]] = defaultdict(list)
    for call in CallForProposals.objects.filter(series__group_id__in=ids).select_related("series__group"):
        calls[call.series.group_id or 0].append(call)
    cadence = cadences([one for rows in series.values() for one in rows])
    following = next_of_groups(now, [group.slug for group in groups])
    return [
        GroupCard(
            group,
            goals[group.pk],
            channels[group.pk],
            people[group.pk],
            following.get(group.slug),
            series[group.pk],
            calls[group.pk],
            {row.pk: cadence[row.pk] for row in series[group.pk]},
        )
        for group in groups
    ]


def next_of_groups(now: dt.datetime, slugs: list[str]) -> dict[str, Line]:
    """The next date of each group that takes place. Two queries, however many groups."""
    rows = Occurrence.objects.attached().confirmed().filter(end__gt=now, series__group__slug__in=slugs)
    starts = set(
        rows.order_by()
        .values("series__group_id")
        .annotate(first=Min("start"))
        .values_list("first", flat=True)
    )
    soonest: dict[str, Line] = {}
    for line in lines(rows.filter(start__in=starts).order_by("start", "id")):
        soonest.setdefault(line.group, line)
    return soonest


def group_page(slug: str, now: dt.datetime) -> GroupPage:
    group = Group.objects.select_related("space", "parent").filter(slug=slug).first()
    if group is None:
        raise NotFound("no-such-group")
    rows = Scope(group=slug).occurrences()
    over = rows.filter(end__lte=now).order_by("-start")
    # Of what began before the hub knew of it, nobody has said here whether it took place.
    known = lines(over.filter(start__gt=F("schedule__created_at")), 6)
    return GroupPage(
        card=group_cards(now, [group])[0],
        upcoming=lines(rows.filter(end__gt=now).order_by("start", "id"), 6),
        past=lines(over, 6),
        children=list(group.children.all()),
        sessions=list(Session.objects.filter(series__group=group).order_by("-date")[:10]),
        met=sum(line.status != CANCELLED for line in known),
        due=len(known),
        history=history(group=group.pk),
    )


def next_path(scope: Scope, now: dt.datetime) -> str | None:
    """Where `/next` leads: the page of the next date that takes place."""
    found = lines(scope.occurrences().upcoming(now).confirmed(), 1)
    return found[0].path if found else None


def _by_group(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.group_id or 0].append(row)
    return found
