"""Who is to be reminded of what now, and what a reminder and a week are about when they go."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from commonhour.core.message import Moment
from commonhour.core.policies import NOTHING_SAID, Policies
from commonhour.core.reminders import cause, due, due_at, good_until
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.speech.messages.place_week import WeekDate
from commonhour.core.speech.messages.reminder import Coming
from commonhour.models import Community, Delivery, Destination, Occurrence, Series, Subscriber, Subscription
from commonhour.models.occurrence import OccurrenceQuerySet
from commonhour.models.reach import Reach
from commonhour.reads.door import expected_in

_AT_ONCE = 200  # dates of which the ledger is asked in one go


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody to be reminded: an address, or a destination by its id."""

    to: str
    destination: int | None
    minutes: tuple[int, ...]
    since: dt.datetime
    language: str
    tzid: str


@dataclass(frozen=True, slots=True)
class DueReminder:
    cause: str
    place: Place
    group: int | None
    id: str
    start: dt.datetime
    minutes: int
    due_at: dt.datetime
    good_until: dt.datetime


def reminders_due(after: dt.datetime | None, now: dt.datetime) -> list[DueReminder]:
    """Those whose time came after `after` (None: whenever) and that nobody was sent yet."""
    wanted = _wanted()
    if not wanted:
        return []
    dates = list(_dates(sorted(wanted), after, now))
    found = []
    for first in range(0, len(dates), _AT_ONCE):
        found += _not_written(_due(dates[first : first + _AT_ONCE], now))
    return found


def _wanted() -> set[int]:
    rows = (Destination.objects.told(), Subscriber.objects.told())
    lists = (
        one
        for found in rows
        for one in found.exclude(reminder_minutes=[]).values_list("reminder_minutes", flat=True)
    )
    return {minutes for one in lists for minutes in one}


def _dates(wanted: list[int], after: dt.datetime | None, now: dt.datetime) -> OccurrenceQuerySet:
    """Dates that begin so long after now that one of these reminders is due."""
    near = Q()
    if after is None:
        near = Q(start__lte=now + dt.timedelta(minutes=wanted[-1]))
    else:
        for length in (dt.timedelta(minutes=one) for one in wanted):
            near |= Q(start__gt=after + length, start__lte=now + length)
    rows: OccurrenceQuerySet = Occurrence.objects.attached().confirmed().ours()
    present = rows.filter(near, start__gt=now, all_day=False, series__removed_at=None)
    return present.select_related("series__group").order_by("start", "pk")


def _due(dates: Iterable[Occurrence], now: dt.datetime) -> Iterator[DueReminder]:
    dates = list(dates)
    keys = {one.series_id for one in dates}
    series = Series.objects.filter(pk__in=keys).select_related("group").prefetch_related("co_groups")
    places = _places(list(series))
    for date in dates:
        for place in places.get(date.series_id, ()):
            minutes = due(place.minutes, date.start, now)
            if minutes is None or due_at(date.start, minutes) < place.since:
                continue
            yield DueReminder(
                cause(str(date.public_id), date.start, minutes), place, date.series.group_id, str(date.public_id),
                date.start, minutes, due_at(date.start, minutes), good_until(place.minutes, date.start, minutes),
            )  # fmt: skip


def _places(series: list[Series]) -> dict[int, list[Place]]:
    """Who wants to be reminded of each series, by its id; everybody once."""
    found: dict[int, dict[str, Place]] = defaultdict(dict)
    zone, reach = Community.the().tzid, Reach(series)
    for row in Destination.objects.told().exclude(reminder_minutes=[]):
        place = Place(
            "", row.pk, tuple(row.reminder_minutes), row.since or row.created_at, row.language, zone
        )
        for one in series:
            if row.hears_of(one):
                found[one.pk][f"#{row.pk}"] = place
    subscribers = Subscriber.objects.told().exclude(reminder_minutes=[])
    for asked in Subscription.objects.filter(subscriber__in=subscribers).select_related("subscriber"):
        person = asked.subscriber
        since = person.reminded_since or person.confirmed_at or person.created_at
        place = Place(person.email, None, tuple(person.reminder_minutes), since, person.language, person.tzid)
        for one in reach.of(asked):
            found[one.pk][person.email] = place
    return {key: list(places.values()) for key, places in found.items()}


def _not_written(reminders: Iterable[DueReminder]) -> list[DueReminder]:
    """Without those of which the ledger knows; what was only withdrawn may come after all."""
    found = list(reminders)
    rows = Delivery.objects.exclude(state=Delivery.WITHDRAWN).of_causes({one.cause for one in found})
    known = {(row.cause, row.to, row.destination_id) for row in rows}
    return [one for one in found if (one.cause, one.place.to, one.place.destination) not in known]


def coming(public_id: str, start: dt.datetime, now: dt.datetime) -> Coming | None:
    """What a reminder is about; None once it begins at another time, or not at all."""
    rows = Occurrence.objects.attached().confirmed().filter(public_id=public_id, start=start, start__gt=now)
    line = rows.filter(series__removed_at=None).first_listed()
    if line is None:
        return None
    topic = line.title if line.title != line.series_title else ""
    return Coming(
        line.series_title, line.group_name, topic, moment_of_line(line), line.path, policies=_expected(line)
    )


def _expected(line: ListedDate) -> Policies:
    series = Series.objects.filter(slug=line.series).first()
    return expected_in(series, Community.the()) if series else NOTHING_SAID


def week_of(
    destination: Destination, begins: dt.datetime, ends: dt.datetime, now: dt.datetime
) -> list[WeekDate]:
    """What is still to come of the week between these, for one place."""
    rows: OccurrenceQuerySet = Occurrence.objects.attached().ours().filter(
        start__gte=begins, start__lt=ends, end__gt=now, series__removed_at=None
    )  # fmt: skip
    if destination.series_id is not None:
        rows = rows.filter(series=destination.series_id)
    elif destination.group_id is not None:
        in_group = Series.objects.filter(Q(group=destination.group_id) | Q(co_groups=destination.group_id))
        rows = rows.filter(series__in=in_group.values("pk"))
    return [
        WeekDate(one.title, moment_of_line(one), one.path, one.is_cancelled) for one in rows.order_by("start", "pk").listed()
    ]  # fmt: skip


def moment_of_line(line: ListedDate) -> Moment:
    return Moment(line.start, line.tzid, line.end, line.all_day)
