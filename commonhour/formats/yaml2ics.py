"""Calendars in YAML as yaml2ics reads them (Scientific Python, CodeRefinery): events, repeats, includes."""

import datetime as dt
import re
from dataclasses import dataclass, field

from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.places.secrets import beginning
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.errors import RefusedInput
from commonhour.errors.telling import fault
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.dated import (
    Dated,
    decide_dated,
    stamps_in,
    status_of,
    uid_of,
    until_text,
    zone_or_default,
)
from commonhour.formats.catalogue.includes import CalendarFiles, Read
from commonhour.formats.catalogue.seasons import SeasonalCall, join_seasons, seasonal_call
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.catalogue.yaml_file import read_yaml
from commonhour.formats.words.stamps import Stamp, read_stamp
from commonhour.formats.words.zones import zone_of

_UNITS = {"days": "DAILY", "weeks": "WEEKLY", "months": "MONTHLY", "years": "YEARLY"}
_USED = {
    "summary", "name", "title", "begin", "end", "duration", "timezone", "location", "description", "url", "uid",
    "repeat", "ics", "rrule", "categories", "status",
}  # fmt: skip
_LENGTHS = ("weeks", "days", "hours", "minutes", "seconds")
_UTC = ZoneSaid("UTC", ("UTC",))


@dataclass(slots=True)
class _Repeat:
    rule: str = ""
    exdates: list[Stamp] = field(default_factory=list)
    rdates: list[Stamp] = field(default_factory=list)


def read_yaml2ics(body: bytes, *, where: str, today: dt.date, read: Read | None = None) -> Draft:
    """The events of a yaml2ics file and of the files it includes; an included address becomes a calendar to poll.

    Times without a zone are UTC, as yaml2ics has it. Raises RefusedInput when the file is none of this kind.
    """
    catalogue, entries = Catalogue("yaml2ics", where, today), list[SeasonalCall]()
    roots = read_yaml(body, where)
    if not any("events" in root.values or root.items("include") for root in roots):
        raise RefusedInput("no-events-nor-include", where=where)
    files = CalendarFiles(catalogue, where, read_yaml, read)
    catalogue.draft.community.tzid = zone_of(roots[0].text("timezone")).tzid or ""
    _read_calendars(files, roots, files.begin(roots[0]), 0, entries)
    join_seasons(catalogue, entries)
    return catalogue.close()


def _read_calendars(
    files: CalendarFiles, roots: list[Table], path: str, depth: int, entries: list[SeasonalCall]
) -> None:
    catalogue = files.catalogue
    catalogue.check_repeated(roots)
    for root in roots:
        group = files.group(root, path, "other")
        zone = zone_or_default(root.text("timezone"), _UTC)
        for event in catalogue.entries(root, "events"):
            entry = _read_event(catalogue, event, group, zone, is_said=bool(root.text("timezone")))
            entries += [entry] if entry else []
        names, line = root.texts("include"), root.line_of("include")
        for name in filter(_is_address, names):
            _include_address(catalogue, name, line)
        for inner, found in files.included([one for one in names if not _is_address(one)], path, line, depth):
            _read_calendars(files, found, inner, depth + 1, entries)


def _is_address(name: str) -> bool:
    return bool(re.match(r"(?i)(?:https?|webcal)://", name))


def _include_address(catalogue: Catalogue, url: str, line: int) -> None:
    clean = catalogue.link(re.sub(r"(?i)^webcal:", "https:", url), line)
    if clean and not catalogue.calendar(clean):
        catalogue.source("ics", clean)


def _read_event(
    catalogue: Catalogue, event: Table, group: DraftGroup | None, zone: ZoneSaid, *, is_said: bool
) -> SeasonalCall | None:
    title = event.text("summary", "name", "title")
    if not title and not event.text("begin"):
        catalogue.refuse(event.line, fault("event-without-begin"))
        return None
    series = catalogue.series(title or "Meeting", group, event.line)
    catalogue.describe(series, event)
    series.categories = [
        tag for text in event.texts("categories") if (tag := catalogue.line(text, event.line))
    ]
    for key in sorted(set(event.values) - _USED):
        catalogue.report.dropped(event.line_of(key), key, "of-event")
    with catalogue.left_out_if_refused(series, event.line):
        _read_time(catalogue, event, series, zone, is_said=is_said)
    return seasonal_call(series, f"{series.title} {series.description[:500]}", event.line)


