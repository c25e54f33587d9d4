"""Kept answers: the bytes of public pages and feeds, ready to send until something is written.

A view says how long its answer may be kept (`keep`). The key holds the community's `content_version`, so a write
anywhere makes every kept answer stale on the next request, in every process.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from commonhour import clock

PAGE_SECONDS = 60
_SMALLEST_COMPRESSED = 200
_COMPRESSIBLE = ("text/", "application/json", "application/atom", "application/feed", "application/problem", "image/svg")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it goes out, by encoding."""

    status: int
    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + 500


class Shelf:
    """Kept answers up to a number of bytes; the least recently used one goes first."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self.rows: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> Kept | None:
        with self.lock:
            kept = self.rows.get(key)
            if kept is not None:
                self.rows.move_to_end(key)
            return kept

    def put(self, key: tuple[object, ...], kept: Kept) -> None:
        with self.lock:
            old = self.rows.pop(key, None)
            self.size += kept.size - (old.size if old else 0)
            self.rows[key] = kept
            while self.size > self.limit and self.rows:
                self.size -= self.rows.popitem(last=False)[1].size

    def clear(self) -> None:
        with self.lock:
            self.rows.clear()
            self.size = 0


shelf = Shelf(settings.PAGE_CACHE_BYTES)


def keep(response: HttpResponse, *, for_ever: bool = False) -> HttpResponse:
    """Mark a public answer as one to keep: until the next write, or also no longer than a minute."""
    response.kept_for_ever = for_ever  # type: ignore[attr-defined]
    return response


def content_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content_version FROM commonhour_community WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


class KeptAnswers:
    """Answers GET and HEAD from the shelf before sessions, languages and templates are even thought of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(("/desk/", "/static/")):
            return self.get_response(request)
        lasting, passing = _keys(request)
        kept = shelf.get(lasting) or shelf.get(passing)
        if kept is None:
            response = self.get_response(request)
            for_ever = getattr(response, "kept_for_ever", None)
            if for_ever is None or response.streaming:
                return response
            kept = _kept(response)
            shelf.put(lasting if for_ever else passing, kept)
        return _answer(request, kept)


def _keys(request: HttpRequest) -> tuple[tuple[object, ...], tuple[object, ...]]:
    url = (content_version(), request.headers.get("host", ""), request.get_full_path())
    return url, (*url, int(clock.now().timestamp()) // PAGE_SECONDS)


def _kept(response: HttpResponse) -> Kept:
    body = response.content
    bodies = {"identity": body}
    if len(body) > _SMALLEST_COMPRESSED and response.headers.get("Content-Type", "").startswith(_COMPRESSIBLE):
        bodies["br"] = brotli.compress(body, quality=5)
        bodies["gzip"] = gzip.compress(body, 6, mtime=0)
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    headers = tuple((name, value) for name, value in response.headers.items() if name.lower() != "content-length")
    return Kept(response.status_code, headers, f'"{digest}"', bodies)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((name for name in ("br", "gzip") if name in accepted and name in kept.bodies), "identity")
    etag = kept.etag if encoding == "identity" else f'{kept.etag[:-1]}-{encoding}"'
    if kept.status == 200 and _matches(request.headers.get("if-none-match", ""), kept.etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(kept.bodies[encoding], status=kept.status)
        response.headers["Content-Length"] = str(len(kept.bodies[encoding]))
    for name, value in kept.headers:
        response.headers[name] = value
    if encoding != "identity" and response.status_code != 304:
        response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _matches(asked: str, etag: str) -> bool:
    """True when any of the client's tags is this content, in whatever encoding it was sent."""
    tags = (tag.strip().removeprefix("W/").strip('"').split("-")[0] for tag in asked.split(","))
    return bool(asked) and (asked.strip() == "*" or etag.strip('"') in tags)
