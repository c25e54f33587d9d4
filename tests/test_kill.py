"""An import that is killed leaves no trace, or all its calls, whose dates whoever comes next makes."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

CALLS, DATES, ROUNDS = 400, 100, 4
GO_ON = (
    "import django; django.setup(); from commonhour import clock; from commonhour.tasks.owed import make_owed; "
    "make_owed(clock.now())"
)


def calendar() -> str:
    events = [
        f"BEGIN:VEVENT\r\nUID:call-{n}@example.org\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261201T{n % 24:02d}0000Z\r\n"
        f"DURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT={DATES}\r\nSUMMARY:Call {n}\r\nEND:VEVENT\r\n"
        for n in range(CALLS)
    ]
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def start(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    env = os.environ | {
        "COMMONHOUR_DATA": str(folder), "COMMONHOUR_NOW": "2026-11-23T10:00:00Z", "COMMONHOUR_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "commonhour.settings",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, *words], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def counts(folder: Path) -> dict[str, int]:
    (path,) = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(path, timeout=30)) as database:
        return {
            name: database.execute(f"SELECT count(*) FROM commonhour_{name}").fetchone()[0]
            for name in ("series", "schedule", "externalref", "import", "occurrence")
        }


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A hub with nothing in it."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "page.md").write_text("# Meetings\n")
    assert start(folder, "-m", "commonhour", "import", str(folder / "page.md")).wait(120) in (0, 1)
    return folder


def test_a_killed_import_is_all_or_nothing_and_its_dates_are_made_by_the_next(empty, tmp_path) -> None:
    chance, file = random.Random(7), tmp_path / "calls.ics"
    file.write_text(calendar())
    began = counts(empty)
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        shutil.copytree(empty, folder)
        process = start(folder, "-m", "commonhour", "import", str(file))
        _kill(process, folder, chance, is_late=bool(number % 2))
        found = counts(folder)
        if found["import"] == began["import"]:
            assert found == began
            continue
        assert (found["series"], found["schedule"]) == (CALLS, CALLS)
        assert start(folder, "-c", GO_ON).wait(120) == 0
        assert counts(folder)["occurrence"] == CALLS * DATES


def _kill(process: "subprocess.Popen[bytes]", folder: Path, chance: random.Random, *, is_late: bool) -> None:
    """At any moment of the whole, or, as that is over soon, while the dates are made."""
    end = time.monotonic() + 100
    while is_late and process.poll() is None and time.monotonic() < end and not counts(folder)["series"]:
        time.sleep(0.02)
    try:
        process.wait(chance.uniform(0, 0.4) if is_late else chance.uniform(0.3, 3))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait(30)
