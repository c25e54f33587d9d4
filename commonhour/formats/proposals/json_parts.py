"""Parts of JSON that others wrote: texts of whatever is there, lists of whatever shape, and what nobody read."""

import json
from collections.abc import Iterator
from typing import Any

from commonhour.core.limits import PROPOSALS
from commonhour.core.proposed import ProposalsRead
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.proposals.table import decoded

_DEEPEST = 40


def json_of(body: bytes, where: str) -> Any:
    """Raises RefusedInput for what is no JSON, TooLarge for what nests too deep."""
    try:
        value = json.loads(decoded(body))
    except (ValueError, RecursionError) as error:
        raise RefusedInput("broken-json", where=where) from error
    if _depth(value) > _DEEPEST:
        raise TooLarge("file-too-deep", most=_DEEPEST, where=where)
    return value


def _depth(value: Any) -> int:
    """Level by level: as deep as it may be, Python is not."""
    depth, level = 0, [value]
    while level and depth <= _DEEPEST:
        depth += 1
        level = [part for one in level for part in _parts(one)]
    return depth


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def items(value: Any, *keys: str) -> list[Any]:
    """A list, or the list under the first of these keys that has one; one thing is a list of it."""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), list)), [value])
    found: list[Any] = value if isinstance(value, list) else []
    if len(found) > PROPOSALS:
        raise TooLarge("too-many-proposals", most=PROPOSALS, where="")
    return found


def text_of(value: Any) -> str:
    """A value as text; of a text in several languages each, the first one first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        said = [(str(key), text_of(one)) for key, one in value.items()]
        said = [(key, one) for key, one in said if one]
        if len(said) == 1:
            return said[0][1]
        return "\n".join(f"{key}: {one}" if number else one for number, (key, one) in enumerate(said))
    if isinstance(value, list):
        return "\n".join(filter(None, map(text_of, value)))
    return str(value).strip()


def leave_over(read: ProposalsRead, where: str, value: Any) -> None:
    """A line for each value that has a text."""
    read.left_over += [(where, f"{path}: {text}" if path else text) for path, text in _texts(value, "")]


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, path)
    elif text := text_of(value):
        yield path, text
