"""Property values: text, lists, dates, durations and periods as RFC 5545 §3.3 writes them."""

import datetime as dt
import quopri
import re
from dataclasses import dataclass
from typing import Any

from commonhour.core.places.secrets import beginning
from commonhour.errors import RefusedInput
from commonhour.formats.ical.content import Property

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LIST_COMMA = re.compile(r"(?<!\\),")
_MOMENT = re.compile(
    r"^(\d{4})-?(\d{2})-?(\d{2})(?:Z|[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?([Zz]|[+-]\d{2}:?\d{2})?)?$"
)
# Exporters write PT1W and P1D2H too, which can mean one thing only.
_DURATION = re.compile(
    r"^([+-]?)P(?:T?(\d+)W)?(?:T?(\d+)D)?(?:(?:T|(?<=[WD]))(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^([+-])(\d{2}):?(\d{2}):?(\d{2})?$")
LONGEST = dt.timedelta(days=3_660)


class BadValue(RefusedInput):
    """A property whose value cannot be read; `line` is where it stands."""

    def __init__(self, code: str, at: int, /, **facts: Any) -> None:
        super().__init__(code, **facts)
        self.line = at


@dataclass(frozen=True, slots=True)
class Moment:
    """A DATE or DATE-TIME: its wall time, and the zone it names.

    `tzid` is the TZID parameter, "UTC" for a trailing Z, None for floating times and dates.
    """

    wall: dt.datetime
    is_date: bool
    tzid: str | None = None


def plain_text(prop: Property) -> str:
    """TEXT unescaped (§3.3.11), quoted-printable of older exports included, without control characters."""
    value = prop.value
    if prop.params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    return without_controls(_ESCAPE.sub(_unescape, value)).strip()


def _unescape(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1] if match[1] in "\\;,:\"'" else match[0]


def without_controls(text: str) -> str:
    """Every kind of line end as \\n, and no other control character."""
    text = re.sub(r"\r\n|\r|\x85|\u2028|\u2029|\x0b|\x0c", "\n", text)
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


def text_list(prop: Property) -> list[str]:
    """A comma-separated list of TEXT, such as CATEGORIES (§3.8.1.2)."""
    parts = (
        Property(prop.name, prop.params, part, prop.line) for part in _LIST_COMMA.split(prop.value) if part
    )
    return [text for text in map(plain_text, parts) if text]


def moment(prop: Property, value: str | None = None) -> Moment:
    """A DATE or DATE-TIME by its shape, whatever VALUE says. Raises RefusedInput."""
    text = (prop.value if value is None else value).strip()
    match = _MOMENT.match(text)
    if not match:
        raise BadValue("no-ical-time", prop.line, name=prop.name, text=beginning(text, 40))
    year, month, day = (int(part) for part in match.group(1, 2, 3))
    hour, minute, second = (int(part or 0) for part in match.group(4, 5, 6))
    if not 1_000 <= year <= 9_000:
        raise BadValue("year-outside", prop.line, name=prop.name, year=year)
    try:
        wall = dt.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - wall time
    except ValueError as error:
        raise BadValue("no-such-ical-date", prop.line, name=prop.name, text=beginning(text, 40)) from error
    if match[4] is None:
        return Moment(wall, is_date=True)
    return _zoned(wall, match[7], prop)


def _zoned(wall: dt.datetime, suffix: str | None, prop: Property) -> Moment:
    """§3.3.5: Z is UTC, whatever TZID says; an ISO 8601 offset, which RFC 5545 does not have, is taken off."""
    if suffix in ("Z", "z"):
        return Moment(wall, is_date=False, tzid="UTC")
    if suffix:
        return Moment(wall - offset(suffix), is_date=False, tzid="UTC")
    return Moment(wall, is_date=False, tzid=prop.params.get("TZID") or None)


def duration(text: str, line: int) -> dt.timedelta:
    """A DURATION (§3.3.6). Raises RefusedInput for none, a negative one, and one over ten years."""
    match = _DURATION.match(text.strip())
    if not match or not any(match.groups()[1:]):
        raise BadValue("no-ical-duration", line, text=beginning(text, 40))
    if any(len(part or "") > 9 for part in match.groups()):
        raise BadValue("duration-too-long", line, text=beginning(text, 40))
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = dt.timedelta(weeks=min(weeks, 10_000), days=min(days, 10**6), hours=min(hours, 10**6))
    length += dt.timedelta(minutes=min(minutes, 10**8), seconds=seconds)
    if match[1] == "-" and length:
        raise BadValue("duration-negative", line, text=beginning(text, 40))
    return checked_length(length, line)


def checked_length(length: dt.timedelta, line: int) -> dt.timedelta:
    """The length when it is neither negative nor over ten years. Raises RefusedInput."""
    if length < dt.timedelta():
        raise BadValue("event-ends-before-start", line)
    if length > LONGEST:
        raise BadValue("event-too-long", line)
    return length


def offset(text: str) -> dt.timedelta:
    """A UTC-OFFSET (§3.3.14), e.g. `+0530`. Raises RefusedInput."""
    match = _OFFSET.match(text.strip())
    if not match:
        raise RefusedInput("no-offset", text=beginning(text, 20))
    length = dt.timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if length >= dt.timedelta(hours=24):
        raise RefusedInput("offset-too-large", text=beginning(text, 20))
    return -length if match[1] == "-" else length
