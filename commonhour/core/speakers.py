"""Who speaks: one person by the letters of their name, and nobody who asked not to be named."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commonhour.core.slugs import slugify

UNNAMED = {"name": "", "organisation": "", "is_unnamed": True}


def speaker_key(name: str) -> str:
    """The same for every way to write a name, and the slug of their page; "" for what has no letters."""
    return slugify(name, "-").strip("-")


def is_of(speaker: Any, key: str) -> bool:
    return isinstance(speaker, Mapping) and bool(key) and speaker_key(str(speaker.get("name", ""))) == key


def without_unnamed(speakers: Iterable[Any], is_unnamed: Callable[[str], bool]) -> list[Any]:
    """The speakers, each who asked not to be named without name and organisation."""
    return [dict(UNNAMED) if _has_name(one) and is_unnamed(str(one["name"])) else one for one in speakers]


def _has_name(speaker: Any) -> bool:
    return isinstance(speaker, Mapping) and bool(speaker.get("name"))


def without_name(text: str, name: str) -> str:
    """The text with an ellipsis wherever the whole name stands, however it is spaced or capitalised."""
    words = r"\s+".join(map(re.escape, name.split()))
    return re.sub(rf"(?<!\w){words}(?!\w)", "…", text, flags=re.IGNORECASE) if words else text
