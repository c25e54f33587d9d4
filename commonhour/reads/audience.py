"""Whom a change of some series reaches: subscribers by mail, and the rooms and lists of the series, group or hub."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from commonhour.core.audience import Audience
from commonhour.models import Destination, Series, Subscriber, Subscription
from commonhour.models.reach import Reach


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
    """Each place once, however many of its subscriptions the series touch; `series` come with their groups and co-groups."""
    return _reached(series, community_tzid, "tells_changes")


def reached_by_notes(series: Collection[Series], community_tzid: str) -> list[Reached]:
    """As `reached`, of who wants to read notes once they are published."""
    return _reached(series, community_tzid, "tells_notes")


def _reached(series: Collection[Series], community_tzid: str, wanted: str) -> list[Reached]:
    """`wanted` is the field that says what they want."""
    mails = _mails(series, wanted)
    rows = Destination.objects.told().filter(**{wanted: True})
    rooms = {row: tuple(one.pk for one in series if row.hears_of(one)) for row in rows}
    told = [
        Reached(found, destination=row.pk, label=row.label, language=row.language, tzid=community_tzid)
        for row, found in rooms.items()
        if found
    ]
    return mails + told


def audience(series: Collection[Series], community_tzid: str) -> Audience:
    return _audience(reached(series, community_tzid))


def audience_of_notes(series: Collection[Series], community_tzid: str) -> Audience:
    return _audience(reached_by_notes(series, community_tzid))


def _audience(found: Collection[Reached]) -> Audience:
    zones = Counter(one.tzid for one in found if one.to)
    return Audience(
        mails=sum(1 for one in found if one.to),
        places=tuple(one.label for one in found if one.destination is not None),
        zones=tuple(zone for zone, _ in zones.most_common(4)),
    )


def _mails(series: Collection[Series], wanted: str) -> list[Reached]:
    reach = Reach(series)
    told: dict[Subscriber, dict[int, None]] = defaultdict(dict)
    people = Subscriber.objects.told().filter(**{wanted: True})
    rows = Subscription.objects.filter(subscriber__in=people).select_related("subscriber")
    for row in rows.order_by("subscriber", "pk"):
        told[row.subscriber] |= {one.pk: None for one in reach.of(row)}
    return [
        Reached(tuple(found), to=one.email, language=one.language, tzid=one.tzid)
        for one, found in told.items()
        if found
    ]
