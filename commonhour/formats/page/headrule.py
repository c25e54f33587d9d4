"""The rule in a page's front matter: iCalendar lines (`- RRULE:…`) or keys (`rrule: …`, `dtstart: …`), as a schedule."""

import datetime as dt
import re
from dataclasses import replace

from commonhour.core.draft import DraftSeries
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.undecided.question import Question
from commonhour.errors import UserError
from commonhour.formats.ical import read_calendar
from commonhour.formats.page.blocks import Line
from commonhour.formats.page.frontmatter import FrontMatter
from commonhour.formats.page.reading import PageReading
from commonhour.formats.page.secrets import join_numbers, public_text
from commonhour.formats.page.undecided import decide_prose
from commonhour.formats.page.wording import is_whole
from commonhour.formats.words.lengths import length_in
from commonhour.formats.words.sentence import read_when

_PROPERTY = re.compile(
    r"^[\s-]*[\"']?((?:DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE)(?:;[\w-]+=[\w/+-]+)*:[\w;=,:+./-]+)[\"']?\s*$",
    re.I,
)
_RULE = re.compile(r"^(?:RRULE:)?(FREQ=[\w;=,+-]+)$", re.I)
_START = re.compile(r"^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d))?(Z?)$")
_ZONES = ("tzid", "timezone", "time_zone", "tz")


def read_head_rule(head: FrontMatter, lines: list[str], body: list[Line], reading: PageReading) -> None:
    """Gives the page's only call what its front matter states: a rule, else words such as "every Tuesday 15:00 UTC"."""
    if len(reading.draft.series) > 1:
        return
    schedule = _schedule(head, lines[: head.lines])
    if schedule is not None:
        length = next((found for line in body if (found := length_in(line.text))), None)
        call = _only_call(reading)
        call.schedules, call.question, call.readings = [_lasting(schedule, length)], None, []
        return
    is_said = any(one.question != Question("no-time-said") for one in reading.draft.series)
    value = next((value for value in head.values.values() if is_whole(read_when(public_text(value)))), "")
    if value and not is_said:
        call = _only_call(reading)
        decide_prose(call, read_when(public_text(value)), 1, reading)
        call.joins += [reading.joins[number] for number in join_numbers(value) if number < len(reading.joins)]


def _only_call(reading: PageReading) -> DraftSeries:
    """The page's call; one of its title where it has none."""
    series = reading.draft.series
    if not series:
        title = reading.draft.community.title or reading.file
        series.append(DraftSeries(reading.slug("series", title, "call"), title, where=reading.where(1)))
    series[0].question = None
    reading.draft.findings = [one for one in reading.draft.findings if one.code not in _OF_TIMES]
    return series[0]


def _lasting(schedule: Schedule, length: dt.timedelta | None) -> Schedule:
    return schedule if schedule.duration or not length else replace(schedule, duration=length)


_OF_TIMES = ("no-anchor-date", "zone-abbreviation", "no-zone", "assumed-start", "no-time")


def _schedule(head: FrontMatter, lines: list[str]) -> Schedule | None:
    properties = [found[1] for line in lines if (found := _PROPERTY.match(line))] or _of_keys(head.values)
    if not any(text.upper().startswith("DTSTART") for text in properties):
        return None
    event = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:head",
        "SUMMARY:head",
        *properties,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    try:
        draft = read_calendar("\r\n".join(event).encode(), where="")
    except UserError:
        return None
    return next((replace(one, uid="") for series in draft.series for one in series.schedules), None)


def _of_keys(values: dict[str, str]) -> list[str]:
    rule, start = _RULE.match(values.get("rrule", "")), _START.match(values.get("dtstart", ""))
    if not rule or not start:
        return []
    zone = next((values[key] for key in _ZONES if values.get(key)), "")
    when = f"{start[1]}{start[2]}{start[3]}T{start[4]}{start[5]}{start[6] or '00'}{start[7]}"
    at = f";TZID={zone}" if zone and not start[7] else ""
    length = f"DURATION:{values['duration']}" if values.get("duration", "").startswith("P") else ""
    return [f"DTSTART{at}:{when}", f"RRULE:{rule[1]}", *([length] if length else [])]
