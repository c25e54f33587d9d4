"""The data folder: only its owner reads it, a hub is begun in an empty one only, and who works in it has a claim on it."""

import contextlib
import datetime as dt
import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from commonhour.errors import Unavailable

OWN_FOLDER, OWN_FILE = 0o700, 0o600
KEY = "secret_key"
_claims: list[int] = []  # open as long as this process and its children live


def make(folder: Path) -> None:
    """The folder, for its owner only. One of a hub that others may read is closed to them."""
    try:
        folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("folder-unusable", path=str(folder), problem=str(error.strerror)) from error


def begin_database(file: Path) -> None:
    """An empty file for a new hub. Raises Unavailable in a folder where one has been: that is for people to decide."""
    if file.exists() and file.stat().st_size:
        return
    if found := traces(file):
        raise Unavailable("database-gone", folder=str(file.parent), traces=found)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, OWN_FILE))
    except OSError as error:
        raise Unavailable("folder-unusable", path=str(file), problem=str(error.strerror)) from error


def traces(file: Path) -> list[str]:
    """What only a hub leaves beside its database."""
    kept = (KEY, f"{file.name}-wal", "before-restore-*")
    return sorted(path.name for name in kept for path in file.parent.glob(name))


def private_files(file: Path) -> list[Path]:
    """What nobody but the owner may read, as far as it is there. SQLite gives -wal and -shm the database's mode."""
    names = (file.name, f"{file.name}-wal", f"{file.name}-shm", KEY)
    return [path for name in names if (path := file.with_name(name)).exists()]


def set_aside(file: Path) -> Path | None:
    """Everything a restore replaces goes into a folder named for this moment, and can be served from there: database
    and -wal belong together, and either of them beside another one is damage. None when there was nothing."""
    if not (present := private_files(file)):
        return None
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = file.with_name(f"before-restore-{stamp}")
    while aside.exists():
        aside = aside.with_name(f"{aside.name}-2")
    aside.mkdir(mode=OWN_FOLDER)
    for path in present:
        if path.name == KEY:
            shutil.copy2(path, aside)  # a backup may bring none
        else:
            path.rename(aside / path.name)
    return aside


def open_to_others(file: Path) -> list[Path]:
    """The data folder, and its private files, that others than the owner may use."""
    paths = [file.parent, *private_files(file)]
    return [path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]


def tighten(file: Path) -> None:
    """Modes of an older version are put right, where they are this user's to change; `doctor` tells of the rest."""
    for path in open_to_others(file):
        is_shared = bool(path.stat().st_mode & stat.S_ISVTX)  # somebody's /tmp
        if path.stat().st_uid == os.geteuid() and not is_shared:
            with contextlib.suppress(OSError):
                path.chmod(OWN_FOLDER if path.is_dir() else OWN_FILE)


def claim(folder: Path) -> None:
    """Work in this folder until the process and its children end, beside others. Raises Unavailable during a restore."""
    handle = _opened(folder)
    if not _is_locked(handle, fcntl.LOCK_SH):
        raise Unavailable("restore-runs", folder=str(folder))
    _claims.append(handle)


@contextlib.contextmanager
def claimed_alone(folder: Path) -> Iterator[None]:
    """Raises Unavailable while a hub, or a command that needs it, works in the folder."""
    handle = _opened(folder)
    try:
        if not _is_locked(handle, fcntl.LOCK_EX):
            raise Unavailable("hub-runs", folder=str(folder))
        yield
    finally:
        os.close(handle)


def _opened(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise Unavailable("folder-unusable", path=str(folder), problem=str(error.strerror)) from error


def _is_locked(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
