"""A local server that misbehaves as it is told, and remembers who connected and what was asked."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator

Answer = Callable[[bytes], Iterable[bytes]]  # the head of a request → the pieces to send


def reply(status: str = "200 OK", body: bytes = b"", *, length: int | None = None, **headers: str) -> bytes:
    """A whole answer; `length` lies about it. Header names are written with _ for -."""
    said = {"Content_Length": str(len(body) if length is None else length), **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {text}" for name, text in said.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return reply(status, Location=location)


class Rogue:
    """Answers one connection after the other, each in its own thread, until it is left."""

    def __init__(self, answer: Answer, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.answer, self._tls = answer, tls
        self.heads: list[bytes] = []
        self.names: list[str | None] = []  # asked for in TLS
        self.left = threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listening = socket.create_server((host, 0), family=family)
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        if tls:
            tls.sni_callback = lambda _socket, name, _context: self.names.append(name)

    def __enter__(self) -> "Rogue":
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.left.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def _accept(self) -> None:
        while not self.left.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and not head.startswith(b"\x16"):  # a TLS greeting where none is spoken
            more = connection.recv(65_536)
            if not more:
                return
            head += more
        self.heads.append(head)
        for piece in self.answer(head):
            connection.sendall(piece)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65_536)  # until the other side has read everything

    def drip(self, first: bytes, drop: bytes) -> Iterator[bytes]:
        """For ever, a drop every few milliseconds."""
        yield first
        while not self.left.wait(0.005):
            yield drop


class Trap:
    """A port that nobody may connect to. Nothing is accepted, so every connection stays to be counted."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listening = socket.create_server((host, 0), family=family)
        self._listening.setblocking(False)
        self.port: int = self._listening.getsockname()[1]

    def __enter__(self) -> "Trap":
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def connects(self) -> int:
        count = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                self._listening.accept()[0].close()
                count += 1
        return count
