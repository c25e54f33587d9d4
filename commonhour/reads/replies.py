"""Who comes to which date: counts for everybody, names for those who run the call."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from commonhour.core.replies import Answer, Reach, Roster, held, roster
from commonhour.models import Guest, Occurrence, Reply, Series

Said = dict[int, list[Answer]]  # what each guest answered for one series, by the guest's id


@dataclass(frozen=True, slots=True)
class Counts:
    """`waiting` are those beyond the `capacity`; None is a room without an end. Once a date is over there is neither."""

    yes: int
    no: int
    waiting: int = 0
    capacity: int | None = None

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.yes >= self.capacity


@dataclass(frozen=True, slots=True)
class GuestRow:
    """`state` is "comes", "waits" or "cannot"; `reach` says for which dates they answered. Who only takes notes is not told
    the `email`."""

    id: int
    name: str
    email: str
    state: str
    reach: Reach
    since: dt.datetime


def said_of(series: int) -> Said:
    """By the id of a series. One query."""
    found: Said = defaultdict(list)
    for row in Reply.objects.filter(series=series).order_by("pk"):
        found[row.guest_id].append(row.as_answer())
    return dict(found)


def roster_of(date: Occurrence, said: Said, capacity: int | None) -> Roster:
    """Of one date; when it is over and counted, what was written down for it then holds."""
    public_id = str(date.public_id)
    if date.replies_yes is not None:
        said = {key: [one for one in answers if one.date == public_id] for key, answers in said.items()}
    return roster(said, public_id, date.first_recurrence_id, capacity)


def counts_of(ids: Iterable[str]) -> dict[str, Counts]:
    """Of these dates, by their public id; without those that ask nobody, and those that were called off. Two queries, however
    many."""
    wanted = Occurrence.objects.attached().confirmed().asking().filter(public_id__in=list(ids))
    rows = list(wanted.select_related("series"))
    said: dict[int, Said] = defaultdict(lambda: defaultdict(list))
    for reply in (
        Reply.objects.filter(series__in={row.series_id for row in rows}).order_by("pk") if rows else ()
    ):
        said[reply.series_id][reply.guest_id].append(reply.as_answer())
    return {str(row.public_id): _counts(row, said[row.series_id]) for row in rows}


def _counts(row: Occurrence, said: Said) -> Counts:
    if row.replies_yes is not None:
        return Counts(row.replies_yes, row.replies_no or 0)
    found = roster_of(row, said, row.series.capacity)
    return Counts(len(found.comes), len(found.cannot), len(found.waits), row.series.capacity)


def asking_dates(ids: Iterable[str]) -> dict[str, int]:
    """Those of these dates, by their public id, that ask who comes, each with the id of its series."""
    rows = Occurrence.objects.attached().confirmed().asking().filter(public_id__in=list(ids))
    return {str(date): series for date, series in rows.values_list("public_id", "series_id")}


def is_on_list(occurrence: Occurrence, email: str) -> bool:
    """Whether who has this address said yes to this date, and has a place."""
    series = Series.objects.filter(pk=occurrence.series_id).first()
    guest = Guest.objects.filter(email=email.casefold()).first()
    if (
        series is None
        or not series.asks_who_comes
        or guest is None
        or occurrence.is_cancelled
        or occurrence.is_detached
    ):
        return False
    return guest.pk in roster_of(occurrence, said_of(series.pk), series.capacity).comes


def guests_of(date: Occurrence, *, with_addresses: bool) -> list[GuestRow]:
    """Those with a place, those who wait, and those who cannot, each in the order in which they said so."""
    said = said_of(date.series_id)
    found = roster_of(date, said, date.series.capacity)
    people = Guest.objects.in_bulk([*found.comes, *found.waits, *found.cannot])
    return [
        _guest_row(people[key], state, said[key], date, with_addresses)
        for state in ("comes", "waits", "cannot")
        for key in getattr(found, state)
        if key in people
    ]


def _guest_row(
    guest: Guest, state: str, answers: Collection[Answer], date: Occurrence, with_address: bool
) -> GuestRow:
    answer = held(answers, str(date.public_id), date.first_recurrence_id)
    assert answer is not None
    email = guest.email if with_address else ""
    return GuestRow(guest.pk, guest.name, email, state, answer.reach, answer.since)
