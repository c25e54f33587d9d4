"""The readings of an undecided call: every schedule its words allow, side by side, for a person to choose from."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commonhour.core.recurrence.rule_days import rule_days
from commonhour.core.recurrence.rules import normal_rrule, parse_rule
from commonhour.core.schedule.schedule import CONFIRMED, Schedule
from commonhour.core.speech.words import ENGLISH, Voice
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.core.time.zones import UTC, city, offset_text, wall_of
from commonhour.core.undecided.cadence import Cadence

MOST = 16  # more than these are no choice any more: somebody types the answer
_WEEK = dt.timedelta(weeks=1)
# Zones many people live in, the most first: what a bare offset is likely to stand for.
_POPULOUS = (
    "Asia/Shanghai", "Asia/Kolkata", "America/New_York", "Europe/Paris", "America/Sao_Paulo", "Asia/Tokyo",
    "Africa/Lagos", "Europe/London", "America/Los_Angeles", "America/Chicago", "Asia/Jakarta", "Asia/Dhaka",
    "Africa/Cairo", "Europe/Istanbul", "Europe/Moscow", "Africa/Johannesburg", "Asia/Karachi", "America/Mexico_City",
    "Europe/Helsinki", "Africa/Nairobi", "America/Bogota", "Asia/Dubai", "America/Denver", "Asia/Tehran",
    "Asia/Jerusalem", "Australia/Sydney", "America/Argentina/Buenos_Aires", "Australia/Brisbane", "America/Phoenix",
    "Asia/Kathmandu", "Asia/Yangon", "Asia/Tashkent", "Asia/Kabul", "America/Halifax", "America/Caracas",
    "America/Santiago", "Australia/Adelaide", "Australia/Darwin", "Pacific/Auckland", "America/Anchorage",
    "Pacific/Honolulu", "America/St_Johns", "Asia/Colombo", "Atlantic/Azores", "Pacific/Noumea",
)  # fmt: skip
_LIKELY = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer. `schedules` are mostly one; two for a call that is kept apart for summer and winter."""

    label: str
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One way to read the zone. With an `offset` the hour is that far from UTC all year, and kept in UTC."""

    tzid: str
    label: str = ""
    offset: dt.timedelta | None = None


def places(word: str, tzids: Sequence[str]) -> list[Place]:
    """The zones an abbreviation may mean, the likeliest first."""
    if len(tzids) < 2:
        return [Place(tzid) for tzid in tzids]
    return [Place(tzid, f"{word} as {city(tzid)}") for tzid in tzids]


def offset_places(offset: dt.timedelta, on: dt.date) -> list[Place]:
    """What an offset may mean: that offset all year, or the clocks of a populous place that show it on a date."""
    always = f"{_offset_words(offset)} all year"
    return [
        Place("UTC", always, offset),
        *(Place(one, f"the clocks of {city(one)}") for one in zones_at(offset, on)),
    ]


def zones_at(offset: dt.timedelta, on: dt.date) -> list[str]:
    """A few populous zones that are this far from UTC at noon of a date, one for each way the clocks go on."""
    noon = dt.datetime.combine(on, dt.time(12), UTC)
    found: dict[tuple[str, ...], str] = {}
    for tzid in _POPULOUS:
        if wall_of(noon, tzid) - noon.replace(tzinfo=None) == offset:
            found.setdefault(tuple(offset_text(noon + week * _WEEK, tzid) for week in range(53)), tzid)
    return list(found.values())[:_LIKELY]


def readings(
    cadence: Cadence, clock: dt.time, length: dt.timedelta, where: Sequence[Place], today: dt.date
) -> list[Reading]:
    """Every schedule that how often, the hour and the zone allow, counted from the first date from `today` on
    unless the words give one; [] when they allow none that is whole, or more than a person can look through."""
    exact = cadence.exact()
    choices = list(
        itertools.product(where, ((one, first) for one in exact for first in one.beginnings(today)))
    )
    if len(choices) > MOST:
        return []
    is_said = len(exact) > 1
    found = [
        Reading(_label(place, one if is_said else None, parse_wall(schedule.dtstart).date()), (schedule,))
        for place, (one, first) in choices
        if (schedule := _schedule(one, first, clock, length, place)) is not None
    ]
    return unique(found)


def unique(found: Iterable[Reading]) -> list[Reading]:
    """Two that come to the same schedule are one answer."""
    return list({one.schedules: one for one in reversed(list(found))}.values())[::-1]


def _schedule(
    cadence: Cadence, first: dt.date, clock: dt.time, length: dt.timedelta, place: Place
) -> Schedule | None:
    wall = dt.datetime.combine(first, clock) - (place.offset or dt.timedelta())
    moved = _moved(cadence, (wall.date() - first).days)
    rule = moved and moved.rule()
    return (
        None
        if rule is None
        else Schedule(wall_text(wall), place.tzid, length, normal_rrule(rule) if rule else "")
    )


def _moved(cadence: Cadence, days: int) -> Cadence | None:
    """The cadence on the day before or after; None where no rule says that ("the day before the first Monday")."""
    if not days or not cadence.days:
        return cadence
    is_by_month, skips = cadence.kind == "nth", cadence.interval != 1
    if is_by_month or (skips and len(cadence.days) > 1):
        return None
    return replace(cadence, days=tuple((day + days) % 7 for day in cadence.days))


def _label(place: Place, cadence: Cadence | None, first: dt.date) -> str:
    often = _often(cadence, first) if cadence else ""
    return ", ".join(filter(None, (place.label, often, f"counted from {ENGLISH.full_date(first)}")))


def _often(cadence: Cadence, first: dt.date) -> str:
    if not cadence.rule():
        return "once"
    days = rule_days(parse_rule(cadence.rule()), first, Voice())
    return days.text[:1].lower() + days.text[1:] if days else ""


def _offset_words(offset: dt.timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def stored(found: Iterable[Reading]) -> list[dict[str, Any]]:
    """Readings as JSON keeps them: label, dtstart, tzid, duration in seconds, rrule; what is rare only when it is there."""
    return [{"label": one.label, **_facts(one.schedules[0]), **_also(one)} for one in found]


def _facts(schedule: Schedule) -> dict[str, Any]:
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
    others = [_facts(one) for one in reading.schedules[1:]]
    return {"also": others} if others else {}


def restored(kept: Iterable[Mapping[str, Any]]) -> list[Reading]:
    """The other way round."""
    return [Reading(one["label"], tuple(_restored_schedules(one))) for one in kept]


def _restored_schedules(one: Mapping[str, Any]) -> Iterator[Schedule]:
    for facts in (one, *one.get("also", ())):
        yield Schedule(
            facts["dtstart"], facts["tzid"], dt.timedelta(seconds=facts["duration"]), facts["rrule"],
            rdates=tuple(facts.get("rdates", ())), exdates=tuple(facts.get("exdates", ())), uid=facts.get("uid", ""),
            status=facts.get("status", CONFIRMED),
        )  # fmt: skip
