"""The files of a check: those that were named, and in named folders those that can hold meetings."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commonhour.core.limits import FOLDER_FILES
from commonhour.errors import RefusedInput

MARKDOWN = (".md", ".markdown", ".mdx", ".mdown")
CALENDARS = (".ics", ".ical", ".icalendar")
CATALOGUES = (".yaml", ".yml", ".toml", ".json")
TEMPLATES = (".html", ".htm")
_SKIPPED = {"node_modules", "vendor", "venv", "__pycache__", "site-packages"}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """`is_named`: somebody asked for this very file, so it must be readable."""

    path: str
    is_named: bool

    @property
    def suffix(self) -> str:
        return Path(self.path).suffix.lower()


def checked_files(paths: tuple[str, ...]) -> list[CheckedFile]:
    """Every file once, in the order given, folders by name. Raises RefusedInput for what is not there."""
    found: dict[str, CheckedFile] = {}
    for path in paths:
        for file in _files(path):
            found.setdefault(os.path.normpath(file.path) if file.path != "-" else "-", file)
            if len(found) > FOLDER_FILES:
                raise RefusedInput("too-many-files", most=FOLDER_FILES, where=path)
    return list(found.values())


def folder_files(path: str) -> list[str]:
    """The files of a folder to import, and links that lead nowhere: no other link leads out of it, and templates hold
    no meetings. Raises RefusedInput."""
    root = os.path.realpath(path)
    return [
        file.path for file in checked_files((path,)) if file.suffix not in TEMPLATES
        and (Path(os.path.realpath(file.path)).is_relative_to(root) or not Path(file.path).exists())
    ]  # fmt: skip


def _files(path: str) -> Iterator[CheckedFile]:
    if path == "-" or "://" in path or not Path(path).is_dir():
        yield CheckedFile(path, is_named=True)
        return
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            if Path(name).suffix.lower() in (*MARKDOWN, *CALENDARS, *CATALOGUES, *TEMPLATES):
                yield CheckedFile(str(Path(folder) / name), is_named=False)
