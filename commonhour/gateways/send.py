"""Sends a small body to a web address somebody typed in: with the checks of `fetch`, and where a redirect leads it does not
go."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import httpx
from django.conf import settings

from commonhour.core.limits import FETCH_HTTP_PORT, FETCH_HTTPS_PORT, SEND_ANSWER_BYTES, SEND_SECONDS
from commonhour.errors import GatewayError
from commonhour.gateways.addresses import is_public
from commonhour.gateways.fetch import failures_told, retry_after, user_agent
from commonhour.gateways.transport import Allow, Deadline, Resolve, Transport, resolve
from commonhour.gateways.web_address import Trusted, is_named, web_address


@dataclass(frozen=True, slots=True)
class Request:
    """`url` and `headers` may be secret, like `body`."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    method: Literal["POST", "PUT"] = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """`retry_after` are seconds; `body` is the beginning of it, and only of what is no success."""

    host: str
    status: int
    retry_after: int | None = None
    body: bytes = b""


def send(
    request: Request,
    *,
    allow: Allow = is_public,
    resolver: Resolve = resolve,
    seconds: float = SEND_SECONDS,
    tls: ssl.SSLContext | None = None,
    trusted: Trusted | None = None,
) -> Answer:
    """Whatever the other side answers. Raises GatewayError, which names the host and nothing more of the address, when
    there is no answer or the address is not one that may be asked."""
    trusted = settings.FETCH_ALLOW if trusted is None else trusted
    url = checked(request.url, trusted)
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity", **request.headers}
    asked = httpx.Request(request.method, url, headers=headers, content=request.body)
    deadline = Deadline(seconds)
    with Transport(deadline, allow, resolver, tls, trusted) as transport, failures_told(url.host, deadline):
        response = transport.handle_request(asked)
        try:
            body = b"" if response.is_success else _beginning(response, deadline)
            return Answer(url.host, response.status_code, retry_after(response.headers), body)
        finally:
            response.close()


def checked(text: str, trusted: Trusted | None = None) -> httpx.URL:
    """An address that may be sent to: encrypted, unless whoever runs the hub has named the host. Raises GatewayError."""
    trusted = settings.FETCH_ALLOW if trusted is None else trusted
    url = web_address(text, (FETCH_HTTP_PORT, FETCH_HTTPS_PORT), trusted=trusted)
    if url.scheme != "https" and not is_named(url, trusted):
        raise GatewayError("address-not-encrypted", host=url.host, permanent=True)
    return url


def _beginning(response: httpx.Response, deadline: Deadline) -> bytes:
    found = b""
    for piece in response.iter_raw():
        deadline.left()
        found += piece
        if len(found) >= SEND_ANSWER_BYTES:
            break
    return found[:SEND_ANSWER_BYTES]
