"""The next twelve dates of a schedule that is still being written, on the host's clock and the reader's."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from commonhour.core.recurrence.expansion import occurrences, span
from commonhour.core.schedule.occurrence import Occurrence
from commonhour.core.schedule.schedule import Schedule
from commonhour.core.speech.sentences import rule_sentence
from commonhour.core.time.wall import parse_wall
from commonhour.core.time.zones import offset_text, wall_of
from commonhour.web.desk.clocks import oddity
from commonhour.web.times import clock, day_text, place
from commonhour.web.voice import words

SHOWN = 12
# Looked at in turn until there are enough: a yearly call needs the last one, most need only the first.
_LOOKS = [dt.timedelta(days=days) for days in (60, 400, 1500, 40 * 366)]


@dataclass(frozen=True)
class DateRow:
    """`notes` say what is odd about a date: clocks that have changed, an hour they skip."""

    start: dt.datetime
    day: str
    hour: str
    reader: str
    notes: list[str]


@dataclass(frozen=True)
class Preview:
    """`spans` are the instants of the shown dates that somebody must keep free (UTC)."""

    sentence: str
    rows: list[DateRow]
    has_more: bool
    warning: str = ""
    ended: str = ""
    spans: tuple[tuple[dt.datetime, dt.datetime], ...] = ()


def preview(schedule: Schedule, now: dt.datetime, reader_tzid: str, ended: Schedule | None = None) -> Preview:
    """What saving would make of it, moved and cancelled dates included. `ended` is what stays of the schedule
    before. Raises RefusedInput."""
    found = _coming(schedule, now)
    rows, before = [], None
    for occurrence in found[:SHOWN]:
        row = date_row(schedule, occurrence, before, reader_tzid)
        rows.append(row)
        before = row.start
    return Preview(
        sentence=rule_sentence(schedule, gettext, words(), now),
        rows=rows,
        has_more=len(found) > SHOWN,
        warning=_warning(schedule, found),
        ended=rule_sentence(ended, gettext, words(), now) if ended else "",
        spans=tuple((o.start, o.end) for o in found[:SHOWN] if not (o.all_day or o.is_cancelled)),
    )


def first_start(schedule: Schedule) -> dt.datetime:
    """The instant of DTSTART, UTC."""
    return span(schedule.dtstart, schedule.tzid, schedule.duration)[0]


def _coming(schedule: Schedule, now: dt.datetime) -> list[Occurrence]:
    """The next dates, one more than are shown, from the engine that makes the rows."""
    begin = max(first_start(schedule), now)
    for ahead in _LOOKS:
        coming = occurrences(schedule, now - dt.timedelta(days=1), begin + ahead)
        found = [one for one in coming if one.end > now]
        if len(found) > SHOWN:
            break
    return found[: SHOWN + 1]


def date_row(
    schedule: Schedule, occurrence: Occurrence, before: dt.datetime | None, reader_tzid: str
) -> DateRow:
    """One date on both clocks; `before` is the start of the one before it, for what clocks did meanwhile."""
    start, override = occurrence.start, occurrence.override
    planned = span(occurrence.recurrence_id, schedule.tzid, schedule.duration)
    marks = [gettext("Cancelled")] if occurrence.is_cancelled else []
    if override and not marks and (start, occurrence.end) != planned:
        marks = [gettext("Moved")]
    if occurrence.all_day:
        return DateRow(start, day_text(start.date()), gettext("whole day"), "", marks)
    tzid = (override and override.tzid) or schedule.tzid
    wall = parse_wall((override and override.dtstart) or occurrence.recurrence_id)
    return DateRow(
        start=start,
        day=day_text(wall.date()),
        hour=f"{clock(start, tzid)} {place(tzid)}",
        reader=reader_hour(start, tzid, reader_tzid),
        notes=marks + [note for note in _notes(wall, start, before, tzid, reader_tzid) if note],
    )


def reader_hour(start: dt.datetime, tzid: str, reader_tzid: str) -> str:
    """The hour on the reader's clock, and that it is another day there; "" for a reader in the host's zone."""
    if reader_tzid == tzid:
        return ""
    apart = (wall_of(start, reader_tzid).date() - wall_of(start, tzid).date()).days
    day = "" if not apart else " " + (gettext("+1 day") if apart > 0 else gettext("−1 day"))
    return f"{clock(start, reader_tzid)} {place(reader_tzid)}{day}"


def _notes(
    wall: dt.datetime, start: dt.datetime, before: dt.datetime | None, tzid: str, reader_tzid: str
) -> Iterator[str]:
    yield oddity(wall, tzid)
    if before is None:
        return
    for zone in dict.fromkeys([tzid, reader_tzid]):
        if offset_text(before, zone) != offset_text(start, zone):
            yield gettext("Clocks in {city} have changed: {before} → {after}").format(
                city=place(zone), before=offset_text(before, zone), after=offset_text(start, zone)
            )


def _warning(schedule: Schedule, found: list[Occurrence]) -> str:
    if not found:
        return gettext("No date of it lies ahead: everything it makes is over.")
    if len(found) == 1 and schedule.rrule:
        return gettext("The rule makes only one date.")
    return ""
