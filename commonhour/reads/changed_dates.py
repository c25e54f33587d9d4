"""What is different this week: dates called off, moved or back again, told by what holds now."""

import datetime as dt
from dataclasses import dataclass

from commonhour.core.schedule.schedule import CANCELLED
from commonhour.models import Change, Occurrence
from commonhour.reads.line import Line, lines

WEEK = dt.timedelta(days=7)
_SHOWN, _LOOKED_AT = 10, 500


@dataclass(frozen=True)
class ChangedDate:
    """`line` is the date as it is now, `start` where it was a week ago; `at` is when it was changed last."""

    line: Line
    start: dt.datetime
    at: dt.datetime
    was_cancelled: bool

    @property
    def is_moved(self) -> bool:
        return not self.line.is_cancelled and self.start != self.line.start

    @property
    def is_back(self) -> bool:
        return self.was_cancelled and not self.line.is_cancelled

    @property
    def is_news(self) -> bool:
        """False for what was changed and changed back, by whomever."""
        return self.is_moved or self.was_cancelled != self.line.is_cancelled


def changed_dates(now: dt.datetime) -> list[ChangedDate]:
    """The dates that are not as they were seven days ago, the last one changed first. Three queries at most."""
    changes = Change.objects.filter(
        noun="occurrence", field__in=("status", "start"), change_set__at__gt=now - WEEK
    ).select_related("change_set")
    per_date: dict[int, list[Change]] = {}
    for change in changes.order_by("-change_set__at", "-id")[:_LOOKED_AT]:
        per_date.setdefault(change.object_id, []).append(change)
    if not per_date:
        return []
    rows = Occurrence.objects.attached().filter(pk__in=per_date)
    keys = {str(public_id): pk for public_id, pk in rows.values_list("public_id", "pk")}
    found = [_changed_date(line, per_date[keys[line.id]]) for line in lines(rows)]
    return sorted((one for one in found if one.is_news), key=lambda one: one.at, reverse=True)[:_SHOWN]


def _changed_date(line: Line, changes: list[Change]) -> ChangedDate:
    """`changes` are those of the week, the newest first: before the oldest it was as it had been."""
    was = {change.field: change.before for change in changes}
    began = was.get("start")
    start = dt.datetime.fromisoformat(began) if began else line.start
    was_cancelled = was.get("status", line.status) == CANCELLED
    return ChangedDate(line, start, changes[0].change_set.at, was_cancelled)
