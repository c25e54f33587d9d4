"""The Reader: in whose zone and language a page is written. Both are in the URL, never in a cookie."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from commonhour import clock
from commonhour.core.time.cities import city_zone
from commonhour.core.time.zones import canonical, resolve, wall_of
from commonhour.errors import UnknownZone
from commonhour.models import Community

LONGEST_ZONE = 60


@dataclass(frozen=True, slots=True)
class Reader:
    """`chosen_tz` and `chosen_lang` are what the URL says; links carry just those on."""

    tzid: str
    lang: str
    chosen_tz: str = ""
    chosen_lang: str = ""
    unknown_tz: str = ""
    base: str = ""  # in front of every link, for HTML that other sites include

    def link(self, path: str, **query: str) -> str:
        """A path of this hub with the reader's choices behind it."""
        carried = {"tz": self.chosen_tz, "lang": self.chosen_lang} | query
        text = urlencode({name: value for name, value in carried.items() if value}, safe="/:")
        path = self.base + path
        return f"{path}{'&' if '?' in path else '?'}{text}" if text else path


def reader_of(request: HttpRequest) -> Reader:
    """The reader of a request; an unknown zone falls back to the community's and is remembered for a notice."""
    found: Reader | None = getattr(request, "_reader", None)
    if found is None:
        found = _read(request)
        request._reader = found  # type: ignore[attr-defined]
    return found


def _read(request: HttpRequest) -> Reader:
    community = community_of(request)
    asked_tz, asked_lang = request.GET.get("tz", "").strip(), request.GET.get("lang", "").strip()
    lang = asked_lang if asked_lang in dict(settings.LANGUAGES) else ""
    tz = (resolve(asked_tz) or city_zone(asked_tz) or "") if asked_tz else ""
    return Reader(
        tzid=tz or _known(community.tzid),
        lang=lang or community.language,
        chosen_tz=tz,
        chosen_lang=lang,
        unknown_tz=asked_tz[:LONGEST_ZONE] if asked_tz and not tz else "",
    )


def today_of(request: HttpRequest) -> dt.date:
    """Where the reader is."""
    return wall_of(clock.now(), reader_of(request).tzid).date()


def community_of(request: HttpRequest) -> Community:
    """The community's row, read once a request."""
    found: Community | None = getattr(request, "_community", None)
    if found is None:
        found = Community.the()
        request._community = found  # type: ignore[attr-defined]
    return found


def _known(tzid: str) -> str:
    try:
        return canonical(tzid)
    except UnknownZone:
        return "UTC"
