"""Measures reading and importing a calendar of 1,000 series, beside icalendar's bare parse of the same bytes.

CPU time in one process, the readers in turn and the median of the rounds, so that a busy machine slows all alike.
Run with `make bench`. Wanted: our reading ≤ 2 × icalendar's parse; one series made anew in the database ≤ 10 ms.
"""

import datetime as dt
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["COMMONHOUR_DATA"] = tempfile.mkdtemp(prefix="commonhour-bench-")
os.environ["COMMONHOUR_LOG_LEVEL"] = "ERROR"
os.environ["DJANGO_SETTINGS_MODULE"] = "commonhour.settings"
sys.path[:0] = [str(Path(__file__).parents[1])]

import django

django.setup()

import icalendar
from django.db import transaction

from commonhour.actions.dates.materialise import materialise
from commonhour.actions.dates.repoint import repoint
from commonhour.actions.news.change_set import change_set
from commonhour.actions.occurrence import move_occurrence
from commonhour.actions.recognise import read_any
from commonhour.actions.series import change_series_following
from commonhour.actions.upstream import import_draft
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.time.wall import parse_wall, wall_text
from commonhour.formats.ical.lines import joined
from commonhour.formats.ical.prescan import scan
from commonhour.formats.ical.vtimezone import vtimezone
from commonhour.management.setting_up import prepare
from commonhour.models import Occurrence, Override, Schedule
from commonhour.tasks.horizon import move_horizon

SERIES, ROUNDS = int(os.environ.get("BENCH_SERIES", "1000")), 7
NOW = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney")
RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=2TH", "FREQ=MONTHLY;BYDAY=-1FR")
WORDS = (
    "what was merged\\, what waits for a review\\, who needs help\\n\\nAgenda: https://example.org/groups/"
)


def calendar() -> bytes:
    """A calendar as the big providers export one; every eighth series has one date moved and one left out."""
    lines = [line for n in range(SERIES) for line in events(n)]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Bench//EN", "X-WR-CALNAME:Bench"]
    zones = [vtimezone(tzid, 2026) for tzid in ZONES]
    return b"".join([joined(head), *zones, joined(lines), b"END:VCALENDAR\r\n"])


def events(n: int) -> list[str]:
    tzid = ZONES[n % len(ZONES)]
    first = parse_wall("20261102T080000") + dt.timedelta(days=n % 14, hours=n % 12)
    if n % 8:
        return event(n, tzid, first, [f"RRULE:{RULES[n % 4]}"])
    week = dt.timedelta(days=7)
    skipped, moved = (f"{at:%Y%m%dT%H%M%S}" for at in (first + 4 * week, first + 5 * week))
    changed = event(n, tzid, first + 5 * week + dt.timedelta(hours=1), [f"RECURRENCE-ID;TZID={tzid}:{moved}"])
    return [*event(n, tzid, first, [f"RRULE:{RULES[n % 4]}", f"EXDATE;TZID={tzid}:{skipped}"]), *changed]


def event(n: int, tzid: str, start: dt.datetime, more: list[str]) -> list[str]:
    return [
        "BEGIN:VEVENT", f"DTSTART;TZID={tzid}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={tzid}:{start + dt.timedelta(hours=1):%Y%m%dT%H%M%S}", *more, "DTSTAMP:20261101T080000Z",
        f"UID:call-{n}@example.org", "CREATED:20250304T101112Z", f"DESCRIPTION:Working group {n}: {WORDS}{n}",
        "LAST-MODIFIED:20261030T091500Z", f"LOCATION:Room {n % 40}", f"SEQUENCE:{n % 3}", "STATUS:CONFIRMED",
        f"SUMMARY:Working group {n}", "TRANSP:OPAQUE", "END:VEVENT",
    ]  # fmt: skip


