"""Asks whether a public address still answers, politely: HEAD first, GET where that is refused, no body read.

Reaches public addresses only, as `fetch` does, and tells redirects that are for ever from those that are not.
"""

import ssl
from dataclasses import dataclass, field

import httpcore
import httpx
from django.conf import settings

from commonhour import __version__
from commonhour.core.limits import FETCH_HOPS, FETCH_HTTP_PORT, FETCH_HTTPS_PORT, FETCH_SECONDS
from commonhour.errors import GatewayError
from commonhour.errors.telling import Fault, fault
from commonhour.gateways.addresses import is_public
from commonhour.gateways.transport import Allow, Deadline, Resolve, Transport, resolve
from commonhour.gateways.web_address import web_address

_FOR_EVER, _FOR_NOW = {301, 308}, {302, 303, 307}
# Many servers answer HEAD with anything; what they say to GET counts.
_HEAD_REFUSED = range(400, 600)


@dataclass(frozen=True)
class LinkAnswer:
    """`status` is the last one, 0 when nothing answered, and `fault` says why.

    `moved_to` is where it leads when every redirect on the way was for ever, else "".
    """

    status: int
    moved_to: str = ""
    fault: Fault = field(default_factory=dict)


def ask_link(
    url: str,
    *,
    allow: Allow = is_public,
    ports: tuple[int, ...] = (FETCH_HTTP_PORT, FETCH_HTTPS_PORT),
    resolver: Resolve = resolve,
    seconds: float = FETCH_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> LinkAnswer:
    """What a public address answers. Raises GatewayError for one that is never asked: not http, not public."""
    here = web_address(url, ports)
    deadline = Deadline(seconds)
    with Transport(deadline, allow, resolver, tls) as transport:
        try:
            return _followed(transport, here, ports)
        except httpcore.TimeoutException:
            return LinkAnswer(0, fault=fault("answer-too-slow", host=here.host, seconds=deadline.seconds))
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return LinkAnswer(0, fault=fault("answer-unfinished", host=here.host))
        except GatewayError as error:
            if error.permanent:
                raise
            return LinkAnswer(0, fault=error.as_json())


def _followed(transport: Transport, start: httpx.URL, ports: tuple[int, ...]) -> LinkAnswer:
    """Along the redirects to an answer. A circle answers nothing."""
    here, is_for_ever = start, True
    for _ in range(FETCH_HOPS + 1):
        status, location = _asked(transport, here)
        if status not in _FOR_EVER | _FOR_NOW or not location:
            return LinkAnswer(status, str(here) if here != start and is_for_ever else "")
        is_for_ever = is_for_ever and status in _FOR_EVER
        here = web_address(location, ports, base=here)
    return LinkAnswer(0, fault=fault("redirects-too-many", host=start.host, most=FETCH_HOPS))


def _asked(transport: Transport, url: httpx.URL) -> tuple[int, str]:
    status, location = _head(transport, url, "HEAD")
    return _head(transport, url, "GET") if status in _HEAD_REFUSED else (status, location)


def _head(transport: Transport, url: httpx.URL, method: str) -> tuple[int, str]:
    """Status and Location; the body stays where it is."""
    headers = {"User-Agent": f"CommonHour/{__version__} (+{settings.BASE_URL})", "Accept": "*/*"}
    response = transport.handle_request(httpx.Request(method, url, headers=headers))
    try:
        return response.status_code, response.headers.get("Location", "")
    finally:
        response.close()
