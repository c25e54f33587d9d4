"""Clashes: other calls at the same time, told before anybody saves. They warn and never block."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Group, JoinTarget, Membership, Occurrence, Series
from commonhour.models.join_target import ROOMS, room_digest

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Clash:
    """Another series that is on at the same time: `dates` are its dates that overlap, soonest first.

    `is_kin` when somebody is likely to be expected at both: the same group, or a person with a role in both.
    `people` are those in both. `is_same_room` when both would be in one room.
    """

    series: str
    title: str
    group_name: str
    dates: tuple[ListedDate, ...]
    is_kin: bool
    people: tuple[str, ...] = ()
    is_same_room: bool = False

    @property
    def first(self) -> ListedDate:
        return self.dates[0]


def clashes(
    spans: Iterable[Span], *, group: Group | None = None, series: Series | None = None, link: str = ""
) -> list[Clash]:
    """Who else meets during these spans (UTC): first those in the same room, then kin, then those with the most dates in
    common.

    `series` is the one that is being placed and does not clash with itself; `link` is the room it is to have. Whole days and cancelled dates
    are in nobody's way.
    """
    ranges = [(start, end) for start, end in spans if end > start]
    if not ranges:
        return []
    found = _overlapping(ranges, series)
    people = _people_in_both(group, {one.group for one in found})
    per_series: dict[str, list[ListedDate]] = defaultdict(list)
    for one in found:
        per_series[one.series].append(one)
    same_room = _in_same_room(series, link)
    made = [
        replace(_clash(of_one, group, people), is_same_room=slug in same_room)
        for slug, of_one in per_series.items()
    ]
    return sorted(
        made,
        key=lambda clash: (not clash.is_same_room, not clash.is_kin, -len(clash.dates), clash.first.start),
    )


def rooms_of_series() -> dict[int, frozenset[str]]:
    """The digests of the rooms of each series, by its id."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = JoinTarget.objects.filter(kind__in=ROOMS).exclude(room_digest="").order_by()
    for key, digest in rows.values_list("series_id", "room_digest"):
        found[key].add(digest)
    return {key: frozenset(digests) for key, digests in found.items()}


def _in_same_room(series: Series | None, link: str) -> set[str]:
    """The slugs of all series with a room that this one has, or that the link leads to."""
    if not (series or link):
        return set()
    kept = JoinTarget.objects.filter(series=series, kind__in=ROOMS).values_list("room_digest", flat=True)
    digests = {room_digest(link), *(kept if series else ())} - {""}
    rows = JoinTarget.objects.filter(room_digest__in=digests, kind__in=ROOMS)
    return set(rows.values_list("series__slug", flat=True))


def _overlapping(ranges: list[Span], series: Series | None) -> list[ListedDate]:
    wanted = Q()
    for start, end in ranges:
        wanted |= Q(start__lt=end, end__gt=start)
    rows = Occurrence.objects.attached().confirmed().filter(wanted, all_day=False)
    return (rows.exclude(series=series) if series else rows).order_by("start", "id").listed()


def _people_in_both(group: Group | None, slugs: set[str]) -> dict[str, tuple[str, ...]]:
    """For each other group, the names of the people who have a role in it and in ours now."""
    if group is None:
        return {}
    ours = Membership.objects.filter(group=group, until=None).values("person")
    shared = Membership.objects.filter(person__in=ours, until=None, group__slug__in=slugs - {group.slug})
    names: dict[str, set[str]] = defaultdict(set)
    for slug, name in shared.values_list("group__slug", "person__name"):
        names[slug].add(name)
    return {slug: tuple(sorted(found)) for slug, found in names.items()}


def _clash(found: list[ListedDate], group: Group | None, people: dict[str, tuple[str, ...]]) -> Clash:
    first = found[0]
    shared = people.get(first.group, ())
    is_kin = bool(shared) or (group is not None and first.group == group.slug)
    return Clash(first.series, first.series_title, first.group_name, tuple(found), is_kin, shared)
