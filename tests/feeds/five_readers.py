"""The five readers of the feed tests under one signature, and what our own engine says a feed must hold."""

import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import astuple
from pathlib import Path

import pytest
from readers import libical

from commonhour.core.recurrence.expansion import occurrences
from commonhour.core.schedule.schedule import CANCELLED
from commonhour.formats.feed_readers import (
    Read,
    by_dateutil,
    by_ourselves,
    by_recurring_ical_events,
    text_of,
)
from commonhour.formats.ical import FeedSeries
from commonhour.formats.ical.values import without_controls

Row = tuple[str, ...]  # uid, start, end, status, summary
Window = tuple[dt.datetime, dt.datetime]
Bodies = Mapping[str, bytes]
_FOLDER = Path(libical.__file__).parent
_HAS_ICALJS = bool(shutil.which("node")) and (_FOLDER / "node_modules" / "ical.js").exists()


def expected(feeds: list[FeedSeries], windows: list[Window]) -> list[Row]:
    """What the engine makes of the schedules themselves, with the words the feed has for them."""
    rows = set()
    for feed in feeds:
        for after, before in windows:
            for one in occurrences(feed.schedule, after, before):
                summary = (one.override and one.override.summary) or feed.summary
                prefix = feed.cancelled_prefix if one.status == CANCELLED else ""
                if after <= one.start < before:
                    start, end = text_of(one.start, one.all_day), text_of(one.end, one.all_day)
                    rows.add((one.uid, start, end, one.status, without_controls(prefix + summary)))
    return sorted(rows)


def by_icaljs(bodies: Bodies, windows: list[Window]) -> dict[str, list[Row]]:
    asked = {
        name: {"body": body.decode(), "windows": [[text_of(edge) for edge in window] for window in windows]}
        for name, body in bodies.items()
    }
    answer = subprocess.run(
        ["node", str(_FOLDER / "icaljs.mjs")],
        input=json.dumps(asked), capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    return {name: sorted(map(tuple, rows)) for name, rows in json.loads(answer.stdout).items()}


def by_libical(bodies: Bodies, windows: list[Window]) -> dict[str, list[Row]]:
    return {name: sorted(libical.read(body, windows)) for name, body in bodies.items()}


def _all_by(reader: Read) -> Callable[[Bodies, list[Window]], dict[str, list[Row]]]:
    def read(bodies: Bodies, windows: list[Window]) -> dict[str, list[Row]]:
        return {
            name: sorted({astuple(one) for window in windows for one in reader(body, *window)})
            for name, body in bodies.items()
        }

    return read


READERS = {
    "recurring-ical-events": _all_by(by_recurring_ical_events),
    "dateutil": _all_by(by_dateutil),
    "ical.js": by_icaljs,
    "libical": by_libical,
    "ourselves": _all_by(by_ourselves),
}
EVERY_READER = pytest.mark.parametrize(
    "reader",
    [
        pytest.param(name, marks=pytest.mark.skipif(not is_here, reason=f"{name} is not installed; {how}"))
        for name, is_here, how in (
            ("recurring-ical-events", True, ""),
            ("dateutil", True, ""),
            ("ical.js", _HAS_ICALJS, "run tests/install_readers.sh"),
            ("libical", libical.LIBICAL is not None, "run tests/install_readers.sh"),
            ("ourselves", True, ""),
        )
    ],
)
