"""A country drops its summer time: the zone data is swapped under a hub, and the real command line follows it, once."""

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import icalendar
import pytest
import tzdata
from tzif_writer import tzif

MADE = "2099z"
HOUR = 3600
# Madrid had its summer time in 2026 for the last time… but this becomes known only in August 2027.
SUMMERS = [("2025-03-30", "2025-10-26"), ("2026-03-29", "2026-10-25")]
CREATED, LEARNT = "2027-05-01T10:00:00Z", "2027-08-01T10:00:00Z"

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:madrid@example.org
DTSTAMP:20270101T000000Z
SEQUENCE:2
DTSTART;TZID=Europe/Madrid:20270504T160000
DTEND;TZID=Europe/Madrid:20270504T170000
RRULE:FREQ=WEEKLY
SUMMARY:Madrid call
END:VEVENT
BEGIN:VEVENT
UID:newyork@example.org
DTSTAMP:20270101T000000Z
DTSTART;TZID=America/New_York:20270505T100000
DTEND;TZID=America/New_York:20270505T110000
RRULE:FREQ=WEEKLY
SUMMARY:New York call
END:VEVENT
BEGIN:VEVENT
UID:newyork@example.org
DTSTAMP:20270101T000000Z
RECURRENCE-ID;TZID=America/New_York:20270818T100000
DTSTART;TZID=Europe/Madrid:20270819T090000
DTEND;TZID=Europe/Madrid:20270819T100000
SUMMARY:New York call\\, in the visitors' morning
END:VEVENT
BEGIN:VEVENT
UID:london@example.org
DTSTAMP:20270101T000000Z
DTSTART;TZID=Europe/London:20270506T150000
DTEND;TZID=Europe/London:20270506T160000
RRULE:FREQ=WEEKLY
SUMMARY:London call
END:VEVENT
BEGIN:VEVENT
UID:winter@example.org
DTSTAMP:20270101T000000Z
DTSTART;TZID=Europe/Madrid:20280112T120000
DTEND;TZID=Europe/Madrid:20280112T130000
SUMMARY:Winter meeting in Madrid
END:VEVENT
END:VCALENDAR
"""


@dataclass(frozen=True)
class Hub:
    """A hub in a folder of its own, and the zone data made for it."""

    place: Path

    def run(self, *words: str, now: str = LEARNT, is_new: bool = True) -> str:
        """A command in a process of its own, with the present zone data or the made one."""
        paths = [str(self.place / "newer")] if is_new else []
        environment = os.environ | {
            "COMMONHOUR_DATA": str(self.place / "hub"),
            "COMMONHOUR_NOW": now,
            "PYTHONPATH": os.pathsep.join([*paths, str(Path(__file__).parents[1])]),
        }
        for name in ("DJANGO_SETTINGS_MODULE", "COMMONHOUR_DATABASE_URL"):
            environment.pop(name, None)
        command = [sys.executable, "-m", "commonhour", *words]
        done = subprocess.run(
            command, cwd=self.place, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + (done.stderr if words == ("recompute",) else "")

    def starts(self) -> dict[tuple[str, str], str]:
        """The start (UTC) of every date, by UID and place."""
        query = """SELECT s.uid, o.recurrence_id, o.start FROM commonhour_occurrence o
                   JOIN commonhour_schedule s ON s.id = o.schedule_id"""
        with sqlite3.connect(self.place / "hub" / "commonhour.sqlite3") as database:
            return {(uid, text): start[:16] for uid, text, start in database.execute(query)}

    def sequences(self) -> dict[tuple[str, bool], int]:
        """The SEQUENCE of every component that a feed has."""
        query = """SELECT uid, 0, sequence FROM commonhour_schedule UNION
                   SELECT s.uid, 1, v.sequence FROM commonhour_override v
                   JOIN commonhour_schedule s ON s.id = v.schedule_id"""
        with sqlite3.connect(self.place / "hub" / "commonhour.sqlite3") as database:
            return {(uid, bool(is_override)): found for uid, is_override, found in database.execute(query)}

    def feed(self) -> bytes:
        return self.run("export", "calendar").encode()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    place = tmp_path_factory.mktemp("swap")
    swap_madrid(place / "newer" / "tzdata")
    (place / "calls.ics").write_text(CALENDAR, "utf-8")
    hub = Hub(place)
    hub.run("import", "calls.ics", now=CREATED, is_new=False)
    return hub


def swap_madrid(package: Path) -> None:
    """The installed zone data with another version, and a Madrid that stays on winter time from 2027 on."""
    shutil.copytree(Path(tzdata.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").write_text(f'__version__ = "2099.26"\nIANA_VERSION = "{MADE}"\n', "utf-8")
    changes = []
    for spring, autumn in SUMMERS:
        for day, seconds, name in ((spring, 2 * HOUR, "CEST"), (autumn, HOUR, "CET")):
            at = dt.datetime.fromisoformat(f"{day}T01:00:00+00:00")
            changes.append((int(at.timestamp()), seconds, name))
    (package / "zoneinfo" / "Europe" / "Madrid").write_bytes(tzif((HOUR, "CET"), changes, "CET-1"))


def sequences(feed: bytes) -> dict[tuple[str, bool], int]:
    calendar = icalendar.Calendar.from_ical(feed)
    return {(str(e["UID"]), "RECURRENCE-ID" in e): int(e["SEQUENCE"]) for e in calendar.walk("VEVENT")}


def test_the_instants_follow_once_and_the_past_stays(hub: Hub) -> None:
    old = hub.starts()
    was = hub.sequences()
    told = json.loads(hub.run("recompute", "--dry-run", "--json"))
    assert hub.starts() == old, "a dry run writes nothing"
    done = json.loads(hub.run("recompute", "--json"))
    assert (told | {"dry_run": False}) == done
    assert (done["made_with"], done["tzdata"], done["schedules"]) == ([tzdata.IANA_VERSION], MADE, 4)

    new = hub.starts()
    assert new.keys() == old.keys()
    moved = {key for key in old if old[key] != new[key]}
    assert moved == {key for key in old if is_due(*key)}
    assert len(moved) > 40
    assert {new[key][11:] for key in moved if key[0] == "madrid@example.org"} == {"15:00"}
    assert new["newyork@example.org", "20270818T100000"] == "2027-08-19 08:00"

    listed = {entry["series"]: entry for entry in done["moved"]}
    assert sum(entry["dates"] for entry in done["moved"]) == len(moved)
    assert listed["madrid-call"] == {
        "series": "madrid-call", "title": "Madrid call", "dates": len(moved) - 1, "first": "2027-08-03",
        "minutes": 60, "before": "2027-08-03T14:00:00Z", "after": "2027-08-03T15:00:00Z",
    }  # fmt: skip
    assert listed["new-york-call"]["dates"] == 1

    feed = hub.feed()
    now = sequences(feed)
    assert {key: now[key] - was[key] for key in was} == {
        ("madrid@example.org", False): 1, ("newyork@example.org", False): 1, ("newyork@example.org", True): 1,
        ("london@example.org", False): 0, ("winter@example.org", False): 0,
    }  # fmt: skip

    again = hub.run("recompute")
    assert "nothing to do" in again
    assert (hub.starts(), hub.feed()) == (new, feed)


def is_due(uid: str, recurrence_id: str) -> bool:
    """What must move: the coming summer dates in Madrid, and the one date of New York that is held there."""
    if uid == "madrid@example.org":
        return recurrence_id > "20270801" and is_summer(recurrence_id)
    return (uid, recurrence_id) == ("newyork@example.org", "20270818T100000")


def is_summer(wall: str) -> bool:
    """By the rule that was in force: last Sunday of March to last Sunday of October."""
    summers = {
        "2027": ("20270328", "20271031"),
        "2028": ("20280326", "20281029"),
        "2029": ("20290325", "20291028"),
    }
    first, last = summers[wall[:4]]
    return first <= wall < last
