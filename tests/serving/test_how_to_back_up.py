"""The page about backups, upgrades and restoring, taken at its word: every line of its blocks is run on a hub."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from serving.running_hub import ROOT, RunningHub, environment_of

PAGE = ROOT / "docs" / "how-to" / "upgrade-and-back-up.md"
# What needs root or systemd, another version, or PostgreSQL. The hub is stopped and started as systemd would.
NOT_RUN = ("sudo -u", "git pull", "make setup", "cd /opt/common-hour", "pg_dump", "pg_restore")
SERVICE = re.compile(r"sudo systemctl (stop|start|restart) commonhour")


def lines() -> list[str]:
    blocks = re.findall(r"^ *```\n(.*?)^ *```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return [line.strip() for block in blocks for line in block.splitlines()]


@pytest.fixture
def place(tmp_path):
    """A folder with what the page expects: the command in .venv/bin, and a folder for backups."""
    for name in (".venv/bin", "backup"):
        (tmp_path / name).mkdir(parents=True)
    command = tmp_path / ".venv" / "bin" / "commonhour"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m commonhour "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(line: str, place: Path, hub: RunningHub) -> subprocess.CompletedProcess[str]:
    for written, here in (
        ("/var/lib/commonhour", hub.folder),
        ("/backup", place / "backup"),
        ("/tmp/rehearsal", place / "r"),
    ):
        line = line.replace(written, str(here))
    environment = {**environment_of(hub.folder), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        line, shell=True, cwd=place, env=environment, capture_output=True, text=True, timeout=60
    )


def serve_or_run(line: str, place: Path, hubs: list[RunningHub]) -> None:
    hub, service = hubs[-1], SERVICE.fullmatch(line)
    if service is None:
        answer = run(line, place, hub)
        assert answer.returncode == 0, f"{line}\n{answer.stdout}{answer.stderr}"
        return
    if service[1] in ("stop", "restart"):
        hub.stop()  # by kill -9, with its -wal left behind
    if service[1] in ("start", "restart"):
        hubs.append(RunningHub(hub.folder, 1))


def test_every_line_of_the_page_does_what_it_says(start, place):
    hubs = [start(1)]
    done = [line for line in lines() if not line.startswith(NOT_RUN)]
    try:
        for line in done:
            serve_or_run(line, place, hubs)
    finally:
        for hub in hubs:
            hub.stop()
    assert len(done) >= 15
    kept = sorted(path.name.split("-")[0] for path in (place / "backup").iterdir())
    assert kept == ["calendar.ics", "hub", "hub.tar.gz", "meetings.md"]
    assert len(list(hubs[0].folder.glob("before-restore-*"))) == 1
