"""Calendars in YAML as yaml2ics reads them (Scientific Python, CodeRefinery): events, repeats, includes."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.places.calendars import calendar_sources
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, TENTATIVE
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.catalogue import includes
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.dated import Dated, decide_dated, until_text, zone_or_default
from commonhour.formats.catalogue.seasons import SeasonalCall, join_seasons, seasonal_call
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.catalogue.yaml_file import read_yaml
from commonhour.formats.words.stamps import Stamp, read_stamp
from commonhour.formats.words.zones import zone_of

_UNITS = {"days": "DAILY", "weeks": "WEEKLY", "months": "MONTHLY", "years": "YEARLY"}
_STATUS = {"TENTATIVE": TENTATIVE, "CANCELLED": CANCELLED, "CANCELED": CANCELLED}
_USED = {
    "summary", "name", "title", "begin", "end", "duration", "timezone", "location", "description", "url", "uid",
    "repeat", "ics", "rrule", "categories", "status",
}  # fmt: skip
_LENGTHS = ("weeks", "days", "hours", "minutes", "seconds")
_UTC = ZoneSaid("UTC", ("UTC",))


@dataclass(slots=True)
class _Calendars:
    catalogue: Catalogue
    read: includes.Read | None
    where: str
    seen: set[str] = field(default_factory=set)
    entries: list[SeasonalCall] = field(default_factory=list)


@dataclass(slots=True)
class _Repeat:
    rule: str = ""
    exdates: list[Stamp] = field(default_factory=list)
    rdates: list[Stamp] = field(default_factory=list)


def read_yaml2ics(body: bytes, *, where: str, today: dt.date, read: includes.Read | None = None) -> Draft:
    """The events of a yaml2ics file and of the files it includes; an included address becomes a calendar to poll.

    Times without a zone are UTC, as yaml2ics has it. Raises RefusedInput when the file is none of this kind.
    """
    reading = _Calendars(Catalogue("yaml2ics", where, today), read, where)
    roots = read_yaml(body, where)
    if not any("events" in root.values or root.items("include") for root in roots):
        raise RefusedInput("no-events-nor-include", where=where)
    community, first = reading.catalogue.draft.community, roots[0]
    community.title = reading.catalogue.line(first.text("name"), first.line_of("name"))
    community.description = reading.catalogue.line(first.text("description"), first.line_of("description"))
    community.tzid = zone_of(first.text("timezone")).tzid or ""
    own = PurePosixPath(where.replace("\\", "/")).name
    reading.seen.add(own)
    _read_calendars(reading, roots, own, 0)
    join_seasons(reading.catalogue, reading.entries)
    return reading.catalogue.close()


def _read_calendars(reading: _Calendars, roots: list[Table], path: str, depth: int) -> None:
    catalogue = reading.catalogue
    catalogue.check_repeated(roots)
    for root in roots:
        group = _group(catalogue, root, path)
        zone = zone_or_default(root.text("timezone"), _UTC)
        for event in catalogue.entries(root, "events"):
            _event_or_finding(reading, event, group, zone, is_said=bool(root.text("timezone")))
        for name in root.texts("include"):
            _include(reading, name, path, root.line_of("include"), depth)


def _group(catalogue: Catalogue, root: Table, path: str) -> DraftGroup | None:
    """A calendar that only includes others is no group."""
    if not root.tables("events"):
        return None
    name = root.text("name") or PurePosixPath(path).stem
    group = catalogue.group(name, name, root.line_of("name"), "other")
    group.description = catalogue.line(root.text("description"), root.line_of("description"))
    return group


def _include(reading: _Calendars, name: str, holder: str, line: int, depth: int) -> None:
    catalogue, back = reading.catalogue, reading.catalogue.report.where
    if re.match(r"(?i)(?:https?|webcal)://", name):
        _include_address(catalogue, name, line)
        return
    try:
        path = includes.included_path(holder, name)
        if path in reading.seen:
            return
        reading.seen.add(path)
        if reading.read is None:
            catalogue.report.dropped(line, name, "included-file")
            return
        if depth >= includes.DEPTH or len(reading.seen) > includes.FILES:
            raise TooLarge("includes-too-deep", deep=includes.DEPTH, files=includes.FILES)
        roots = read_yaml(reading.read(path), includes.place_beside(reading.where, path))
    except RefusedInput as error:
        catalogue.refuse(line, fault("include-left-out", name=name[:80], reason=error.as_json()))
        return
    catalogue.open_file(includes.place_beside(reading.where, path))
    _read_calendars(reading, roots, path, depth + 1)
    catalogue.open_file(back)


def _include_address(catalogue: Catalogue, url: str, line: int) -> None:
    clean = catalogue.link(re.sub(r"(?i)^webcal:", "https:", url), line)
    if clean:
        found = calendar_sources(clean)
        for one in found:
            catalogue.source(one.kind, one.url, one.tzid)
        if not found:
            catalogue.source("ics", clean)


def _event_or_finding(
    reading: _Calendars, event: Table, group: DraftGroup | None, zone: ZoneSaid, *, is_said: bool
) -> None:
    """One bad event refuses itself, not the file."""
    catalogue, title = reading.catalogue, event.text("summary", "name", "title")
    if not title and not event.text("begin"):
        catalogue.refuse(event.line, fault("event-without-begin"))
        return
    series = catalogue.series(title or "Meeting", group, event.line)
    _read_words(catalogue, event, series)
    try:
        _read_time(catalogue, event, series, zone, is_said=is_said)
    except RefusedInput as error:
        catalogue.draft.series.remove(series)
        catalogue.refuse(event.line, fault("call-left-out", title=series.title, reason=error.as_json()))
        return
    entry = seasonal_call(series, f"{series.title} {series.description[:500]}", event.line)
    reading.entries += [entry] if entry else []


def _read_words(catalogue: Catalogue, event: Table, series: DraftSeries) -> None:
    about = catalogue.safe(event.text("description"), event.line_of("description"), series.joins)
    series.description = catalogue.located(
        about, event.text("location"), event.line_of("location"), series.joins
    )
    series.url = catalogue.link(event.text("url"), event.line_of("url"), series.joins, Stand.PAGE)
    series.categories = [
        tag for text in event.texts("categories") if (tag := catalogue.line(text, event.line))
    ]
    for key in sorted(set(event.values) - _USED):
        catalogue.report.dropped(event.line_of(key), key, "of-event")


def _read_time(
    catalogue: Catalogue, event: Table, series: DraftSeries, zone: ZoneSaid, *, is_said: bool
) -> None:
    start = _required(event, "begin")
    zone = zone_or_default(event.text("timezone"), zone)
    if start.offset is None and not start.is_date and not (is_said or event.text("timezone")):
        catalogue.find("no-zone", event.line_of("begin"), "yaml2ics", title=series.title)
    repeat = _repeat(catalogue, event)
    uid, status = event.text("uid"), event.text("status").upper()
    said = " ".join(filter(None, (event.text("begin"), event.text("timezone"), repeat.rule)))
    dated = Dated(
        said, start, zone, _required(event, "end") if event.text("end") else None, _length(event), repeat.rule,
        repeat.exdates, repeat.rdates, "" if guard(uid)[1] else uid[:255], _STATUS.get(status, CONFIRMED),
    )  # fmt: skip
    decide_dated(catalogue, series, dated, event.line)


def _required(event: Table, name: str) -> Stamp:
    text = event.text(name)
    stamp = read_stamp(text)
    if stamp is None and not text:
        raise RefusedInput("field-missing", name=name)
    if stamp is None:
        raise RefusedInput("field-no-time", name=name, text=text[:40])
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
        repeat.exdates = _stamps(catalogue, table, "except_on")
        repeat.rdates = _stamps(catalogue, table, "also_on")
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
        raise RefusedInput("repeat-within-a-day", unit=unit[:20])
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
        raise RefusedInput("until-no-time", text=text[:40])
    # For yaml2ics a date is its midnight, so that a call later on that day is no longer in.
    return f";UNTIL={until_text(Stamp(stamp.wall, False, stamp.offset))}"


def _stamps(catalogue: Catalogue, table: Table, name: str) -> list[Stamp]:
    found = []
    for text in table.texts(name):
        stamp = read_stamp(text)
        if stamp is None:
            catalogue.refuse(table.line_of(name), fault("date-none", name=name, text=text[:40]))
        else:
            found.append(stamp)
    return found


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
        catalogue.report.dropped(event.line_of("ics"), name[:30], "in-ics")
