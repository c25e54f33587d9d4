"""A glance at a calendar file: what its head says about polling it, and every UID in it, readable or not."""

import datetime as dt
from dataclasses import dataclass

from commonhour.errors import RefusedInput
from commonhour.formats.ical.content import Component, Property, parse_line
from commonhour.formats.ical.one_uid import uid_of
from commonhour.formats.ical.prescan import boundary, scan
from commonhour.formats.ical.values import duration, plain_text

_REFRESH = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")


@dataclass(frozen=True, slots=True)
class Glance:
    """`refresh` is how often its publisher wants to be asked (RFC 7986 §5.7), `source` where the calendar says it
    comes from (§5.8), `uids` those of all its components, of the ones that cannot be read too."""

    refresh: dt.timedelta | None
    source: str
    uids: frozenset[str]


def glance(body: bytes, *, where: str, max_bytes: int) -> Glance:
    """Raises RefusedInput and TooLarge as `read_calendar` does."""
    depth, refresh, source = 0, None, ""
    uids: set[str] = set()
    for line in scan(body, where=where, max_bytes=max_bytes).lines:
        mark = boundary(line.text)
        depth += {"BEGIN": 1, "END": -1}[mark[0]] if mark else 0
        prop = None if mark or line.text[:1] not in "UuSsRrXx" else parse_line(line)
        if prop is None:
            continue
        if prop.name == "UID":
            uids.add(uid_of(Component("VEVENT", line.number, [prop])))
        elif depth == 1 and prop.name == "SOURCE":
            source = source or plain_text(prop)
        elif depth == 1 and prop.name in _REFRESH:
            refresh = refresh or _interval(prop)
    return Glance(refresh, source, frozenset(uids))


def _interval(prop: Property) -> dt.timedelta | None:
    try:
        return duration(prop.value, prop.line)
    except RefusedInput:
        return None
