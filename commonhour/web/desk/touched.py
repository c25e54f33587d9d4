"""What stopping a series, or letting it go on, makes of its dates: those that go, those that come, and what there is to tell."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from commonhour.actions.dates.materialise import AHEAD
from commonhour.actions.dates.rows import columns_of
from commonhour.actions.pausing import own_schedules
from commonhour.core.happening import Seen
from commonhour.core.message import Moment
from commonhour.core.news import DateNews, SeriesNews, Standing, moment_of
from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.occurrence import Occurrence as CoreOccurrence
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.models import Schedule, Series
from commonhour.reads.standing import is_made, last_call, onward, standing
from commonhour.web.desk.dates import SHOWN, DateRow, date_row

Plan = Callable[[Schedule, dt.date, dt.datetime], CoreSchedule]


class Planned(NamedTuple):
    """A date of a schedule as it is, or would be."""

    row: Schedule
    core: CoreSchedule
    place: CoreOccurrence

    @property
    def seen(self) -> Seen:
        return columns_of(self.row, self.core, self.place).seen


@dataclass(frozen=True)
class Touched:
    """The dates of the coming two years that go, those that come, and those that stay, soonest first."""

    going: list[Planned]
    coming: list[Planned]
    staying: list[Planned]

    def shown(self, tzid: str) -> dict[str, object]:
        """For the page: one more than there is room for, and the last before those that go."""
        last = self.staying[-1:]
        return {
            "going": _rows(self.going, tzid), "coming": _rows(self.coming, tzid),
            "last": next(iter(_rows(last, tzid)), None),
        }  # fmt: skip

    def news(self, series: Series, stands: Standing, now: dt.datetime) -> SeriesNews:
        """What there would be to tell."""
        gone = [DateNews("", one.seen, None) for one in self.going]
        came = [DateNews("", None, one.seen) for one in self.coming]
        news = SeriesNews(
            series.title, series.path, series.group.name if series.group else "",
            tuple(sorted([*gone, *came], key=lambda one: one.first)),
            following=next(self._confirmed(now), None), stands=stands if stands != standing(series) else None,
        )  # fmt: skip
        if stands.state != "active":
            return replace(news, last=self._last(series, stands, now))
        start = news.back_with.start if news.back_with else now
        cores = {one.row.pk: one.core for one in [*self.coming, *self.staying] if one.place.end > start}
        return replace(news, rhythm=onward(cores.values(), start))

    def _confirmed(self, now: dt.datetime) -> Iterator[Moment]:
        """When it meets from now on."""
        ahead = (one for one in [*self.staying, *self.coming] if one.place.start > now)
        seen = sorted((one.seen for one in ahead if not one.place.is_cancelled), key=lambda one: one.start)
        return map(moment_of, seen)

    def _last(self, series: Series, stands: Standing, now: dt.datetime) -> Moment | None:
        if not is_made(stands.stops_on, now):
            return None
        ahead = [moment_of(one.seen) for one in self.staying if not one.place.is_cancelled]
        return ahead[-1] if ahead else last_call(series, before=now)


def touched(series: Series, day: dt.date, plan: Plan, now: dt.datetime) -> Touched:
    going: list[Planned] = []
    coming: list[Planned] = []
    staying: list[Planned] = []
    for row in own_schedules(series):
        was, will = _dates(row, row.as_core(), now), _dates(row, plan(row, day, now), now)
        going += [one for text, one in was.items() if text not in will]
        coming += [one for text, one in will.items() if text not in was]
        staying += [one for text, one in will.items() if text in was]
    return Touched(*(sorted(some, key=lambda one: one.place.start) for some in (going, coming, staying)))


def _dates(row: Schedule, core: CoreSchedule, now: dt.datetime) -> dict[str, Planned]:
    """Its coming dates, by where they were planned."""
    found = occurrences(core, now, now + AHEAD)
    return {one.recurrence_id: Planned(row, core, one) for one in found if one.end > now}


def _rows(dates: Iterable[Planned], tzid: str) -> list[DateRow]:
    return [date_row(one.core, one.place, None, tzid) for one in islice(dates, SHOWN + 1)]
