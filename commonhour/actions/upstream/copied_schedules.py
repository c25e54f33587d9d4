"""A calendar's schedules, exactly as it has them: no merge, but every date keeps its page and its id."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from commonhour.actions.dates.overrides import drop_overrides, facts_of_all, save_override, save_overrides
from commonhour.actions.dates.owed import owe_dates
from commonhour.actions.dates.rekey import coming_ids, rekey_dates
from commonhour.actions.dates.returned import attach_what_passed
from commonhour.actions.upstream.copying import Copying
from commonhour.actions.upstream.schedules import schedule_facts
from commonhour.core.draft import DraftSeries
from commonhour.core.finding import notice
from commonhour.core.schedule import schedule as core
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault
from commonhour.models import Occurrence, Schedule, Series, Source

_SHORT = 300  # characters of a changed date's title and reason


def sound_schedules(copying: Copying, there: DraftSeries) -> list[core.Schedule]:
    """What of a call can be kept. One schedule that cannot refuses itself; what is known of it stays as it is."""
    found = []
    for schedule in there.schedules:
        try:
            sound = copying.ahead.kept(schedule, copying.now)
        except RefusedInput as error:
            copying.findings.append(
                notice(
                    "refused-input",
                    there.where,
                    reason=fault("schedule-left-out", title=there.title, reason=error.as_json()),
                )
            )
            continue
        found.append(replace(sound, overrides=tuple(map(_clipped, sound.overrides))))
    return found


def _clipped(override: core.Override) -> core.Override:
    summary = override.summary and override.summary[:_SHORT]
    return replace(override, summary=summary, reason=override.reason[:_SHORT])


def write_schedule(copying: Copying, series: Series, theirs: core.Schedule, position: int) -> None:
    """Make or change one schedule; its dates are made later, with those of its siblings."""
    row = copying.schedules.get(theirs.uid)
    if row is None:
        _add(copying, series, theirs, position)
        return
    if since := row.gone_at or _not_shown_since(copying.source):
        copying.away_since[row.pk] = since
    before = row.as_core()
    facts = schedule_facts(theirs)
    changed = copying.changes.set(row, **facts, gone_at=None)
    has_new_dates = _replace_overrides(copying, row, theirs, before) if not changed else False
    if changed:
        rekey_dates(row, before, copying.now)
        _replace_overrides(copying, row, theirs, None)
    if changed or has_new_dates:
        copying.changes.set(row, sequence=theirs.sequence, changed_at=copying.now)
        copying.touched.add(row.pk)


def _not_shown_since(source: Source) -> dt.datetime | None:
    """When a calendar was last read that is read anew now, as one is that was stopped and is shown again."""
    return None if source.digest else source.read_at


def _add(copying: Copying, series: Series, theirs: core.Schedule, position: int) -> None:
    row = Schedule(
        series=series, source=copying.source, uid=theirs.uid, sequence=theirs.sequence, position=position,
        created_at=copying.now, changed_at=copying.now, **schedule_facts(theirs),
    )  # fmt: skip
    copying.changes.add(row)
    save_overrides(copying.changes, row, theirs, copying.now)
    copying.add_part(row)
    copying.touched.add(row.pk)


def _replace_overrides(
    copying: Copying, row: Schedule, theirs: core.Schedule, before: core.Schedule | None
) -> bool:
    """True when that changed anything. Without `before` the rows are read again: their keys have moved."""
    ours = facts_of_all(before or Schedule.objects.get(pk=row.pk).as_core())
    wanted = facts_of_all(theirs)
    drop_overrides(copying.changes, row, set(ours) - set(wanted))
    for override in theirs.overrides:
        if ours.get(override.recurrence_id) != wanted[override.recurrence_id]:
            save_override(copying.changes, row, override, copying.now)
    return ours != wanted


def take_away(copying: Copying) -> int:
    """What the calendar does not list any more is gone: its coming dates are detached until it is back."""
    gone = [
        row for uid, row in copying.schedules.items() if row.gone_at is None and uid not in copying.listed
    ]
    for row in gone:
        copying.changes.set(row, gone_at=copying.now)
        copying.touched.add(row.pk)
    return len(gone)


def make_dates(copying: Copying) -> None:
    """First what one schedule lost goes over to the sibling that has it now, then every row is brought in line."""
    touched = [row for row in copying.schedules.values() if row.pk in copying.touched]
    changed = {row.series_id for row in touched}
    parts: dict[int, list[Schedule]] = defaultdict(list)
    for row in copying.schedules.values():
        parts[row.series_id].append(row)
    for rows in (rows for series, rows in parts.items() if series in changed and len(rows) > 1):
        hand_over(fresh_rows(rows), copying.now)
    back = fresh_rows([row for row in copying.schedules.values() if row.pk in copying.away_since])
    attach_what_passed(copying.changes, {row: copying.away_since[row.pk] for row in back}, copying.now)
    owe_dates(copying.changes, copying.touched & {row.pk for row in touched})
    forget_empty(copying)


def fresh_rows(rows: list[Schedule]) -> list[Schedule]:
    """The same rows read again: what is kept of the old overrides must not answer for the new ones."""
    found = Schedule.objects.filter(pk__in=[row.pk for row in rows]).select_related("series", "source")
    return list(found.prefetch_related("overrides").order_by("pk"))


def hand_over(rows: list[Schedule], now: dt.datetime) -> None:
    """A call was divided, or its dates came back under other UIDs: the page of a day goes over to the schedule
    that has this day now, with all that hangs on it."""
    made = {row.pk: _made(row, now) for row in rows}
    coming = list(Occurrence.objects.filter(schedule__in=rows, end__gt=now).order_by("start", "pk"))
    taken = {(one.schedule_id, one.recurrence_id) for one in coming}
    moved = []
    for one in coming:
        if one.recurrence_id in made[one.schedule_id or 0]:
            continue
        free = (
            (row, text)
            for row in rows
            for text in sorted(made[row.pk])
            if text[:8] == one.recurrence_id[:8] and (row.pk, text) not in taken
        )
        taker, text = next(free, (None, ""))
        if taker is not None:
            one.schedule, one.series, one.recurrence_id = taker, taker.series, text
            taken.add((taker.pk, text))
            moved.append(one)
    Occurrence.objects.bulk_update(moved, ["schedule", "series", "recurrence_id"], batch_size=200)


def _made(row: Schedule, now: dt.datetime) -> set[str]:
    """The recurrence-ids a schedule has now: those of its rule that are coming, and its changed dates."""
    if row.is_away:
        return set()
    return {*coming_ids(row.as_core(), now), *(one.recurrence_id for one in row.overrides.all())}


def forget_empty(copying: Copying) -> None:
    """A schedule that is gone and whose dates all went elsewhere leaves nothing to remember."""
    for row in list(copying.schedules.values()):
        if row.gone_at is not None and row.pk in copying.touched and not row.occurrences.exists():
            copying.forget_part(row)
