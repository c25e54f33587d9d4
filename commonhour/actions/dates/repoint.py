"""After "this and following", dates go over to the schedule that goes on: never deleted and made anew."""

import datetime as dt
from collections.abc import Collection

from commonhour.actions.dates.materialise import AHEAD, DAY, EVER, Materialised, places_of
from commonhour.actions.dates.rows import Columns, columns_of, rows_of, write_rows
from commonhour.actions.news.change_set import Changes
from commonhour.core.recurrence.expansion import wall_text_like
from commonhour.core.schedule.occurrence import Occurrence as CoreOccurrence
from commonhour.core.schedule.schedule import Schedule as CoreSchedule
from commonhour.core.time.wall import parse_wall
from commonhour.models import Occurrence, Schedule

_Rows = dict[int, Columns]
_Places = dict[str, CoreOccurrence]


def repoint(
    old: Schedule,
    new: Schedule,
    from_recurrence_id: str,
    now: dt.datetime,
    changes: Changes,
    dropped: Collection[str] = (),
) -> Materialised:
    """After "this and following": later rows go over to the new schedule in date order, keeping their ids.

    Call before `materialise(new)`. Rows without a date left on the new schedule are detached, and so are the
    `dropped` ones, whose override has no place there. What is over stays where it was.
    """
    rows, core = _rows_from(old, from_recurrence_id, now), new.as_core()
    going = {key: row for key, row in rows.items() if row.recurrence_id not in dropped}
    present = new.occurrences.order_by().values_list("pk", "recurrence_id")
    taken = {recurrence_id for key, recurrence_id in present if key not in rows}
    shift = parse_wall(core.dtstart) - parse_wall(from_recurrence_id)
    made, free = _free_places(core, going, taken, shift, now)
    places = _paired(core, going, free, shift, now)
    moved = {key: columns_of(new, core, place) for key, place in places.items()}
    lost = {
        # Its old place belongs to another row now.
        key: row._replace(
            is_detached=True,
            schedule_id=None if old.pk == new.pk and row.recurrence_id in made else row.schedule_id,
        )
        for key, row in rows.items()
        if key not in moved
    }
    write_rows(changes, _without_places(rows) if _trade_places(rows, moved) else rows, moved | lost)
    return Materialised(0, len(moved), len(lost))


def _rows_from(schedule: Schedule, recurrence_id: str, now: dt.datetime) -> _Rows:
    """The schedule's rows of this date and later ones that are not over, by their id, in date order."""
    rows = schedule.occurrences.filter(recurrence_id__gte=recurrence_id, is_detached=False, end__gt=now)
    return rows_of(rows.order_by("recurrence_id"))


def _free_places(
    core: CoreSchedule, going: _Rows, taken: Collection[str], shift: dt.timedelta, now: dt.datetime
) -> tuple[_Places, _Places]:
    """What the new schedule makes, and of that the places for rows, in date order: looked for as far as the horizon,
    and further only while rows that are beyond it find none."""
    more = max(shift, dt.timedelta()) + 2 * DAY
    far = max([now + AHEAD, *(row.start for row in going.values() if not row.is_moved)])
    high, last = now + AHEAD + more, far + min(more, EVER[1] - far)
    while True:
        made = places_of(core, now - 2 * DAY, high)
        free = {text: made[text] for text in sorted(made) if text >= core.dtstart and text not in taken}
        free = {text: place for text, place in free.items() if place.end > now}
        if len(free) >= len(going) or high >= last:
            return made, free
        high += min(high - now, last - high)


def _paired(
    core: CoreSchedule, going: _Rows, free: _Places, shift: dt.timedelta, now: dt.datetime
) -> dict[int, CoreOccurrence]:
    """Rows with their places in date order; but a date far beyond the horizon, which is made only because somebody
    changed it, stays the one that it is."""
    changed = {override.recurrence_id for override in core.overrides} & free.keys()
    beyond = f"{now + AHEAD:%Y%m%d}"
    far = {
        key: wall_text_like(core, parse_wall(row.recurrence_id) + shift)
        for key, row in going.items()
        if row.recurrence_id >= beyond
    }
    found = {key: free[text] for key, text in far.items() if text in changed}
    kept = {place.recurrence_id for place in found.values()}
    near = (key for key in going if key not in found)
    others = (place for text, place in free.items() if text not in kept)
    return found | dict(zip(near, others, strict=False))


def _trade_places(rows: _Rows, moved: _Rows) -> bool:
    """True when a row goes where one of them is now: (schedule, recurrence-id) is unique."""
    now = {(row.schedule_id, row.recurrence_id) for row in rows.values()}
    return any((row.schedule_id, row.recurrence_id) in now for row in moved.values())


def _without_places(rows: _Rows) -> _Rows:
    Occurrence.objects.filter(pk__in=rows).update(schedule=None)
    return {key: row._replace(schedule_id=None) for key, row in rows.items()}
