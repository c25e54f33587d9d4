"""Fetches a web address somebody typed in, and reaches nothing but the public internet while doing so.

What is refused, and where: the address itself in `web_address`, the IP addresses behind it in `transport` (with
`addresses`), bodies that unfold too far in `inflation`. Every redirect goes through all of them again.
"""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpcore
import httpx
from django.conf import settings

from commonhour import __version__
from commonhour.core.limits import FETCH_BYTES, FETCH_HOPS, FETCH_HTTP_PORT, FETCH_HTTPS_PORT, FETCH_SECONDS
from commonhour.errors import GatewayError
from commonhour.gateways.addresses import is_public
from commonhour.gateways.inflation import CODINGS, inflated, too_large
from commonhour.gateways.transport import Allow, Deadline, Resolve, Transport, resolve
from commonhour.gateways.web_address import Trusted, is_named, web_address

_REDIRECTS = {301, 302, 303, 307, 308}
_LATER = {408, 425, 429}  # the statuses below 500 that a second try may cure
_HEADER_CHARACTERS = 1_000
_LONGEST_WAIT = 30 * 24 * 3600  # seconds that a Retry-After may ask for


@dataclass(frozen=True)
class Fetched:
    """An answer. `url` is where it was found in the end; like the one asked for, it may be secret."""

    status: int
    body: bytes
    etag: str
    last_modified: str
    content_type: str
    url: str

    @property
    def not_modified(self) -> bool:
        return self.status == 304


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    allow: Allow = is_public,
    ports: tuple[int, ...] = (FETCH_HTTP_PORT, FETCH_HTTPS_PORT),
    resolver: Resolve = resolve,
    seconds: float = FETCH_SECONDS,
    tls: ssl.SSLContext | None = None,
    trusted: Trusted | None = None,
) -> Fetched:
    """The answer 2xx, or 304 with an empty body when nothing changed since `etag` or `last_modified`.

    `trusted` hosts need not be public; they are those of COMMONHOUR_FETCH_ALLOW unless given. Only one of them may
    redirect to another one: nobody outside shall have us publish what lies inside. Everything else is a GatewayError in one sentence that names the host and nothing more of the URL.
    """
    headers = _headers(etag, last_modified)
    trusted = settings.FETCH_ALLOW if trusted is None else trusted
    here = web_address(url, ports, trusted=trusted)
    seen = {here}
    deadline = Deadline(seconds)
    while True:
        with (
            Transport(deadline, allow, resolver, tls, trusted) as transport,
            failures_told(here.host, deadline),
        ):
            answer = _ask(transport, httpx.Request("GET", here, headers=headers), deadline)
        if isinstance(answer, Fetched):
            return answer
        trusted = trusted if is_named(here, trusted) else frozenset()
        here = _next_hop(here, answer, seen, ports, trusted)


def _headers(etag: str, last_modified: str) -> dict[str, str]:
    headers = {
        "User-Agent": user_agent(),
        "Accept": "*/*",
        "Accept-Encoding": CODINGS,
        "If-None-Match": _one_line(etag),
        "If-Modified-Since": _one_line(last_modified),
    }
    return {name: value for name, value in headers.items() if value}


def user_agent() -> str:
    return f"CommonHour/{__version__} (+{settings.BASE_URL})"


def _one_line(value: str) -> str:
    """A header's value that can be kept and sent back as it is, else nothing."""
    is_plain = value.isascii() and value.isprintable() and len(value) <= _HEADER_CHARACTERS
    return value.strip() if is_plain else ""


def _next_hop(
    here: httpx.URL, location: str, seen: set[httpx.URL], ports: tuple[int, ...], trusted: Trusted
) -> httpx.URL:
    """Where the redirect leads, checked like the first address and entered into `seen`."""
    there = web_address(location, ports, here, trusted)
    if there in seen:
        raise GatewayError("redirect-circle", host=here.host, permanent=True)
    if len(seen) > FETCH_HOPS:
        raise GatewayError("redirects-too-many", host=here.host, most=FETCH_HOPS, permanent=True)
    seen.add(there)
    return there


@contextmanager
def failures_told(host: str, deadline: Deadline) -> Iterator[None]:
    """Every failure of the network is told as a GatewayError."""
    try:
        yield
    except httpcore.TimeoutException:
        raise GatewayError("answer-too-slow", host=host, seconds=deadline.seconds, permanent=False) from None
    except httpcore.NetworkError:
        raise GatewayError("connection-broken-off", host=host, permanent=False) from None
    except httpcore.ProtocolError:
        raise GatewayError("answer-no-http", host=host, permanent=False) from None


def _ask(transport: Transport, request: httpx.Request, deadline: Deadline) -> Fetched | str:
    """One answer, or the Location that it redirects to."""
    response = transport.handle_request(request)
    try:
        if response.status_code in _REDIRECTS and response.headers.get("Location"):
            return response.headers["Location"]
        _check_status(response.status_code, request, response.headers)
        return _read(response, request, deadline)
    finally:
        response.close()


def _check_status(status: int, request: httpx.Request, headers: httpx.Headers) -> None:
    has_condition = {"if-none-match", "if-modified-since"} & set(request.headers)
    is_whole = 200 <= status < 300 and status != 206
    if not is_whole and not (status == 304 and has_condition):
        is_permanent = 400 <= status < 500 and status not in _LATER
        raise GatewayError(
            "answer-status",
            host=request.url.host,
            status=status,
            permanent=is_permanent,
            retry_after=retry_after(headers),
        )


def retry_after(headers: httpx.Headers) -> int | None:
    """Seconds. RFC 9110 §10.2.3 allows a date too, which is counted from the answer's own."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), _LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers["Date"])
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return min(max(int(wait.total_seconds()), 0), _LONGEST_WAIT)


def _read(response: httpx.Response, request: httpx.Request, deadline: Deadline) -> Fetched:
    headers = response.headers
    is_new = response.status_code != 304
    kept = {} if is_new else request.headers  # a 304 may leave out what it confirms
    return Fetched(
        status=response.status_code,
        body=_body(response, request.url.host, deadline) if is_new else b"",
        etag=_one_line(headers.get("ETag", kept.get("If-None-Match", ""))),
        last_modified=_one_line(headers.get("Last-Modified", kept.get("If-Modified-Since", ""))),
        content_type=_one_line(headers.get("Content-Type", "")),
        url=str(request.url),
    )


def _body(response: httpx.Response, host: str, deadline: Deadline) -> bytes:
    if int(response.headers.get("Content-Length", "0")) > FETCH_BYTES:
        raise too_large(host, FETCH_BYTES)
    pieces = _in_time(response.iter_raw(), deadline)
    return inflated(pieces, response.headers.get("Content-Encoding", ""), FETCH_BYTES, host)


def _in_time(pieces: Iterable[bytes], deadline: Deadline) -> Iterator[bytes]:
    for piece in pieces:
        deadline.left()
        yield piece
