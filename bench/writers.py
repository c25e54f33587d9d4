"""How long another writer waits while an import of 4,900 weekly calls runs, and how long that takes.

Another process writes every 50 ms. Run alone: `python bench/writers.py` (BENCH_SERIES=500 for a look).
Wanted: whole import ≤ 25 s, no other write waits over 1 s.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

os.environ.setdefault("BENCH_SERIES", "4900")
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import imports as calendars
from django.conf import settings

from commonhour.actions.dates.owed import make_owed_dates
from commonhour.actions.upstream import write_draft
from commonhour.core.rights import TERMINAL, WORKER
from commonhour.core.time.wall import parse_wall
from commonhour.management.setting_up import prepare
from commonhour.models import Community, Occurrence

EVERY = 0.05
_WRITE = "UPDATE commonhour_community SET content_version = content_version + 1"


def write_until(path: str, stop: str) -> None:
    """The other process: writes, and prints how long each write waited."""
    waits: list[float] = []
    with closing(sqlite3.connect(path, timeout=120, isolation_level=None)) as database:
        while not (waits and Path(stop).exists()):
            began = time.perf_counter()
            database.execute("BEGIN IMMEDIATE")
            database.execute(_WRITE)
            database.execute("COMMIT")
            waits.append(time.perf_counter() - began)
            time.sleep(EVERY)
    waits.sort()
    at = {"median": len(waits) // 2, "99 of 100": len(waits) * 99 // 100, "longest": len(waits) - 1}
    for name, place in at.items():
        print(f"{'another writer waits, ' + name:<52} {waits[place] * 1e3:>8.0f} ms")


def weekly(n: int) -> list[str]:
    first = parse_wall(f"202612{1 + n % 14:02d}T{n % 24:02d}0000")
    return calendars.event(n, calendars.ZONES[n % len(calendars.ZONES)], first, ["RRULE:FREQ=WEEKLY"])


def main() -> None:
    prepare(static=False)
    Community.the()
    calendars.events = weekly
    draft = calendars.read(calendars.calendar())
    stop = str(Path(tempfile.mkdtemp()) / "stop")
    path = str(settings.DATABASE_FILE)
    other = subprocess.Popen([sys.executable, __file__, path, stop])
    began = time.perf_counter()
    row = write_draft(draft, now=calendars.NOW, actor=TERMINAL, name="bench.ics").row
    print(f"{'its calls are here after':<52} {time.perf_counter() - began:>8.1f} s")
    make_owed_dates(calendars.NOW, actor=WORKER, change=row.change_set)
    print(
        f"{'every date is here after':<52} {time.perf_counter() - began:>8.1f} s   {Occurrence.objects.count():,} dates"
    )
    Path(stop).touch()
    other.wait()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        write_until(*sys.argv[1:3])
    else:
        main()
