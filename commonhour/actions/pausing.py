"""A series pauses, ends, and is brought back: its schedules stop before a day and go on from another."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction

from commonhour.actions.dates.materialise import materialise_all
from commonhour.actions.dates.overrides import drop_overrides, override_facts, override_from, save_overrides
from commonhour.actions.dates.recompute import recompute_these
from commonhour.actions.guarded import guarded
from commonhour.actions.news.change_set import Changes, change_set
from commonhour.actions.sourced import lock_ours
from commonhour.core.rights import Actor
from commonhour.core.schedule import pausing
from commonhour.core.schedule import schedule as core
from commonhour.core.time.zones import wall_of
from commonhour.errors import Conflict, RefusedInput
from commonhour.models import Schedule, Series

DAY = dt.timedelta(days=1)
_Change = Callable[[Schedule], core.Schedule]


def pause_series(
    series: Series,
    *,
    from_day: dt.date,
    now: dt.datetime,
    actor: Actor,
    reason: str = "",
    back_on: dt.date | None = None,
    version: int | None = None,
    tell: bool = False,
) -> None:
    """No dates from this day on, on the clocks of its own place, until it is brought back; also for one that is paused
    already, from another day. Raises Conflict when `version` is not the present one. With
    `tell` whoever asked to hear of it is written to."""
    if back_on is not None and back_on <= from_day:
        raise RefusedInput("back-before-pause")
    facts = {"state": "paused", "state_reason": reason, "stops_on": from_day, "back_on": back_on}
    _written(series, "series-paused", from_day, facts, now, actor, version, tell)


def conclude_series(
    series: Series,
    *,
    last_day: dt.date,
    now: dt.datetime,
    actor: Actor,
    reason: str = "",
    version: int | None = None,
    tell: bool = False,
) -> None:
    """No dates after this day; it stays readable, with its archive."""
    facts = {"state": "concluded", "state_reason": reason, "stops_on": last_day + DAY, "back_on": None}
    _written(series, "series-concluded", last_day, facts, now, actor, version, tell)


def bring_back_series(
    series: Series,
    *,
    from_day: dt.date,
    now: dt.datetime,
    actor: Actor,
    version: int | None = None,
    tell: bool = False,
) -> None:
    """It meets again from this day on, at the hours and in the rhythm it had. Raises Conflict when it is not away."""
    facts = {"state": "active", "state_reason": "", "stops_on": None, "back_on": None}
    _written(series, "series-brought-back", from_day, facts, now, actor, version, tell)


def stopping(row: Schedule, day: dt.date, now: dt.datetime) -> core.Schedule:
    """What stays of a schedule that stops before this day; what is over or under way stays in any case."""
    return pausing.stop(whole(row, now), _wall(row, day, now))


def going_on(row: Schedule, day: dt.date, now: dt.datetime) -> core.Schedule:
    """A schedule that goes on from this day on."""
    if row.held is None:
        return row.as_core()
    return pausing.go_on(row.as_core(), _from_json(row.held, row.uid), _wall(row, day, now))


def whole(row: Schedule, now: dt.datetime) -> core.Schedule:
    """A schedule as if it had not stopped."""
    return going_on(row, row.series.stops_on or dt.date.min, now) if row.held is not None else row.as_core()


def own_schedules(series: Series) -> list[Schedule]:
    """Those that are ours to stop."""
    rows = series.schedules.filter(source=None).select_related("series", "source")
    return list(rows.prefetch_related("overrides"))


def _wall(row: Schedule, day: dt.date, now: dt.datetime) -> dt.datetime:
    return max(dt.datetime.combine(day, dt.time()), wall_of(now, row.tzid).replace(tzinfo=None))


def _written(
    series: Series,
    kind: str,
    day: dt.date,
    state: dict[str, Any],
    now: dt.datetime,
    actor: Actor,
    version: int | None,
    tell: bool,
) -> None:
    with transaction.atomic():
        fresh = lock_ours(series, actor, version)
        _refuse_as_it_is(fresh, state["state"])
        rows = own_schedules(fresh)
        recompute_these(rows, now)
        facts = {"title": fresh.title, "date": f"{day:%Y%m%d}"}
        with change_set(now, actor, kind, facts, group=fresh.group, series=fresh, tell=tell) as changes:
            for row in rows:
                _turn(changes, row, state["stops_on"], day, now)
            changes.set(fresh, **guarded(changes, fresh, state), version=fresh.version + 1)
            present = Schedule.objects.filter(pk__in=[row.pk for row in rows])
            materialise_all(
                present.select_related("series", "source").prefetch_related("overrides"), now, changes
            )
    series.refresh_from_db()


def _refuse_as_it_is(series: Series, state: str) -> None:
    if state == series.state == "active":
        raise Conflict("series-is-active")
    if state == "paused" and series.state == "concluded":
        raise Conflict("series-has-concluded")


def _turn(changes: Changes, row: Schedule, stops_on: dt.date | None, day: dt.date, now: dt.datetime) -> None:
    """One schedule as it is from then on; it keeps what it was while it is stopped."""
    before, full = row.as_core(), whole(row, now)
    after = going_on(row, day, now) if stops_on is None else stopping(row, stops_on, now)
    held = None if stops_on is None or after == full else _as_json(full)
    sequence = before.sequence + (replace(after, sequence=before.sequence) != before)
    changes.set(
        row, dtstart=after.dtstart, tzid=after.tzid, rrule=after.rrule, rdates=list(after.rdates),
        exdates=list(after.exdates), sequence=sequence, held=held,
        changed_at=now if sequence > before.sequence else row.changed_at,
    )  # fmt: skip
    kept = {one.recurrence_id for one in after.overrides}
    gone = [one.recurrence_id for one in before.overrides if one.recurrence_id not in kept]
    drop_overrides(changes, row, gone)
    save_overrides(changes, row, after, now)


def _as_json(schedule: core.Schedule) -> dict[str, Any]:
    return {
        "dtstart": schedule.dtstart, "tzid": schedule.tzid, "duration": int(schedule.duration.total_seconds()),
        "rrule": schedule.rrule, "rdates": list(schedule.rdates), "exdates": list(schedule.exdates),
        "overrides": {one.recurrence_id: override_facts(one) | {"sequence": one.sequence} for one in schedule.overrides},
    }  # fmt: skip


def _from_json(held: dict[str, Any], uid: str) -> core.Schedule:
    overrides = []
    for text, facts in held["overrides"].items():
        said = dict(facts)
        sequence = said.pop("sequence")
        overrides.append(override_from(text, said, sequence))
    return core.Schedule(
        dtstart=held["dtstart"], tzid=held["tzid"], duration=dt.timedelta(seconds=held["duration"]), rrule=held["rrule"],
        rdates=tuple(held["rdates"]), exdates=tuple(held["exdates"]), overrides=tuple(overrides), uid=uid,
    )  # fmt: skip
