"""What is different this week: dates called off, moved or back again, told by what holds now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from commonhour.core.happening import Happened, Seen, seen_from_json
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.scope import Scope
from commonhour.core.time.wall import parse_wall
from commonhour.models import Change, ChangeSet, Occurrence, Series

WEEK = dt.timedelta(days=7)
_SHOWN, _LOOKED_AT = 10, 2_000
_TOLD = (Happened.MOVED, Happened.CANCELLED, Happened.RESTORED)


@dataclass(frozen=True)
class ChangedDate:
    """`line` is the date as it is now, `start` where it was a week ago; `at` is when it was changed last, and
    `change_set` what did it. `more` counts later dates of its series to which that did the same."""

    line: ListedDate
    start: dt.datetime
    at: dt.datetime
    change_set: int
    was_cancelled: bool
    more: int = 0

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


@dataclass(frozen=True)
class ChangedSeries:
    """A series that goes on otherwise from a date on: `goes_on` is how."""

    change_set: int
    at: dt.datetime
    title: str
    path: str
    date: dt.date
    goes_on: core.Schedule


@dataclass
class _Week:
    """One date's week: what was seen before the oldest change, and which was the newest."""

    was: Seen
    at: dt.datetime
    change_set: int


def changed_dates(now: dt.datetime, most: int = _SHOWN) -> list[ChangedDate]:
    """The dates that are not as they were seven days ago, the last one changed first, `most` of them; of many that one
    change set reached in one series, the first. Five queries at most."""
    weeks = _weeks(now)
    if not weeks:
        return []
    rows = Occurrence.objects.attached().filter(pk__in=weeks)
    keys = {str(public_id): pk for public_id, pk in rows.values_list("public_id", "pk")}
    found = (_changed_date(line, weeks[keys[line.id]]) for line in rows.order_by("start", "id").listed())
    wholes = _told_as_series(now)
    firsts = _first_of_each(
        one for one in found if one.is_news and not (one.is_moved and one.change_set in wholes)
    )
    return sorted(firsts, key=lambda one: one.at, reverse=True)[:most]


def changed_series(now: dt.datetime, scope: Scope | None = None, most: int = _SHOWN) -> list[ChangedSeries]:
    """The changes from a date on of the last seven days that were not taken back, the newest first. Two queries."""
    rows = ChangeSet.objects.filter(kind="series-changed", at__gt=now - WEEK, at__lte=now, undone_by=None)
    rows = rows.filter(series__in=Series.objects.ids_within(scope or Scope()), facts__has_key="goes_on")
    return [_changed_series(row) for row in rows.select_related("series")[:most] if row.series]


def _changed_series(row: ChangeSet) -> ChangedSeries:
    assert row.series is not None
    told = row.facts["goes_on"]
    goes_on = core.Schedule(
        told["dtstart"], told["tzid"], dt.timedelta(seconds=told["duration"]), told["rrule"]
    )
    day = parse_wall(row.facts["date"]).date()
    return ChangedSeries(row.pk, row.at, row.series.title, row.series.path, day, goes_on)


def _weeks(now: dt.datetime) -> dict[int, _Week]:
    """By the id of the date's row."""
    changes = Change.objects.filter(noun="occurrence", field__in=_TOLD, change_set__at__gt=now - WEEK)
    newest = changes.order_by("-change_set__at", "-change_set", "id")[:_LOOKED_AT]
    weeks: dict[int, _Week] = {}
    for key, before, change_set, at in newest.values_list(
        "object_id", "before", "change_set", "change_set__at"
    ):
        assert before is not None  # what moved or was cancelled was there before
        known = weeks.get(key)
        weeks[key] = _Week(
            seen_from_json(before), known.at if known else at, known.change_set if known else change_set
        )
    return weeks


def _told_as_series(now: dt.datetime) -> set[int]:
    """The change sets that are told of a whole series, so that its dates are not told once more."""
    return {one.change_set for one in changed_series(now)}


def _changed_date(line: ListedDate, week: _Week) -> ChangedDate:
    return ChangedDate(line, week.was.start, week.at, week.change_set, week.was.is_cancelled)


def _first_of_each(dates: Iterable[ChangedDate]) -> list[ChangedDate]:
    found: dict[tuple[object, ...], ChangedDate] = {}
    for one in dates:
        key = (one.change_set, one.line.series, one.line.is_cancelled, one.is_back)
        known = found.get(key)
        found[key] = replace(known, more=known.more + 1) if known else one
    return list(found.values())
