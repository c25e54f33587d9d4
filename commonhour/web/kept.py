"""Kept answers: the bytes of public pages and feeds, ready to send until something is written.

A view says how long its answer may be kept (`keep`). The key holds the community's `content_version`, so a write
anywhere makes every kept answer stale on the next request, in every process. The version is read once, before anything
is rendered: what is written meanwhile may then be in an answer already, or in half of it, but whoever asks next asks for
a later version and cannot be given that answer.
"""

import gzip
import hashlib
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import brotli
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from commonhour import clock
from commonhour.web.asked import encodings, host_of, is_for_us, known_query

Key = tuple[object, ...]
Headers = tuple[tuple[str, str], ...]
Answer = tuple[int, Headers, bytes]
WSGIApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]
PAGE_SECONDS = 60
_LONGEST_ADDRESS = 1_000
_LEFT_ALONE = 1.0  # seconds
_STALE_MINUTES = 60
_NEVER_KEPT = ("/desk/", "/account/", "/static/", "/healthz", "/readyz", "/metrics")
_STATUS_LINES = {200: "200 OK", 304: "304 Not Modified"}
_SMALLEST_COMPRESSED = 200
_HELD = 600  # bytes of an answer's own object and of its place on the shelf
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/atom",
    "application/feed",
    "application/problem",
    "image/svg",
)


@dataclass(frozen=True)
class Kept:
    """An answer as it goes out, by encoding."""

    status: int
    headers: dict[str, Headers]
    etag: str
    modified: str
    bodies: dict[str, bytes]
    made_at: float = field(default_factory=time.time)

    @cached_property
    def size(self) -> int:
        """Bytes of memory, with what holds them."""
        return _size(self.headers) + _size(self.bodies) + _size(self.etag) + _size(self.modified) + _HELD


class Shelf:
    """Kept answers up to a number of bytes; the least recently used one goes first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.rows: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, *keys: Key) -> Kept | None:
        """What is kept under the first of these keys that has something."""
        with self.lock:
            for key in keys:
                if key in self.rows:
                    self.rows.move_to_end(key)
                    return self.rows[key]
            return None

    def put(self, key: Key, kept: Kept) -> None:
        if kept.size + _size(key) > self.limit:
            return  # for one answer, not for all of them
        with self.lock:
            self._take(key)
            self.rows[key] = kept
            self.size += kept.size + _size(key)
            while self.size > self.limit:
                self._take(next(iter(self.rows)))

    def _take(self, key: Key) -> None:
        if old := self.rows.pop(key, None):
            self.size -= old.size + _size(key)

    def clear(self) -> None:
        with self.lock:
            self.rows.clear()
            self.size = 0


shelf = Shelf(settings.PAGE_CACHE_BYTES)


def keep(response: HttpResponse, *, for_ever: bool | None = False) -> HttpResponse:
    """Mark a public answer as one to keep: until the next write (`for_ever`), or also no longer than a minute.

    None keeps nothing: the answer only gets its ETag and its encodings.
    """
    response.kept_for_ever = for_ever  # type: ignore[attr-defined]
    return response


def content_version() -> int:
    """The community's version, by the quickest way to ask: this is the one question of every kept answer."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = connection.connection.cursor()
        try:
            row = cursor.execute("SELECT content_version FROM commonhour_community WHERE id = 1").fetchone()
        finally:
            cursor.close()
    return int(row[0]) if row else 0


class LastWord:
    """What the database said last. While it says nothing, kept answers go out as they were then, with their age."""

    def __init__(self) -> None:
        self.version, self.minute, self.again_at = 0, 0, 0.0

    @property
    def is_silent(self) -> bool:
        return self.again_at > 0

    def ask(self) -> tuple[int, int]:
        """(version, minute) of now, or of then. A silent one is left alone for a moment: each question may have to
        wait for a lock."""
        if time.monotonic() < self.again_at:
            return self.version, self.minute
        try:
            self.version, self.minute = content_version(), int(clock.now().timestamp()) // PAGE_SECONDS
            self.again_at = 0.0
        except DatabaseError:
            connection.close()
            self.again_at = time.monotonic() + _LEFT_ALONE
        return self.version, self.minute


last_word = LastWord()


