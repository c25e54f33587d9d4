"""A call that was away comes back: what took place meanwhile has its page again."""

import datetime as dt
from collections.abc import Mapping

from commonhour.actions.dates.materialise import places_of
from commonhour.actions.dates.rows import rows_of, write_rows
from commonhour.actions.news.change_set import Changes
from commonhour.models import Occurrence, Schedule

_AT_ONCE = 500


def attach_what_passed(changes: Changes, away_since: Mapping[Schedule, dt.datetime], now: dt.datetime) -> int:
    """The dates of these schedules that were detached while they were away and are over now, and that the schedules
    make as they are today. Their times stay as they were known. Returns how many there were."""
    keys = [key for schedule, since in away_since.items() for key in _passed(schedule, since, now)]
    for start in range(0, len(keys), _AT_ONCE):
        rows = rows_of(Occurrence.objects.filter(pk__in=keys[start : start + _AT_ONCE]))
        write_rows(changes, rows, {key: row._replace(is_detached=False) for key, row in rows.items()})
    return len(keys)


def _passed(schedule: Schedule, since: dt.datetime, now: dt.datetime) -> list[int]:
    rows = schedule.occurrences.filter(is_detached=True, end__gt=since, end__lte=now)
    found = dict(rows.values_list("recurrence_id", "pk"))
    if not found or schedule.is_away:
        return []
    made = places_of(schedule.as_core(), since, now, found)
    return [key for text, key in found.items() if text in made]
