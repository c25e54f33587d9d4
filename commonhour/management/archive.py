"""The file of a backup: a tar with a manifest, the database, and the secret key its join links are sealed with."""

import hashlib
import json
import os
import shutil
import tarfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from commonhour.errors import RefusedInput

FORMAT = 1
MANIFEST, DATABASE, KEY = "manifest.json", "commonhour.sqlite3", "secret_key"
_MANIFEST_BYTES = 1024 * 1024
_UNREADABLE = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError)
Manifest = dict[str, Any]


def fingerprint(key: str) -> str:
    """Tells two secret keys apart, and neither of them."""
    return hashlib.blake2b(key.encode(), digest_size=8, person=b"fingerprint").hexdigest()


def write(target: Path, manifest: Manifest, parts: Path, *, may_replace: bool) -> None:
    """The files of the folder `parts` with their manifest, on disk as a whole or not at all. Raises RefusedInput."""
    names = [name for name in (DATABASE, KEY) if (parts / name).exists()]
    files = {
        name: {"bytes": (parts / name).stat().st_size, "sha256": _digest(parts / name)} for name in names
    }
    (parts / MANIFEST).write_text(json.dumps(manifest | {"format": FORMAT, "files": files}, indent=2))
    made = parts / "archive"
    with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as tar:
            for name in (MANIFEST, *names):
                tar.add(parts / name, name, filter=_of_nobody)
        out.flush()
        os.fsync(out.fileno())
    _put(made, target, may_replace)
    sync_folder(target.parent)


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _put(made: Path, target: Path, may_replace: bool) -> None:
    if may_replace:
        made.replace(target)
        return
    try:
        target.hardlink_to(made)  # the one way to a name that never takes what is there
    except FileExistsError as error:
        raise RefusedInput("backup-exists", where=str(target)) from error
    except OSError:  # a disk that knows no second names
        if target.exists():
            raise RefusedInput("backup-exists", where=str(target)) from None
        made.replace(target)


def sync_folder(folder: Path) -> None:
    """The names in a folder are on disk; not every file system has that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def unpack(source: Path, into: Path) -> Manifest:
    """Its parts as files of the folder `into`, each as its manifest says it is. Raises RefusedInput."""
    try:
        with tarfile.open(source, "r:*") as tar:
            manifest = _manifest(tar)
            for name, said in manifest["files"].items():
                if name not in (DATABASE, KEY):
                    raise ValueError(name)
                _unpack_one(tar, name, int(said["bytes"]), into / name)
                if _digest(into / name) != said["sha256"]:
                    raise ValueError(name)
    except _UNREADABLE as error:
        raise RefusedInput("backup-broken", where=str(source)) from error
    if not (into / DATABASE).exists():
        raise RefusedInput("backup-broken", where=str(source))
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    file = tar.extractfile(MANIFEST)
    found = json.loads(file.read(_MANIFEST_BYTES)) if file else {}
    if found["format"] != FORMAT:
        raise ValueError(found["format"])
    return dict(found)


def _unpack_one(tar: tarfile.TarFile, name: str, size: int, path: Path) -> None:
    entry = tar.getmember(name)
    file = tar.extractfile(entry) if entry.isreg() and entry.size == size else None
    if file is None:
        raise ValueError(name)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        shutil.copyfileobj(file, out)
        out.flush()
        os.fsync(out.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
