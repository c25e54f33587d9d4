"""Schedules from a draft: made, or brought up to date three ways, with every date's page kept."""

from dataclasses import replace
from typing import Any

from commonhour.actions.dates.overrides import AS_RULED, facts_of_all, new_override, override_from
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.dates.rekey import rekey_dates
from commonhour.actions.upstream.overrides import clipped_facts, merge_overrides
from commonhour.actions.upstream.run import Run
from commonhour.core.draft import DraftSeries
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule import schedule as core
from commonhour.core.schedule.one_off import as_changed
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault
from commonhour.models import Schedule, Series

_WHEN = ("dtstart", "tzid", "duration_seconds", "rrule", "rdates", "exdates")


def write_schedules(run: Run, series: Series, there: DraftSeries, key: str) -> None:
    """Every schedule of one series. One that cannot be kept refuses itself, not the file."""
    for number, schedule in enumerate(there.schedules):
        known_as = schedule.uid or f"{key}#{number}"
        try:
            sound = _as_here(run, series, there, schedule)
            _write(run, series, sound, known_as, there.where, number)
        except RefusedInput as error:
            met = fault("schedule-left-out", title=series.title, reason=error.as_json())
            run.find("refused-input", there.where, reason=met)


def is_schedule_as_read(
    run: Run, here: Series, there: DraftSeries, theirs: core.Schedule, key: str, number: int
) -> bool:
    """True when it is what it was the last time, and still here."""
    ref = run.memory.ref("schedule", theirs.uid or f"{key}#{number}")
    if ref is None or ref.object_id not in run.schedule_ids:
        return False
    try:
        sound = _as_here(run, here, there, theirs)
    except RefusedInput:
        return False
    return bool(ref.fields == {**schedule_facts(sound), "overrides": facts_of_all(sound)})


def _as_here(run: Run, here: Series, there: DraftSeries, schedule: core.Schedule) -> core.Schedule:
    """With no first date of its own it is counted from today: the call that is here, counted from an earlier date.
    Raises RefusedInput for one that cannot be kept."""
    theirs = run.sound(schedule)
    if there.slug not in run.counted_anew or here.pk in run.fresh:
        return theirs
    for row in run.parts_of(here):
        is_same = (row.tzid, row.rrule) == (theirs.tzid, theirs.rrule)
        if is_same and made_among(row.as_core(), [theirs.dtstart]):
            return replace(theirs, dtstart=row.dtstart)
    return theirs


def schedule_facts(schedule: core.Schedule) -> dict[str, Any]:
    """A schedule as JSON keeps it: the middle side of the next merge."""
    return {
        "dtstart": schedule.dtstart,
        "tzid": schedule.tzid,
        "duration_seconds": int(schedule.duration.total_seconds()),
        "rrule": schedule.rrule,
        "rdates": list(schedule.rdates),
        "exdates": list(schedule.exdates),
        "status": schedule.status,
    }


def _write(run: Run, series: Series, theirs: core.Schedule, key: str, where: str, number: int) -> None:
    here = _existing(run, series, theirs, key)
    if here is None and (run.memory.ref("schedule", key) or _is_answered_here(run, series, theirs, where)):
        return  # removed here, or decided here
    facts, overrides = schedule_facts(theirs), facts_of_all(theirs)
    last, became = run.memory.last("schedule", key), dict[str, str]()
    if here is None:
        here = _add(run, series, theirs, number)
    else:
        recompute_these([here], run.now)
        if not last and _is_our_own(here, theirs):
            run.remember("schedule", key, here, {**facts, "overrides": overrides})
            return
        became = _update(run, here, facts, theirs, key, where)
    if here.pk in run.touched and here._state.adding:
        _add_overrides(run, here, theirs)
        run.remember("schedule", key, here, {**facts, "overrides": overrides})
        return
    before = {became.get(text, text): one for text, one in last.get("overrides", {}).items()}
    if (last or overrides) and merge_overrides(run, here, overrides, before, where):
        _touch(run, here)
    run.remember("schedule", key, here, {**facts, "overrides": overrides})


