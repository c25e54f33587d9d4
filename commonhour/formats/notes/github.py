"""Meetings kept as GitHub issues or discussions, as the REST and GraphQL APIs or `gh … --json` give them."""

import json
import re
from typing import Any

from commonhour.core.notes.brought import BroughtNotes, NotesFiles, numbered
from commonhour.core.notes.days import days_in
from commonhour.errors import RefusedInput
from commonhour.formats.notes.dating import dated, title_of
from commonhour.formats.notes.source import NotesSource

_IS_MEETING = re.compile(r"\b(?:meeting|minutes|agenda|notes|call|sync)\b|議事録|定例", re.I)
_DEEPEST, _TITLE = 60, 300


def is_github(value: Any) -> bool:
    first = next(iter(_threads(value)), None)
    return first is not None and {"title", "body"} <= first.keys()


def json_of(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedInput("broken-json", where=where) from error


def read_github(value: Any, source: NotesSource) -> NotesFiles:
    """Each thread whose title names a day or a meeting: what opened it, and below that what was answered."""
    read, seen = NotesFiles(1, {"github": 1}), dict[str, int]()
    for thread in _threads(value):
        number, title = thread.get("number", ""), str(thread.get("title") or "")
        where = f"{source.where}: {number}"
        text = _text(thread)
        if "pull_request" in thread or not (days_in(title[:_TITLE]) or _IS_MEETING.search(title)):
            read.leave(where, f"{title}\n\n{text}".strip())
            continue
        title = title[:_TITLE]
        found = dated(_whole_day(title), "", f"# {title}\n{text}", source.today, source.order)
        if found.day is None:
            read.findings.append(found.finding(where))
        name = f"{source.origin}#{number or numbered(title[:60], seen)}"
        origin = str(thread.get("html_url") or thread.get("url") or name)
        read.notes.append(BroughtNotes(where, origin, text, found.day, title_of(title)))
    return read


def _whole_day(title: str) -> str:
    return title if any(one.year and not one.is_either for one in days_in(title)[:1]) else ""


def _threads(value: Any, depth: int = 0) -> list[dict[str, Any]]:
    """The list, wherever GraphQL has wrapped it: {"data": {"repository": {"discussions": {"nodes": [...]}}}}."""
    if isinstance(value, list):
        return [
            one.get("node", one)
            for one in value
            if isinstance(one, dict) and isinstance(one.get("node", one), dict)
        ]
    if not isinstance(value, dict) or depth > _DEEPEST:
        return []
    if {"title", "body"} <= value.keys():
        return [value]
    return [
        one for part in value.values() if isinstance(part, dict | list) for one in _threads(part, depth + 1)
    ]


def _text(thread: dict[str, Any]) -> str:
    """The opening post and its answers in their order, each behind a line of its own."""
    texts = [str(thread.get("body") or "")]
    for answer in _answers(thread.get("comments")):
        texts.append(str(answer.get("body") or ""))
        texts += [str(one.get("body") or "") for one in _answers(answer.get("replies"))]
    plain = [text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n") for text in texts]
    return "\n\n---\n\n".join(text for text in plain if text) + "\n"


def _answers(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        value = value.get("nodes") or value.get("edges") or []
    return _threads(value) if isinstance(value, list) else []
