"""What stands in notes, as values. Each says on which line of the text it stands (1 is the first)."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Info:
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """`result` is "carried" or "rejected" where a motion was voted on, else ""."""

    line: int
    text: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class ToDo:
    """`owner` is a name as it was written, without "@"; "" for nobody yet. `due` is a day, where the meeting is held."""

    line: int
    text: str
    owner: str = ""
    due: dt.date | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class NotesRead:
    """Everything that was read in one text, in the order of its lines. A count is None where names or nothing were given."""

    topics: tuple[Topic, ...] = ()
    infos: tuple[Info, ...] = ()
    decisions: tuple[Decided, ...] = ()
    actions: tuple[ToDo, ...] = ()
    present: tuple[str, ...] = ()
    present_count: int | None = None
    regrets: tuple[str, ...] = ()
    regrets_count: int | None = None
