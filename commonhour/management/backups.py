"""`backup` and `restore`: a hub as one file, made while it serves, and a hub from such a file."""

import os
import tempfile
from pathlib import Path

import click

from commonhour.errors import RefusedInput
from commonhour.management import archive, folder
from commonhour.management.setting_up import kept_key, open_folder, say, set_up_for_repair, the_key
from commonhour.management.soundness import damage, is_sqlite_file, opened, snapshot

FILE = click.Path(dir_okay=False, path_type=Path)
_COUNTED = {"groups": "group", "series": "series", "dates": "occurrence", "users": "user"}


@click.command()
@click.argument("file", type=FILE)
@click.option("--overwrite", is_flag=True, help="Replace FILE when it is there.")
def backup(file: Path, overwrite: bool) -> None:
    """Write the hub to FILE: its database and its secret key, as they are at this moment.

    The hub may go on serving and writing. FILE is for its owner only: it holds everything.

    \b
    Examples:
      commonhour backup /backup/hub.tar.gz
      commonhour backup --overwrite /backup/hub.tar.gz
    """
    open_folder()
    _require_sqlite()
    from django.conf import settings

    if file.exists() and not overwrite:
        raise RefusedInput("backup-exists", where=str(file))
    if not file.parent.is_dir():
        raise RefusedInput("backup-no-folder", where=str(file))
    with tempfile.TemporaryDirectory(prefix=".commonhour-backup-", dir=file.parent) as parts:
        copy = Path(parts) / archive.DATABASE
        snapshot(settings.DATABASE_FILE, copy)
        if found := damage(copy):
            raise RefusedInput("backup-of-damaged", problem=found)
        if kept_key():
            (Path(parts) / archive.KEY).write_text(kept_key())
        archive.write(file, _manifest(copy), Path(parts), may_replace=overwrite)
    say(f"{file}: {_in_words(_counts(settings.DATABASE_FILE))}; {file.stat().st_size:,} bytes.")
    if not kept_key():
        say(
            "The secret key is not in it, as it is not in the data folder: keep COMMONHOUR_SECRET_KEY as well."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Make the hub what it was when FILE was written. The hub has to be stopped.

    FILE is looked at as a whole first. What is there now is kept aside, in a folder named for this moment. FILE may
    also be a bare SQLite database.

    \b
    Examples:
      commonhour restore /backup/hub.tar.gz
    """
    set_up_for_repair()
    _require_sqlite()
    from django.conf import settings

    home = settings.DATA_FOLDER
    folder.make(home)
    with (
        folder.claimed_alone(home),
        tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as parts,
    ):
        manifest = _unpacked(file, Path(parts))
        counts = _checked(file, Path(parts) / archive.DATABASE)
        aside = folder.set_aside(settings.DATABASE_FILE)
        for name in (
            archive.KEY,
            archive.DATABASE,
        ):  # a key without its database is told of, never the reverse
            if (Path(parts) / name).exists():
                (Path(parts) / name).replace(home / name)
        archive.sync_folder(home)
    say(f"Restored from {file}: {_in_words(counts)}.")
    if aside:
        say(f"What was here before is in {aside}.")
    _say_about_key(manifest)


def _require_sqlite() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        raise RefusedInput("backup-of-postgres")


def _manifest(copy: Path) -> archive.Manifest:
    from commonhour import __version__, clock

    return {
        "made_at": clock.now().isoformat(),
        "version": __version__,
        "migration": _migrations(copy)[-1],
        "counts": _counts(copy),
        "key": archive.fingerprint(the_key()),
    }


def _migrations(file: Path) -> list[str]:
    with opened(file) as database:
        rows = database.execute("SELECT name FROM django_migrations WHERE app = 'commonhour' ORDER BY name")
        return [name for (name,) in rows]


def _counts(file: Path) -> dict[str, int]:
    with opened(file) as database:
        return {
            name: database.execute(f"SELECT count(*) FROM commonhour_{table}").fetchone()[0]
            for name, table in _COUNTED.items()
        }


def _in_words(counts: dict[str, int]) -> str:
    return ", ".join(f"{name}: {number:,}" for name, number in counts.items())


def _unpacked(file: Path, parts: Path) -> archive.Manifest:
    if not is_sqlite_file(file):
        return archive.unpack(file, parts)
    copy = parts / archive.DATABASE
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, folder.OWN_FILE))
    snapshot(file, copy)
    return {}


def _checked(file: Path, database: Path) -> dict[str, int]:
    """How much is in it. Raises RefusedInput for what is damaged, no hub's, or a newer version's."""
    import sqlite3

    from django.db.migrations.loader import MigrationLoader

    try:
        found, names = damage(database), _migrations(database)
        if found or not names:
            raise RefusedInput("backup-damaged", where=str(file), problem=found or "it holds no hub")
        known = {name for app, name in MigrationLoader(None).disk_migrations or {} if app == "commonhour"}
        if unknown := sorted(set(names) - known):
            raise RefusedInput("backup-newer", where=str(file), migration=unknown[-1])
        return _counts(database)
    except sqlite3.Error as error:
        raise RefusedInput("backup-damaged", where=str(file), problem=str(error)) from error


def _say_about_key(manifest: archive.Manifest) -> None:
    if not manifest:
        say(
            "A bare database brings no secret key: join links can be read with the key they were sealed with only."
        )
    elif archive.fingerprint(the_key()) != manifest.get("key"):
        say(
            "The secret key here is not the one of this backup: set COMMONHOUR_SECRET_KEY to that, or join links cannot be read."
        )
