"""Reading notes: lines that say in one word what they are."""

import datetime as dt
import re

from commonhour.core.notes.said import Decided, Info, NotesRead, ToDo, Topic

_MARK = re.compile(r"^\s*(?:[-*+]\s+)?(DECISION|ACTION|INFO|TOPIC):\s*(.+?)\s*$")
_BOX = re.compile(r"^\s*[-*+]\s+\[([ xX])\]\s+(.+?)\s*$")
_OWNER = re.compile(r"^@(\S+)\s+")
_DUE = re.compile(r"\s*\bby (\d{4}-\d{2}-\d{2})\b")


def read_notes(text: str) -> NotesRead:
    """What stands in the text. Never raises."""
    topics, infos, decisions, actions = [], [], [], []
    for line, words in enumerate(text.split("\n"), 1):
        if box := _BOX.match(words):
            actions.append(_to_do(line, box[2], is_done=box[1] != " "))
        elif mark := _MARK.match(words):
            kind, said = mark[1], mark[2]
            if kind == "ACTION":
                actions.append(_to_do(line, said, is_done=False))
            elif kind == "DECISION":
                decisions.append(Decided(line, said))
            elif kind == "INFO":
                infos.append(Info(line, said))
            else:
                topics.append(Topic(line, said))
    return NotesRead(tuple(topics), tuple(infos), tuple(decisions), tuple(actions))


def _to_do(line: int, said: str, *, is_done: bool) -> ToDo:
    owner, due = _OWNER.match(said), _DUE.search(said)
    text = _DUE.sub("", _OWNER.sub("", said)).strip()
    return ToDo(line, text or said, owner[1] if owner else "", _day(due[1]) if due else None, is_done)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
