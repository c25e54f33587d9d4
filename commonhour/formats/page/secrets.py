"""Ways into a call on a page: kept as joins before anything else reads it, and named by a number in its text."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from commonhour.core.places.doors import Stand
from commonhour.core.places.secrets import JOIN_MARK, PASSCODE_MARK, Kind, is_open, join_of, replace_secrets
from commonhour.formats.page.reading import PageReading

SCHEME = "common-hour-join:"

_CASES = {
    Kind.LINK: "join-link",
    Kind.CODE: "page-passcode",
    Kind.NUMBER: "page-passcode",
    Kind.TOKEN: "private-token",
    Kind.CALENDAR: "calendar",
}
# What a Markdown link or an HTML attribute has before its address, where no text of a link may stand.
_IS_TARGET = ("](", "](<", '="', "='", "]: ", "=", "<")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_OF_CALLS = re.compile(
    r"zoom|webex|teams|jitsi|\bmeet|\bcalls?\b|\bdial|\bjoin|conferenc|besprech|reuni|réunion|webinar", re.I
)
_PLACEHOLDER_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.)*+)\]\(" + SCHEME + r"([0-9]{1,6})(?![0-9])(?:\s+\"[^\"]*\")?\)"
)
NO_ROOMS: Mapping[int, str] = MappingProxyType({})
_PLACEHOLDER = re.compile(r"<?" + SCHEME + r"([0-9]{1,6})(?![0-9])>?")


def without_secrets(lines: list[str], reading: PageReading, stands: Stand = Stand.TEXT) -> list[str]:
    """The lines with every way into a call replaced by `common-hour-join:N`, and without private addresses."""
    samples = _samples(lines)
    return [_line(line, number, reading, stands, number in samples) for number, line in enumerate(lines, 1)]


def _samples(lines: list[str]) -> set[int]:
    """The lines of code that speaks of no call: a password in there opens none."""
    samples: set[int] = set()
    first = 0
    for number, line in enumerate(lines, 1):
        if not _FENCE.match(line):
            continue
        if first and not _OF_CALLS.search("\n".join(lines[first : number - 1])):
            samples.update(range(first, number))
        first = 0 if first else number
    return samples


def _line(line: str, number: int, reading: PageReading, stands: Stand, is_sample: bool) -> str:
    def keep(kind: Kind, secret: str, before: str) -> str:
        if secret.startswith(SCHEME):
            return secret
        if is_sample and kind is not Kind.LINK:
            return PASSCODE_MARK
        join = join_of(kind, secret)
        if kind in (Kind.TOKEN, Kind.CALENDAR) or not is_open(join):
            reading.find("secret-in-public", number, _CASES[kind])
        if kind in (Kind.TOKEN, Kind.CALENDAR):
            return ""
        reading.joins.append(join)
        place = f"{SCHEME}{len(reading.joins) - 1}"
        is_target = kind is Kind.LINK and before.endswith(_IS_TARGET)
        return place if is_target else f"{JOIN_MARK}({place})"

    return replace_secrets(line, keep, stands)


def join_numbers(text: str) -> list[int]:
    """The joins a text refers to, in their order."""
    return [int(number) for number in _PLACEHOLDER.findall(text)]


def public_text(text: str, open_rooms: Mapping[int, str] = NO_ROOMS) -> str:
    """The text as people may see it: it says that there is a join link, and where. `open_rooms` are links without a
    secret that no call has, by their number: they stay, since no join page leads to them."""
    if SCHEME not in text:
        return text
    text = _PLACEHOLDER_LINK.sub(lambda found: _public_link(found, open_rooms), text)
    return _PLACEHOLDER.sub(lambda found: open_rooms.get(int(found[1]), JOIN_MARK), text)


def _public_link(found: re.Match[str], open_rooms: Mapping[int, str]) -> str:
    words, room = found[1], open_rooms.get(int(found[2]))
    if room is not None:
        return room if words == "join link" else f"[{words}]({room})"
    return JOIN_MARK if words == "join link" else f"{words} {JOIN_MARK}"