def _add(run: Run, series: Series, theirs: core.Schedule, number: int) -> Schedule:
    here = Schedule(
        series=series, uid=theirs.uid, sequence=theirs.sequence, position=_next_position(run, series, number),
        created_at=run.now, changed_at=run.now, **schedule_facts(theirs),
    )  # fmt: skip
    run.rows.add(run.changes, here)
    run.touched[here.pk] = here
    run.uids[here.uid] = (here.pk, series.pk)
    return here


def _add_overrides(run: Run, here: Schedule, theirs: core.Schedule) -> None:
    for text, facts in facts_of_all(theirs).items():
        if facts != AS_RULED:
            override = override_from(text, clipped_facts(facts), here.sequence)
            run.rows.put(new_override(run.changes, here, override, run.now))


def _is_our_own(here: Schedule, theirs: core.Schedule) -> bool:
    """A feed of ours says of a call of one date what became of it, and not what it was before."""
    ours, change = as_changed(here.as_core())
    return change is not None and replace(ours, sequence=0) == replace(
        as_changed(theirs)[0], uid=ours.uid, sequence=0
    )


def _next_position(run: Run, series: Series, number: int) -> int:
    return number if series.pk in run.fresh else series.schedules.count()


def _existing(run: Run, series: Series, theirs: core.Schedule, key: str) -> Schedule | None:
    """By what it was last time, by its UID, or the very same times in the same series."""
    ref = run.memory.ref("schedule", key)
    pk = ref.object_id if ref else run.uids.get(theirs.uid, (0, 0))[0]
    if pk:
        return Schedule.objects.filter(pk=pk, source=None).first()
    if series.pk in run.fresh:
        return None
    same_times = {"dtstart": theirs.dtstart, "tzid": theirs.tzid, "rrule": theirs.rrule}
    return series.schedules.filter(source=None, **same_times).first()


def _is_answered_here(run: Run, series: Series, theirs: core.Schedule, where: str) -> bool:
    """True when somebody else already said when it meets: two schedules would be two calls."""
    if series.pk in run.fresh:
        return False
    ours = {ref.object_id for (noun, _), ref in run.memory.refs.items() if noun == "schedule"}
    rows = series.schedules.select_related("source")
    decided = [row for row in rows if row.pk not in ours and not row.is_away]
    if not decided:
        return False
    if any(_has_same_times(row, theirs) for row in decided):
        return True
    meets = f"{theirs.dtstart} {theirs.tzid} {theirs.rrule}"
    run.find("kept-both", where, "times", title=series.title, ours=str(decided[0]), theirs=meets)
    return True


def _has_same_times(row: Schedule, theirs: core.Schedule) -> bool:
    return (row.dtstart, row.tzid, row.rrule) == (theirs.dtstart, theirs.tzid, theirs.rrule)


def _update(
    run: Run, here: Schedule, facts: dict[str, Any], theirs: core.Schedule, key: str, where: str
) -> dict[str, str]:
    """What each date became whose time has changed."""
    ours = schedule_facts(replace(here.as_core(), overrides=()))
    taken = run.merged("schedule", key, facts, ours, f"The schedule of “{here.series.title}”", where).taken
    if not taken:
        return {}
    before = here.as_core()
    run.changes.set(here, **taken)
    _touch(run, here, at_least=theirs.sequence)
    return rekey_dates(here, before, run.now) if set(taken) & set(_WHEN) else {}


def _touch(run: Run, here: Schedule, *, at_least: int = 0) -> None:
    """What readers subscribe to has changed: its SEQUENCE grows, once an import, and its dates are made anew."""
    if here.pk not in run.touched:
        run.changes.set(here, sequence=max(here.sequence + 1, at_least), changed_at=run.now)
    run.touched[here.pk] = here
