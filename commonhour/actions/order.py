"""One row of an ordered list, a place further up or down."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from commonhour.actions.news.change_set import Changes


class Placed(Protocol):
    pk: int
    position: int


Row = TypeVar("Row", bound=Placed)


def step(rows: Sequence[Row], row: Row, among: Sequence[Row], *, is_up: bool) -> list[Row]:
    """All rows in their new order: the row has changed places with its neighbour in `among`, a part of them. At the end
    it stays."""
    keys = [one.pk for one in among]
    here = keys.index(row.pk)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(among):
        return list(rows)
    ordered = list(rows)
    places = [next(n for n, one in enumerate(rows) if one.pk == key) for key in (keys[here], keys[there])]
    ordered[places[0]], ordered[places[1]] = ordered[places[1]], ordered[places[0]]
    return ordered


def number(changes: Changes, ordered: Sequence[Row]) -> None:
    """Their places, as they stand."""
    for position, row in enumerate(ordered):
        changes.set(row, position=position)  # type: ignore[arg-type]
