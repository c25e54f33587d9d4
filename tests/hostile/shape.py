"""One hostile file, and the small makers its kinds are written with."""

from typing import NamedTuple

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hostile//EN\r\n"
TAIL = "END:VCALENDAR\r\n"
START = "DTSTART;TZID=Europe/Madrid:20260105T160000"


class Hostile(NamedTuple):
    """`why` is what it does to a careless reader; `says` is what our refusal, or one of our findings, must say
    ("" when reading it quietly is right too)."""

    name: str
    kind: str
    body: bytes
    why: str
    says: str = ""


def calendar(inside: str) -> bytes:
    return f"{HEAD}{inside}{TAIL}".encode("utf-8", "surrogatepass")


def event(*lines: str, uid: str = "one@example.org", start: str = START) -> str:
    """A VEVENT that is sound but for the lines it is given."""
    own = [f"UID:{uid}"] if uid else []
    own += [start] if start else []
    return "\r\n".join(["BEGIN:VEVENT", *own, "SUMMARY:Call", *lines, "END:VEVENT", ""])


def ics(name: str, inside: str, why: str, says: str = "") -> Hostile:
    """A calendar round some components."""
    return Hostile(f"{name}.ics", "calendar", calendar(inside), why, says)


def one(
    name: str, why: str, *lines: str, says: str = "", start: str = START, uid: str = "one@example.org"
) -> Hostile:
    """A calendar of one event, and beside it a good one, which must survive."""
    good = event(uid="good@example.org")
    return ics(name, event(*lines, start=start, uid=uid) + good, why, says)


def page(name: str, text: str, why: str, says: str = "") -> Hostile:
    return Hostile(f"{name}.md", "page", text.encode("utf-8", "surrogatepass"), why, says)
