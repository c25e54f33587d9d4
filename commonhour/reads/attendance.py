"""How many said to come and how many were there, date after date: numbers, and nobody's name."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.models import Attendance, Occurrence, Series

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Held:
    """One date that was. None where nothing is known."""

    line: ListedDate
    said: int | None
    attended: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The number that is kept for a date, and the version of that; 0 is that of nothing."""

    number: int | None
    version: int


def counted(date: Occurrence) -> Counted:
    row = Attendance.objects.filter(occurrence=date).first()
    return Counted(row.number, row.version) if row else Counted(None, 0)


def trend(series: Series, now: dt.datetime) -> list[Held]:
    """The last dates of which something is known, the latest first. Two queries."""
    rows = Occurrence.objects.attached().confirmed().filter(series=series, end__lte=now)
    known = rows.exclude(replies_yes=None, attendance=None).order_by("-start", "-pk")[:SHOWN]
    facts = {
        str(key): (said, attended)
        for key, said, attended in known.values_list("public_id", "replies_yes", "attendance__number")
    }
    lines = Occurrence.objects.filter(public_id__in=facts).order_by("-start", "-pk").listed()
    return [Held(one, *facts[one.id]) for one in lines]
