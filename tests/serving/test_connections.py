"""Connections that stand still: which are cut, and how they are found among a process's open files."""

import contextlib
import select
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from serving.running_hub import until

from commonhour.core.limits import CONNECTIONS_PER_ADDRESS as MOST
from commonhour.core.limits import SLOW_BODIES, SLOW_BODIES_PER_ADDRESS, STILL_SECONDS
from commonhour.gateways.addresses import subscriber
from commonhour.management import connections
from commonhour.management.connections import Line, cut_what_stands_still, lines_to, to_cut
from commonhour.web.bodies import Places

pytestmark = pytest.mark.skipif(not hasattr(socket, "TCP_INFO"), reason="asks Linux")
OPEN_FILES = Path("/proc/self/fd")
ANYBODY, PROXY = "8.8.8.8", "127.0.0.1"


def lines(address: str, count: int, still: float) -> list[Line]:
    return [Line(number, (address, number), still + number / 1000) for number in range(count)]


def test_too_many_of_one_address_are_cut_and_nobody_elses():
    many, others = lines(ANYBODY, MOST + 3, 5), lines("9.9.9.9", MOST, 5)
    assert set(to_cut(many + others, 4000)) == set(many[-3:])


def test_those_at_work_are_left_and_those_behind_a_proxy_are_not_one():
    assert to_cut(lines(ANYBODY, 2 * MOST, 0), 4000) == []
    assert to_cut(lines(PROXY, 2 * MOST, 5) + lines("10.1.2.3", 2 * MOST, 5), 4000) == []


def test_the_longest_still_make_room_when_places_get_few():
    old, new = lines(PROXY, 50, 30), lines(PROXY, 50, 3)
    assert set(to_cut(new + old, 100)) == set(old[-25:])


def test_what_stands_still_for_good_is_cut():
    assert len(to_cut(lines(PROXY, 2, STILL_SECONDS), 100)) == 2


def test_addresses_of_one_subscriber_are_one():
    assert (
        subscriber("2606:4700:1::1") == subscriber("2606:4700:1:0:ffff::2") != subscriber("2606:4700:1:1::1")
    )
    assert subscriber(ANYBODY) != subscriber("8.8.8.9")
    assert {subscriber(text) for text in (PROXY, "::1", "192.168.0.7", "fd00::1", "", "a socket")} == {""}


def test_one_address_cannot_take_every_place_for_a_body():
    places = Places()
    assert [places.take(ANYBODY) for _ in range(3)] == [True] * SLOW_BODIES_PER_ADDRESS + [False]
    assert [places.take("9.9.9.9") for _ in range(3)] == [True] * SLOW_BODIES_PER_ADDRESS + [False]
    rest = SLOW_BODIES - 2 * SLOW_BODIES_PER_ADDRESS
    assert [places.take(PROXY) for _ in range(rest + 1)] == [True] * rest + [False]
    places.leave(ANYBODY)
    assert places.take(ANYBODY)


@pytest.mark.parametrize(("family", "here"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_connections_are_found_with_their_address_and_closed(family, here, monkeypatch):
    with contextlib.ExitStack() as closing:
        server = closing.enter_context(socket.create_server((here, 0), family=family))
        port = server.getsockname()[1]
        clients = [closing.enter_context(socket.create_connection((here, port))) for _ in range(4)]
        accepted = [closing.enter_context(server.accept()[0]) for _ in clients]
        open_files = len(list(OPEN_FILES.iterdir()))
        for _ in range(3):
            assert [line.address for line in lines_to(port)] == [here] * len(accepted)
        assert len(list(OPEN_FILES.iterdir())) == open_files
        clients[0].sendall(b"x")
        monkeypatch.setattr(connections, "STILL_SECONDS", 1.0)
        until(lambda: min(line.still for line in lines_to(port)) > 0.5, 5, "still")
        clients[0].sendall(b"x")
        until(lambda: cut_what_stands_still(port, 4000) or is_cut(clients[1]), 5, "cut")
        assert not is_cut(clients[0])


def test_looking_at_connections_takes_no_lock_from_the_database(tmp_path):
    """Whoever closes a copy of a file's number lets go of all that its process has locked in it."""
    place = tmp_path / "hub.sqlite3"
    ask = f"import sqlite3; sqlite3.connect({str(place)!r}, timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN IMMEDIATE")
        cut_what_stands_still(1, 4000)
        other = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert "database is locked" in other.stderr


def is_cut(line: socket.socket) -> bool:
    return bool(select.select([line], [], [], 0)[0])
