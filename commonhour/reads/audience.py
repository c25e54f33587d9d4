"""Whom a change of some series reaches: subscribers by mail, and the rooms and lists of the series, group or hub."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from commonhour.core.audience import Audience
from commonhour.models import Destination, Series, Subscriber, Subscription


@dataclass(frozen=True, slots=True)
class Reached:
    """A place with the ids of those series of which it is told."""

    series: tuple[int, ...]
    to: str = ""
    destination: int | None = None
    label: str = ""
    language: str = "en"
    tzid: str = "UTC"


def reached(series: Collection[Series], community_tzid: str) -> list[Reached]:
    """Each place once, however many of its subscriptions the series touch; `series` come with their groups."""
    mails = _mails(series)
    rooms: dict[int, list[int]] = defaultdict(list)
    rows = list(Destination.objects.told().filter(tells_changes=True))
    for one in series:
        for row in rows:
            if row.hears_of(one):
                rooms[row.pk].append(one.pk)
    told = [
        Reached(
            tuple(rooms[row.pk]),
            destination=row.pk,
            label=row.label,
            language=row.language,
            tzid=community_tzid,
        )
        for row in rows
        if row.pk in rooms
    ]
    return mails + told


def audience(series: Collection[Series], community_tzid: str) -> Audience:
    found = reached(series, community_tzid)
    zones = Counter(one.tzid for one in found if one.to)
    return Audience(
        mails=sum(1 for one in found if one.to),
        places=tuple(one.label for one in found if one.destination is not None),
        zones=tuple(zone for zone, _ in zones.most_common(4)),
    )


def _mails(series: Collection[Series]) -> list[Reached]:
    told: dict[int, list[int]] = defaultdict(list)
    rows = Subscription.objects.filter(
        subscriber__in=Subscriber.objects.told().filter(tells_changes=True)
    ).order_by("subscriber", "pk")
    for row in rows:
        for one in series:
            if row.reaches(one) and one.pk not in told[row.subscriber_id]:
                told[row.subscriber_id].append(one.pk)
    people = Subscriber.objects.in_bulk([pk for pk, found in told.items() if found])
    return [
        Reached(tuple(told[pk]), to=one.email, language=one.language, tzid=one.tzid)
        for pk, one in people.items()
    ]
