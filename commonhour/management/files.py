"""Reads the files that commands are given, a few bytes over the limit at most."""

import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from commonhour.core.limits import STAFF_BODY_BYTES
from commonhour.errors import GatewayError, RefusedInput


def read_file(path: str) -> tuple[str, bytes]:
    """The name to show in findings, and the bytes; "-" is stdin. Raises RefusedInput."""
    if "://" in path:
        return _fetched(path)
    if path == "-":
        return "stdin", sys.stdin.buffer.read(STAFF_BODY_BYTES + 1)
    try:
        with Path(path).open("rb") as file:
            return path, file.read(STAFF_BODY_BYTES + 1)
    except IsADirectoryError as error:
        raise RefusedInput("is-folder", where=path) from error
    except FileNotFoundError as error:
        if Path(path).is_symlink():
            raise RefusedInput("dangling-link", where=path) from error
        raise RefusedInput("no-such-file", where=path) from error
    except (OSError, ValueError) as error:
        raise RefusedInput(
            "unreadable-file", problem=str(getattr(error, "strerror", None) or error), where=path
        ) from error


def _fetched(url: str) -> tuple[str, bytes]:
    """A page or calendar from a public address. Its last words name it: the whole may hold a secret."""
    from commonhour.gateways.fetch import fetch

    host, name = urlsplit(url).hostname or "address", PurePosixPath(urlsplit(url).path).name
    shown = f"{host}/…/{name}" if name else host
    try:
        return shown, fetch(url).body
    except GatewayError as error:
        raise RefusedInput(error.code, where=shown, **error.facts) from error


def files_beside(path: str) -> Callable[[str], bytes] | None:
    """What reads the files a catalogue includes: those in its own folder or below, links followed; None for stdin.

    It raises RefusedInput for a path that leads out of the folder and for a file that cannot be read.
    """
    if path == "-" or "://" in path:
        return None
    folder = Path(path).resolve().parent

    def read(name: str) -> bytes:
        wanted = (folder / name).resolve()
        if not wanted.is_relative_to(folder):
            raise RefusedInput("file-outside-folder", where=name)
        try:
            return read_file(str(wanted))[1]
        except RefusedInput as error:
            raise RefusedInput(error.code, where=name, **error.facts) from error

    return read
