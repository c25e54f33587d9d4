"""The address of a calendar, as people have it: checked, and led to the .ics behind it."""

from urllib.parse import urlsplit

from django.conf import settings

from commonhour.core.limits import FETCH_HTTP_PORT, FETCH_HTTPS_PORT
from commonhour.core.places.calendars import (
    CalendarLink,
    calendar_sources,
    is_secret_calendar,
    looks_like_ics,
)
from commonhour.errors import GatewayError, RefusedInput
from commonhour.gateways.web_address import is_inside, is_named, web_address

_LONGEST = 2_000


def calendars_at(address: str) -> list[CalendarLink]:
    """The calendars behind an address, each with what is polled; several for a page that shows several.

    Raises RefusedInput for what is no calendar, holds a secret, or is this hub itself.
    """
    plain = address.strip()
    if not plain or len(plain) > _LONGEST:
        raise RefusedInput("calendar-address-length", most=_LONGEST)
    if is_secret_calendar(plain):
        raise RefusedInput("secret-calendar-address")
    found = calendar_sources(plain) or _other(plain)
    for one in found:
        try:
            url = web_address(one.url, (FETCH_HTTP_PORT, FETCH_HTTPS_PORT), trusted=settings.FETCH_ALLOW)
        except GatewayError as error:
            raise RefusedInput(error.code, **error.facts) from error
        refuse_own(one.url)
        if is_inside(url.host) and not is_named(url, settings.FETCH_ALLOW):
            raise RefusedInput("host-not-public", host=url.host)
    return found


def feed_of(url: str) -> str:
    """The .ics that can be polled for a calendar that a page points to; "" when there is none."""
    try:
        return calendars_at(url)[0].url
    except RefusedInput:
        return ""


def refuse_own(address: str) -> None:
    """Raises RefusedInput for a feed of this very hub: it would show every call twice."""
    here, there = urlsplit(settings.BASE_URL), urlsplit(address)
    if there.hostname and (there.hostname, there.port) == (here.hostname, here.port):
        raise RefusedInput("own-calendar")


def _other(address: str) -> list[CalendarLink]:
    has_web_scheme = address.lower().startswith(("http://", "https://"))
    if not (has_web_scheme and looks_like_ics(address)):
        raise RefusedInput("no-known-calendar")
    return [CalendarLink("ics", address)]
