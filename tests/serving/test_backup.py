"""A backup is all that was saved before it began, and a restore is that and nothing else, whatever lay there before."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from serving.running_hub import ROOT, RunningHub, environment_of, until

WRITER = """
from commonhour.management.setting_up import prepare
prepare(static=False)
from commonhour.models import Space
import itertools, os
for number in itertools.count():
    space = Space.objects.create(slug=f"{os.getpid()}-{number}", name="x" * 2000)
    print(space.slug, flush=True)
"""


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "commonhour", *words]
    environment = environment_of(folder) | more
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def ask(folder: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "commonhour.sqlite3")) as database:
        return database.execute(question).fetchall()


def slugs(folder: Path) -> set[str]:
    assert ask(folder, "PRAGMA integrity_check") == [("ok",)]
    return {slug for (slug,) in ask(folder, "SELECT slug FROM commonhour_space")}


class Writer:
    """Writes a space after the other and notes each that is acknowledged, as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITER],
            cwd=ROOT,
            env=environment_of(folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        self.known: list[str] = []
        self.thread = threading.Thread(target=self._note)
        self.thread.start()

    def _note(self) -> None:
        for line in self.process.stdout:
            self.known.append(line.strip())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()


@pytest.fixture
def home(folder, tmp_path):
    """A hub that is stopped."""
    home = shutil.copytree(folder, tmp_path / "hub", ignore=shutil.ignore_patterns("static", "log"))
    home.chmod(0o700)
    assert ask(home, "PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture
def file(tmp_path):
    return tmp_path / "hub.tar.gz"


def test_a_backup_while_others_write_has_all_that_was_saved_before_it(home, file, tmp_path):
    writers = [Writer(home), Writer(home)]
    try:
        until(lambda: all(len(one.known) > 20 for one in writers), 30, "writing")
        before = {slug for one in writers for slug in one.known}
        done = run(home, "backup", str(file))
        until(lambda: sum(len(one.known) for one in writers) > len(before) + 5, 30, "writing on")
    finally:
        for one in writers:
            one.kill()
    assert done.returncode == 0, done.stderr
    assert run(tmp_path / "other", "restore", str(file)).returncode == 0
    restored = slugs(tmp_path / "other")
    assert before <= restored <= slugs(home)


def test_it_is_its_owners_alone_and_takes_nobodys_place(home, file):
    command = [sys.executable, "-m", "commonhour", "backup", str(file)]
    old = os.umask(0)
    try:
        assert (
            subprocess.run(command, cwd=ROOT, env=environment_of(home), capture_output=True).returncode == 0
        )
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"somebody's")
    refused = run(home, "backup", str(file))
    assert (refused.returncode, file.read_bytes()) == (2, b"somebody's")
    assert "--overwrite" in refused.stderr
    assert run(home, "backup", "--overwrite", str(file)).returncode == 0
    assert tarfile.is_tarfile(file)
    assert sorted(path.name for path in file.parent.iterdir()) == ["hub", "hub.tar.gz"]


def test_it_says_what_is_in_it_and_brings_the_key(home, file, tmp_path):
    assert run(home, "backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        assert tar.getnames() == ["manifest.json", "commonhour.sqlite3", "secret_key"]
        manifest = json.load(tar.extractfile("manifest.json"))
    assert manifest["counts"] == {"groups": 0, "series": 0, "dates": 0, "users": 0}
    assert {"version", "migration", "made_at", "files", "key"} <= manifest.keys()
    assert run(tmp_path / "other", "restore", str(file)).returncode == 0
    assert (tmp_path / "other" / "secret_key").read_text() == (home / "secret_key").read_text()
    assert stat.S_IMODE((tmp_path / "other" / "secret_key").stat().st_mode) == 0o600
    assert run(tmp_path / "other", "next").returncode == 0


def test_a_key_of_the_environment_stays_out_and_a_wrong_one_is_told(home, file, tmp_path):
    made = run(home, "backup", str(file), COMMONHOUR_SECRET_KEY="one")
    assert "keep COMMONHOUR_SECRET_KEY" in made.stderr
    with tarfile.open(file) as tar:
        assert "secret_key" not in tar.getnames()
    right = run(tmp_path / "a", "restore", str(file), COMMONHOUR_SECRET_KEY="one")
    wrong = run(tmp_path / "b", "restore", str(file), COMMONHOUR_SECRET_KEY="other")
    assert "is not the one of this backup" not in right.stderr
    assert "is not the one of this backup" in wrong.stderr


def test_what_a_killed_hub_left_is_not_mixed_into_what_is_restored(start, file):
    hub = start(1)
    assert run(hub.folder, "backup", str(file)).returncode == 0
    saved = slugs(hub.folder)
    writer = Writer(hub.folder)
    until(lambda: len(writer.known) > 50, 30, "writing")
    writer.kill()
    hub.stop()
    assert (hub.folder / "commonhour.sqlite3-wal").stat().st_size
    done = run(hub.folder, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert slugs(hub.folder) == saved
    (aside,) = hub.folder.glob("before-restore-*")
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700
    assert set(writer.known) <= slugs(aside)
    again = RunningHub(hub.folder, 1)
    try:
        assert again.get("/calendar/") == 200
    finally:
        again.stop()


def test_nothing_is_restored_under_a_hub_that_runs(start, file):
    hub = start(1)
    assert run(hub.folder, "backup", str(file)).returncode == 0
    refused = run(hub.folder, "restore", str(file))
    assert (refused.returncode, refused.stderr) == (
        2, f"commonhour: A hub is running on {hub.folder}. Stop it, then restore.\n",
    )  # fmt: skip
    assert not list(hub.folder.glob("before-restore-*"))
    os.kill(hub.serve.pid, signal.SIGKILL)  # its children live on a little, and hold the folder so long
    hub.serve.wait()
    until(lambda: run(hub.folder, "restore", str(file)).returncode == 0, 30, "restored")


def damaged(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 0xFF
    file.write_bytes(body)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3_000])


def foreign(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 a photograph of a dog")


def empty(file: Path) -> None:
    file.write_bytes(b"")


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE t (x)")


def repacked(file: Path, name: str, change) -> None:
    """The same archive with another `name` in it, under the manifest of the first."""
    with tarfile.open(file) as tar:
        tar.extractall(file.parent / "parts", filter="data")
    change(file.parent / "parts" / name)
    with tarfile.open(file, "w:gz") as tar:
        for part in ("manifest.json", "commonhour.sqlite3", "secret_key"):
            tar.add(file.parent / "parts" / part, part)


def altered(file: Path) -> None:
    repacked(file, "secret_key", lambda path: path.write_text("0" * len(path.read_text())))


def climbing(file: Path) -> None:
    def outwards(path: Path) -> None:
        manifest = json.loads(path.read_text())
        manifest["files"]["../evil"] = manifest["files"]["secret_key"]
        path.write_text(json.dumps(manifest))

    repacked(file, "manifest.json", outwards)


def of_a_newer_version(file: Path) -> None:
    shutil.copy(file.parent / "hub" / "commonhour.sqlite3", file)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE django_migrations SET name = '9999_later' WHERE name = '0012_answers'")


@pytest.mark.parametrize(
    "spoil", [damaged, cut, foreign, empty, altered, climbing, of_another_program, of_a_newer_version]
)
def test_what_is_no_good_backup_is_refused_before_anything_is_touched(home, file, spoil):
    assert run(home, "backup", str(file)).returncode == 0
    spoil(file)
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    refused = run(home, "restore", str(file))
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"commonhour: {file}: ")
    assert refused.stderr.count("\n") == 1
    assert "Nothing was changed" in refused.stderr
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    assert not (home.parent / "evil").exists()


def test_a_damaged_hub_with_an_empty_key_is_restored(home, file):
    assert run(home, "backup", str(file)).returncode == 0
    key = (home / "secret_key").read_text()
    (home / "secret_key").write_text("")
    (home / "commonhour.sqlite3").write_bytes(b"no database" * 99)
    assert run(home, "restore", str(file)).returncode == 0
    assert (home / "secret_key").read_text() == key
    assert run(home, "next").returncode == 0


def test_no_acknowledged_write_is_lost_to_kill_9(home):
    known = []
    for round_number in range(5):
        writer = Writer(home)
        until(lambda one=writer: len(one.known) > 10, 30, "writing")
        time.sleep(0.02 * round_number)
        writer.kill()
        known += writer.known
        assert set(known) <= slugs(home)
