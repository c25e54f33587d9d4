"""A schedule as the document of a dry run has it."""

import datetime as dt
from typing import Any

from commonhour.core.schedule.schedule import Schedule
from commonhour.core.time.wall import iso_text


def schedule_json(schedule: Schedule) -> dict[str, Any]:
    """A schedule as in `interface.md`: local `dtstart`, `duration` as RFC 5545 text."""
    return {
        "dtstart": iso_text(schedule.dtstart),
        "tzid": schedule.tzid,
        "duration": duration_text(schedule.duration),
        "rrule": schedule.rrule,
        "rdates": [iso_text(text) for text in schedule.rdates],
        "exdates": [iso_text(text) for text in schedule.exdates],
        "uid": schedule.uid,
    }


def duration_text(duration: dt.timedelta) -> str:
    """RFC 5545 §3.3.6, e.g. `PT1H30M`, `P1D`, `PT0S`."""
    days, seconds = duration.days, duration.seconds
    hours, minutes, seconds = seconds // 3600, seconds % 3600 // 60, seconds % 60
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    if not days and not clock:
        return "PT0S"
    return "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
