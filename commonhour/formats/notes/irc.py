"""What MeetBot kept of a meeting on IRC or Matrix: its log, or its minutes."""

import re

from commonhour.core.notes.brought import NotesFiles
from commonhour.core.notes.days import days_in
from commonhour.formats.notes.dating import stem_of
from commonhour.formats.notes.markdown import read_markdown
from commonhour.formats.notes.source import NotesSource

_COMMAND = re.compile(r"(?m)^.{0,60}?#(?:startmeeting|endmeeting)\b")
_MINUTES = re.compile(r"(?m)^.{0,20}Meeting (?:started|ended) (?:by \S+ )?at \d\d:\d\d")

_BEGAN = re.compile(r"Meeting started .*")


def is_meetbot(text: str) -> bool:
    return bool(_COMMAND.search(text) or _MINUTES.search(text[:20_000]))


def read_meetbot(source: NotesSource) -> NotesFiles:
    """Of the day in its name, else of the one that the bot wrote when it began."""
    began = _BEGAN.search(source.text)
    return read_markdown(source, "meetbot", began[0] if began and not days_in(stem_of(source.origin)) else "")
