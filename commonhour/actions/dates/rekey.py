"""When a schedule's times change on importing again, its future dates keep their pages, ids and overrides."""

import datetime as dt
from dataclasses import replace

from commonhour.actions.dates.materialise import AHEAD
from commonhour.core.recurrence.expansion import occurrences, recurrence_ids, wall_text_like
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule import schedule as core
from commonhour.core.time.wall import parse_wall
from commonhour.models import Occurrence, Schedule

_DAY = dt.timedelta(days=1)


def rekey_dates(here: Schedule, before: core.Schedule, now: dt.datetime) -> dict[str, str]:
    """Lead every future date the old times made to the one it became, and say which. Call before `materialise`.

    Without this a call moved by an hour would lose the notes and the cancellations of all its dates.
    """
    now_ids = coming_ids(here.as_core(), now)
    old_ids = coming_ids(before, now)
    lost = [text for text in old_ids if text not in set(now_ids)]
    fresh = [text for text in now_ids if text not in set(old_ids)]
    became = _pairs(lost, fresh, is_whole_shift=len(lost) == len(old_ids))
    taken = set(now_ids) - set(fresh) | set(became.values())
    became |= _pairs_elsewhere(here, before, {*old_ids, *now_ids}, taken, now)
    _move_rows(here, became)
    _move_overrides(here, became, [*lost, *(text for text in became if text not in lost)])
    return became


def coming_ids(schedule: core.Schedule, now: dt.datetime) -> list[str]:
    """The recurrence-ids its rule and dates make from now on, up to the horizon."""
    bare = replace(schedule, overrides=())
    return list(dict.fromkeys(one.recurrence_id for one in occurrences(bare, now, now + AHEAD)))


def _pairs(lost: list[str], fresh: list[str], *, is_whole_shift: bool) -> dict[str, str]:
    """The whole series moved: in date order. Otherwise only an hour on the same day is the same meeting."""
    if is_whole_shift:
        return dict(zip(lost, fresh, strict=False))
    by_day = {text[:8]: text for text in fresh}
    return {text: by_day.pop(text[:8]) for text in lost if text[:8] in by_day}  # of two that day, one


def _pairs_elsewhere(
    here: Schedule, before: core.Schedule, known: set[str], taken: set[str], now: dt.datetime
) -> dict[str, str]:
    """Dates that are still to come though their slots are over or beyond the horizon, because they were moved or
    changed: they go to what is made on the same day now, or as far off as the whole schedule went."""
    rows = here.occurrences.attached().filter(end__gt=now).values_list("recurrence_id", flat=True)
    texts = sorted(set(rows) - known)
    after = replace(here.as_core(), overrides=())
    shift = parse_wall(after.dtstart) - parse_wall(before.dtstart)
    stay, found = made_among(after, texts), dict[str, str]()
    for text in (text for text in texts if text not in stay):
        wall = parse_wall(text)
        day = dt.datetime.combine(wall.date(), dt.time.min)
        same_day = recurrence_ids(after, day + _DAY - dt.timedelta(seconds=1), since=day)
        moved = made_among(after, [wall_text_like(after, wall + shift)])
        goal = next((one for one in [*same_day, *moved] if one not in taken), None)
        if goal is not None:
            found[text] = goal
            taken.add(goal)
    return found


def _move_rows(here: Schedule, became: dict[str, str]) -> None:
    """In two steps, as (schedule, recurrence-id) is unique and rows may trade places."""
    taken = set(here.occurrences.exclude(recurrence_id__in=became).values_list("recurrence_id", flat=True))
    rows, staying = list(here.occurrences.filter(recurrence_id__in=became)), taken
    while staying:
        staying = {row.recurrence_id for row in rows if became[row.recurrence_id] in taken}
        rows = [row for row in rows if row.recurrence_id not in staying]
        taken |= staying
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(schedule=None)
    for row in rows:
        row.recurrence_id = became[row.recurrence_id]
        row.schedule = here
    Occurrence.objects.bulk_update(rows, ["recurrence_id", "schedule"], batch_size=200)


def _move_overrides(here: Schedule, became: dict[str, str], lost: list[str]) -> None:
    """An override of a date that no longer exists would make a date of its own, so it goes with its date."""
    rows = {row.recurrence_id: row for row in here.overrides.all()}
    taken = set(rows) - set(became)
    for text in lost:
        row = rows.get(text)
        if row is None:
            continue
        goal = became.get(text)
        if goal is None or goal in taken:
            row.delete()
        else:
            row.recurrence_id = goal
            row.save(update_fields=["recurrence_id"])
            taken.add(goal)
