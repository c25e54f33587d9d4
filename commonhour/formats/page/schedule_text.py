"""A schedule and its changed dates on a written page: a sentence for people, a comment that is exact."""

from commonhour.core.draft import duration_text
from commonhour.core.schedule.schedule import CANCELLED, Override, Schedule
from commonhour.core.time.wall import parse_wall
from commonhour.formats.page.lines import escaped
from commonhour.formats.page.marks import override_mark, schedule_mark
from commonhour.formats.words.weekdays import WEEKDAYS


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
    day = f"{WEEKDAYS[start.weekday()]} {start.date().isoformat()}"
    often = _often(schedule.rrule)
    first = f"{often}, from {day}" if often else day
    if schedule.is_all_day:
        return f"{first}, all day"
    return f"{first} at {start:%H:%M} ({schedule.tzid}), for {duration_text(schedule.duration).removeprefix('P').removeprefix('T').lower()}"


def _often(rrule: str) -> str:
    parts = dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}.get(
        parts.get("FREQ", ""), ""
    )
    interval = parts.get("INTERVAL", "1")
    if not unit:
        return ""
    return f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
