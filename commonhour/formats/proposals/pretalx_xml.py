"""Accepted talks as the XML that pretalx imports (`import_schedule`, the schedule of frab)."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNPLACED, _LONG = "Not placed yet", dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class PretalxTalk:
    """`start` and `end` are UTC; None for one without a date."""

    key: str
    title: str
    abstract: str
    description: str
    track: str
    kind: str
    language: str
    speakers: tuple[str, ...]
    room: str
    start: dt.datetime | None
    end: dt.datetime | None


def write_pretalx(title: str, talks: Iterable[PretalxTalk], now: dt.datetime) -> str:
    """One without a date stands at the beginning of today, in a room that says so: pretalx takes none without."""
    root = ElementTree.Element("schedule")
    _text(root, "version", f"{now:%Y-%m-%d %H:%M}")
    _text(ElementTree.SubElement(root, "conference"), "title", title)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    placed = sorted(
        ((one.start or today, one.room if one.start else _UNPLACED, one) for one in talks),
        key=lambda row: row[:2],
    )
    days: dict[dt.date, ElementTree.Element] = {}
    rooms: dict[tuple[dt.date, str], ElementTree.Element] = {}
    for start, name, one in placed:
        day = start.date()
        if day not in days:
            days[day] = ElementTree.SubElement(
                root, "day", {"date": day.isoformat(), "index": str(len(days) + 1)}
            )
        if (day, name) not in rooms:
            rooms[day, name] = ElementTree.SubElement(days[day], "room", {"name": _NOT_XML.sub("", name)})
        _talk(rooms[day, name], one, start)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _talk(room: ElementTree.Element, one: PretalxTalk, start: dt.datetime) -> None:
    event = ElementTree.SubElement(room, "event", {"id": one.key.replace("-", "")[:16], "guid": one.key})
    minutes = int(((one.end - start) if one.end else _LONG).total_seconds() // 60)
    facts = {
        "date": start.date().isoformat(), "start": f"{start:%H:%M}Z", "duration": f"{minutes // 60:02d}:{minutes % 60:02d}",
        "title": one.title, "subtitle": "", "track": one.track, "type": one.kind, "language": one.language,
        "abstract": one.abstract, "description": one.description,
    }  # fmt: skip
    for name, text in facts.items():
        _text(event, name, text)
    persons = ElementTree.SubElement(event, "persons")
    for name in one.speakers:
        _text(persons, "person", name)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _NOT_XML.sub("", text)
