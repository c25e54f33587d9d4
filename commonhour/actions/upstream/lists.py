"""Lists that hang on a row (goals, people, channels, calls), merged as sets by the identity of their members."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from commonhour.actions.upstream.run import Run
from commonhour.core.merge import merge_sets

T = TypeVar("T")
Row = TypeVar("Row", bound=models.Model)
Facts = dict[str, Any]


def keyed(items: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    """Items by their identity; a second one of the same identity gets a number, so that none is lost."""
    found: dict[str, T] = {}
    for item in items:
        base = name = key(item)
        number = 2
        while name in found:
            name, number = f"{base} ({number})", number + 1
        found[name] = item
    return found


def merge_list(
    run: Run,
    *,
    what: str,
    where: str,
    last: Mapping[str, Facts],
    theirs: Mapping[str, Facts],
    rows: Mapping[str, Row],
    facts_of: Callable[[Row], Facts],
    add: Callable[[str, int], None],
    change: Callable[[Row, Facts], None],
    remove: Callable[[Row], None],
) -> bool:
    """Bring the rows of one list in line with theirs, three ways. True when that changed anything here."""
    merged = merge_sets(last, theirs, {key: facts_of(row) for key, row in rows.items()})
    places = list(theirs)
    for key in merged.added:
        add(key, places.index(key))
    for key, fields in merged.kept:
        if fields.taken:
            change(rows[key], fields.taken)
        run.report_both(f"{what}, “{key}”", where, fields.disagreements)
    for key in merged.removed:
        remove(rows[key])
    run.report_both(what, where, merged.disagreements)
    return bool(merged.added or merged.removed or any(fields.taken for _, fields in merged.kept))
