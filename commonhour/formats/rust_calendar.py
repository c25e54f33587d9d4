"""Calendars in TOML as the Rust project keeps them (rust-lang/calendar): events with their UID, and included files."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard
from commonhour.core.recurrence.rules import WEEKDAYS
from commonhour.core.schedule.schedule import CANCELLED, CONFIRMED, TENTATIVE
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.catalogue import includes
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.dated import Dated, decide_dated, until_text
from commonhour.formats.catalogue.plain_files import read_toml
from commonhour.formats.catalogue.seasons import SeasonalCall, join_seasons, seasonal_call
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.words.stamps import Stamp, read_stamp
from commonhour.formats.words.zones import zone_of

_STATUS = {"tentative": TENTATIVE, "cancelled": CANCELLED, "canceled": CANCELLED}
_USED = {
    "uid", "title", "description", "location", "start", "end", "status", "transparency", "organizer", "url",
    "recurrence_rules", "recurrences", "exceptions", "exdates", "created_on", "last_modified_on",
}  # fmt: skip
_RULE_PARTS = {
    "interval": "INTERVAL", "count": "COUNT", "by_month": "BYMONTH", "by_month_day": "BYMONTHDAY",
    "by_monthday": "BYMONTHDAY", "by_set_pos": "BYSETPOS", "by_week_no": "BYWEEKNO", "by_year_day": "BYYEARDAY",
}  # fmt: skip
_USED_IN_RULE = {*_RULE_PARTS, "frequency", "until", "by_day", "week_start"}


@dataclass(slots=True)
class _Calendars:
    catalogue: Catalogue
    read: includes.Read | None
    where: str
    seen: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)
    entries: list[SeasonalCall] = field(default_factory=list)


def read_rust_calendar(
    body: bytes, *, where: str, today: dt.date, read: includes.Read | None = None
) -> Draft:
    """The events of a TOML calendar and of the files it includes, each calendar with events a group.

    `read` gives the bytes of a file beside the first one by its relative path and raises RefusedInput when it
    cannot; without it included files are only named. Raises RefusedInput when the file is none of this kind.
    """
    reading = _Calendars(Catalogue("rust-calendar", where, today), read, where)
    root = read_toml(body, where)
    names = root.table("meta").items("includes") if root.table("meta") else []  # type: ignore[union-attr]
    if "events" not in root.values and not names:
        raise RefusedInput("no-events-nor-includes", where=where)
    community = reading.catalogue.draft.community
    community.title = reading.catalogue.line(root.text("name"), root.line_of("name"))
    community.description = reading.catalogue.line(root.text("description"), root.line_of("description"))
    own = PurePosixPath(where.replace("\\", "/")).name
    reading.seen.add(own)
    _read_calendar(reading, root, own, None, 0)
    join_seasons(reading.catalogue, reading.entries)
    return reading.catalogue.close()


def _read_calendar(
    reading: _Calendars, root: Table, path: str, parent: DraftGroup | None, depth: int
) -> None:
    catalogue = reading.catalogue
    group = _group(catalogue, root, path, parent)
    for event in catalogue.entries(root, "events"):
        _event_or_finding(reading, event, group)
    if "timezones" in root.values and not root.tables("events"):
        catalogue.report.dropped(root.line_of("timezones"), case="zone-definition")
    meta = root.table("meta")
    for name in meta.texts("includes") if meta else []:
        _include(reading, name, path, root.line_of("meta"), group or parent, depth)


def _group(catalogue: Catalogue, root: Table, path: str, parent: DraftGroup | None) -> DraftGroup | None:
    """A calendar that only includes others is no group."""
    if not root.tables("events"):
        return None
    name = root.text("name") or PurePosixPath(path).stem
    group = catalogue.group(name, name, root.line_of("name"))
    group.description = catalogue.line(root.text("description"), root.line_of("description"))
    group.parent = parent.slug if parent else None
    return group


def _include(
    reading: _Calendars, name: str, holder: str, line: int, parent: DraftGroup | None, depth: int
) -> None:
    catalogue, back = reading.catalogue, reading.catalogue.report.where
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
        root = read_toml(reading.read(path), includes.place_beside(reading.where, path))
    except RefusedInput as error:
        catalogue.refuse(line, fault("include-left-out", name=name[:80], reason=error.as_json()))
        return
    catalogue.open_file(includes.place_beside(reading.where, path))
    _read_calendar(reading, root, path, parent, depth + 1)
    catalogue.open_file(back)


def _event_or_finding(reading: _Calendars, event: Table, group: DraftGroup | None) -> None:
    """One bad event refuses itself, not the file."""
    catalogue, title = reading.catalogue, event.text("title", "summary") or "Meeting"
    uid = event.text("uid")
    if uid and uid in reading.uids:
        catalogue.find("contradiction", event.line, "uid", title=title)
        return
    series = catalogue.series(title, group, event.line)
    try:
        _read_event(reading, event, series)
    except RefusedInput as error:
        catalogue.draft.series.remove(series)
        catalogue.refuse(event.line, fault("call-left-out", title=series.title, reason=error.as_json()))
        return
    reading.uids.add(uid)
    entry = seasonal_call(series, series.title, event.line)
    reading.entries += [entry] if entry else []
    for key in sorted(set(event.values) - _USED):
        catalogue.report.dropped(event.line, key, "of-event")
    if event.table("organizer") or event.text("organizer"):
        catalogue.report.dropped(event.line, case="organizer")


def _read_event(reading: _Calendars, event: Table, series: DraftSeries) -> None:
    catalogue, line = reading.catalogue, event.line
    series.description = _description(catalogue, event, series)
    series.url = catalogue.link(event.text("url"), line, series.joins, Stand.PAGE)
    start, zone = _stamp(event, "start")
    if start is None:
        raise RefusedInput("no-readable-start")
    end, _ = _stamp(event, "end")
    uid = event.text("uid")
    rules = event.tables("recurrence_rules")
    said = " ".join(filter(None, (_said(event, "start"), *(rule.text("frequency") for rule in rules))))
    dated = Dated(
        said, start, zone, end,
        rule=_rule(catalogue, rules[0]) if rules else "",
        exdates=_stamps(catalogue, event, "exceptions") + _stamps(catalogue, event, "exdates"),
        rdates=_stamps(catalogue, event, "recurrences"),
        uid="" if guard(uid)[1] else uid[:255],
        status=_STATUS.get(event.text("status").lower(), CONFIRMED),
    )  # fmt: skip
    if len(rules) > 1:
        raise RefusedInput("two-recurrence-rules")
    decide_dated(catalogue, series, dated, line)


def _description(catalogue: Catalogue, event: Table, series: DraftSeries) -> str:
    about = catalogue.safe(event.text("description"), event.line, series.joins)
    return catalogue.located(about, event.text("location"), event.line, series.joins)


def _said(event: Table, name: str) -> str:
    inner = event.table(name)
    return f"{inner.text('date')} {inner.text('timezone')}" if inner else event.text(name)


def _stamp(event: Table, name: str) -> tuple[Stamp | None, ZoneSaid]:
    """`start = "2024-01-11T15:00:00Z"` or `{ date = "…", timezone = "…" }`."""
    inner = event.table(name)
    zone = zone_of(inner.text("timezone", "tz") if inner else "")
    text = inner.text("date", "datetime") if inner else event.text(name)
    stamp = read_stamp(text) if text else None
    if text and stamp is None:
        raise RefusedInput("field-no-time", name=name, text=text[:40])
    return stamp, zone


def _stamps(catalogue: Catalogue, event: Table, name: str) -> list[Stamp]:
    found = []
    for item in event.items(name):
        text = item.text("date") if isinstance(item, Table) else item if isinstance(item, str) else ""
        stamp = read_stamp(text)
        if stamp is None:
            catalogue.refuse(event.line, fault("date-none", name=name, text=text[:40]))
        else:
            found.append(stamp)
    return found


def _rule(catalogue: Catalogue, rule: Table) -> str:
    parts = [f"FREQ={rule.text('frequency').upper()}"]
    for key, name in _RULE_PARTS.items():
        values = rule.texts(key)
        if key == "count" and rule.text("until"):
            continue  # their own converter lets `until` take priority
        parts += [f"{name}={','.join(values)}"] if values else []
    days = [_by_day(item) for item in rule.items("by_day")]
    parts += [f"BYDAY={','.join(days)}"] if days else []
    until = read_stamp(rule.text("until")) if rule.text("until") else None
    if rule.text("until") and until is None:
        raise RefusedInput("until-no-time", text=rule.text("until")[:40])
    parts += [f"UNTIL={until_text(until)}"] if until else []
    parts += [f"WKST={rule.text('week_start')[:2].upper()}"] if rule.text("week_start") else []
    for key in sorted(set(rule.values) - _USED_IN_RULE):
        raise RefusedInput("rule-field-unknown", name=key[:40])
    return ";".join(parts)


def _by_day(item: object) -> str:
    """`{ day = "monday", num = 1 }` or "monday" as RFC 5545 writes it."""
    day = item.text("day") if isinstance(item, Table) else str(item or "")
    number = item.text("num", "nth") if isinstance(item, Table) else ""
    found = re.fullmatch(r"(?i)(mo|tu|we|th|fr|sa|su)[a-z]*", day.strip())
    if not found or (number and not re.fullmatch(r"[+-]?\d{1,2}", number)):
        raise RefusedInput("rule-day-unknown", text=day[:20])
    return f"{number if number not in ('', '0') else ''}{WEEKDAYS[WEEKDAYS.index(found[1].upper())]}"
