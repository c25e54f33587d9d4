"""Connects to checked addresses only: a name is resolved once, every answer is checked, and that answer is dialled.

There is no second look-up between check and connect, so a name cannot change its address in between (DNS rebinding).
Name, TLS name and Host header stay those of the URL.
"""

import functools
import logging
import socket
import ssl
import threading
import time
import typing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

import httpcore
import httpx

from commonhour.errors import GatewayError
from commonhour.gateways.addresses import IPAddress
from commonhour.gateways.web_address import Trusted, literal

Allow = Callable[[IPAddress], bool]
Resolve = Callable[[str], list[IPAddress]]
T = typing.TypeVar("T")
_TRIED = 4  # addresses of one name
# At DEBUG it would write headers, and with them the secret parts of redirects, to the log.
logging.getLogger("httpcore").setLevel(logging.INFO)


def resolve(host: str) -> list[IPAddress]:
    """Every address of a name, in the system's order. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = (literal(str(row[4][0])) for row in found)
    return list(dict.fromkeys(address for address in addresses if address))


class Deadline:
    """So many seconds from now, for everything together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises httpcore.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left

    def wait_for(self, work: Callable[[], T]) -> T:
        """What `work` returns. A look-up cannot be interrupted, so a late one is left behind in its thread."""
        future: Future[T] = Future()
        threading.Thread(target=_settle, args=(future, work), daemon=True).start()
        try:
            return future.result(self.left())
        except TimeoutError:
            if future.done():  # the look-up's own
                raise
            raise httpcore.ReadTimeout("deadline") from None


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except BaseException as fault:
        future.set_exception(fault)


class TimedStream(httpcore.NetworkStream):
    """A connection on which every read and write has only the time that is left."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "TimedStream":
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        except BaseException as fault:
            self.close()
            if isinstance(fault, httpcore.ConnectError):
                raise _failed("no-trusted-encryption", host=server_hostname) from None
            raise
        return TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Dials for httpcore, at addresses that `allow` lets through, or at hosts that are trusted by name and port."""

    def __init__(self, deadline: Deadline, allow: Allow, resolver: Resolve, trusted: Trusted) -> None:
        self._deadline, self._allow, self._resolve, self._trusted = deadline, allow, resolver, trusted
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        tried = self._checked(host, port)[:_TRIED]
        for place, address in enumerate(tried):
            share = self._deadline.left() / (len(tried) - place)
            try:
                stream = self._sockets.connect_tcp(str(address), port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return TimedStream(stream, self._deadline)
        raise _failed("host-unreachable", host=host)

    def _checked(self, host: str, port: int) -> list[IPAddress]:
        """All addresses of the host. One that is not allowed condemns the name, whatever the others are."""
        addresses = self._addresses(host)
        if not addresses:
            raise _failed("name-without-address", host=host)
        is_trusted = (host, port) in self._trusted
        if not is_trusted and not all(self._allow(address) for address in addresses):
            raise GatewayError("host-not-public", host=host, permanent=True)
        return addresses

    def _addresses(self, host: str) -> list[IPAddress]:
        written = literal(host)
        if written:
            return [written]
        try:
            return self._deadline.wait_for(lambda: self._resolve(host))
        except (OSError, UnicodeError):
            raise _failed("name-unknown", host=host) from None


class Transport(httpx.BaseTransport):
    """An httpx transport over the checked backend. Used without an httpx.Client, and so without cookies, proxies
    from the environment, netrc, redirects of its own, or the URL in the log."""

    def __init__(
        self,
        deadline: Deadline,
        allow: Allow,
        resolver: Resolve,
        tls: ssl.SSLContext | None = None,
        trusted: Trusted = frozenset(),
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls or _trusted(),
            max_keepalive_connections=0,  # each hop is resolved and checked anew
            network_backend=CheckedBackend(deadline, allow, resolver, trusted),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.read(),
                extensions={"timeout": {}},
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Pieces(answer.stream))

    def close(self) -> None:
        self._pool.close()


class _Pieces(httpx.SyncByteStream):
    def __init__(self, stream: typing.Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


@functools.cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context(verify=True, trust_env=False)


def _failed(code: str, host: str | None) -> GatewayError:
    return GatewayError(code, host=host, permanent=False)
