"""Proposals in our own JSON and CSV, read and written; what was written is read as it was."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from commonhour.core.proposed import ProposalsRead, Proposed, ProposedCall, Speaking, fitted
from commonhour.formats.proposals.gathering import tell
from commonhour.formats.proposals.json_parts import items, leave_over, text_of
from commonhour.formats.proposals.table import write_table
from commonhour.formats.proposals.vocabulary import OURS, instant

FORMAT = "common-hour-proposals"
_NOT_OUT = frozenset({"held_at", "recording", "slides", "apart"})  # a talk that was held has its own page
_NAMES = {"key": "id", "spoken": "language", "language": "language of the sender"}
_QUESTION = "Question: "
_OF_PROPOSAL = [
    one.name
    for one in fields(Proposed)
    if one.name not in _NOT_OUT and one.name not in ("speakers", "answers")
]
_OF_SPEAKER = [one.name for one in fields(Speaking)]
_HEADS = {_NAMES.get(name, name).replace("_", " ").capitalize(): name for name in _OF_PROPOSAL}


def is_ours(value: Any) -> bool:
    return isinstance(value, dict) and value.get("format") == FORMAT


def is_our_table(heads: Iterable[str]) -> bool:
    return {"Id", "Call", "May be listed", "Language of the sender"} <= set(heads)


def write_json(read: ProposalsRead) -> str:
    calls = [{"slug": one.slug, "label": one.label} | one.facts for one in read.calls]
    rows = [_as_json(one) for one in read.proposals]
    return (
        json.dumps({"format": FORMAT, "calls": calls, "proposals": rows}, ensure_ascii=False, indent=1) + "\n"
    )


def _as_json(one: Proposed) -> dict[str, Any]:
    facts = {name: _plain(getattr(one, name)) for name in _OF_PROPOSAL}
    speakers = [{name: _plain(getattr(each, name)) for name in _OF_SPEAKER} for each in one.speakers]
    return facts | {"answers": one.answers, "speakers": speakers}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def read_json(value: dict[str, Any], where: str) -> ProposalsRead:
    read = ProposalsRead("own", where)
    for call in items(value.get("calls")):
        if isinstance(call, dict):
            facts = {key: one for key, one in call.items() if key not in ("slug", "label")}
            read.calls.append(ProposedCall(text_of(call.get("slug")), text_of(call.get("label")), facts))
    for row in items(value.get("proposals")):
        if isinstance(row, dict):
            read.proposals.append(_of_json(read, row))
    leave_over(
        read, where, {key: one for key, one in value.items() if key not in ("format", "calls", "proposals")}
    )
    return read


def _of_json(read: ProposalsRead, row: dict[str, Any]) -> Proposed:
    one = Proposed(text_of(row.get("key")))
    for name in _OF_PROPOSAL:
        if name in row:
            setattr(one, name, _value(name, row[name], getattr(one, name)))
    answers = row.get("answers")
    one.answers = (
        {str(key): text_of(said) for key, said in answers.items()} if isinstance(answers, dict) else {}
    )
    for facts in items(row.get("speakers")):
        if isinstance(facts, dict):
            one.speakers.append(_speaking(facts))
    known = {*_OF_PROPOSAL, "answers", "speakers"}
    leave_over(read, f"{read.where}: {one.key}", {key: said for key, said in row.items() if key not in known})
    return fitted(_checked(one))


def _speaking(facts: dict[str, Any]) -> Speaking:
    one = Speaking()
    for name in _OF_SPEAKER:
        if name in facts:
            setattr(one, name, _value(name, facts[name], getattr(one, name)))
    return one


def _value(name: str, value: Any, plain: Any) -> Any:
    """As the field has it; what is of another kind is nothing."""
    if name.endswith("_at"):
        return instant(text_of(value))
    if name == "hours":
        return [
            pair
            for pair in items(value)
            if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, int) for one in pair)
        ]
    if name == "links":
        rows = [one for one in items(value) if isinstance(one, dict)]
        return [{"label": text_of(one.get("label")), "url": text_of(one.get("url"))} for one in rows]
    if isinstance(plain, bool):
        return value is True or text_of(value) == "yes"
    return str(value) if isinstance(value, str | int | float) else plain


def _checked(one: Proposed) -> Proposed:
    if one.state not in OURS:
        tell(one, "State", one.state)
        one.state = "submitted"
    return one


def write_csv(read: ProposalsRead) -> str:
    """A row each, a column for each question, and nine for each speaker."""
    questions = list(dict.fromkeys(asked for one in read.proposals for asked in one.answers))
    most = max((len(one.speakers) for one in read.proposals), default=0)
    speakers = [(number, name) for number in range(most) for name in _OF_SPEAKER]
    heads = [*_HEADS, *(_QUESTION + asked for asked in questions), *(_head(*each) for each in speakers)]
    return write_table(heads, [_row(one, questions, speakers) for one in read.proposals])


def _head(number: int, name: str) -> str:
    return f"Speaker {number + 1} {name}"


def _row(one: Proposed, questions: list[str], speakers: list[tuple[int, str]]) -> list[str]:
    return [
        *(_cell(getattr(one, name)) for name in _HEADS.values()),
        *(one.answers.get(asked, "") for asked in questions),
        *(_cell(getattr(one.speakers[number], name)) if number < len(one.speakers) else "" for number, name in speakers),
    ]  # fmt: skip


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def read_rows(rows: list[list[tuple[str, str]]], where: str) -> ProposalsRead:
    read = ProposalsRead("own", where)
    for row in rows:
        read.proposals.append(_of_row(read, row))
    slugs = dict.fromkeys(one.call for one in read.proposals if one.call)
    read.calls = [ProposedCall(slug, slug.replace("-", " ").capitalize()) for slug in slugs]
    return read


def _of_row(read: ProposalsRead, row: list[tuple[str, str]]) -> Proposed:
    one, by_number = Proposed(""), dict[int, dict[str, str]]()
    one.may_be_listed = False
    for head, cell in row:
        if head in _HEADS:
            name = _HEADS[head]
            setattr(one, name, _value(name, _parsed(name, cell), getattr(one, name)))
        elif head.startswith(_QUESTION):
            tell(one, head.removeprefix(_QUESTION), cell)
        elif (place := _place(head)) is not None:
            by_number.setdefault(place[0], {})[place[1]] = cell
        else:
            tell(one, head, cell)
    numbers = range(max(by_number, default=-1) + 1)
    one.speakers = [
        _speaking({name: _parsed(name, cell) for name, cell in by_number.get(number, {}).items()})
        for number in numbers
    ]
    return fitted(_checked(one))


def _place(head: str) -> tuple[int, str] | None:
    _speaker, _space, rest = head.partition(" ")
    number, _space, name = rest.partition(" ")
    is_one = _speaker == "Speaker" and number.isdecimal() and len(number) < 4 and name in _OF_SPEAKER
    return (int(number) - 1, name) if is_one and int(number) > 0 else None


def _parsed(name: str, cell: str) -> Any:
    if name not in ("links", "hours"):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return []
