"""Files that a catalogue includes: only files beside it or below, read by whoever knows where they lie."""

import posixpath
import re
from collections.abc import Callable

from commonhour.errors import RefusedInput

Read = Callable[[str], bytes]
FILES = 200
DEPTH = 10


def included_path(holder: str, name: str) -> str:
    """The path of an included file from the folder of the first file, `holder` being the one that includes it.

    Raises RefusedInput for anything that leads elsewhere: absolute paths, `..` above the folder, addresses.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(holder), name))
    is_elsewhere = path == ".." or path.startswith(("../", "/"))
    if is_elsewhere or not name.strip() or re.search(r"[\\\x00-\x1f]|^[a-z][\w+.-]*:", name, re.I):
        raise RefusedInput("include-elsewhere", name=name[:80])
    return path


def place_beside(where: str, path: str) -> str:
    """How an included file is named in findings: beside the first file."""
    return posixpath.join(posixpath.dirname(where), path)
