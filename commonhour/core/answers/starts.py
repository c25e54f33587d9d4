"""Calls whose first date no words give: counted from an assumed one, until somebody says that it is right."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commonhour.core.answers.codes import is_date
from commonhour.core.draft import Draft, DraftSeries
from commonhour.core.finding import Finding
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import parse_wall, wall_text

ASSUMED_START = "assumed-start"
_BEFORE = dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class AssumedStart:
    series: DraftSeries
    schedule: Schedule
    finding: Finding


def assumed_starts(draft: Draft) -> list[AssumedStart]:
    """Each with the finding that told it, by the title and the date this gives."""
    told = [one for one in draft.findings if one.code == ASSUMED_START]
    found = []
    for series in draft.series:
        for finding in told:
            schedule = next(_fitting(series, finding), None)
            if schedule:
                found.append(AssumedStart(series, schedule, finding))
                told.remove(finding)
                break
    return found


def _fitting(series: DraftSeries, finding: Finding) -> Iterator[Schedule]:
    facts = finding.facts
    if facts["title"] in (series.title, series.as_read.get("title")):
        first = str(facts["first"]).replace("-", "")
        yield from (one for one in series.schedules if one.dtstart.startswith(first))


def may_start(schedule: Schedule, day: str) -> bool:
    """True for a date that its rule makes; one that is assumed skips none, so it may be counted from any of them."""
    if not is_date(day):
        return False
    dtstart = day.replace("-", "") + schedule.dtstart[8:]
    before = wall_text(parse_wall(dtstart) - _BEFORE)  # DTSTART itself is no date of the rule
    return dtstart in made_among(replace(schedule, dtstart=before), [dtstart])
