"""The picture of a date that social sites show beside a link to it, and the hub's own mark for browsers."""

import functools
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from commonhour.core.limits import PICTURES_A_MINUTE, PICTURES_AT_ONCE, RETRY_SECONDS
from commonhour.core.schedule.listed_date import ListedDate
from commonhour.core.time.zones import wall_of
from commonhour.formats.picture import Card, can_write, draw
from commonhour.web import times
from commonhour.web.accent import readable
from commonhour.web.documents import the_date
from commonhour.web.public import public_feed
from commonhour.web.reader import community_of

_CITIES = ("America/Los_Angeles", "America/New_York", "Europe/London", "Asia/Kolkata", "Asia/Tokyo")
_SHOWN = 3


class Pace:
    """How many pictures may be drawn: drawing is the dearest thing that anybody may ask for, and each date of each call
    has an address for it. A token bucket: `left` grows with time, up to what may be drawn at once."""

    def __init__(self) -> None:
        self.left, self.at, self.lock = float(PICTURES_AT_ONCE), time.monotonic(), threading.Lock()

    def allows(self, now: float) -> bool:
        """Whether one more may be drawn; `now` is in seconds of a clock that only goes forward."""
        with self.lock:
            grown = self.left + (now - self.at) * PICTURES_A_MINUTE / 60
            self.left, self.at = min(PICTURES_AT_ONCE, grown), now
            if self.left < 1:
                return False
            self.left -= 1
            return True


pace = Pace()


class TooMany(Exception):
    """More pictures were asked for than are drawn."""


@functools.lru_cache(maxsize=256)
def drawn(card: Card) -> bytes:
    """Kept by what it says, about 20 kB each: a write elsewhere makes no picture anew. Raises TooMany."""
    if not pace.allows(time.monotonic()):
        raise TooMany
    return draw(card)


@public_feed
def date_png(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """1200 × 630 pixels, in the host's zone: who shares a link does not know who reads it."""
    line = the_date(slug, day)
    card = _card(request, line)
    if not can_write(card.day + card.hour + card.elsewhere):
        with translation.override("en"):
            card = _card(request, line)
    try:
        response = HttpResponse(drawn(card), content_type="image/png")
        response.headers["Cache-Control"] = "public, max-age=3600"
    except TooMany:
        response = HttpResponse(status=503, content_type="text/plain")
        response.headers["Cache-Control"] = "no-store"
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@public_feed
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that do not take the mark as SVG."""
    body = Path(str(finders.find("img/favicon.ico"))).read_bytes()
    response = HttpResponse(body, content_type="image/x-icon")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def picture_words(line: ListedDate) -> str:
    """ "Thu, 26 Nov 2026, 16:00 Madrid · Fri 00:00 Tokyo": what the picture says, for those who do not see it."""
    return ", ".join(filter(None, [_day(line), " · ".join(filter(None, [_hour(line), _elsewhere(line)]))]))


def _card(request: HttpRequest, line: ListedDate) -> Card:
    community = community_of(request)
    state = gettext("Cancelled") + ": " if line.is_cancelled else ""
    return Card(
        community=community.title or "Common Hour",
        title=state + line.title,
        day=_day(line),
        hour=_hour(line),
        elsewhere=_elsewhere(line),
        address=urlsplit(settings.BASE_URL).netloc,
        accent=readable(community.accent)[0],
        is_off=line.is_cancelled,
    )


def _day(line: ListedDate) -> str:
    return times.day_text(line.start.date() if line.all_day else wall_of(line.start, line.tzid).date())


def _hour(line: ListedDate) -> str:
    return "" if line.all_day else f"{times.clock(line.start, line.tzid)} {times.place(line.tzid)}"


def _elsewhere(line: ListedDate) -> str:
    """The hour in a few cities on other clocks; with its weekday where that is another."""
    if line.all_day:
        return ""
    own = wall_of(line.start, line.tzid)
    others = [(tzid, wall) for tzid in _CITIES if (wall := wall_of(line.start, tzid)) != own]
    far = sorted(others, key=lambda one: abs((one[1] - own).total_seconds()), reverse=True)[:_SHOWN]
    return " · ".join(
        (f"{times.weekday_text(wall.date())} " if wall.date() != own.date() else "")
        + f"{times.clock(line.start, tzid)} {times.place(tzid)}"
        for tzid, wall in sorted(far, key=lambda one: one[1])
    )
