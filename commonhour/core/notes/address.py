"""Where the notes of a date lie, by the pattern of its series: "https://pad.example.org/sync-{yyyy}-{mm}-{dd}/download"."""

import datetime as dt
import re
from urllib.parse import urlsplit

PARTS = {"{yyyy}": "%Y", "{yy}": "%y", "{mm}": "%m", "{dd}": "%d"}
_PART = re.compile(r"\{[^{}]*\}?|\}")


def address_on(pattern: str, day: dt.date) -> str:
    """With the year, month and day put in; without any it is one document for all dates."""
    for part, form in PARTS.items():
        pattern = pattern.replace(part, day.strftime(form))
    return pattern


def is_of_a_day(pattern: str) -> bool:
    """Whether each day has an address of its own."""
    return ("{yyyy}" in pattern or "{yy}" in pattern) and "{mm}" in pattern and "{dd}" in pattern


def unknown_parts(pattern: str) -> list[str]:
    """What stands in brackets and is put in for nothing: "{foo}"."""
    return [part for part in _PART.findall(pattern) if part not in PARTS]


def site_of(pattern: str) -> str:
    """What everybody may know of it: "https://pad.example.org". On many pads whoever has the whole address may write."""
    try:
        parts = urlsplit(pattern)
        return f"{parts.scheme}://{parts.hostname or ''}"
    except ValueError:  # "http://[x"
        return ""
