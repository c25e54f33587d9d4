"""Reads a file of proposals, whatever wrote it."""

from collections.abc import Callable
from typing import Any

from commonhour.core.proposed import ProposalsRead, Proposed
from commonhour.errors import RefusedInput
from commonhour.formats.proposals.gathering import finished, gathered, tell
from commonhour.formats.proposals.github import is_github, read_github
from commonhour.formats.proposals.json_parts import json_of
from commonhour.formats.proposals.ours import is_our_table, is_ours, read_json, read_rows
from commonhour.formats.proposals.pretalx import is_pretalx, read_pretalx
from commonhour.formats.proposals.sessionize import is_sessionize, read_sessionize
from commonhour.formats.proposals.table import decoded, read_table
from commonhour.formats.proposals.vocabulary import field_of, field_of_speaker

_JSON: tuple[tuple[Callable[[Any], bool], Callable[[Any, str], ProposalsRead]], ...] = (
    (is_ours, read_json), (is_github, read_github), (is_pretalx, read_pretalx), (is_sessionize, read_sessionize),
)  # fmt: skip
_NAMES_TABLE = (".csv", ".tsv")


def is_like_proposals(body: bytes, where: str) -> bool:
    """True where it is clear: JSON of one of the known systems, or a table whose heads name talks."""
    try:
        if _is_json(body):
            value = json_of(body, where)
            return any(is_like(value) for is_like, _ in _JSON)
        return where.lower().endswith(_NAMES_TABLE) and _names_talks(read_table(body, where))
    except RefusedInput:
        return False


def read_proposals(body: bytes, where: str) -> ProposalsRead:
    """Raises RefusedInput where it holds no proposals, TooLarge over the limits of `core/limits.py`."""
    if not _is_json(body):
        return _of_table(read_table(body, where), where)
    value = json_of(body, where)
    for is_like, read in _JSON:
        if is_like(value):
            return _told_apart(read(value, where))
    raise RefusedInput("no-proposals", where=where)


def _told_apart(read: ProposalsRead) -> ProposalsRead:
    """What has no id of its own, or one that another has too, is known by its place: none is taken for another."""
    taken: set[str] = set()
    for number, one in enumerate(read.proposals, 1):
        if not one.key or one.key in taken:
            one.key = f"{one.key}:row {number}"
        taken.add(one.key)
    return read


def _is_json(body: bytes) -> bool:
    return decoded(body[:400]).lstrip("\ufeff \t\r\n").startswith(("{", "["))


def _of_table(rows: list[list[tuple[str, str]]], where: str) -> ProposalsRead:
    if is_our_table(head for row in rows for head, _ in row):
        return read_rows(rows, where)
    if not _names_talks(rows):
        raise RefusedInput("no-proposals", where=where)
    read = ProposalsRead("table", where)
    by_key: dict[str, Proposed] = {}
    for number, row in enumerate(rows, 1):
        _add_row(read, by_key, row, number)
    for one in read.proposals:
        read.left_over += [(f"{where}: {one.key}", f"{name}: {text}") for name, text in one.apart.items()]
        finished(one)
    return read


def _names_talks(rows: list[list[tuple[str, str]]]) -> bool:
    heads = {head for row in rows[:50] for head, _ in row}
    known = {field_of(head) for head in heads}
    return "title" in known and (
        bool(known & {"abstract", "state", "format", "level"}) or any(map(field_of_speaker, heads))
    )


def _add_row(
    read: ProposalsRead, by_key: dict[str, Proposed], row: list[tuple[str, str]], number: int
) -> None:
    """A second row of the same id and title has another speaker of the same talk."""
    one = gathered(row)
    known = by_key.get(one.key) if one.key else None
    if known is None or known.title != one.title:
        one.key = one.key if one.key and known is None else f"{one.key}:row {number}"
        by_key[one.key] = one
        read.proposals.append(one)
        return
    known.speakers += [each for each in one.speakers if each not in known.speakers]
    known.links += [link for link in one.links if link not in known.links]
    known.apart |= one.apart
    for name in ("abstract", "takeaway", "topic", "spoken", "format", "level"):
        said = getattr(one, name)
        if said and said != getattr(known, name):
            tell(known, name.capitalize(), said)
    for asked, said in one.answers.items():
        if known.answers.get(asked) != said:
            tell(known, asked, said)
