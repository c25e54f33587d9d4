"""What every page's frame needs: the community, the reader's zone, where its links lead."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from commonhour import clock
from commonhour.core.time.zones import offset_text
from commonhour.web.reader import community_of, reader_of
from commonhour.web.times import place


def frame(request: HttpRequest) -> dict[str, Any]:
    reader, community = reader_of(request), community_of(request)
    now = clock.now()
    return {
        "community": community,
        "reader": reader,
        "now": now,
        "reader_city": place(reader.tzid),
        "reader_offset": offset_text(now, reader.tzid),
        "languages": settings.LANGUAGES,
        "here": request.path,
        "canonical_url": settings.BASE_URL + request.path,
        "base_url": settings.BASE_URL,
        "carried": [(name, value) for name, value in request.GET.items() if name not in ("tz", "q")],
        "carried_but_lang": [(name, value) for name, value in request.GET.items() if name != "lang"],
    }
