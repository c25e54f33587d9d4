"""A schedule and its changed dates on a written page: a sentence for people, a comment that is exact."""

import re

from commonhour.core.recurrence.rules import WEEKDAYS as CODES
from commonhour.core.schedule.as_json import duration_text
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.formats.page.lines import escaped
from commonhour.formats.page.marks import override_mark, schedule_mark
from commonhour.formats.words.weekdays import WEEKDAYS

_DAY = re.compile("([+-]?\\d*)([A-Z]{2})")
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}


def schedule_lines(schedule: Schedule) -> list[str]:
    lines = [f"* Meets: {escaped(_sentence(schedule))}", f"  {schedule_mark(schedule)}"]
    for override in schedule.overrides:
        lines += [f"    * {_changed(override)}", f"      {override_mark(override)}"]
    return lines


def _changed(override: Override) -> str:
    """“Moved: 2026-12-24 to 2026-12-17 at 16:00 (holiday)”, for people."""
    day = parse_wall(override.recurrence_id).date().isoformat()
    reason = f" ({override.reason})" if override.reason else ""
    if override.status == CANCELLED:
        return f"Cancelled: {escaped(day + reason)}"
    if override.dtstart and override.dtstart != override.recurrence_id:
        start = parse_wall(override.dtstart)
        clock = f" at {start:%H:%M}" if "T" in override.dtstart else ""
        return f"Moved: {escaped(f'{day} to {start.date().isoformat()}{clock}{reason}')}"
    what = f" {override.summary}" if override.summary else ""
    return f"Changed: {escaped(day + what + reason)}"


def _sentence(schedule: Schedule) -> str:
    """A schedule for people; the exact one is in the comment below it."""
    start = parse_wall(schedule.dtstart)
    often, more = _often(schedule.rrule)
    day = start.date().isoformat()
    day = day if often.startswith("every day") else f"{WEEKDAYS[start.weekday()]} {day}"
    first = f"{often}, from {day}" if often else day
    if schedule.is_all_day:
        return f"{first}, all day{more}"
    length = duration_text(schedule.duration).removeprefix("P").removeprefix("T").lower()
    lasts = f", for {length}" if schedule.duration else ""
    return f"{first} at {start:%H:%M} ({schedule.tzid}){lasts}{more}"


def _often(rrule: str) -> tuple[str, str]:
    """ "every 2 weeks on Tuesday and Friday", "first and third Tuesday of every month", and what has no words; "" for
    once."""
    parts = dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}.get(
        parts.pop("FREQ", ""), ""
    )
    interval = parts.pop("INTERVAL", "1")
    if not unit:
        return "", ""
    every = f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
    days = _days(unit, parts.get("BYDAY", ""))
    if days:
        del parts["BYDAY"]
        every = (
            f"{days} of {every}" if unit == "month" else f"{every} on {days}" if " and " in days else every
        )
    return every, f" ({'; '.join(f'{name}={value}' for name, value in parts.items())})" if parts else ""


def _days(unit: str, byday: str) -> str:
    """The days of a week, or those of one weekday that are numbered in the month; "" for any others."""
    found = [_DAY.fullmatch(day) for day in byday.split(",")]
    numbers, names = [one[1] for one in found if one], [one[2] for one in found if one]
    if unit == "week" and not any(numbers):
        return " and ".join(WEEKDAYS[CODES.index(name)] for name in names)
    if unit == "month" and all(numbers) and len(set(names)) == 1 and all(one in _NTH for one in numbers):
        return f"{' and '.join(_NTH[one] for one in numbers)} {WEEKDAYS[CODES.index(names[0])]}"
    return ""
