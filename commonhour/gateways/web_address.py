"""Reads the web address that shall be fetched, and refuses what this hub does not ask for.

`Trusted` are hosts with their ports that whoever runs the hub has named: a calendar server of their own network.
"""

import ipaddress
import re
from typing import Any

import httpx

from commonhour.core.limits import FETCH_HTTP_PORT, FETCH_HTTPS_PORT, FETCH_URL_BYTES
from commonhour.errors import GatewayError
from commonhour.gateways.addresses import IPAddress, is_public

_PORT_OF = {"http": FETCH_HTTP_PORT, "https": FETCH_HTTPS_PORT}
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)


Trusted = frozenset[tuple[str, int]]


def web_address(
    text: str, ports: tuple[int, ...], base: httpx.URL | None = None, trusted: Trusted = frozenset()
) -> httpx.URL:
    """A checked http or https address without its fragment; `webcal://` is read as https. Raises GatewayError."""
    url = _parsed(text, base)
    if url.scheme == "webcal":
        url = url.copy_with(scheme="https")
    _check(url, ports, trusted)
    return url.copy_with(fragment=None)


def is_named(url: httpx.URL, trusted: Trusted) -> bool:
    """True for an address at one of these hosts, on that very port."""
    return (url.host, url.port or _PORT_OF[url.scheme]) in trusted


def is_inside(host: str) -> bool:
    """True for what can be seen at once to be no public host; the rest turns out when it is fetched."""
    address = literal(host)
    return f".{host}".endswith(".localhost") if address is None else not is_public(address)


def literal(host: str) -> IPAddress | None:
    """The IP address this host is written as, or None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _parsed(text: str, base: httpx.URL | None) -> httpx.URL:
    if len(text.encode(errors="replace")) > FETCH_URL_BYTES:
        raise _refused("address-too-long", most=FETCH_URL_BYTES // 1024)
    try:
        url = base.join(text) if base else httpx.URL(text.strip())
        return url.copy_with(host=url.host[:-1]) if url.host.endswith(".") else url
    except (httpx.InvalidURL, ValueError):
        if base:
            raise _refused("redirect-unreadable", host=base.host) from None
        raise _refused("address-unreadable") from None


def _check(url: httpx.URL, ports: tuple[int, ...], trusted: Trusted) -> None:
    host = url.host
    if url.scheme not in _PORT_OF:
        raise _refused("address-scheme")
    if not _is_host(url.raw_host.decode("ascii")):
        raise _refused("address-without-host")
    if url.userinfo:
        raise _refused("address-with-password", host=host)
    if (url.port or _PORT_OF[url.scheme]) not in ports and not is_named(url, trusted):
        raise _refused("ports-only", host=host, ports=[str(port) for port in ports], port=url.port)


def _is_host(host: str) -> bool:
    """A plain IP address or a name. 2130706433, 0x7f.1 and 0177.0.0.1 are neither, though resolvers read them."""
    if literal(host):
        return True
    return bool(_NAME.fullmatch(host)) and not _NUMBER.fullmatch(host.rpartition(".")[2])


def _refused(code: str, **facts: Any) -> GatewayError:
    return GatewayError(code, permanent=True, **facts)
