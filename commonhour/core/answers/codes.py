"""Readings by codes that a file can name: the zone, the rule, and the first date where only that tells them apart."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from commonhour.core.draft import DraftSeries
from commonhour.core.recurrence.expansion import is_off_rule
from commonhour.core.recurrence.membership import made_among
from commonhour.core.recurrence.rules import normal_rrule, parse_rule
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import wall_text
from commonhour.core.time.zones import canonical
from commonhour.core.undecided.question import Facts
from commonhour.core.undecided.readings import Reading
from commonhour.errors import RefusedInput, UnknownZone

AS_READ = "as-read"  # the only reading there is
_ONCE, _APART = "once", "apart"


def zone_code(said: Facts) -> str:
    """ "America/Los_Angeles", or "UTC-08:00" for an offset that stays all year."""
    if "minutes" not in said:
        return str(said["tzid"])
    hours, minutes = divmod(abs(said["minutes"]), 60)
    return f"UTC{'-' if said['minutes'] < 0 else '+'}{hours:02d}:{minutes:02d}"


def codes(readings: Sequence[Reading]) -> dict[str, Reading]:
    """Each reading under its code, in their order."""
    plain = [_plain(one) for one in readings]
    shared = {code for code, times in Counter(plain).items() if times > 1}
    return {
        _with_date(code, _first(one)) if code in shared else code: one
        for code, one in zip(plain, readings, strict=True)
    }


def reading_of(readings: Sequence[Reading], code: str) -> Reading | None:
    """The reading of a code. One that names an earlier date of the same call is still meant, as weeks go by."""
    if is_typed(code):
        with suppress(RefusedInput):
            return typed_reading(code)
        return None
    found = codes(readings)
    return found.get(code) or next((one for one in readings if _has_begun(one, code)), None)


def is_typed(code: str) -> bool:
    """True for a time that somebody wrote out: "2026-12-01T15:00 Europe/Berlin FREQ=WEEKLY;BYDAY=TU"."""
    return " FREQ=" in code.upper()


def typed_reading(code: str) -> Reading:
    """Raises RefusedInput for a zone, a start or a rule that is none."""
    start, zone, rule = code.split(" ", 2)
    tzid = canonical(zone)
    if "/" not in zone and tzid != "UTC":  # letters may mean several
        raise UnknownZone("unknown-zone", zone=zone)
    schedule = Schedule(
        wall_text(dt.datetime.fromisoformat(start)), tzid, dt.timedelta(), normal_rrule(rule, tzid=tzid)
    )
    if is_off_rule(schedule):
        raise RefusedInput("answer-off-rule", text=start)
    return Reading((schedule,))


def letters_of(series: DraftSeries) -> str:
    """The abbreviation or offset that its question is about, when its readings are ways to take it; "" otherwise."""
    asks = series.question.facts.get("asks", ()) if series.question else ()
    word = next((str(ask["word"]) for ask in asks if "word" in ask), "")
    return word if len(zones_of(series)) > 1 else ""


def zones_of(series: DraftSeries) -> dict[str, Facts]:
    """The zones its readings take, by their codes."""
    said = (reading.facts["zone"] for reading in series.readings if "zone" in reading.facts)
    return {zone_code(facts): facts for facts in said}


def _plain(reading: Reading) -> str:
    facts = reading.facts
    if facts.get("apart"):
        return _APART
    parts = [zone_code(facts["zone"])] if "zone" in facts else []
    parts += [facts["rule"] or _ONCE] if "rule" in facts else []
    return ", ".join(parts) or AS_READ


def _first(reading: Reading) -> str:
    return reading.schedules[0].dtstart


def _with_date(code: str, dtstart: str) -> str:
    day = f"{dtstart[:4]}-{dtstart[4:6]}-{dtstart[6:8]}"
    return day if code == AS_READ else f"{code}, {day}"


def _has_begun(reading: Reading, code: str) -> bool:
    named, _, day = code.rpartition(", ")
    if (named or AS_READ) != _plain(reading) or not is_date(day):
        return False
    schedule = reading.schedules[0]
    begun = replace(schedule, dtstart=day.replace("-", "") + schedule.dtstart[8:])
    weekdays = {weekday for _, weekday in parse_rule(schedule.rrule).byday} if schedule.rrule else set()
    if dt.date.fromisoformat(day).weekday() not in weekdays:
        return False
    return begun.dtstart <= schedule.dtstart and schedule.dtstart in made_among(begun, [schedule.dtstart])


def is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
