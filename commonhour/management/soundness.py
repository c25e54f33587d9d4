"""Whether an SQLite file is whole, and a copy of one that is written to meanwhile."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from commonhour.core.limits import LOCK_SECONDS

_STEPS = 100_000  # of SQLite's machine, between two looks at the clock: some milliseconds
_IS_SQLITE = b"SQLite format 3\x00"


def is_sqlite_file(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_IS_SQLITE)) == _IS_SQLITE


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """An SQLite file that is there; never a new one."""
    uri = f"{file.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=LOCK_SECONDS, isolation_level=None)) as database:
        yield database


def damage(file: Path, seconds: float | None = None) -> str:
    """What SQLite finds wrong with a file first; "" when it is whole, or when nothing was found in so many seconds.
    Raises sqlite3.DatabaseError for what is no database."""
    with opened(file) as database:
        if seconds is not None:
            end = time.monotonic() + seconds
            database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            found = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
            orphan = database.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return ""
    if found != "ok":
        return found
    return f"a row of {orphan[0]} refers to a row of {orphan[2]} that is not there" if orphan else ""


def snapshot(file: Path, copy: Path) -> None:
    """All that is in a database at this moment, in one file of its own, while others read and write on."""
    with opened(file) as database, closing(sqlite3.connect(copy)) as other:
        database.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")
