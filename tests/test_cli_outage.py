"""Whatever a hub stands on may be missing, full or broken: each command says it in one sentence and ends with 2."""

import os
import resource
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = "# Meetings\n\n## Metrics\n\n- Meets: Thursdays 16:00 Europe/Madrid\n"
LIMITED = 400 * 1024  # bytes a file may have: less than a database with its tables


def run(folder: Path, *words: str, before=None, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("COMMONHOUR_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment |= {"PYTHONPATH": f"{more.pop('path', '')}:{ROOT}", "COMMONHOUR_DATA": str(folder), **more}
    command = [sys.executable, "-m", "commonhour", *words]
    return subprocess.run(
        command,
        cwd=folder.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=before,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Its one sentence."""
    assert done.returncode == 2, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("commonhour: ")
    return lines[0].removeprefix("commonhour: ")


@pytest.fixture
def hub(tmp_path):
    folder = tmp_path / "hub"
    (tmp_path / "page.md").write_text(PAGE)
    assert run(folder, "import", str(tmp_path / "page.md")).returncode == 0
    return folder


def test_a_lock_that_does_not_go(hub):
    with closing(sqlite3.connect(hub / "commonhour.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(hub, "next").returncode == 0  # reading waits for nobody
        sentence = refused(run(hub, "publish"))
    assert sentence.startswith("Another program has been writing to the hub’s database for 5 seconds")
    assert run(hub, "publish").returncode == 0


def test_no_room_for_a_new_hub(tmp_path):
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMITED // 4, LIMITED // 4))  # noqa: E731
    sentence = refused(run(tmp_path / "hub", "next", before=small))
    assert "disk" in sentence
    assert "Traceback" not in sentence


@pytest.mark.parametrize(
    "words", [("next",), ("serve", "--port", "1"), ("backup", "b.tar.gz"), ("export", "page")]
)
def test_a_damaged_database(hub, words):
    for path in hub.glob("commonhour.sqlite3*"):
        path.write_bytes(b"This is no database. " * 999)
    assert refused(run(hub, *words)).startswith("The hub’s database is damaged. Stop the hub and bring back")


def test_a_page_of_the_database_that_was_overwritten_is_noticed_before_serving(hub):
    with (hub / "commonhour.sqlite3").open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for place in range(8 * 4096, size, 4096):
            file.seek(place)
            file.write(b"\x00" * 64)
    assert refused(run(hub, "serve", "--port", "1")).startswith("The hub’s database is damaged.")


@pytest.mark.parametrize("left", [None, b""])
def test_a_hub_is_not_begun_anew_beside_an_old_one(hub, left):
    database = hub / "commonhour.sqlite3"
    database.unlink()
    if left is not None:
        database.write_bytes(left)
    sentence = refused(run(hub, "user", "invite", "ana@example.org"))
    assert "(secret_key)" in sentence
    assert "commonhour restore FILE" in sentence
    assert not database.exists() or not database.stat().st_size
    (hub / "secret_key").unlink()
    assert run(hub, "next").returncode == 0  # nothing is left of it: this is a new one


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe\x00", "cannot be read")]
)
def test_a_secret_key_that_is_none(hub, content, words):
    (hub / "secret_key").write_bytes(content)
    sentence = refused(run(hub, "next"))
    assert words in sentence
    assert "from a backup" in sentence or "mode 0600" in sentence


def test_a_secret_key_that_is_gone_is_not_replaced_while_something_is_sealed_with_it(hub):
    (hub / "secret_key").unlink()
    with closing(sqlite3.connect(hub / "commonhour.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO commonhour_jointarget (url_sealed, passcode_sealed, provider, label, kind, tier, room_digest, position, series_id) "
            "SELECT 'x', '', '', '', 'room', 'everybody', '', 0, id FROM commonhour_series LIMIT 1"
        )
    assert refused(run(hub, "next")).startswith("The secret key is missing")
    assert not (hub / "secret_key").exists()


def test_zone_data_that_are_missing(hub, tmp_path):
    (tmp_path / "away" / "tzdata").mkdir(parents=True)
    (tmp_path / "away" / "tzdata" / "__init__.py").write_text('IANA_VERSION = "2026z"\n')
    for words in (("next",), ("check", str(tmp_path / "page.md")), ("doctor",)):
        assert refused(run(hub, *words, path=str(tmp_path / "away"))).startswith(
            "The time zone data are missing"
        )


def test_a_folder_that_cannot_be_one(tmp_path):
    (tmp_path / "hub").write_text("a file")
    assert refused(run(tmp_path / "hub", "next")).startswith(f"{tmp_path / 'hub'}: ")


def test_a_database_server_that_is_away(hub):
    for words in (("next",), ("publish",)):
        done = run(hub, *words, COMMONHOUR_DATABASE_URL="postgresql://a:b@127.0.0.1:1/c")
        assert refused(done).startswith("The hub’s database does not answer.")


def test_a_setting_that_is_wrong(hub):
    assert refused(run(hub, "next", COMMONHOUR_DEBUG="perhaps")).startswith("COMMONHOUR_DEBUG is “perhaps”")


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()}


def test_what_a_hub_keeps_is_its_owners_alone_also_from_an_older_version(hub):
    assert (stat.S_IMODE(hub.stat().st_mode), modes(hub)) == (0o700, {0o600})
    hub.chmod(0o755)
    for path in hub.iterdir():
        path.chmod(0o644)
    told = run(hub, "doctor").stdout
    assert f"chmod 700 {hub}" in told
    assert f"chmod 600 {hub / 'commonhour.sqlite3'}" in told
    with closing(sqlite3.connect(hub / "commonhour.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # so that -wal and -shm are there
        assert run(hub, "next").returncode == 0
        assert (stat.S_IMODE(hub.stat().st_mode), modes(hub)) == (0o700, {0o600})