def _read_time(
    catalogue: Catalogue, event: Table, series: DraftSeries, zone: ZoneSaid, *, is_said: bool
) -> None:
    start = _required(event, "begin")
    zone = zone_or_default(event.text("timezone"), zone)
    if start.offset is None and not start.is_date and not (is_said or event.text("timezone")):
        catalogue.find("no-zone", event.line_of("begin"), "yaml2ics", title=series.title)
    repeat = _repeat(catalogue, event)
    said = " ".join(filter(None, (event.text("begin"), event.text("timezone"), repeat.rule)))
    dated = Dated(
        said, start, zone, _required(event, "end") if event.text("end") else None, _length(event), repeat.rule,
        repeat.exdates, repeat.rdates, uid_of(event.text("uid")), status_of(event.text("status")),
    )  # fmt: skip
    decide_dated(catalogue, series, dated, event.line)


def _required(event: Table, name: str) -> Stamp:
    text = event.text(name)
    stamp = read_stamp(text)
    if stamp is None and not text:
        raise RefusedInput("field-missing", name=name)
    if stamp is None:
        raise RefusedInput("field-no-time", name=name, text=beginning(text, 40))
    return stamp


def _length(event: Table) -> dt.timedelta | None:
    """`duration: {hours: 1, minutes: 30}`, or `1:30:00`."""
    table, text = event.table("duration"), event.text("duration")
    found = re.fullmatch(r"(\d{1,3}):(\d{2})(?::(\d{2}))?", text)
    if found:
        return dt.timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3] or 0))
    if table is None and not text:
        return None
    parts = table.values if table else {}
    numbers = {key: value for key, value in parts.items() if key in _LENGTHS and _is_number(value)}
    if not parts or len(numbers) != len(parts):
        raise RefusedInput("duration-units")
    return dt.timedelta(**{key: float(str(value)) for key, value in numbers.items()})


def _is_number(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value.strip()))


def _repeat(catalogue: Catalogue, event: Table) -> _Repeat:
    repeat = _Repeat()
    table = event.table("repeat")
    if table is not None:
        repeat.rule = _rule(table)
        repeat.exdates = stamps_in(catalogue, table, "except_on")
        repeat.rdates = stamps_in(catalogue, table, "also_on")
    lines = [*event.text("ics").splitlines(), *(f"RRULE:{text}" for text in event.texts("rrule"))]
    for line in filter(None, (line.strip() for line in lines)):
        _custom(catalogue, event, repeat, line)
    return repeat


def _rule(table: Table) -> str:
    interval = table.table("interval")
    units = dict(interval.values) if interval else {}
    if len(units) != 1:
        raise RefusedInput("repeat-without-interval")
    unit, number = next(iter(units.items()))
    if unit not in _UNITS:
        raise RefusedInput("repeat-within-a-day", unit=beginning(unit, 20))
    if not isinstance(number, str) or not re.fullmatch(r"[1-9]\d{0,4}", number):
        raise RefusedInput("interval-number", unit=unit)
    count, freq = int(number), _UNITS[unit]
    if freq == "DAILY" and count % 7 == 0:
        count, freq = count // 7, "WEEKLY"
    return f"FREQ={freq};INTERVAL={count}{_until(table)}"


def _until(table: Table) -> str:
    text = table.text("until")
    if not text:
        return ""
    stamp = read_stamp(text)
    if stamp is None:
        raise RefusedInput("until-no-time", text=beginning(text, 40))
    # For yaml2ics a date is its midnight, so that a call later on that day is no longer in.
    return f";UNTIL={until_text(Stamp(stamp.wall, False, stamp.offset))}"


def _custom(catalogue: Catalogue, event: Table, repeat: _Repeat, line: str) -> None:
    """A line of iCalendar that yaml2ics hands on: RRULE, EXDATE and RDATE are read."""
    name, _, value = line.partition(":")
    name = name.partition(";")[0].strip().upper()
    if name == "RRULE":
        if repeat.rule:
            raise RefusedInput("two-rules")
        repeat.rule = value.strip()
    elif name in ("EXDATE", "RDATE"):
        stamps = [read_stamp(text) for text in value.split(",")]
        target = repeat.exdates if name == "EXDATE" else repeat.rdates
        target += [stamp for stamp in stamps if stamp]
        if None in stamps:
            catalogue.refuse(event.line_of("ics"), fault("date-none-of-several", name=name))
    else:
        catalogue.report.dropped(event.line_of("ics"), beginning(name, 30), "in-ics")
