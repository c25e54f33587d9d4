"""What every page's frame needs: the community, the reader's zone, where its links lead."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from commonhour import clock
from commonhour.core.time.zones import offset_text
from commonhour.web import zone
from commonhour.web.reader import community_of, reader_of
from commonhour.web.times import place


def frame(request: HttpRequest) -> dict[str, Any]:
    reader, community = reader_of(request), community_of(request)
    now = clock.now()
    here = f"{request.path}?{urlencode(_query(request, without='tz'))}".removesuffix("?")
    return {
        "community": community,
        "reader": reader,
        "now": now,
        "clock_stands": bool(settings.NOW),
        "reader_city": place(reader.tzid),
        "reader_offset": offset_text(now, reader.tzid),
        "languages": settings.LANGUAGES,
        "here": request.path,
        "canonical_url": settings.BASE_URL + request.path,
        "base_url": settings.BASE_URL,
        "carried": _query(request, without="tz"),
        "carried_but_lang": _query(request, without="lang"),
        "without_zone": here,
        "zone_near": zone.near(reader.unknown_tz, reader, here) if reader.unknown_tz else [],
    }


def _query(request: HttpRequest, *, without: str) -> list[tuple[str, str]]:
    """What the address asks for besides one parameter, repeated ones as often as they stand there."""
    return [(name, value) for name, values in request.GET.lists() for value in values if name != without]
