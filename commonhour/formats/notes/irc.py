"""What MeetBot kept of a meeting on IRC or Matrix: its log, or its minutes."""

import re

from commonhour.core.notes.brought import NotesFiles
from commonhour.formats.notes.markdown import read_markdown
from commonhour.formats.notes.source import NotesSource

_COMMAND = re.compile(r"(?m)^.{0,60}?#(?:startmeeting|endmeeting)\b")
_MINUTES = re.compile(r"(?m)^.{0,20}Meeting (?:started|ended) (?:by \S+ )?at \d\d:\d\d")


def is_meetbot(text: str) -> bool:
    return bool(_COMMAND.search(text) or _MINUTES.search(text[:20_000]))


def read_meetbot(source: NotesSource) -> NotesFiles:
    return read_markdown(source, "meetbot")
