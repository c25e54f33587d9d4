"""Bodies that keep nobody waiting: what a client announces has to come in time, or it gets a 408 and loses its line.

The server itself waits for a body as long as the client likes, and a thread waits with it. It also gives out an answer
that comes in pieces only as quickly as the client takes them; one that is there at once is off the thread's hands.
"""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from commonhour.core.limits import BODY_PIECE_SECONDS, BODY_SECONDS, SLOW_BODIES, SLOW_BODIES_PER_ADDRESS
from commonhour.gateways.addresses import subscriber
from commonhour.web.kept import WSGIApplication

_PIECE = 64 * 1024
# What was sent together with its head is there at once, and needs none of the places for slow ones.
_AT_ONCE = 0.05


class Unread(OSError):
    """The body did not come. To Django it is a connection that broke, so no view acts on the half of it."""

    status, sentence = "408 Request Timeout", "What you sent did not arrive in time. Please send it again."


class Crowded(Unread):
    """As many as may wait for their bodies do so."""

    status, sentence = (
        "503 Service Unavailable",
        "Too much is being sent at once. Please try again in a moment.",
    )


class Places:
    """So many requests may wait for their bodies at once, and fewer of one address of the internet."""

    def __init__(self) -> None:
        self.taken, self.of = 0, Counter[str]()
        self.lock = threading.Lock()

    def take(self, address: str) -> bool:
        who = subscriber(address)
        with self.lock:
            is_free = self.taken < SLOW_BODIES and not (who and self.of[who] >= SLOW_BODIES_PER_ADDRESS)
            self.taken += is_free
            self.of[who] += is_free
        return is_free

    def leave(self, address: str) -> None:
        who = subscriber(address)
        with self.lock:
            self.taken -= 1
            self.of[who] -= 1
            self.of += Counter()  # forgets those at zero


class Body:
    """`wsgi.input` that gives up. `unread` says why."""

    def __init__(self, source: Any, places: Places, address: str) -> None:
        self.source, self.places, self.address, self.has_place = source, places, address, False
        self.end = time.monotonic() + BODY_SECONDS
        self.unread: Unread | None = None

    def read(self, size: int) -> bytes:
        pieces: list[bytes] = []
        while size > 0 and (piece := self._in_time(self.source.read, min(size, _PIECE))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        return self._in_time(self.source.readline, size)

    def release(self) -> None:
        if self.has_place:
            self.places.leave(self.address)

    def _in_time(self, read: Callable[[int], bytes], size: int) -> bytes:
        # The server's reading cannot be broken off, so it is left to a thread, which ends when the line is cut.
        found: list[bytes] = []
        reader = threading.Thread(target=lambda: found.append(read(size)), daemon=True)
        reader.start()
        reader.join(_AT_ONCE)
        if reader.is_alive():
            self._take_place()
            reader.join(max(0.0, min(BODY_PIECE_SECONDS, self.end - time.monotonic())))
        if not found:
            raise self._give_up(Unread())
        return found[0]

    def _take_place(self) -> None:
        self.has_place = self.has_place or self.places.take(self.address)
        if not self.has_place:
            raise self._give_up(Crowded())

    def _give_up(self, why: Unread) -> Unread:
        self.unread = why
        return why


class Bodies:
    """Answers for the application when a body that it wanted to read did not come."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.places = Places()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("CONTENT_LENGTH"):
            return _whole(self.application(environ, start_response))
        body = Body(environ["wsgi.input"], self.places, environ.get("REMOTE_ADDR", ""))
        environ["wsgi.input"] = body
        try:
            answer = self.application(environ, start_response)
        finally:
            body.release()
        whole = _whole(answer)
        return _cut_off(body.unread, start_response) if body.unread else whole


def _whole(answer: Iterable[bytes]) -> list[bytes]:
    with contextlib.closing(answer) if hasattr(answer, "close") else contextlib.nullcontext():
        return list(answer)


def _cut_off(why: Unread, start_response: Any) -> Iterable[bytes]:
    """A sentence, and the end of the connection: it announces one byte more than comes, which is the one way to make
    the server hang up on somebody who is still expected to send."""
    text = f"{why.sentence}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text) + 1)),
        ("Cache-Control", "no-store"), ("Retry-After", "5"), ("Connection", "close"),
    ]  # fmt: skip
    start_response(why.status, headers, (Unread, why, None))
    return _short(text)


def _short(text: bytes) -> Iterator[bytes]:
    yield text
    time.sleep(_AT_ONCE)  # so that the sentence is on its way when the line is cut
