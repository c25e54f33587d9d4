"""One name for each room, however its link is written: two calls in one room at one time are in each other's way."""

import re
from urllib.parse import parse_qsl

from commonhour.core.places.providers import room_link

_ZOOM = re.compile(r"(?:^|\.)(?:zoom\.us|zoomgov\.com|zoom\.com(?:\.cn)?|zoom\.cn)$")
_NUMBER = re.compile(r"/(\d{9,12})(?=/|$)")
# How one is let in or came here, and not where: two links to one room differ by them.
_NOT_THE_ROOM = re.compile(
    r"pwd|pass(?:word|code)|tk|token|jwt|omn|uname|name|display_?name|email|from|ref|fbclid|gclid|utm_\w+|authuser|pli|hs|lang|hl", re.I
)  # fmt: skip


def room_name(url: str) -> str:
    """The same for every link into one room; "" for what is no web address. It is as secret as the link."""
    link = room_link(url)
    if link is None:
        return ""
    number = _NUMBER.search(link.path)
    if number and _ZOOM.search(link.host):
        return f"zoom {number[1]}"
    asked = sorted(pair for pair in parse_qsl(link.query) if not _NOT_THE_ROOM.fullmatch(pair[0]))
    within = link.fragment.partition("?")[0] if link.fragment.startswith("/") else ""
    return " ".join([link.host + link.path.rstrip("/"), *map("=".join, asked), within]).strip().casefold()
