"""What an upload is, by its look and not by its name alone, and reading it into a Draft."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from commonhour.actions.upstream.hub import has_hub
from commonhour.core.draft import Draft
from commonhour.core.limits import STAFF_BODY_BYTES
from commonhour.core.places.drafts import without_secrets
from commonhour.errors import RefusedInput, TooLarge
from commonhour.formats.catalogue.includes import Read
from commonhour.formats.charter import is_charter, read_charter
from commonhour.formats.ical import read_calendar
from commonhour.formats.irc_meetings import read_irc_meetings
from commonhour.formats.named_things import has_named_things, read_named_things, values_of
from commonhour.formats.node_meetings import read_node_meetings
from commonhour.formats.page import read_page
from commonhour.formats.rust_calendar import read_rust_calendar
from commonhour.formats.sigs import read_sigs
from commonhour.formats.yaml2ics import read_yaml2ics
from commonhour.models import Community

_LOOK = 64 * 1024  # bytes that are enough to tell
_CALENDAR = re.compile(
    rb"^[ \t]*BEGIN[ \t]*:[ \t]*V(?:CALENDAR|EVENT)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^(?:#{1,6}\s|[*+-]\s|={3,}\s*$|-{3,}\s*$|\+{3}\s*$|\|.*\|)|\]\(", re.MULTILINE)
_SIGS = re.compile(
    rb"^(?:sigs|workinggroups|working[_-]groups|wgs|special_interest_groups|committees|usergroups|user[_-]groups)[ \t]*:",
    re.MULTILINE,
)
_IRC = (re.compile(rb"^project[ \t]*:", re.MULTILINE), re.compile(rb"^schedule[ \t]*:", re.MULTILINE))
_EVENTS = re.compile(rb"^events[ \t]*:", re.MULTILINE)
_EVENT = re.compile(rb"^[ \t]*(?:-[ \t]*)?(?:begin|summary|<<)[ \t]*:|^include[ \t]*:", re.MULTILINE)
_INCLUDE = re.compile(rb"^include[ \t]*:", re.MULTILINE)
_INCLUDED = re.compile(rb"\.(?:ya?ml|ics)\b")
_NAMED = re.compile(rb"^name[ \t]*:", re.MULTILINE)
_RUST = re.compile(
    rb"^[ \t]*(?:\[\[[ \t]*(?:events|timezones)[ \t]*\]\]|\[meta\]\s+includes[ \t]*=|events[ \t]*=[ \t]*\[)",
    re.MULTILINE,
)
_NODE = re.compile(rb'"(?:calendar|joining|github)"[ \t]*:\s*\{')
# Worth reading whole: a weekday and an hour, or a key that says how often.
_MAY_MEET = re.compile(
    rb"\b(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sun)(?:day)?s?\b[^\n]{0,200}\d|\b(?:daily|weekly|fortnightly|monthly)\b"
    rb"|[\"']?(?:day|date|start|when)[\w ]*[\"']?\s*[:=]",
    re.IGNORECASE,
)
_BROKEN = ("broken-yaml", "broken-json", "broken-toml", "yaml-alias", "no-utf8")
_NAMES_LIST = (".yaml", ".yml", ".json", ".toml")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NAMES_PAGE = (".md", ".markdown", ".mdx", ".mdown", ".txt")
_NAMES_CALENDAR = (".ics", ".ical", ".ifb", ".icalendar", ".vcs")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input: what it is called, whether a file looks like it, how it is read (name, body, now, and
    what reads the files it includes)."""

    name: str
    is_like: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, dt.datetime, Read | None], Draft]
    looks_at_all: bool = False  # a part of the file does not tell


def _is_calendar(suffix: str, look: bytes) -> bool:
    return bool(_CALENDAR.search(look)) or suffix in _NAMES_CALENDAR


def _is_page(suffix: str, look: bytes) -> bool:
    return suffix in _NAMES_PAGE or (suffix == "" and bool(_MARKDOWN.search(look)))


def _is_sigs(suffix: str, look: bytes) -> bool:
    return _is_data(suffix) and bool(_SIGS.search(look))


def _is_irc(suffix: str, look: bytes) -> bool:
    return _is_data(suffix) and all(pattern.search(look) for pattern in _IRC)


def _is_yaml2ics(suffix: str, look: bytes) -> bool:
    if not _is_data(suffix) or suffix == ".toml":
        return False
    include = _INCLUDE.search(look)
    has_files = bool(include and _NAMED.search(look) and _INCLUDED.search(look[include.end() :][:2000]))
    return has_files or bool(_EVENTS.search(look) and _EVENT.search(look))


