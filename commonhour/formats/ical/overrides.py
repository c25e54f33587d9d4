"""RECURRENCE-ID components (RFC 5545 §3.8.4.4): changed instances, also of series whose master is missing."""

import datetime as dt
from dataclasses import dataclass, replace

from commonhour.core.recurrence.expansion import span
from commonhour.core.recurrence.membership import made_among
from commonhour.core.schedule.schedule import CONFIRMED, Override, Schedule
from commonhour.core.time import zones
from commonhour.core.time.wall import is_date, parse_wall, wall_text
from commonhour.errors import RefusedInput
from commonhour.formats.ical.content import Component, Property
from commonhour.formats.ical.recurrence import (
    CalendarContext,
    given_duration,
    read_duration,
    required_start,
    sequence,
    status,
    wall_in,
)
from commonhour.formats.ical.texts import Words
from commonhour.formats.ical.values import moment

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReadOverride:
    """An Override, and whether it holds for every later instance too (RANGE=THISANDFUTURE)."""

    override: Override
    and_future: bool
    line: int


def read_override(
    component: Component, schedule: Schedule, context: CalendarContext, own: Words, master: Words
) -> ReadOverride:
    """One changed instance, said as its difference from the schedule. Raises RefusedInput."""
    rid_prop = component.first("RECURRENCE-ID")
    if rid_prop is None:
        raise RefusedInput("no-recurrence-id")
    recurrence_id = instance_named(schedule, rid_prop, context)
    dtstart, tzid = _moved_to(component, schedule, recurrence_id, context)
    override = Override(
        recurrence_id,
        dtstart=dtstart,
        tzid=tzid,
        duration=_own_duration(component, schedule, context, tzid or schedule.tzid),
        status=status(component, context),
        summary=own.summary if own.summary and own.summary != master.summary else None,
        description=own.description if own.description and own.description != master.description else None,
        reason=own.reason,
        sequence=sequence(component),
    )
    and_future = rid_prop.params.get("RANGE", "").upper() == "THISANDFUTURE"
    return ReadOverride(override, and_future, component.line)


def instance_named(schedule: Schedule, rid: Property, context: CalendarContext) -> str:
    """A RECURRENCE-ID without a zone is in the schedule's. Where that is no instance, the Z may have been forgotten, and
    a midnight means its day, as a date does."""
    named = moment(rid)
    meant = [named]
    if not (named.is_date or schedule.is_all_day):
        meant += [] if named.tzid else [replace(named, tzid="UTC")]
        meant += [] if named.wall.time() != dt.time() else [replace(named, is_date=True)]
    texts = [wall_in(schedule, one, rid.line, context) for one in meant]
    made = made_among(schedule, texts) if len(texts) > 1 else texts
    return next((text for text in texts if text in made), texts[0])


def says_nothing(override: Override, schedule: Schedule) -> bool:
    """True when the override only repeats its schedule."""
    return (
        override == Override(override.recurrence_id, sequence=override.sequence)
        and schedule.status == CONFIRMED
    )


def orphan_schedule(component: Component, context: CalendarContext, uid: str) -> Schedule:
    """The schedule of an override whose master is not in the file: one instance, at its recurrence-id."""
    rid = component.first("RECURRENCE-ID")
    if rid is None:
        raise RefusedInput("no-recurrence-id")
    original = moment(rid)
    start_prop = component.first("DTSTART") or rid
    start = moment(start_prop)
    zone = context.book.zone(start, start_prop.line)
    tzid = zone.tzid or "UTC"
    if original.is_date or start.is_date:
        dtstart = wall_text((original if original.is_date else start).wall.date())
    else:
        instant = context.book.instant(original, rid.line)
        dtstart = wall_text(zones.wall_of(instant, tzid))
    length = read_duration(component, start, start_prop.line, context)
    return Schedule(dtstart=dtstart, tzid=tzid, duration=length, uid=uid, sequence=sequence(component))


def _moved_to(
    component: Component, schedule: Schedule, recurrence_id: str, context: CalendarContext
) -> tuple[str | None, str | None]:
    """The new DTSTART in its own zone, or (None, None) when the instance stays at its time."""
    if component.first("DTSTART") is None:
        return None, None
    prop = required_start(component)
    start = moment(prop)
    if start.is_date:
        moved = wall_text(start.wall.date())
        return (None, None) if moved == recurrence_id else (moved, schedule.tzid)
    zone = context.book.zone(start, prop.line)
    instant = zone.instant(start.wall)
    if not is_date(recurrence_id) and instant == zones.instant(parse_wall(recurrence_id), schedule.tzid):
        return None, None
    wall = start.wall if zone.tzid else instant.replace(tzinfo=None)
    return wall_text(wall), zone.tzid or "UTC"


def _own_duration(
    component: Component, schedule: Schedule, context: CalendarContext, tzid: str
) -> dt.timedelta | None:
    """Its length where it differs, counted in the zone it is kept in; an override that gives neither DTEND nor
    DURATION keeps the schedule's."""
    prop = component.first("DTSTART")
    if prop is None or not (component.first("DTEND") or component.first("DURATION")):
        return None
    start = moment(prop)
    length = given_duration(component, start, prop.line, context)
    if length is None:
        return None
    zone = context.book.zone(start, prop.line)
    if length >= _DAY and not start.is_date and zone.tzid not in (None, tzid):
        length = _counted_in(tzid, *span(wall_text(start.wall), zone.tzid or tzid, length))
    return length if length != schedule.duration else None


def _counted_in(tzid: str, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """The length of two instants as RFC 5545 §3.3.6 counts it on a zone's clocks: a day there may have 25 hours."""
    wall, days = zones.wall_of(start, tzid), (end - start) // _DAY
    while days and zones.instant(wall + days * _DAY, tzid) > end:
        days -= 1
    return days * _DAY + (end - (zones.instant(wall + days * _DAY, tzid) if days else start))


def with_overrides(schedule: Schedule, overrides: list[Override]) -> Schedule:
    """The schedule with these overrides on top of its own, the highest SEQUENCE and then the last one winning."""
    chosen = {override.recurrence_id: override for override in schedule.overrides}
    for override in sorted(overrides, key=lambda override: override.sequence):
        period = chosen.get(override.recurrence_id)
        if period is not None and override.duration is None:
            override = replace(override, duration=period.duration)
        chosen[override.recurrence_id] = override
    kept = [override for override in chosen.values() if not says_nothing(override, schedule)]
    return replace(schedule, overrides=tuple(sorted(kept, key=lambda override: override.recurrence_id)))
