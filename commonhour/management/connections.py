"""The connections of a server process: those that stand still are cut before they take everybody's place.

Granian has a number of places and gives one to whoever connects. It cuts who sends no head of a request in time, but
knows neither addresses nor readers that do not read. Linux does: it tells for how long nothing came and nothing went.
"""

import contextlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
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
    """A connection by the number of its file: whose, and for how many seconds nothing came and nothing went."""

    number: int
    peer: tuple[object, ...]
    still: float

    @property
    def address(self) -> str:
        return str(self.peer[0])


def watch(port: int, places: int) -> None:
    """Look after this process's connections to the port for as long as it runs."""
    if hasattr(socket, "TCP_INFO") and _OPEN_FILES.is_dir():
        threading.Thread(target=_watch, args=(port, places), daemon=True).start()


def cut_what_stands_still(port: int, places: int) -> None:
    """One look at them."""
    for line in to_cut(lines_to(port), places):
        with contextlib.suppress(OSError), _socket_of(line.number) as connection:
            if connection.getpeername() == line.peer:  # not another one meanwhile
                connection.shutdown(socket.SHUT_RDWR)


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
    """This process's connections to one of its own ports."""
    found: list[Line] = []
    for file in _OPEN_FILES.iterdir():
        # It may be no socket, or one that listens, or it was closed meanwhile.
        with contextlib.suppress(OSError), _socket_of(int(file.name)) as connection:
            if connection.family in _OF_NETWORKS and connection.getsockname()[1] == port:
                found.append(Line(int(file.name), connection.getpeername(), _still(connection)))
    return found


@contextlib.contextmanager
def _socket_of(number: int) -> Iterator[socket.socket]:
    """The socket that is open under this number, itself and no copy. To close a copy of a file, also of one that is no
    socket, takes all the locks from it that this process has: SQLite's, whose readers and writers rely on them."""
    connection = socket.socket(fileno=number)
    try:
        yield connection
    finally:
        connection.detach()


def _watch(port: int, places: int) -> None:
    while True:
        time.sleep(_LOOK_EVERY)
        cut_what_stands_still(port, places)


def _still(line: socket.socket) -> float:
    facts = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    sent, came = (int(struct.unpack_from("=I", facts, at)[0]) for at in (_LAST_SENT, _LAST_CAME))
    return min(sent, came) / 1000
