"""A room with so many places: who waited and has one now is told so, by one mail."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from commonhour.actions.news.outbox import post
from commonhour.models import Delivery, Guest, Occurrence, Series
from commonhour.models.subscriber import UNDO_WITHIN
from commonhour.reads.replies import roster_of, said_of

_Rosters = dict[
    str, tuple[set[int], set[int]]
]  # those with a place and those who wait, by the id of the date


@contextmanager
def moving_up(series: Series, now: dt.datetime) -> Iterator[None]:
    """Round whatever may make a place free, while the series is locked. The mail waits as long as that can be taken back,
    and says what holds when it goes."""
    is_bounded = series.takes_replies and series.capacity is not None
    before = _rosters(series, now) if is_bounded else {}
    yield
    free: dict[int, list[str]] = defaultdict(list)
    for date, (comes, _) in _rosters(series, now).items() if before else ():
        for guest in comes & before.get(date, (set(), set()))[1]:
            free[guest].append(date)
    for person in Guest.objects.filter(pk__in=free).order_by("pk"):
        _tell(person, series, free[person.pk], now)


def _rosters(series: Series, now: dt.datetime) -> _Rosters:
    """Of what is to come."""
    said = said_of(series.pk)
    dates = Occurrence.objects.upcoming(now).confirmed().filter(series=series) if said else []
    found = {str(one.public_id): roster_of(one, said, series.capacity) for one in dates}
    return {date: (set(one.comes), set(one.waits)) for date, one in found.items()}


def _tell(guest: Guest, series: Series, dates: list[str], now: dt.datetime) -> None:
    """What waits to be told already is told with it: of one place nobody hears twice."""
    waiting = Delivery.objects.filter(
        kind="reply-place", to=guest.email, state=Delivery.WAITING, facts__series=series.pk
    )
    row = waiting.exclude(lease_until__gt=now).first()
    if row is not None:
        facts = row.facts | {"dates": list(dict.fromkeys([*row.facts["dates"], *dates]))}
        Delivery.objects.filter(pk=row.pk).update(facts=facts)
        return
    facts = {"guest": guest.pk, "series": series.pk, "dates": dates}
    post(
        "reply-place", guest.email, facts, cause=f"place {uuid.uuid4()}", now=now, language=guest.language, tzid=guest.tzid,
        due_at=now + UNDO_WITHIN, group=series.group,
    )  # fmt: skip
