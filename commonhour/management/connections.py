"""The connections of a server process: those that stand still are cut before they take everybody's place.

Granian has a number of places and gives one to whoever connects. It cuts who sends no head of a request in time, but
knows neither addresses nor readers that do not read. Linux does: it tells for how long nothing came and nothing went.
"""

import contextlib
import os
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commonhour.core.limits import CONNECTIONS_PER_ADDRESS, STILL_SECONDS
from commonhour.gateways.addresses import subscriber

_LOOK_EVERY = 0.5
# Whoever has just sent something is at work with us, and is not cut to make room.
_AT_WORK = 2.0
# So many of the places may be taken before the longest still make room.
_FULL = 3 / 4
# In struct tcp_info: milliseconds since data was last sent, and since data last came.
_LAST_SENT, _LAST_CAME, _TCP_INFO_BYTES = 44, 52, 104
_OPEN_FILES = Path("/proc/self/fd")
_OF_NETWORKS = (socket.AF_INET, socket.AF_INET6)


@dataclass(frozen=True, slots=True)
class Line:
    """A connection: whose, and for how many seconds nothing came and nothing went."""

    address: str
    still: float
    socket: socket.socket


def watch(port: int, places: int) -> None:
    """Look after this process's connections to the port for as long as it runs."""
    if hasattr(socket, "TCP_INFO") and _OPEN_FILES.is_dir():
        threading.Thread(target=_watch, args=(port, places), daemon=True).start()


def cut_what_stands_still(port: int, places: int) -> None:
    """One look at them."""
    lines = lines_to(port)
    cut = set(to_cut(lines, places))
    for line in lines:
        with line.socket, contextlib.suppress(OSError):
            if line in cut:
                line.socket.shutdown(socket.SHUT_RDWR)


def to_cut(lines: Sequence[Line], places: int) -> list[Line]:
    """Those that stand still for good, those too many of one address, and the longest still when places get few."""
    seen: Counter[str] = Counter()
    cut = []
    for number, line in enumerate(sorted(lines, key=lambda one: one.still)):
        who = subscriber(line.address)
        seen[who] += bool(who)
        is_one_too_many = number >= places * _FULL or seen[who] > CONNECTIONS_PER_ADDRESS
        if line.still >= (_AT_WORK if is_one_too_many else STILL_SECONDS):
            cut.append(line)
    return cut


def lines_to(port: int) -> list[Line]:
    """This process's connections to one of its own ports, each with a copy of its socket that is to be closed."""
    found: dict[object, Line] = {}
    for file in _OPEN_FILES.iterdir():
        # It may be no socket, or one that listens, or it was closed meanwhile.
        with contextlib.suppress(OSError), contextlib.ExitStack() as closing:
            copy = closing.enter_context(_copied(int(file.name)))
            # The number of a file that was closed meanwhile may be that of an earlier copy now.
            if (
                copy.family in _OF_NETWORKS
                and copy.getsockname()[1] == port
                and copy.getpeername() not in found
            ):
                found[copy.getpeername()] = Line(copy.getpeername()[0], _still(copy), copy)
                closing.pop_all()
    return list(found.values())


def _copied(number: int) -> socket.socket:
    copy = os.dup(number)
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        raise


def _watch(port: int, places: int) -> None:
    while True:
        time.sleep(_LOOK_EVERY)
        cut_what_stands_still(port, places)


def _still(line: socket.socket) -> float:
    facts = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    sent, came = (int(struct.unpack_from("=I", facts, at)[0]) for at in (_LAST_SENT, _LAST_CAME))
    return min(sent, came) / 1000
