"""A made zone: the bytes of a TZif file (RFC 9636) with the offsets one names and a rule for the time after them."""

import struct
from collections.abc import Sequence

_MAGIC = b"TZif2"


def tzif(first: tuple[int, str], changes: Sequence[tuple[int, int, str]], footer: str) -> bytes:
    """`first` is (seconds ahead of UTC, name) before the first change, standard time; `changes` are (instant, seconds, name) in
    order; `footer` is a POSIX TZ rule such as "CET-1" for what comes after the last."""
    kinds = list(dict.fromkeys([first, *((seconds, name) for _, seconds, name in changes)]))
    names = list(dict.fromkeys(name for _, name in kinds))
    text = b"".join(name.encode() + b"\0" for name in names)
    place = {name: text.index(name.encode() + b"\0") for name in names}
    types = b"".join(
        struct.pack(">lbB", seconds, int(seconds > first[0]), place[name]) for seconds, name in kinds
    )
    times = b"".join(struct.pack(">q", instant) for instant, _, _ in changes)
    indexes = bytes(kinds.index((seconds, name)) for _, seconds, name in changes)
    body = times + indexes + types + text
    return _header(0, 1, 1) + _NOTHING + _header(len(changes), len(kinds), len(text)) + body + _line(footer)


# Version 1 data, which readers of version 2 skip: one type, UTC.
_NOTHING = struct.pack(">lbB", 0, 0, 0) + b"\0"


def _header(times: int, types: int, characters: int) -> bytes:
    return _MAGIC + b"\0" * 15 + struct.pack(">6l", 0, 0, 0, times, types, characters)


def _line(footer: str) -> bytes:
    return b"\n" + footer.encode() + b"\n"
