"""What an upload is, by its look and not by its name alone, and reading it into a Draft."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from commonhour.actions.imports.hub import has_hub
from commonhour.core.draft import Draft
from commonhour.core.limits import STAFF_BODY_BYTES
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.ical import read_calendar
from commonhour.formats.page import read_page
from commonhour.models import Community

_LOOK = 64 * 1024  # bytes that are enough to tell
_CALENDAR = re.compile(
    rb"^[ \t]*BEGIN[ \t]*:[ \t]*V(?:CALENDAR|EVENT)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^(?:#{1,6}\s|[*+-]\s|={3,}\s*$|-{3,}\s*$|\+{3}\s*$|\|.*\|)|\]\(", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NAMES_PAGE = (".md", ".markdown", ".mdx", ".mdown", ".txt")
_NAMES_CALENDAR = (".ics", ".ical", ".ifb", ".icalendar", ".vcs")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input: what it is called, whether a file looks like it, how it is read (name, body, now)."""

    name: str
    is_like: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, dt.datetime], Draft]


def _is_calendar(suffix: str, look: bytes) -> bool:
    return bool(_CALENDAR.search(look)) or suffix in _NAMES_CALENDAR


def _is_page(suffix: str, look: bytes) -> bool:
    return suffix in _NAMES_PAGE or (suffix == "" and bool(_MARKDOWN.search(look)))


def _read_calendar(name: str, body: bytes, now: dt.datetime) -> Draft:
    return read_calendar(body, where=name, community_tzid=_community_tzid())


def _read_page(name: str, body: bytes, now: dt.datetime) -> Draft:
    return read_page(body, where=name, today=now.date())


# In the order in which they are tried. Another kind is another line.
KINDS = (
    Kind("calendar", _is_calendar, _read_calendar),
    Kind("page", _is_page, _read_page),
)


def recognise(name: str, body: bytes) -> str:
    """The kind of a file: "page" or "calendar". Raises RefusedInput with what it is instead, or TooLarge."""
    _check_size(name, body)
    look = body[:_LOOK]
    if look.startswith(_UTF16):
        look = look.decode("utf-16", "replace").encode()
    if not look.strip():
        raise RefusedInput("The file is empty.", name)
    suffix = PurePath(name).suffix.lower()
    if _HTML.search(look):
        raise RefusedInput(
            "This is a web page; hand in its Markdown source, or the .ics address of its calendar.", name
        )
    if b"\0" in look:
        raise RefusedInput("This is a binary file, neither a Markdown page nor a calendar.", name)
    for kind in KINDS:
        if kind.is_like(suffix, look):
            return kind.name
    raise RefusedInput(
        "This is neither a Markdown meetings page (.md) nor a calendar (.ics); say what it is with --as.",
        name,
    )


def read_any(name: str, body: bytes, *, kind: str, now: dt.datetime) -> Draft:
    """The Draft of a file of a known kind. `name` names it in findings. Raises RefusedInput."""
    _check_size(name, body)
    reader = next((one for one in KINDS if one.name == kind), None)
    if reader is None:
        known = " and ".join(sorted(one.name for one in KINDS))
        raise RefusedInput(f"The kind “{kind}” cannot be imported; the kinds are {known}.", name)
    return reader.read(name, body, now)


def _check_size(name: str, body: bytes) -> None:
    if len(body) > STAFF_BODY_BYTES:
        raise TooLarge(f"The file has {len(body):,} bytes; the limit is {STAFF_BODY_BYTES:,}.", name)


def _community_tzid() -> str:
    """What a time without a zone means: the community's zone, UTC as long as there is no hub."""
    community = Community.objects.filter(id=1).first() if has_hub() else None
    return community.tzid if community else "UTC"
