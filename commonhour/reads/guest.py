"""The page of who says whether they come, by the signed link of their mail: every coming date and what they answered."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.replies import Answer, Reach, held
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import wall_of
from commonhour.errors import NotFound
from commonhour.models import Guest, Occurrence, Series, Subscriber
from commonhour.reads.mail_links import replies_of
from commonhour.reads.replies import Said, roster_of, said_of
from commonhour.reads.shapes.series import SeriesShape

SHOWN = 12


@dataclass(frozen=True, slots=True)
class GuestDate:
    """`state` is "comes", "waits", "cannot", or "" where they said nothing; `before` are those who wait before them. `is_full`
    says that a yes would wait."""

    line: ListedDate
    state: str
    reach: str
    before: int
    waiting: int
    is_full: bool

    @property
    def day(self) -> dt.date:
        """Where it is held."""
        return (
            self.line.start.date() if self.line.all_day else wall_of(self.line.start, self.line.tzid).date()
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer for more than one date; `begins` None is every date."""

    comes: bool
    begins: dt.date | None


@dataclass(frozen=True, slots=True)
class GuestPage:
    """`id` is 0 for a subscriber who has not answered anything yet. `about` is the date that the link was sent for, one of
    `dates` while it is to come."""

    id: int
    email: str
    name: str
    language: str
    tzid: str
    series_id: int
    series: SeriesShape
    is_asked: bool
    about: GuestDate | None
    dates: list[GuestDate]
    standing: list[Standing]
    may_undo: bool

    @property
    def has_answers(self) -> bool:
        return bool(self.standing) or any(one.reach == Reach.DATE for one in self.dates)


def guest_page(token: str, now: dt.datetime) -> GuestPage:
    """Raises NotFound for a link that is none of ours, or whose address is forgotten."""
    link = replies_of(token)
    series = Series.objects.select_related("group").filter(pk=link.series).first()
    guest = Guest.objects.filter(pk=link.guest).first()
    person = Subscriber.objects.filter(pk=link.subscriber).first()
    guest = guest or (Guest.objects.filter(email=person.email).first() if person else None)
    who = guest or person
    if series is None or who is None:
        raise NotFound("reply-link-unknown")
    said = said_of(series.pk)
    own = said.get(guest.pk, []) if guest else []
    dates = _dates(series, link.date, now, said, guest.pk if guest else 0, own)
    return GuestPage(
        guest.pk if guest else 0, who.email, guest.name if guest else "", who.language, who.tzid, series.pk,
        SeriesShape.of(series), series.asks_who_comes, next((one for one in dates if one.line.id == link.date), None),
        dates, _standing(own), bool(guest and guest.may_undo(series.pk, now)),
    )  # fmt: skip


def _dates(
    series: Series, about: str, now: dt.datetime, said: Said, key: int, own: list[Answer]
) -> list[GuestDate]:
    """The next ones, and the one it is about however far that is; what was called off asks nobody."""
    rows = Occurrence.objects.upcoming(now).confirmed().filter(series=series)
    near = map(str, rows.values_list("public_id", flat=True)[:SHOWN])
    wanted = {*near, *(one.date for one in own if one.date), *([about] if about else [])}
    chosen = list(rows.filter(public_id__in=wanted))
    lines = {one.id: one for one in rows.filter(public_id__in=wanted).listed()}
    return [_date(lines[str(one.public_id)], one, series, said, key, own) for one in chosen]


def _date(
    line: ListedDate, row: Occurrence, series: Series, said: Said, key: int, own: list[Answer]
) -> GuestDate:
    found = roster_of(row, said, series.capacity)
    answer = held(own, line.id, row.first_recurrence_id)
    state = next((name for name in ("comes", "waits", "cannot") if key in getattr(found, name)), "")
    before = found.waits.index(key) if state == "waits" else 0
    is_full = series.capacity is not None and len(found.comes) >= series.capacity
    return GuestDate(line, state, answer.reach if answer else "", before, len(found.waits), is_full)


def _standing(own: list[Answer]) -> list[Standing]:
    """The widest first; of two from one date on there is only one."""
    rows = sorted((one for one in own if not one.date), key=lambda one: one.begins)
    return [Standing(one.comes, _day(one.begins)) for one in rows]


def _day(recurrence_id: str) -> dt.date | None:
    return parse_wall(recurrence_id).date() if recurrence_id else None
