"""Which lists of a data file are lists of named things that meet, told by what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commonhour.formats.catalogue.keys import meaning_of, name_key, names_calls
from commonhour.formats.catalogue.tables import Table, Value
from commonhour.formats.words.hours import hour_of
from commonhour.formats.words.sentence import read_when
from commonhour.formats.words.stamps import read_stamp

_SAID = 300  # characters of a text that may say when
_OF_GROUPS = ("people", "chat", "list", "repo", "state", "kind")
# Reading a sentence is dear, and a file may have 100,000 texts.
_MAY_RECUR = re.compile(r"mon|tue|wed|thu|fri|sat|sun|day|dai|week|month|fortn|year|annual|quarter", re.I)
_CLOCK = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m|\b\d{4}\b", re.I)


@dataclass(slots=True)
class Entries:
    """`key` is what the list is called, "" for the file itself; each thing comes with the key it stands under."""

    key: str
    line: int
    things: list[tuple[str, Table]]


def entries_in(root: Value) -> list[Entries]:
    """The outermost lists and mappings of named things of which one says when; a file about one thing is such a list."""
    found = list(_walk("", root, 1))
    if isinstance(root, Table) and name_key(root) and _is_one_thing(root, found):
        return [Entries("", root.line, [("", root)])]
    return found


def _is_one_thing(root: Table, found: list[Entries]) -> bool:
    """True when the lists inside are the meetings of what the file is about, or when the file itself says when."""
    if not found:
        return _has_time_of_its_own(root)
    return is_like_group(root) and all(names_calls(one.key) for one in found)


def _has_time_of_its_own(root: Table) -> bool:
    """Only keys that are about when count: a program's settings may speak of Monday, too."""
    return any(says_when(value, key) for key, value in root.values.items() if meaning_of(key) == "when")


def is_like_group(table: Table) -> bool:
    """True for what has people or places to talk, and not only a time."""
    return any(meaning_of(key) in _OF_GROUPS for key in table.values)


def _walk(key: str, value: Value, line: int) -> Iterator[Entries]:
    things = _things(value)
    if things and any(says_when(thing) for _, thing in things):
        yield Entries(key, line, things)
    elif isinstance(value, Table):
        for name, inner in value.values.items():
            yield from _walk(name, inner, value.line_of(name))


def _things(value: Value) -> list[tuple[str, Table]]:
    """Most of a list must be named; the keys of a mapping name it where most of what they hold has a name or a time."""
    if isinstance(value, list):
        tables = [("", one) for one in value if isinstance(one, Table)]
        named = sum(bool(name_key(one)) for _, one in tables)
        return tables if named * 2 > len(value) else []
    if not isinstance(value, Table):
        return []
    tables = [
        (key, one) for key, one in value.values.items() if isinstance(one, Table) and _may_name(key, one)
    ]
    named = sum(bool(name_key(one)) or _says_when_itself(one) for _, one in tables)
    is_list = len(tables) > 1 or any(name_key(one) and says_when(one) for _, one in tables)
    return tables if is_list and named * 2 > len(value.values) else []


def _may_name(key: str, table: Table) -> bool:
    """ "docs-wg" names a group that has a name and a time, though documents stand below "docs"."""
    return not meaning_of(key) or (not names_calls(key) and bool(name_key(table)) and says_when(table))


def says_when(value: Value, key: str = "") -> bool:
    """True when a text somewhere in it gives a weekday with an hour, or its key says that it is about when."""
    if isinstance(value, Table):
        return _says_when_itself(value) or any(says_when(one, name) for name, one in value.values.items())
    if isinstance(value, list):
        return any(says_when(one, key) for one in value)
    return bool(value) and is_when(key, value or "")


def _says_when_itself(table: Table) -> bool:
    texts = {key: text for key, text in table.values.items() if isinstance(text, str)}
    return any(is_when(key, text) for key, text in texts.items()) or _is_dated(
        [text for key, text in texts.items() if meaning_of(key) == "when"]
    )


def _is_dated(texts: list[str]) -> bool:
    """A date with an hour beside it, or a beginning and an end: the one date of a post is neither."""
    stamps = [stamp for text in texts if (stamp := read_stamp(text))]
    timed = sum(not stamp.is_date for stamp in stamps)
    return timed > 1 or (len(stamps) > timed and any(hour_of(text) for text in texts))


def is_when(key: str, text: str) -> bool:
    if len(text) > _SAID or not _MAY_RECUR.search(text):
        return False
    when = read_when(text)
    is_about_when = meaning_of(key) == "when"
    has_rhythm = bool(when.days or when.cadence.kind)
    return has_rhythm and (is_about_when or (when.start is not None and bool(_CLOCK.search(text))))
