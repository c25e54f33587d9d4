"""A site's HTML templates: which calendars they embed, and in which zone."""

import html
import re

from commonhour.core.audit.claim import CalendarClaim, Claims, Passage
from commonhour.core.places.calendars import calendar_sources
from commonhour.core.time.zones import resolve

_URL = re.compile(r"(?:https?:)?//[^\s\"'<>]+")


def embed_claims(body: bytes, *, where: str) -> Claims:
    """The calendars of a template. What is no address of a calendar is left alone."""
    claims = Claims()
    for number, line in enumerate(body.decode("utf-8", "replace").splitlines(), 1):
        for found in _URL.findall(line):
            for source in calendar_sources(html.unescape(found)):
                tzid = resolve(source.tzid) if source.tzid else None
                if tzid:
                    claims.calendars.append(
                        CalendarClaim(source.url, tzid, Passage(f"{where}:{number}", where))
                    )
    return claims
