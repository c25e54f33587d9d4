"""Takes a body apart piece by piece and stops at the limit, before a bomb has unfolded (RFC 9110 §8.4.1)."""

import zlib
from collections.abc import Callable, Iterable
from typing import Protocol

import brotli

from commonhour.errors import GatewayError

_GZIP, _WRAPPED, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


class Inflater(Protocol):
    def inflate(self, piece: bytes, room: int) -> bytes:
        """What the piece unfolds to. When that is `room` bytes or more, the rest may be missing."""
        ...

    def is_complete(self) -> bool: ...


class Plain:
    def inflate(self, piece: bytes, room: int) -> bytes:
        return piece[:room]

    def is_complete(self) -> bool:
        return True


class Gzip:
    """One gzip member after the other (RFC 1952 §2.2)."""

    def __init__(self, wbits: int = _GZIP) -> None:
        self._wbits = wbits
        self._machine = zlib.decompressobj(wbits)

    def inflate(self, piece: bytes, room: int) -> bytes:
        out = b""
        while piece and len(out) < room:
            if self._machine.eof:
                self._machine = zlib.decompressobj(self._wbits)
            out += self._machine.decompress(piece, room - len(out))
            piece = self._machine.unused_data
        return out

    def is_complete(self) -> bool:
        return self._machine.eof


class Deflate:
    """zlib (RFC 1950), or bare deflate (RFC 1951) as some servers send; the first two bytes tell."""

    def __init__(self) -> None:
        self._head = b""
        self._inner: Gzip | None = None

    def inflate(self, piece: bytes, room: int) -> bytes:
        if self._inner is None:
            piece = self._head = self._head + piece
            if len(piece) < 2:
                return b""
            is_wrapped = piece[0] & 15 == 8 and int.from_bytes(piece[:2]) % 31 == 0
            self._inner = Gzip(_WRAPPED if is_wrapped else _RAW)
        return self._inner.inflate(piece, room)

    def is_complete(self) -> bool:
        return self._inner is not None and self._inner.is_complete()


class Brotli:
    def __init__(self) -> None:
        self._machine = brotli.Decompressor()

    def inflate(self, piece: bytes, room: int) -> bytes:
        out: bytes = self._machine.process(piece, output_buffer_limit=room)
        return out

    def is_complete(self) -> bool:
        return bool(self._machine.is_finished())


_INFLATERS: dict[str, Callable[[], Inflater]] = {
    "": Plain,
    "identity": Plain,
    "gzip": Gzip,
    "x-gzip": Gzip,
    "deflate": Deflate,
    "br": Brotli,
}
CODINGS = "gzip, deflate, br"


def inflated(pieces: Iterable[bytes], coding: str, most: int, host: str) -> bytes:
    """The whole body, at most `most` bytes of it both before and after inflation. Raises GatewayError."""
    make = _INFLATERS.get(coding.strip().casefold())
    if make is None:
        raise GatewayError("answer-packed", host=host, permanent=True)
    try:
        return _unfolded(pieces, make(), most, host)
    except (zlib.error, brotli.error):
        raise GatewayError("answer-damaged", host=host, permanent=False) from None


def too_large(host: str, most: int) -> GatewayError:
    return GatewayError("answer-too-large", host=host, most=most // 1024**2, permanent=True)


def _unfolded(pieces: Iterable[bytes], inflater: Inflater, most: int, host: str) -> bytes:
    body, taken = bytearray(), 0
    for piece in pieces:
        taken += len(piece)
        body += inflater.inflate(piece, most + 1 - len(body))
        if max(taken, len(body)) > most:
            raise too_large(host, most)
    if taken and not inflater.is_complete():
        raise GatewayError("answer-cut-short", host=host, permanent=False)
    return bytes(body)
