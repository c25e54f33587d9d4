"""What clock changes do to the hub's calls for readers in a zone: every call with dates to come, outside ones too."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from commonhour.core.foresight.disagreement import ClockWeeks, clock_weeks
from commonhour.core.foresight.hour_changes import HourChange, coming_changes
from commonhour.core.schedule import schedule as core
from commonhour.core.scope import Scope
from commonhour.core.time.regions import region_zones
from commonhour.models import Community, Occurrence, Schedule

YEAR = 365  # days

# Where many readers live, on clocks that change at different times or never.
ELSEWHERE = ("America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin",
             "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney")  # fmt: skip
_FIELDS = ("dtstart", "tzid", "duration_seconds", "rrule", "rdates", "exdates", "uid", "series__slug",
           "series__title")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A coming change of a call's hour for a reader. `series` is the slug."""

    series: str
    title: str
    uid: str
    change: HourChange

    @property
    def path(self) -> str:
        return f"/meetings/{self.series}/"


def foreseen(
    scope: Scope, now: dt.datetime, tzid: str, days: int = YEAR, *, is_ours: bool = False
) -> list[Foreseen]:
    """What changes for a reader in zone `tzid` in so many days, soonest first; with `is_ours`, only in calls of no
    outside calendar. One query, but for the scope's own."""
    named = {schedule: (slug, title) for schedule, slug, title in _living(scope, now, is_ours=is_ours)}
    changes = coming_changes(named, tzid, now, now + dt.timedelta(days=days))
    return [Foreseen(*named[schedule], schedule.uid, change) for schedule, change in changes]


def weeks_of(series: str, region: str, now: dt.datetime, tzid: str, days: int = YEAR) -> list[ClockWeeks]:
    """The weeks in which clocks disagree, for those who may come to a series: its region's clocks, or a few all
    over the world, with the community's and the reader's."""
    places = (Community.the().tzid, tzid, *(region_zones(region) or ELSEWHERE))
    until = now + dt.timedelta(days=days)
    living = _living(Scope(series=series), now)
    found = [weeks for schedule, *_ in living for weeks in clock_weeks(schedule, places, now, until)]
    return sorted(found, key=lambda weeks: (weeks.first_date, weeks.last_date, weeks.hour))


def _living(scope: Scope, now: dt.datetime, *, is_ours: bool = False) -> list[tuple[core.Schedule, str, str]]:
    """The schedules of a scope that have a date to come, without their overrides, with their series' names."""
    dates = Occurrence.objects.attached().confirmed().filter(schedule=OuterRef("pk"), end__gt=now)
    rows = Schedule.objects.filter(Exists(dates), gone_at=None)
    rows = rows.filter(source=None) if is_ours else rows
    rows = rows.within(scope)
    return [(_pure(*facts), slug, title) for *facts, slug, title in rows.order_by("pk").values_list(*_FIELDS)]


def _pure(
    dtstart: str, tzid: str, seconds: int, rrule: str, rdates: list[str], exdates: list[str], uid: str
) -> core.Schedule:
    length = dt.timedelta(seconds=seconds)
    return core.Schedule(dtstart, tzid, length, rrule, tuple(rdates), tuple(exdates), uid=uid)
