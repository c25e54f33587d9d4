"""The last look at a draft before anybody sees it or it is written: no text of it holds a way into a call."""

import dataclasses
import functools
from typing import Any

from commonhour.core.draft import Draft, DraftJoin, DraftSeries
from commonhour.core.finding import with_texts
from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import guard, public
from commonhour.core.schedule.schedule import Schedule

_LINKS = ("url", "recording")


def without_secrets(draft: Draft) -> Draft:
    """The same draft. What a reader of some format overlooked in a call goes to its ways to join."""
    _look_at(draft, [])
    return draft


def _look_at(thing: Any, joins: list[DraftJoin]) -> None:
    found = thing.joins if isinstance(thing, DraftSeries) else joins
    for name in _fields(thing.__class__):
        value = getattr(thing, name)
        clean = _public(name, value, thing, found)
        if clean is not value and clean != value:
            setattr(thing, name, clean)


def _public(name: str, value: Any, thing: Any, joins: list[DraftJoin]) -> Any:
    if isinstance(value, str):
        return _text(name, value, thing, joins)
    if isinstance(value, list):
        return [_public(name, part, thing, joins) for part in value]
    if isinstance(value, tuple):
        return tuple(_public(name, part, thing, joins) for part in value)
    if isinstance(value, dict):
        return with_texts(value, lambda text: _text("", text, thing, joins))
    if not dataclasses.is_dataclass(value) or isinstance(value, type | DraftJoin):
        return value
    if value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        parts = {one: getattr(value, one) for one in _fields(type(value))}
        clean = {one: _public(one, part, value, joins) for one, part in parts.items()}
        return value if clean == parts else dataclasses.replace(value, **clean)
    _look_at(value, joins)
    return value


@functools.cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    """Of a schedule only its changed dates hold words."""
    if issubclass(kind, Schedule):
        return ("overrides",)
    return tuple(one.name for one in dataclasses.fields(kind) if not one.name.startswith("_"))


def _text(name: str, text: str, thing: Any, joins: list[DraftJoin]) -> str:
    file, sign, line = text.rpartition(":")
    if not text or (name == "where" and line.isdecimal()):  # one file's name with many numbers behind it
        return public(file) + sign + line
    stands = Stand.PAGE if name == "url" and isinstance(thing, DraftSeries) else Stand.TEXT
    clean, found = guard(text, stands)
    joins += [one for one in found if one not in joins]
    return "" if clean != text and name in _LINKS and "[" in clean else clean
