"""Calendars in TOML as the Rust project keeps them (rust-lang/calendar): events with their UID, and included files."""

import datetime as dt
import re
from dataclasses import dataclass, field

from commonhour.core.draft import Draft, DraftGroup, DraftSeries
from commonhour.core.places.secrets import beginning
from commonhour.core.recurrence.rules import WEEKDAYS
from commonhour.core.undecided.zone_said import ZoneSaid
from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.dated import Dated, decide_dated, stamps_in, status_of, uid_of, until_text
from commonhour.formats.catalogue.includes import CalendarFiles, Read
from commonhour.formats.catalogue.plain_files import read_toml
from commonhour.formats.catalogue.seasons import SeasonalCall, join_seasons, seasonal_call
from commonhour.formats.catalogue.tables import Table
from commonhour.formats.words.stamps import Stamp, read_stamp
from commonhour.formats.words.zones import zone_of

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
    files: CalendarFiles
    uids: set[str] = field(default_factory=set)
    entries: list[SeasonalCall] = field(default_factory=list)


def read_rust_calendar(body: bytes, *, where: str, today: dt.date, read: Read | None = None) -> Draft:
    """The events of a TOML calendar and of the files it includes, each calendar with events a group.

    `read` gives the bytes of a file beside the first one by its relative path and raises RefusedInput when it
    cannot; without it included files are only named. Raises RefusedInput when the file is none of this kind.
    """
    catalogue = Catalogue("rust-calendar", where, today)
    reading = _Calendars(CalendarFiles(catalogue, where, lambda body, place: [read_toml(body, place)], read))
    root = read_toml(body, where)
    if "events" not in root.values and not _includes(root):
        raise RefusedInput("no-events-nor-includes", where=where)
    _read_calendar(reading, root, reading.files.begin(root), None, 0)
    join_seasons(catalogue, reading.entries)
    return catalogue.close()


def _includes(root: Table) -> list[str]:
    meta = root.table("meta")
    return meta.texts("includes") if meta else []


def _read_calendar(
    reading: _Calendars, root: Table, path: str, parent: DraftGroup | None, depth: int
) -> None:
    catalogue, group = reading.files.catalogue, reading.files.group(root, path, "working-group")
    if group and parent:
        group.parent = parent.slug
    for event in catalogue.entries(root, "events"):
        _read_event(reading, event, group)
    if "timezones" in root.values and not root.tables("events"):
        catalogue.report.dropped(root.line_of("timezones"), case="zone-definition")
    for inner, roots in reading.files.included(_includes(root), path, root.line_of("meta"), depth):
        _read_calendar(reading, roots[0], inner, group or parent, depth + 1)


def _read_event(reading: _Calendars, event: Table, group: DraftGroup | None) -> None:
    catalogue, title = reading.files.catalogue, event.text("title", "summary") or "Meeting"
    uid = event.text("uid")
    if uid and uid in reading.uids:
        catalogue.find("contradiction", event.line, "uid", title=title)
        return
    series = catalogue.series(title, group, event.line)
    with catalogue.left_out_if_refused(series, event.line):
        _decide(catalogue, event, series)
        reading.uids.add(uid)
        entry = seasonal_call(series, series.title, event.line)
        reading.entries += [entry] if entry else []
        for key in sorted(set(event.values) - _USED):
            catalogue.report.dropped(event.line, key, "of-event")
        if event.table("organizer") or event.text("organizer"):
            catalogue.report.dropped(event.line, case="organizer")


def _decide(catalogue: Catalogue, event: Table, series: DraftSeries) -> None:
    catalogue.describe(series, event)
    start, zone = _stamp(event, "start")
    if start is None:
        raise RefusedInput("no-readable-start")
    rules = event.tables("recurrence_rules")
    if len(rules) > 1:
        raise RefusedInput("two-recurrence-rules")
    said = " ".join(filter(None, (_said(event, "start"), *(rule.text("frequency") for rule in rules))))
    dated = Dated(
        said, start, zone, _stamp(event, "end")[0],
        rule=_rule(rules[0]) if rules else "",
        exdates=stamps_in(catalogue, event, "exceptions") + stamps_in(catalogue, event, "exdates"),
        rdates=stamps_in(catalogue, event, "recurrences"),
        uid=uid_of(event.text("uid")),
        status=status_of(event.text("status")),
    )  # fmt: skip
    decide_dated(catalogue, series, dated, event.line)


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
        raise RefusedInput("field-no-time", name=name, text=beginning(text, 40))
    return stamp, zone


def _rule(rule: Table) -> str:
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
        raise RefusedInput("until-no-time", text=beginning(rule.text("until"), 40))
    parts += [f"UNTIL={until_text(until)}"] if until else []
    parts += [f"WKST={rule.text('week_start')[:2].upper()}"] if rule.text("week_start") else []
    for key in sorted(set(rule.values) - _USED_IN_RULE):
        raise RefusedInput("rule-field-unknown", name=beginning(key, 40))
    return ";".join(parts)


def _by_day(item: object) -> str:
    """`{ day = "monday", num = 1 }` or "monday" as RFC 5545 writes it."""
    day = item.text("day") if isinstance(item, Table) else str(item or "")
    number = item.text("num", "nth") if isinstance(item, Table) else ""
    found = re.fullmatch(r"(?i)(mo|tu|we|th|fr|sa|su)[a-z]*", day.strip())
    if not found or (number and not re.fullmatch(r"[+-]?\d{1,2}", number)):
        raise RefusedInput("rule-day-unknown", text=beginning(day, 20))
    return f"{number if number not in ('', '0') else ''}{WEEKDAYS[WEEKDAYS.index(found[1].upper())]}"
