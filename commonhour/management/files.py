"""Reads the files that commands are given, a few bytes over the limit at most."""

import sys
from pathlib import Path

from commonhour.core.limits import STAFF_BODY_BYTES
from commonhour.errors import RefusedInput


def read_file(path: str) -> tuple[str, bytes]:
    """The name to show in findings, and the bytes; "-" is stdin. Raises RefusedInput."""
    if "://" in path:
        raise RefusedInput("Addresses cannot be imported yet; download the file and hand that in.", path)
    if path == "-":
        return "stdin", sys.stdin.buffer.read(STAFF_BODY_BYTES + 1)
    try:
        with Path(path).open("rb") as file:
            return path, file.read(STAFF_BODY_BYTES + 1)
    except IsADirectoryError as error:
        raise RefusedInput("This is a folder; name a file in it.", path) from error
    except FileNotFoundError as error:
        raise RefusedInput("There is no such file.", path) from error
    except (OSError, ValueError) as error:
        raise RefusedInput(
            f"The file cannot be read ({getattr(error, 'strerror', None) or error}).", path
        ) from error
