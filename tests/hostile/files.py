"""Every hostile file, made by code: (name, kind, bytes, why), and what our answer must say."""

from collections.abc import Iterator
from itertools import chain

from tests.hostile import calendars, catalogues, pages, rules
from tests.hostile.shape import Hostile

_MAKERS = (
    calendars.over_limits, calendars.structure, calendars.encodings, calendars.texts, calendars.names,
    rules.refused_rules, rules.heavy_rules, rules.impossible_times, rules.changed_instances,
    pages.nesting, pages.over_limits, pages.frames, pages.clocks,
    catalogues.yaml_files, catalogues.toml_files, catalogues.json_files, catalogues.other_files,
)  # fmt: skip


def hostile_files() -> Iterator[Hostile]:
    """All of them, one at a time: together they have over a hundred megabytes."""
    return chain.from_iterable(make() for make in _MAKERS)
