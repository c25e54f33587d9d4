"""Notes that were published, as what is told of them: what was decided and who does what first."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionNews:
    """`owner` is "" for nobody yet; `due` is a day where the meeting is held."""

    text: str
    owner: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NotesNews:
    """`path` is the page of their date, `beginning` how their text begins, without marks."""

    title: str
    date: dt.date | None
    path: str
    decisions: tuple[str, ...]
    actions: tuple[ActionNews, ...]
    beginning: str
