"""Measures what `expand --json` costs: to read and expand a calendar of 1,000 series, and to write its dates as JSON.

CPU time in one process, the best of some rounds. Run with `make bench`. Wanted: writing costs less than a third of it all;
the standard library's indented JSON of the same rows, which it was, is measured beside it.
"""

import datetime as dt
import io
import json
import os
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from bench.engine import best, mixture
from bench.floor import AFTER, BEFORE
from commonhour.formats.ical import FeedCalendar, FeedSeries, write_calendar, write_component, zones_of
from commonhour.management.documents import print_rows
from commonhour.management.expanding import rows_of

SERIES, ROUNDS = int(os.environ.get("BENCH_SERIES", "1000")), 5
STAMP = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def calendar() -> bytes:
    feeds = [FeedSeries(schedule, "A call", STAMP, "What it is about") for schedule in mixture(SERIES)]
    zones = frozenset().union(*map(zones_of, feeds))
    return write_calendar(FeedCalendar("Bench", "UTC", tuple(map(write_component, feeds)), zones))


def written(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        print_rows(rows)
    return out.getvalue()


def main() -> None:
    with tempfile.NamedTemporaryFile(suffix=".ics") as file:
        Path(file.name).write_bytes(calendar())
        rows = rows_of(file.name, AFTER, BEFORE)
        assert json.loads(written(rows)) == rows
        found = best(
            ROUNDS,
            thinking=lambda: rows_of(file.name, AFTER, BEFORE),
            writing=lambda: written(rows),
            indented=lambda: json.dumps(rows, ensure_ascii=False, indent=2),
        )
    print(f"{SERIES:,} series, {len(rows):,} dates")
    for name, seconds in found.items():
        print(f"{name:<10} {seconds:.2f} s  {seconds / found['thinking']:.2f} × thinking")
    print(f"writing is {found['writing'] / (found['thinking'] + found['writing']):.0%} of expand --json")


if __name__ == "__main__":
    main()
