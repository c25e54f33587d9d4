"""Commands that only read files leave nothing behind: no database, no folder, no key to commit by mistake."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

CALENDAR = Path(__file__).parent / "calendars" / "off_rule_start.ics"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("COMMONHOUR_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    command = [sys.executable, "-m", "commonhour", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "words",
    [
        ("check", str(CALENDAR)),
        ("expand", str(CALENDAR), "--after", "2026-01-01T00:00:00Z", "--before", "2027-01-01T00:00:00Z"),
        ("import", str(CALENDAR), "--dry-run", "--json"),
    ],
)
def test_reading_files_writes_nothing(tmp_path, words):
    done = run(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_hub_keeps_its_key_for_its_owner_alone(tmp_path):
    assert run(tmp_path, "import", str(CALENDAR)).returncode == 0
    key = tmp_path / "data" / "secret_key"
    first = key.read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert run(tmp_path, "next").returncode == 0
    assert key.read_text() == first