@dataclass(frozen=True, slots=True)
class Question:
    """What decides which kept answer fits."""

    method: str
    is_for_us: bool
    path: str
    query: str
    encodings: tuple[str, ...]
    known: str
    known_since: str

    def keys(self) -> tuple[Key, ...]:
        """The shelf's key of an answer that only a write changes, and of one that is good for this minute; while the
        database is silent, also of those of the hour before."""
        version, minute = last_word.ask()
        url = (version, self.path, self.query)
        minutes = _STALE_MINUTES if last_word.is_silent else 1
        return url, *((*url, minute - past) for past in range(minutes))

    def may_be_kept(self) -> bool:
        is_short = len(self.path) + len(self.query) <= _LONGEST_ADDRESS
        return (
            self.method in ("GET", "HEAD")
            and self.is_for_us
            and is_short
            and not self.path.startswith(_NEVER_KEPT)
        )

    def answer(self, kept: Kept) -> Answer:
        """(status, headers, body) of a kept answer in the encoding asked for, or a 304."""
        encoding = next((name for name in self.encodings if name in kept.bodies), "identity")
        headers = kept.headers[encoding]
        if last_word.is_silent:
            headers = (*headers, ("Age", str(int(time.time() - kept.made_at))))
        if self.knows(kept):
            return 304, headers, b""
        return kept.status, headers, kept.bodies[encoding]

    def knows(self, kept: Kept) -> bool:
        """True when the client has this very content (RFC 9110 §13.1: If-None-Match goes before If-Modified-Since)."""
        if self.known:
            return _matches(self.known, kept.etag)
        # The very stamp that we sent, as nginx does: clocks are put back, and clients make up stamps of their own.
        return bool(kept.modified) and self.known_since == kept.modified


class KeptAnswers:
    """Keeps what public views mark, and answers from the shelf before sessions and templates are thought of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        question = question_of(request.META)
        # Static files are looked up by the names alone.
        request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(question.encodings)
        if not question.may_be_kept():
            return self.get_response(request)
        request.META["QUERY_STRING"] = question.query  # what does not count is not there for the view either
        keys = question.keys()
        kept = shelf.get(*keys)
        if kept is None:
            response = self.get_response(request)
            if not hasattr(response, "kept_for_ever") or response.streaming:
                return response
            kept = _kept(response)
            if response.kept_for_ever is not None and not last_word.is_silent:
                shelf.put(keys[0] if response.kept_for_ever else keys[1], kept)
        status, headers, body = question.answer(kept)
        return HttpResponse(body, status=status, headers=dict(headers))


class Door:
    """The same at the WSGI door: a kept answer leaves without Django waking up for it."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        question = question_of(environ)
        kept = shelf.get(*question.keys()) if question.may_be_kept() else None
        if kept is None:
            return self.application(environ, start_response)
        status, headers, body = question.answer(kept)
        start_response(_STATUS_LINES[status], list(headers))
        return [b"" if question.method == "HEAD" else body]


def question_of(environ: dict[str, Any]) -> Question:
    get = environ.get
    return Question(
        environ["REQUEST_METHOD"], is_for_us(host_of(environ), get("PATH_INFO", "/")), get("PATH_INFO", "/"),
        known_query(get("QUERY_STRING", "")), encodings(get("HTTP_ACCEPT_ENCODING", "")),
        get("HTTP_IF_NONE_MATCH", ""), get("HTTP_IF_MODIFIED_SINCE", ""),
    )  # fmt: skip


def _kept(response: HttpResponse) -> Kept:
    body = response.content
    bodies = {"identity": body}
    if len(body) > _SMALLEST_COMPRESSED and response.headers.get("Content-Type", "").startswith(
        _COMPRESSIBLE
    ):
        bodies["br"] = brotli.compress(body, quality=5)
        bodies["gzip"] = gzip.compress(body, 6, mtime=0)
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    own = [(name, value) for name, value in response.headers.items() if name.lower() != "content-length"]
    headers = {name: (*own, *_encoded(name, digest)) for name in bodies}
    return Kept(response.status_code, headers, digest, response.headers.get("Last-Modified", ""), bodies)


def _encoded(encoding: str, digest: str) -> list[tuple[str, str]]:
    """The headers that differ by encoding; each encoding has an ETag of its own (RFC 9110 §8.8.3.3)."""
    if encoding == "identity":
        return [("ETag", f'"{digest}"'), ("Vary", "Accept-Encoding")]
    return [("ETag", f'"{digest}-{encoding}"'), ("Vary", "Accept-Encoding"), ("Content-Encoding", encoding)]


def _size(held: object) -> int:
    """Bytes of memory of texts and numbers and of what they are put together in."""
    parts: Iterable[object] = ()
    if isinstance(held, dict):
        parts = (*held.keys(), *held.values())
    elif isinstance(held, tuple):
        parts = held
    return sys.getsizeof(held) + sum(map(_size, parts))


def _matches(asked: str, digest: str) -> bool:
    """True when any of the client's tags is this content, in whatever encoding it was sent."""
    tags = (tag.strip().removeprefix("W/").strip('"').split("-")[0] for tag in asked.split(","))
    return asked.strip() == "*" or digest in tags
