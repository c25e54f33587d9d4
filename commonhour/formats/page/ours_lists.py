"""The lists at the end of a page of our own making: its sessions and its calendars, a bullet at a time."""

import re

from commonhour.core.draft import DraftSession, DraftSource
from commonhour.formats.page.lines import iso_date, split_at, split_link, unescaped
from commonhour.formats.page.reading import PageReading

_ZONE = re.compile(r"^\s*\((.*)\)\s*$")


def read_session(text: str, number: int, reading: PageReading, *, is_nested: bool) -> bool:
    """Reads a session's bullet, or one nested below it; False when it is none."""
    name, value = split_at(text, ":")
    sessions, value = reading.draft.sessions, value.strip()
    if not is_nested:
        title, url, _ = split_link(value)
        sessions.append(DraftSession(None, iso_date(name), title if url else unescaped(value), url=url))
        reading.place(sessions[-1], number)
        return True
    return bool(sessions) and _session_fact(name, value, sessions[-1])


def _session_fact(name: str, value: str, session: DraftSession) -> bool:
    if name == "Speaker":
        speaker, organisation = split_at(value, ",")
        session.speakers.append({"name": unescaped(speaker), "organisation": unescaped(organisation)})
    elif name == "Tag":
        session.tags.append(unescaped(value))
    elif name == "Language":
        session.language = unescaped(value)
    elif name == "Slides":
        session.slides = split_link(value)[1]
    elif name == "Link":
        label, url, _ = split_link(value)
        session.links.append({"label": label, "url": url})
    elif name == "Recording":
        session.recording = split_link(value)[1]
    else:
        return False
    return True


def read_source(text: str, reading: PageReading) -> bool:
    """Reads a calendar's bullet, "google: <https://…> (Europe/Madrid)"; False when it has no address."""
    kind, rest = split_at(text, ":")
    _, url, behind = split_link(rest.strip())
    zone = _ZONE.match(behind)
    source = DraftSource(unescaped(kind), url, unescaped(zone.group(1)) if zone else "")
    reading.draft.sources.append(source)
    return bool(url)
