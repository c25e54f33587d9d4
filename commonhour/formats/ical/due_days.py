"""Days until which something is to be done, as a calendar. Each is an event of a whole day, not a VTODO: most calendar programs
leave to-dos out of a subscribed feed, and what nobody sees reminds nobody."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonhour.formats.ical.lines import escape, joined, uri, utc
from commonhour.formats.ical.writer import PRODID


@dataclass(frozen=True, slots=True)
class DueDay:
    """`number` counts what was changed of it (SEQUENCE); `at` is when it was said last (UTC)."""

    uid: str
    day: dt.date
    summary: str
    description: str
    url: str
    number: int
    at: dt.datetime


def write_due_days(name: str, days: Iterable[DueDay]) -> bytes:
    """RFC 5545 §3.6.1: a VEVENT that takes no time of anybody (TRANSPARENT). The same input gives the same bytes."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN",
            f"NAME:{escape(name)}", f"X-WR-CALNAME:{escape(name)}"]  # fmt: skip
    return joined([*head, *(line for one in days for line in _event(one)), "END:VCALENDAR"])


def _event(one: DueDay) -> list[str]:
    return [
        "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{utc(one.at)}", f"SEQUENCE:{one.number}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"SUMMARY:{escape(one.summary)}", f"DESCRIPTION:{escape(one.description)}",
        f"URL:{uri(one.url)}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip
