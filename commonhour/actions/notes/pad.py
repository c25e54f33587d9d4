"""Where the notes of a series are written, as people type it: what would be kept in another way, or never asked, is refused."""

import datetime as dt

from django.conf import settings

from commonhour.core.limits import FETCH_HTTP_PORT, FETCH_HTTPS_PORT
from commonhour.core.notes.address import PARTS, address_on, unknown_parts
from commonhour.errors import RefusedInput
from commonhour.gateways.web_address import is_inside, is_named, web_address
from commonhour.models import Series

_ANY_DAY = dt.date(2000, 1, 1)


def check_notes_address(pattern: str) -> None:
    """Raises RefusedInput, and GatewayError for an address that is never fetched."""
    if parts := unknown_parts(pattern):
        raise RefusedInput("notes-address-part", part=parts[0], known=list(PARTS))
    address = address_on(pattern, _ANY_DAY)
    url = web_address(address, (FETCH_HTTP_PORT, FETCH_HTTPS_PORT), trusted=settings.FETCH_ALLOW)
    if is_inside(url.host) and not is_named(url, settings.FETCH_ALLOW):
        raise RefusedInput("host-not-public", host=url.host)
    kept = Series._meta.get_field("notes_url").public
    if kept(pattern) != pattern or kept(address) != address:
        raise RefusedInput("notes-address-secret")
