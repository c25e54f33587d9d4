"""Files that a catalogue includes: only files beside it or below, read by whoever knows where they lie."""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from commonhour.core.draft import DraftGroup
from commonhour.core.places.secrets import beginning
from commonhour.errors import RefusedInput, TooLarge
from commonhour.errors.telling import fault
from commonhour.formats.catalogue.collecting import Catalogue
from commonhour.formats.catalogue.tables import Table

Read = Callable[[str], bytes]
FILES = 200
DEPTH = 10


@dataclass(slots=True)
class CalendarFiles:
    """A calendar and the files it includes, each read once. Without `read` they are only named."""

    catalogue: Catalogue
    where: str
    parse: Callable[[bytes, str], list[Table]]
    read: Read | None
    seen: set[str] = field(default_factory=set)

    def begin(self, first: Table) -> str:
        """Takes the community's facts from the first file, and gives its own path."""
        community, own = self.catalogue.draft.community, PurePosixPath(self.where.replace("\\", "/")).name
        community.title = self.catalogue.line(first.text("name"), first.line_of("name"))
        community.description = self.catalogue.line(first.text("description"), first.line_of("description"))
        self.seen.add(own)
        return own

    def group(self, root: Table, path: str, kind: str) -> DraftGroup | None:
        """A calendar that only includes others is no group."""
        if not root.tables("events"):
            return None
        name = root.text("name") or PurePosixPath(path).stem
        group = self.catalogue.group(name, name, root.line_of("name"), kind)
        group.description = self.catalogue.line(root.text("description"), root.line_of("description"))
        return group

    def included(
        self, names: list[str], holder: str, line: int, depth: int
    ) -> Iterator[tuple[str, list[Table]]]:
        """The path and the mappings of each file that `holder` includes; while one is read, findings are in it."""
        for name in names:
            path = self._new_path(holder, name, line)
            roots = self._opened(path, name, line, depth) if path else None
            if path and roots:
                back = self.catalogue.report.where
                self.catalogue.open_file(self._place(path))
                yield path, roots
                self.catalogue.open_file(back)

    def _new_path(self, holder: str, name: str, line: int) -> str:
        try:
            path = included_path(holder, name)
        except RefusedInput as error:
            self._leave_out(name, line, error)
            return ""
        is_known = path in self.seen
        self.seen.add(path)
        return "" if is_known else path

    def _opened(self, path: str, name: str, line: int, depth: int) -> list[Table] | None:
        if self.read is None:
            self.catalogue.report.dropped(line, name, "included-file")
            return None
        try:
            if depth >= DEPTH or len(self.seen) > FILES:
                raise TooLarge("includes-too-deep", deep=DEPTH, files=FILES)
            return self.parse(self.read(path), self._place(path))
        except RefusedInput as error:
            self._leave_out(name, line, error)
            return None

    def _place(self, path: str) -> str:
        return posixpath.join(posixpath.dirname(self.where), path)

    def _leave_out(self, name: str, line: int, error: RefusedInput) -> None:
        self.catalogue.refuse(
            line, fault("include-left-out", name=beginning(name, 80), reason=error.as_json())
        )


def included_path(holder: str, name: str) -> str:
    """The path of an included file from the folder of the first file, `holder` being the one that includes it.

    Raises RefusedInput for anything that leads elsewhere: absolute paths, `..` above the folder, addresses.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(holder), name))
    is_elsewhere = path == ".." or path.startswith(("../", "/"))
    if is_elsewhere or not name.strip() or re.search(r"[\\\x00-\x1f]|^[a-z][\w+.-]*:", name, re.I):
        raise RefusedInput("include-elsewhere", name=beginning(name, 80))
    return path
