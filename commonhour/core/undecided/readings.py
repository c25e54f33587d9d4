"""The readings of an undecided call: every schedule its words allow, side by side, for a person to choose from."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonhour.core.recurrence.rules import normal_rrule
from commonhour.core.schedule.schedule import CONFIRMED, Schedule
from commonhour.core.time.wall import wall_text
from commonhour.core.undecided.cadence import Cadence
from commonhour.core.undecided.question import Facts
from commonhour.core.undecided.zone_said import ZoneChoice

MOST = 16  # more than these are no choice any more: somebody types the answer


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer. `schedules` are mostly one; two for a call that is kept apart for summer and winter.

    `facts` say what tells it from the others: the "zone" it takes, the "rule" it takes where there are more ("" for
    once), whether it is "counted" from its first date, "apart" for two seasons, or a label as "told" by an older version.
    """

    schedules: tuple[Schedule, ...]
    facts: Facts = field(default_factory=dict)


def readings(
    cadence: Cadence, clock: dt.time, length: dt.timedelta, zones: Sequence[ZoneChoice], today: dt.date
) -> list[Reading]:
    """Every schedule that how often, the hour and the zone allow, counted from the first date from `today` on
    unless the words give one; [] when they allow none that is whole, or more than a person can look through."""
    exact = cadence.exact()
    choices = list(
        itertools.product(zones, ((one, first) for one in exact for first in one.beginnings(today)))
    )
    if len(choices) > MOST:
        return []
    found = [
        Reading((schedule,), _facts(zone, one.rule() if len(exact) > 1 else None))
        for zone, (one, first) in choices
        if (schedule := schedule_on(one, first, clock, length, zone)) is not None
    ]
    return unique(found)


def _facts(zone: ZoneChoice, rule: str | None) -> Facts:
    """The rule as it is in that zone, which may be the day before in the schedule's."""
    said = {"zone": zone.facts, "rule": rule, "counted": True}
    return {name: value for name, value in said.items() if value is not None}


def unique(found: Iterable[Reading]) -> list[Reading]:
    """Two that come to the same schedule are one answer."""
    return list({one.schedules: one for one in reversed(list(found))}.values())[::-1]


def schedule_on(
    cadence: Cadence, first: dt.date, clock: dt.time, length: dt.timedelta, zone: ZoneChoice
) -> Schedule | None:
    """An exact cadence from its first date on; None where no rule says it in UTC."""
    wall = dt.datetime.combine(first, clock) - (zone.offset or dt.timedelta())
    moved = _moved(cadence, (wall.date() - first).days)
    rule = moved and moved.rule()
    return (
        None
        if rule is None
        else Schedule(wall_text(wall), zone.tzid, length, normal_rrule(rule) if rule else "")
    )


def _moved(cadence: Cadence, days: int) -> Cadence | None:
    """The cadence on the day before or after; None where no rule says that ("the day before the first Monday")."""
    if not days or not cadence.days:
        return cadence
    is_by_month, skips = cadence.kind == "nth", cadence.interval != 1
    if is_by_month or (skips and len(cadence.days) > 1):
        return None
    return replace(cadence, days=tuple((day + days) % 7 for day in cadence.days))


def stored(found: Iterable[Reading]) -> list[dict[str, Any]]:
    """Readings as JSON keeps them: facts, dtstart, tzid, duration in seconds, rrule; what is rare only when it is there."""
    return [{"facts": one.facts, **_kept(one.schedules[0]), **_also(one)} for one in found]


def _kept(schedule: Schedule) -> dict[str, Any]:
    status = "" if schedule.status == CONFIRMED else schedule.status
    rare = {
        "rdates": list(schedule.rdates),
        "exdates": list(schedule.exdates),
        "uid": schedule.uid,
        "status": status,
    }
    return {
        "dtstart": schedule.dtstart,
        "tzid": schedule.tzid,
        "duration": int(schedule.duration.total_seconds()),
        "rrule": schedule.rrule,
        **{name: value for name, value in rare.items() if value},
    }


def _also(reading: Reading) -> dict[str, Any]:
    others = [_kept(one) for one in reading.schedules[1:]]
    return {"also": others} if others else {}


def restored(kept: Iterable[Mapping[str, Any]]) -> list[Reading]:
    """The other way round. Older versions kept a label in English."""
    return [
        Reading(tuple(_restored_schedules(one)), one["facts"] if "facts" in one else {"told": one["label"]})
        for one in kept
    ]


def _restored_schedules(one: Mapping[str, Any]) -> Iterator[Schedule]:
    for kept in (one, *one.get("also", ())):
        yield Schedule(
            kept["dtstart"], kept["tzid"], dt.timedelta(seconds=kept["duration"]), kept["rrule"],
            rdates=tuple(kept.get("rdates", ())), exdates=tuple(kept.get("exdates", ())), uid=kept.get("uid", ""),
            status=kept.get("status", CONFIRMED),
        )  # fmt: skip
