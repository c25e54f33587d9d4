"""What was changed, in words a person reads: instants on the reader's clock, lists as lists, nothing as a dash."""

import datetime as dt
import re
from dataclasses import dataclass

from commonhour.reads.history import Entry
from commonhour.web.times import full

_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$")
_LONGEST = 300


@dataclass(frozen=True)
class LogEntry:
    """`changes` holds (field, before, after)."""

    at: dt.datetime
    actor: str
    summary: str
    changes: list[tuple[str, str, str]]


def log_entry(entry: Entry, tzid: str) -> LogEntry:
    """An entry for a reader in this zone."""
    changes = [
        (f"{noun}: {field}", _said(before, tzid), _said(after, tzid))
        for noun, field, before, after in entry.changes
    ]
    return LogEntry(entry.at, entry.actor, entry.summary, changes)


def _said(value: object, tzid: str) -> str:
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and _INSTANT.match(value):
        return full(dt.datetime.fromisoformat(value), tzid)
    text = "—" if value is None or value == "" else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
