"""Our own comments in a page, `<!-- common-hour: name key="value" -->`: written by the writer, read by the reader."""

import datetime as dt
import re

from commonhour.core.draft import duration_text
from commonhour.core.schedule import Schedule
from commonhour.core.wall import parse_wall
from commonhour.errors import RefusedInput

_MARK = re.compile(r"^\s*<!--\s*common-hour:\s*(.*?)\s*-->\s*$")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\"]+))")
_DURATION = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


def mark(name: str, **values: str) -> str:
    """A comment line of ours; empty values are left out."""
    words = [name] if name else []
    words += [f'{key}="{_escaped(value)}"' for key, value in values.items() if value]
    return f"<!-- common-hour: {' '.join(words)} -->"


def _escaped(value: str) -> str:
    value = " ".join(value.split())
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("-->", "--\\>").replace("--!>", "--!\\>")


def mark_body(line: str) -> str | None:
    """What stands inside a comment line of ours; None for any other line."""
    found = _MARK.match(line)
    return found.group(1) if found else None


def mark_name(body: str) -> str:
    word = body.split(" ", 1)[0]
    return "" if "=" in word else word


def mark_values(body: str) -> dict[str, str]:
    return {key: re.sub(r"\\(.)", r"\1", quoted) or bare for key, quoted, bare in _ATTRIBUTE.findall(body)}


def schedule_mark(schedule: Schedule) -> str:
    """The exact schedule as a comment, for the reader."""
    return mark(
        "",
        dtstart=schedule.dtstart,
        tzid=schedule.tzid,
        duration=duration_text(schedule.duration),
        rrule=schedule.rrule,
        rdates=",".join(schedule.rdates),
        exdates=",".join(schedule.exdates),
        uid=schedule.uid,
    )


def schedule_of(text: str) -> Schedule | None:
    """The schedule a comment of ours states; None when it states none or states it wrongly."""
    values = mark_values(text)
    length = _length(values.get("duration", "PT1H"))
    if "dtstart" not in values or length is None:
        return None
    rdates, exdates = (_walls(values.get(name, "")) for name in ("rdates", "exdates"))
    try:
        for wall in (values["dtstart"], *rdates, *exdates):
            parse_wall(wall)
    except RefusedInput:
        return None
    return Schedule(
        values["dtstart"],
        values.get("tzid", "UTC"),
        length,
        values.get("rrule", ""),
        rdates,
        exdates,
        uid=values.get("uid", ""),
    )


def _walls(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def _length(text: str) -> dt.timedelta | None:
    found = _DURATION.match(text)
    if not found:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