def _is_rust(suffix: str, look: bytes) -> bool:
    return _is_data(suffix) and bool(_RUST.search(look))


def _is_node(suffix: str, look: bytes) -> bool:
    return (
        _is_data(suffix) and look.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and bool(_NODE.search(look))
    )


def _is_list(suffix: str, body: bytes) -> bool:
    return suffix in _NAMES_LIST and bool(_MAY_MEET.search(body)) and has_named_things(body, f"a{suffix}")


def _is_charter(suffix: str, look: bytes) -> bool:
    return suffix in _NAMES_PAGE and look.startswith(b"---") and is_charter(look)


def _is_data(suffix: str) -> bool:
    """A page may quote YAML or have it as front matter; what is called a page is one."""
    return suffix not in (*_NAMES_PAGE, *_NAMES_CALENDAR) or suffix == ".txt"


def _read_calendar(name: str, body: bytes, now: dt.datetime, read: Read | None) -> Draft:
    return read_calendar(body, where=name, community_tzid=_community_tzid())


def _read_page(name: str, body: bytes, now: dt.datetime, read: Read | None) -> Draft:
    return read_page(body, where=name, today=now.date())


def _alone(reader: Callable[..., Draft]) -> Callable[[str, bytes, dt.datetime, Read | None], Draft]:
    return lambda name, body, now, read: reader(body, where=name, today=now.date())


def _with_includes(reader: Callable[..., Draft]) -> Callable[[str, bytes, dt.datetime, Read | None], Draft]:
    return lambda name, body, now, read: reader(body, where=name, today=now.date(), read=read)


# In the order in which they are tried. Another kind is another line.
KINDS = (
    Kind("calendar", _is_calendar, _read_calendar),
    Kind("sigs", _is_sigs, _alone(read_sigs)),
    Kind("irc-meetings", _is_irc, _alone(read_irc_meetings)),
    Kind("rust-calendar", _is_rust, _with_includes(read_rust_calendar)),
    Kind("yaml2ics", _is_yaml2ics, _with_includes(read_yaml2ics)),
    Kind("node-meetings", _is_node, _alone(read_node_meetings)),
    Kind("list", _is_list, _alone(read_named_things), looks_at_all=True),
    Kind("charter", _is_charter, _alone(read_charter)),
    Kind("page", _is_page, _read_page),
)


def recognise(name: str, body: bytes, *, explains: bool = True) -> str:
    """The kind of a file, one of KINDS. Raises RefusedInput with what it is instead, or TooLarge; where it is broken
    only if it `explains`, as that takes time."""
    _check_size(name, body)
    look = body[:_LOOK]
    if look.startswith(_UTF16):
        look = look.decode("utf-16", "replace").encode()
    if not look.strip():
        raise RefusedInput("empty-file", where=name)
    suffix = PurePath(name).suffix.lower()
    if _HTML.search(look):
        raise RefusedInput("web-page-handed-in", where=name)
    if b"\0" in look:
        raise RefusedInput("binary-file", where=name)
    for kind in KINDS:
        if kind.is_like(suffix, body if kind.looks_at_all else look):
            return kind.name
    if explains and suffix in _NAMES_LIST:
        _check_well_formed(name, body)
    raise RefusedInput("unknown-file", where=name)


def _check_well_formed(name: str, body: bytes) -> None:
    try:
        values_of(body, name)
    except RefusedInput as error:
        if error.code in _BROKEN:
            raise


def read_any(name: str, body: bytes, *, kind: str, now: dt.datetime, read: Read | None = None) -> Draft:
    """The Draft of a file of a known kind. `name` names it in findings; `read` gives the bytes of a file it
    includes, by its path from the folder of the first. Raises RefusedInput."""
    _check_size(name, body)
    reader = next((one for one in KINDS if one.name == kind), None)
    if reader is None:
        known = ", ".join(sorted(one.name for one in KINDS))
        raise RefusedInput("no-import-kind", kind=kind, known=known, where=name)
    return without_secrets(reader.read(name, body, now, read))


def _check_size(name: str, body: bytes) -> None:
    if len(body) > STAFF_BODY_BYTES:
        raise TooLarge("file-too-large", bytes=len(body), most=STAFF_BODY_BYTES, where=name)


def _community_tzid() -> str:
    """What a time without a zone means: the community's zone, UTC as long as there is no hub."""
    community = Community.objects.filter(id=1).first() if has_hub() else None
    return community.tzid if community else "UTC"
