"""Reads a file of answers: YAML, a part for each imported file, every answer known by its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from commonhour.core.answers.answers import (
    LEAVE,
    MERGE,
    OPEN,
    RENAME,
    TAKE,
    Answers,
    GroupAnswer,
    MeetingAnswer,
)
from commonhour.errors import RefusedInput
from commonhour.formats.catalogue.tables import Table, Value
from commonhour.formats.catalogue.yaml_file import read_yaml
from commonhour.formats.words.stamps import read_stamp

PARTS = ("community", "groups", "letters", "starts", "meetings")
_MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class WrittenAnswers:
    """The answers for one imported file; `place` says on which line one stands."""

    answers: Answers = field(default_factory=Answers)
    parts: dict[str, Table] = field(default_factory=dict)
    where: str = ""

    def place(self, part: str, key: str) -> str:
        return f"{self.where}:{self.parts[part].line_of(key)}"


def read_answers(body: bytes, where: str, names: list[str]) -> dict[str, WrittenAnswers]:
    """By the names of the files that are imported; one may also be called by its last part alone.

    Raises RefusedInput with the line of what is no answer, or is about a file that is not imported.
    """
    found: dict[str, WrittenAnswers] = {}
    for root in read_yaml(body, where):
        _once(root, where)
        for key in root.values:
            part, place = root.table(key), f"{where}:{root.line_of(key)}"
            name = _named(key, names)
            if name is None:
                raise RefusedInput("answer-no-file", name=key, where=place)
            if part is not None:
                found[name] = _of_file(part, where)
    return found


def _named(key: str, names: list[str]) -> str | None:
    if key in names:
        return key
    alike = [name for name in names if PurePath(name).name == PurePath(key).name]
    return alike[0] if len(alike) == 1 else None


def _of_file(table: Table, where: str) -> WrittenAnswers:
    _once(table, where)
    for key in table.values:
        if key not in PARTS:
            place = f"{where}:{table.line_of(key)}"
            raise RefusedInput("answer-no-part", name=key, known=", ".join(PARTS), where=place)
    parts = {name: part for name in PARTS if (part := table.table(name))}
    for part in parts.values():
        _once(part, where)
    answers = Answers(
        community={key: _taken(value, place) for key, value, place in _given(parts, "community", where)},
        groups={key: _group(value, place) for key, value, place in _given(parts, "groups", where)},
        letters={key: _text(value, place) for key, value, place in _given(parts, "letters", where)},
        starts={key: _text(value, place) for key, value, place in _given(parts, "starts", where)},
        meetings={key: _meeting(value, place) for key, value, place in _given(parts, "meetings", where)},
    )
    return WrittenAnswers(answers, parts, where)


def _once(table: Table, where: str) -> None:
    for key, line in table.repeated:
        raise RefusedInput("answer-twice", name=key, where=f"{where}:{line}")


def _given(parts: dict[str, Table], name: str, where: str) -> Iterator[tuple[str, Value, str]]:
    """(key, answer, place) of what is not left open."""
    table = parts.get(name)
    for key, value in table.values.items() if table else ():
        if value not in (None, "", OPEN):
            yield key, value, f"{where}:{table.line_of(key)}" if table else where


def _text(value: Value, place: str) -> str:
    if isinstance(value, str):
        return value.strip()
    raise RefusedInput("answer-no-text", where=place)


def _taken(value: Value, place: str) -> bool:
    if value not in (TAKE, LEAVE):
        raise RefusedInput("answer-no-take", where=place)
    return value == TAKE


def _group(value: Value, place: str) -> GroupAnswer:
    if isinstance(value, Table):
        if len(value.values) != 1 or not value.values.keys() <= {MERGE, RENAME}:
            raise RefusedInput("answer-no-group-verb", where=place)
        verb = next(iter(value.values))
        return GroupAnswer(verb, _text(value.values[verb], place))
    return GroupAnswer(_text(value, place))


def _meeting(value: Value, place: str) -> MeetingAnswer:
    if not isinstance(value, Table):
        return MeetingAnswer(_text(value, place))
    minutes, reading = value.text("minutes") or "0", _typed(value) or value.text("reading")
    is_length = minutes.isascii() and minutes.isdigit() and int(minutes[:5]) <= _MOST_MINUTES
    keys = {"rule", "start", "zone", "minutes"} if "rule" in value.values else {"reading", "minutes"}
    if not value.values.keys() <= keys or not reading or not is_length:
        raise RefusedInput("answer-no-meeting-answer", where=place)
    return MeetingAnswer(reading, int(minutes))


def _typed(value: Table) -> str:
    """A rule with its start and zone as the one code that stands for them; "" when one is missing or none."""
    rule, zone, start = (
        "".join(value.text("rule").split()),
        value.text("zone"),
        read_stamp(value.text("start")),
    )
    is_whole = start and not start.is_date and start.offset is None and zone and " " not in zone
    return (
        f"{start.wall:%Y-%m-%dT%H:%M} {zone} {rule}" if start and is_whole and "FREQ=" in rule.upper() else ""
    )