def seconds(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began


def read(body: bytes) -> object:
    return read_any("bench.ics", body, kind="calendar", now=NOW)


def reading(body: bytes) -> None:
    readers = {
        "icalendar, bare parse": lambda: icalendar.Calendar.from_ical(body),
        "our scan for limits": lambda: scan(body, where="bench.ics"),
        "our reading, to drafts": lambda: read(body),
    }
    rounds = [{name: seconds(action) for name, action in readers.items()} for _ in range(ROUNDS)]
    for name in readers:
        print(f"{name:<52} {statistics.median(each[name] for each in rounds) * 1e3:>8.0f} ms")
    bare, _, ours = readers
    ratio = statistics.median(each[ours] / each[bare] for each in rounds)
    print(f"{'our reading / bare parse':<52} {ratio:>8.2f}     (wanted ≤ 2)")


def importing(body: bytes) -> None:
    draft = read(body)
    began = time.perf_counter()
    spent = seconds(lambda: import_draft(draft, now=NOW, actor=TERMINAL, name="bench.ics"))
    wall, rows = time.perf_counter() - began, Occurrence.objects.count()
    print(f"{'whole import, every date made':<52} {spent:>8.2f} s   {wall:.2f} s on the clock")
    print(f"{'dates made':<52} {rows:>8,}     {rows / spent:,.0f} a second")
    again = read(body)
    spent = seconds(lambda: import_draft(again, now=NOW, actor=TERMINAL, name="bench.ics"))
    print(f"{'the same file once more, nothing changed':<52} {spent:>8.2f} s")
    print(f"{'horizon of all of them, nothing due':<52} {seconds(lambda: move_horizon(NOW)) * 1e3:>8.0f} ms")


def rebuilding() -> None:
    """Weekly series with two years of dates already made; each change is rolled back."""
    weekly = list(Schedule.objects.filter(rrule="FREQ=WEEKLY", overrides=None).order_by("pk")[:ROUNDS])
    for name, (before, action) in REBUILDS.items():
        spent = statistics.median(rolled_back(schedule.pk, before, action) for schedule in weekly)
        print(f"{name:<52} {spent * 1e3:>8.1f} ms")


def rolled_back(pk: int, prepare: Callable[[Schedule], object], action: Callable[..., object]) -> float:
    with transaction.atomic():
        schedule = Schedule.objects.get(pk=pk)
        what = prepare(schedule)
        spent = seconds(lambda: action(schedule, what))
        transaction.set_rollback(True)
    return spent


def coming(schedule: Schedule) -> Occurrence:
    return Occurrence.objects.filter(schedule=schedule, end__gt=NOW).earliest("start")


def later(occurrence: Occurrence) -> str:
    return wall_text(parse_wall(occurrence.recurrence_id) + dt.timedelta(hours=1))


def rehoured(schedule: Schedule) -> str:
    """The schedule an hour later, in its row already; its dates are not."""
    before, schedule.dtstart = (
        schedule.dtstart,
        wall_text(parse_wall(schedule.dtstart) + dt.timedelta(hours=1)),
    )
    schedule.save()
    return before


def moved(schedule: Schedule) -> None:
    date = coming(schedule)
    Override.objects.create(
        schedule=schedule, recurrence_id=date.recurrence_id, dtstart=later(date), changed_at=NOW
    )


def rebuilt(schedule: Schedule, before: str | None) -> None:
    with change_set(NOW, WORKER, "dates-made", {"title": "…"}) as changes:
        if before:
            repoint(schedule, schedule, before, NOW, changes)
        materialise(schedule, NOW, changes)


def edited(schedule: Schedule, date: Occurrence) -> None:
    change_series_following(schedule, date.recurrence_id, now=NOW, actor=TERMINAL, dtstart=later(date))


def one_edited(schedule: Schedule, date: Occurrence) -> None:
    move_occurrence(date, now=NOW, actor=TERMINAL, dtstart=later(date))


REBUILDS = {
    "one series made anew, nothing changed (wanted ≤ 10)": (lambda schedule: None, rebuilt),
    "the same, its hour changed            (wanted ≤ 10)": (rehoured, rebuilt),
    "the same, one date moved              (wanted ≤ 10)": (moved, rebuilt),
    "a whole edit of this date and all after it": (coming, edited),
    "a whole edit of one date": (coming, one_edited),
}


def main() -> None:
    body = calendar()
    count = scan(body, where="bench.ics").lines
    components = sum(line.text.startswith("BEGIN:") for line in count)
    print(f"{SERIES:,} series: {len(body):,} bytes, {components:,} components; "
          f"Python {platform.python_version()}, SQLite, CPU time")  # fmt: skip
    reading(body)
    prepare(static=False)
    importing(body)
    rebuilding()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'most memory used':<52} {peak:>8.0f} MB")


if __name__ == "__main__":
    main()
