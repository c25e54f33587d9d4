"""Tables that a reader may search and sort: groups and meetings alike."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.cities import fold

Row = TypeVar("Row")
Key = tuple[str | bool | dt.datetime, ...]
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def arranged(
    rows: Iterable[Row],
    query: str,
    sort: str,
    *,
    told: Callable[[Row], str],
    sorts: Mapping[str, Callable[[Row], Key]],
) -> list[Row]:
    """The rows that have all words of `query` in what is `told` of them, by the key that `sort` names ("-" before it turns
    it round); in their own order where it names none."""
    words = fold(query).split()
    found = [row for row in rows if all(word in fold(told(row)) for word in words)]
    key = sorts.get(sort.removeprefix("-"))
    return sorted(found, key=key, reverse=sort.startswith("-")) if key else found


def by_name(name: str) -> Key:
    return (fold(name),)


def by_owner(owner: str, name: str) -> Key:
    """What has none comes last."""
    return (not owner, fold(owner), fold(name))


def by_date(following: ListedDate | None, name: str) -> Key:
    """Soonest first, what has no date last."""
    return (following.start if following else _LAST, fold(name))
